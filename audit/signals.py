"""What was recorded, told to apps above."""

from django.dispatch import Signal

recorded = Signal()
"""Arguments: act, about (a row or None), facts (as the entry has them). Sent within the transaction
of the act, before its entry: what must follow is asked for with it and lost with it. A receiver
that raises undoes the act."""
