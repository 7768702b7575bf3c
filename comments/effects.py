from typing import Any
from uuid import UUID

from articles.models import Article
from comments import deciding, likes, rescanning, settling
from outbox.queue import effect, enqueue


@effect(rescanning.RESCAN, name="Soát lại ý kiến đã đăng theo danh sách từ")
def rescan(key: str) -> None:
    """One batch; the next is asked for at its end."""
    number, _colon, after = key.partition(":")
    reached = rescanning.rescan(int(number), int(after))
    if reached is not None:
        enqueue(rescanning.RESCAN, f"{number}:{reached}")


@effect(rescanning.LOOK_AGAIN, name="Đưa ý kiến của bài ra xem lại")
def look_again(key: str) -> None:
    article, _colon, after = key.partition(":")
    reached = rescanning.look_again_at(int(article), int(after))
    if reached is not None:
        enqueue(rescanning.LOOK_AGAIN, f"{article}:{reached}")


@effect(likes.FOLD, name="Xếp lại ý kiến theo lượt thích")
def fold_likes(key: str) -> None:
    likes.fold(int(key))


@effect(deciding.SETTLE, name="Báo kết quả duyệt ý kiến")
def settle(key: str) -> None:
    settling.settle(UUID(key))


def on_article_changed(article: Article, **_facts: Any) -> None:
    rescanning.ask_look_again(article.pk)


def on_corrected(correction: Any, **_facts: Any) -> None:
    on_article_changed(correction.article)
