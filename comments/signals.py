"""What happened to readers' words, told after commit to apps above. Receivers may fail without
harm. A reply under a hidden root is not seen by readers, whatever was told of the reply itself."""

from django.dispatch import Signal

submitted = Signal()
"""Arguments: comment. Sent for each row that came in, the trap's catch included; not for the second
of a double sending."""

approved = Signal()
"""Arguments: comment. Sent when a text is let through; not when it already was."""

hidden = Signal()
"""Arguments: comment. Sent when a text that was let through is taken back; not when one that never
was is refused."""
