"""Who sent a comment is kept as long as moderators need it, and not a day longer.

After COMMENT_PRIVATE_DAYS the e-mail and the marks of browser and network go, and the marks of who
liked and reported with what reports say; the name and the words stay as they were published. An
index of what is still remembered tells what is due, so whatever stops half-way goes on where it
was. A ban that has been over for so long forgets whom it was about, and keeps who banned by which
rule.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from comments.models import (
    REMEMBERED,
    Ban,
    BanQuerySet,
    Comment,
    CommentQuerySet,
    DataRequest,
    Like,
    Report,
)
from comments.models.voting import MARKED

FORGET = "comments.forget"
BATCH = 1000
"""Comments at a time: well under a second."""
_CLICKS: tuple[type[Like] | type[Report], ...] = (Like, Report)
# Far below the numbers of likes that were imported, and each row's own: one a comment as before.
_NOBODY = -(1 << 62)


def noted() -> bool:
    """Whether anything is due. Five queries, four of them answered by the first row of an index."""
    others = (DataRequest.objects.lapsed(), _bans(), *map(_clicks, _CLICKS))
    return _due().exists() or any(rows.exists() for rows in others)


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


def forget_voters() -> int:
    """One batch of likes and one of reports: they count as before, of nobody any more, and what a
    report said besides its reason is gone. How many."""
    done = 0
    for model in _CLICKS:
        batch = list(_clicks(model).order_by("at").values_list("pk", flat=True)[:BATCH])
        gone = {"voter": _NOBODY - F("pk")} | ({"words": ""} if model is Report else {})
        done += model.objects.filter(pk__in=batch, voter__gte=0).update(**gone)
    return done


def _clicks(model: type[Like] | type[Report]) -> QuerySet[Like] | QuerySet[Report]:
    return model.objects.filter(MARKED, at__lt=_before())


def _due() -> CommentQuerySet:
    return Comment.objects.filter(REMEMBERED, created__lt=_before())


def _bans() -> BanQuerySet:
    return Ban.objects.over(_before()).exclude(mark=None)


def _before() -> datetime:
    return timezone.now() - timedelta(days=settings.COMMENT_PRIVATE_DAYS)
