"""Corrections that are asked of the paper: taken down with their due time, answered by a correction
(articles/corrections.py), or declined with a reason."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from articles import signals
from articles.models import Article, Asker, Correction, CorrectionRequest, PublishedVersion
from articles.models.correction_request import REASON_LENGTH
from audit.log import record
from core.dates import in_hanoi
from core.vietnamese import clean, clean_line

_LONGEST = {"asked_by": 200, "number": 60, "words": REASON_LENGTH}


def ask(
    article: Article,
    *,
    by: User,
    ground: str,
    asked_by: str,
    words: str,
    due: datetime,
    number: str = "",
) -> CorrectionRequest:
    """Take down that somebody wants a correction of what readers were shown, and by when.

    The same words of the same asker again, as a double click sends them, give the request that is
    open. Raises PermissionDenied, or ValidationError by field name.
    """
    if not by.has_perm("articles.ask_correction", article):
        raise PermissionDenied
    told = {"asked_by": clean_line(asked_by), "number": clean_line(number), "ground": ground}
    told["words"] = clean(words).strip()
    _refuse_unsaid(told)
    if not PublishedVersion.objects.shown_by().filter(article=article.pk).exists():
        raise ValidationError("Bài này chưa từng đăng nên không có gì để cải chính.")
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=article.pk)
        if standing := article.correction_requests.open().filter(**told).first():
            return standing
        request = CorrectionRequest.objects.create(article=article, by=by, due=due, **told)
        _tell_after_commit(signals.correction_asked, request)
        label = str(Asker(ground).label)
        facts = {"request": request.pk, "due": due, **told, "ground": label}
        record("articles.correction_asked", by=by, about=article, facts=facts)
    return request


def drop(request: CorrectionRequest, *, by: User, reason: str) -> CorrectionRequest:
    """No correction is made; the reason is that which who asked was told.

    Raises PermissionDenied, or ValidationError by field name.
    """
    if not by.has_perm("articles.correct", request.article):
        raise PermissionDenied
    reason = clean(reason).strip()
    if not reason or len(reason) > REASON_LENGTH:
        raise ValidationError({"reason": "Hãy ghi lý do không cải chính, gọn trong 2.000 ký tự."})
    with transaction.atomic():
        request = CorrectionRequest.objects.select_for_update().get(pk=request.pk)
        if request.dropped_at:
            return request
        if request.correction_id:
            raise ValidationError("Yêu cầu này đã được cải chính.")
        request.dropped_at, request.dropped_by, request.dropped_reason = timezone.now(), by, reason
        request.save(update_fields=["dropped_at", "dropped_by", "dropped_reason"])
        _tell_after_commit(signals.correction_declined, request)
        facts = {"request": request.pk, "asked_by": request.asked_by, "reason": reason}
        record("articles.correction_declined", by=by, about=request.article, facts=facts)
    return request


def answer(requests: Iterable[CorrectionRequest], *, correction: Correction) -> list[int]:
    """Within the transaction of the correction, whose piece is locked: it answers those of these
    that ask for it and are open. Their ids. Raises ValidationError for one of another piece."""
    numbers = {request.pk for request in requests}
    held = CorrectionRequest.objects.select_for_update().filter(pk__in=numbers)
    rows = list(held.order_by("pk"))
    if any(row.article_id != correction.article_id for row in rows):
        raise ValidationError("Yêu cầu cải chính này thuộc bài khác.")
    answered = [row.pk for row in rows if row.correction_id is None and row.dropped_at is None]
    CorrectionRequest.objects.filter(pk__in=answered).update(correction=correction)
    return answered


def hold_unreminded(pk: int, now: datetime) -> CorrectionRequest | None:
    """Within a transaction: the request, held and marked as one of which people were reminded
    today; None where it was answered, declined or reminded of meanwhile."""
    overdue = CorrectionRequest.objects.unreminded(now).select_for_update().filter(pk=pk)
    request = overdue.first()
    if request:
        request.reminded_on = in_hanoi(now).date()
        request.save(update_fields=["reminded_on"])
    return request


def _refuse_unsaid(told: dict[str, str]) -> None:
    needed = {
        "ground": "Hãy chọn căn cứ yêu cầu cải chính.",
        "asked_by": "Hãy ghi người, cơ quan yêu cầu.",
        "words": "Hãy ghi nội dung yêu cầu.",
    }
    if told["ground"] == Asker.CONCLUSION:
        needed["number"] = "Kết luận của cơ quan có thẩm quyền thì phải ghi số văn bản."
    found = {name: sentence for name, sentence in needed.items() if not told[name]}
    if told["ground"] not in Asker.values:
        found["ground"] = needed["ground"]
    for name, most in _LONGEST.items():
        if len(told[name]) > most:
            found[name] = f"Viết gọn trong {most} ký tự."
    if found:
        raise ValidationError(found)


def _tell_after_commit(signal: Any, request: CorrectionRequest) -> None:
    told = partial(signal.send_robust, sender=CorrectionRequest, request=request)
    transaction.on_commit(told, robust=True)
