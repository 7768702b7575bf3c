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

withdrawn = Signal()
"""Arguments: comment. Sent when its writer took it back or had it erased, whatever had become of it
until then; not a second time."""

settled = Signal()
"""Arguments: decision (comment and reader loaded). Sent ten minutes after a verdict that nobody
took back or went against meanwhile, by the worker, so it may come later, or twice. What goes out to
people and cannot be called back, a mail above all, waits for this one: a moderator who pressed the
wrong key has ten minutes to undo it, and no author reads of a decision that was none. Pages do not
wait: approved() and hidden() are sent at once, and the undoing is as fast. Not sent for the first
word of two, nor for an undoing."""
