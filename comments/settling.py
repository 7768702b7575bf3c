"""Telling of verdicts once they can no longer be taken back."""

from uuid import UUID

from django.db.models import Exists, OuterRef

from comments import signals
from comments.models import Decision


def settle(act: UUID) -> int:
    """Tell of each verdict of one act that still is the last word. How many. Two queries."""
    later = Decision.objects.filter(comment=OuterRef("comment"), pk__gt=OuterRef("pk"))
    last = Decision.objects.standing().filter(~Exists(later), act=act, before__first__isnull=True)
    told = 0
    for decision in last.select_related("comment__reader", "revision").iterator():
        signals.settled.send_robust(sender=Decision, decision=decision)
        told += 1
    return told
