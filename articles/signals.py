"""What happened to pieces, told after commit to apps above. Receivers may fail without harm."""

from django.dispatch import Signal

published = Signal()
"""Arguments: version. Sent once per act of publishing, scheduled ones included (see
version.valid_from). Not sent when a scheduled version comes into force: nothing is written then."""

corrected = Signal()
"""Arguments: correction. Sent once per correction, when readers can see it. The piece itself is
not changed by it."""

correction_asked = Signal()
"""Arguments: request. Sent when somebody wants a correction, with its due time."""

correction_declined = Signal()
"""Arguments: request. Sent when it was decided that none is made."""

withdrawn = Signal()
"""Arguments: article, at. Sent when a piece is taken from readers, from `at` on."""

moved = Signal()
"""Arguments: article, step (articles.workflow.Step), came_from (stage), by, reason. Sent when a
piece has gone a step of its way, forward or back, also by publishing, withdrawing and editing.
`by` is None where an approval was voided by what changed elsewhere: a picture, a name."""

trashed = Signal()
"""Arguments: article, by."""

assigned = Signal()
"""Arguments: article, to (the person who has it now), by."""

removed = Signal()
"""Arguments: removal. Sent when a piece was taken down by order; withdrawn is sent as well."""

reinstated = Signal()
"""Arguments: removal. Sent when a removal was undone; published is sent for what came back."""
