"""Who has a comment's card open, so that two moderators do not read and decide the same one.

A claim is a lease: opening the card takes it where it is free, staying on the card renews it,
leaving gives it back, and silence lets it lapse. It holds nobody up who takes it over on purpose;
what it was good for is checked once more when somebody decides (comments/deciding.py).
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from comments.models import Claim, Comment

LASTS = timedelta(minutes=3)
RENEWED = timedelta(minutes=1)
"""How often a card that stays open says so."""


def claim(comment: Comment, *, by: User, over: bool = False) -> Claim:
    """The claim that stands now: `by`'s, or another's where it was taken first and has not lapsed.
    `over` takes it from whoever has it. Two or three queries, no lock."""
    now = timezone.now()
    facts = {"by": by, "until": now + LASTS}
    held = Claim.objects.filter(comment=comment)
    while True:
        if not held.filter(by=by, until__gt=now).update(until=facts["until"]):
            free = held if over else held.filter(Q(until__lte=now) | Q(by=by))
            if not free.update(since=now, **facts):
                Claim.objects.bulk_create(
                    [Claim(comment=comment, since=now, **facts)], ignore_conflicts=True
                )
        # Given back by whoever had it, between two of these statements: it is free after all.
        if stands := held.select_related("by").first():
            return stands


def release(comments: Iterable[Comment], *, by: User) -> None:
    """What this person had open is free again."""
    Claim.objects.filter(comment__in=[comment.pk for comment in comments], by=by).delete()


def of_others(comments: Iterable[int], *, than: User) -> dict[int, Claim]:
    """Of these comments, by number, those that somebody else has open now. One query."""
    live = Claim.objects.filter(comment__in=list(comments), until__gt=timezone.now())
    return {claim.comment_id: claim for claim in live.exclude(by=than).select_related("by")}
