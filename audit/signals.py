"""What was recorded, told to apps above."""

from django.dispatch import Signal

recorded = Signal()
"""Arguments: act, about (a row or None). Sent within the transaction of the act, before its entry:
what must follow is asked for with it and lost with it. A receiver that raises undoes the act."""
