"""Those who wrote and signed a piece are told of its removal, its return, its correction; of a
correction that is asked for also those who can make it."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet

from accounts.models import User
from articles.models import Article, Correction, CorrectionRequest, Removal
from core.dates import short_datetime
from newsroom.messages import tell
from newsroom.models import Kind


def on_removed(sender: Any, removal: Removal, **told: Any) -> None:
    words = f"{removal.by} đã gỡ bài này. Căn cứ: {removal.get_ground_display()}"
    if removal.number:
        words += f" (số {removal.number}, {removal.body})"
    _tell(removal.article, Kind.WITHDRAWN, f"{words}. Lý do: {removal.reason}")


def on_reinstated(sender: Any, removal: Removal, **told: Any) -> None:
    words = f"{removal.undone_by} đã khôi phục bài này. Lý do: {removal.undone_reason}"
    _tell(removal.article, Kind.WITHDRAWN, words)


def on_corrected(sender: Any, correction: Correction, **told: Any) -> None:
    words = f"{correction.by} đã đăng lời cải chính cho bài này."
    _tell(correction.article, Kind.CORRECTED, words)


def on_asked(sender: Any, request: CorrectionRequest, **told: Any) -> None:
    """His own words are no news to who took the request down."""
    words = (
        f"{request.asked_by} yêu cầu cải chính bài này, hạn {short_datetime(request.due)}."
        f" Nội dung: {request.words}"
    )
    _tell(request.article, Kind.CORRECTED, words, also=speakers(), but=request.by)


def on_declined(sender: Any, request: CorrectionRequest, **told: Any) -> None:
    words = (
        f"{request.dropped_by} quyết định không cải chính theo yêu cầu của {request.asked_by}."
        f" Lý do: {request.dropped_reason}"
    )
    asker = [request.by]
    _tell(request.article, Kind.CORRECTED, words, also=asker, but=request.dropped_by)


def speakers() -> QuerySet[User]:
    """Those who can say a correction, or decline one."""
    return User.objects.with_perm(
        "articles.add_correction",
        include_superusers=False,
        backend=f"{ModelBackend.__module__}.ModelBackend",
    )


def _tell(
    article: Article,
    kind: str,
    words: str,
    *,
    also: Iterable[User] = (),
    but: User | None = None,
) -> None:
    signed = User.objects.filter(author__bylines__article=article)
    people = {user.pk: user for user in (article.created_by, *signed, *also)}
    if but:
        people.pop(but.pk, None)
    tell(people.values(), kind=kind, words=words, about=article)
