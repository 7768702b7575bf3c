"""What happened to authors and units, told to apps above."""

from django.dispatch import Signal

unit_saved = Signal()
"""Arguments: unit. Sent when the desk has saved a unit with its successions, within the transaction
of the change, so that what must follow is asked for with it and lost with it. A receiver that
raises undoes the change."""
