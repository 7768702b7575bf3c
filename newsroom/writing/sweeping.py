"""Old sittings go; unsaved words only after their writer was shown them, or told in the inbox."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from newsroom.messages import tell
from newsroom.models import Kind, Sitting

EMPTY = timedelta(days=7)
"""How long a sitting without words is remembered: a post may be sent again that long."""
SAVED = timedelta(days=61)
"""How long it is remembered that a sitting was saved: a day longer than a browser keeps its copy,
which asks before it offers the words back as unsaved."""
TOLD = timedelta(days=7)
_MOST = 500


def sweep(now: datetime) -> None:
    """Words not touched for DRAFT_DAYS: whoever never saw them again is told first, and has a week
    from then on. Idempotent."""
    empty = Sitting.objects.filter(typed_at=None)
    empty.filter(digest="", seen__lt=now - EMPTY).delete()
    empty.filter(seen__lt=now - SAVED).delete()
    old = Sitting.objects.with_words().filter(
        typed_at__lt=now - timedelta(days=settings.DRAFT_DAYS)
    )
    old.filter(told_at__lt=now - TOLD).delete()
    for pk in list(old.filter(told_at=None).order_by("pk").values_list("pk", flat=True)[:_MOST]):
        _tell(pk, now)


def _tell(pk: int, now: datetime) -> None:
    with transaction.atomic():
        held = Sitting.objects.select_for_update().filter(pk=pk, told_at=None)
        sitting = held.first()
        if sitting is None:
            return
        sitting.told_at = now
        sitting.save(update_fields=["told_at"])
        tell(
            [sitting.user],
            kind=Kind.OTHER,
            about=sitting.article,
            words="Bạn có bản gõ dở chưa lưu đã lâu. Mở bài để lấy lại; sau bảy ngày bản ấy bị xóa."
            if sitting.article
            else "Bạn có bài mới gõ dở chưa lưu đã lâu. Mở trang thêm bài để lấy lại; sau bảy ngày"
            " bản ấy bị xóa.",
        )
