"""Who sent a comment is kept as long as moderators need it, and not a day longer.

After COMMENT_PRIVATE_DAYS the e-mail and the marks of browser and network go; the name and the
words stay as they were published. An index of what is still remembered tells what is due, so
whatever stops half-way goes on where it was. A ban that has been over for so long forgets whom it
was about, and keeps who banned by which rule.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from comments.models import REMEMBERED, Ban, BanQuerySet, Comment, CommentQuerySet, DataRequest

FORGET = "comments.forget"
BATCH = 1000
"""Comments at a time: well under a second."""


def noted() -> bool:
    """Whether anything is due. Three queries, two of them answered by the first row of an index."""
    return _due().exists() or DataRequest.objects.lapsed().exists() or _bans().exists()


def forget() -> int:
    """One batch. How many comments; what a moderator holds at this moment is left for later."""
    DataRequest.objects.lapsed().delete()
    _bans().update(mark=None, whom="")
    free = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        held = _due().order_by("created", "pk").select_for_update(skip_locked=free, no_key=True)
        batch = list(held.values_list("pk", flat=True)[:BATCH])
        gone = {"email": "", "sender": None, "network": None, "holder": None}
        Comment.objects.filter(pk__in=batch).update(**gone)
    return len(batch)


def _due() -> CommentQuerySet:
    return Comment.objects.filter(REMEMBERED, created__lt=_before())


def _bans() -> BanQuerySet:
    return Ban.objects.over(_before()).exclude(mark=None)


def _before() -> datetime:
    return timezone.now() - timedelta(days=settings.COMMENT_PRIVATE_DAYS)
