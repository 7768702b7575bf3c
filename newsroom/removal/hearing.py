"""Those who wrote and signed a piece are told of its removal, its return, its correction."""

from typing import Any

from accounts.models import User
from articles.models import Article, Correction, Removal
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


def _tell(article: Article, kind: str, words: str) -> None:
    signed = User.objects.filter(author__bylines__article=article)
    people = {user.pk: user for user in (article.created_by, *signed)}
    tell(people.values(), kind=kind, words=words, about=article)
