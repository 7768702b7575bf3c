"""Whoever can answer a correction that was asked for is reminded of it once it is overdue: at its
due time, then every morning until it is answered or declined."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from articles.correction_requests import hold_unreminded
from articles.models import CorrectionRequest
from core.dates import short_datetime
from newsroom.messages import tell
from newsroom.models import Kind
from newsroom.removal.hearing import speakers

REMIND = "newsroom.overdue_corrections"
_MOST = 200


def noted() -> bool:
    return CorrectionRequest.objects.unreminded(timezone.now()).exists()


def remind(now: datetime) -> int:
    """The oldest first; what is more waits for the next look at the queue. How many there were."""
    overdue = CorrectionRequest.objects.unreminded(now).soonest_first()
    return sum(_remind(pk, now) for pk in list(overdue.values_list("pk", flat=True)[:_MOST]))


def _remind(pk: int, now: datetime) -> bool:
    """The mark and the messages in one transaction: a run cut short repeats neither."""
    with transaction.atomic():
        request = hold_unreminded(pk, now)
        if request is None:
            return False
        words = (
            f"Quá hạn cải chính: {request.asked_by} yêu cầu, hạn {short_datetime(request.due)}."
            " Hãy đăng lời cải chính, hoặc ghi lý do không cải chính."
        )
        people = [request.by, *speakers()]
        tell(people, kind=Kind.CORRECTED, words=words, about=request.article)
    return True
