from datetime import date
from typing import Any
from uuid import UUID

from articles.models import Article, PublishedVersion, Section
from comments import (
    deciding,
    forgetting,
    hiding,
    likes,
    moving,
    own_data,
    rescanning,
    settling,
    tallying,
)
from outbox.queue import effect, enqueue, watch


@effect(rescanning.RESCAN, name="Soát lại ý kiến đã đăng")
def rescan(key: str) -> None:
    """One batch; the next is asked for at its end."""
    number, _colon, after = key.partition(":")
    reached = rescanning.rescan(int(number), int(after))
    if reached is not None:
        enqueue(rescanning.RESCAN, f"{number}:{reached}")


@effect(rescanning.LOOK_AGAIN, name="Đưa ý kiến của bài ra xem lại")
def look_again(key: str) -> None:
    """One batch; the key names the piece, the number reached, and the day where one was set."""
    article, after, *days = key.split(":")
    on = date.fromisoformat(days[0]) if days else None
    reached = rescanning.look_again_at(int(article), int(after), on=on)
    if reached is not None:
        enqueue(rescanning.LOOK_AGAIN, ":".join([article, str(reached), *days]))


@effect(moving.MOVE, name="Chuyển ý kiến theo bài sang chuyên mục khác")
def move(key: str) -> None:
    article, _colon, after = key.partition(":")
    reached = moving.move(int(article), int(after))
    if reached is not None:
        enqueue(moving.MOVE, f"{article}:{reached}")


@effect(hiding.TELL, name="Ghi bài nào đang ẩn ý kiến")
def tell_hidden(key: str) -> None:
    section, _colon, after = key.partition(":")
    reached = hiding.tell_in(int(section), int(after))
    if reached is not None:
        enqueue(hiding.TELL, f"{section}:{reached}")


@effect(likes.FOLD, name="Xếp lại ý kiến theo lượt thích")
def fold_likes(key: str) -> None:
    likes.fold(int(key))


@effect(deciding.SETTLE, name="Báo kết quả duyệt ý kiến")
def settle(key: str) -> None:
    settling.settle(UUID(key))


@effect(tallying.TALLY, name="Cộng số liệu duyệt ý kiến")
def tally(_key: str) -> None:
    if tallying.fold():
        tallying.ask()


watch(forgetting.FORGET, forgetting.noted)


@effect(forgetting.FORGET, name="Bỏ thư điện tử và dấu của người gửi ý kiến cũ")
def forget(_key: str) -> None:
    """One batch; while more is due, each look at the queue asks for the next."""
    forgetting.forget()
    forgetting.forget_voters()


@effect(own_data.MAIL, name="Gửi đường dẫn đến dữ liệu của bạn đọc")
def mail_own_data(key: str) -> None:
    own_data.mail(int(key))


@effect(own_data.ERASE, name="Xóa dữ liệu theo yêu cầu của bạn đọc")
def erase_own_data(key: str) -> None:
    own_data.erase_on(int(key))


def on_article_changed(article: Article, **_facts: Any) -> None:
    rescanning.ask_look_again(article.pk)


def on_corrected(correction: Any, **_facts: Any) -> None:
    on_article_changed(correction.article)


def on_published(version: PublishedVersion, **_facts: Any) -> None:
    moving.follow(version)


def on_recorded(act: str, about: Any, facts: dict[str, Any], **_other: Any) -> None:
    moved = act == "admin.changed" and "parent" in facts.get("columns", ())
    if moved and isinstance(about, Section):
        moving.follow_section(about)
