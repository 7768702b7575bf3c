"""Who is told when a piece goes a step: its writer of what came back or is off the paper, its
holder of what is his."""

from typing import Any

from accounts.models import User
from articles.models import Article, PublishingAct, Stage
from articles.steps import Door, Need, Step
from core.dates import long_datetime
from newsroom.messages import tell
from newsroom.models import Kind


def on_moved(
    sender: Any, article: Article, step: Step, by: User | None, reason: str, **told: Any
) -> None:
    """A step back is told to the writers with its reason, whatever the stage it leads to."""
    if step.door is Door.PUBLISH or step.door is Door.TAKE_DOWN:
        return
    kind = Kind.MOVED
    words = f"{by}: {step.label}."
    if Need.REASON in step.needs:
        kind, words = Kind.RETURNED, f"{by}: {step.label}. Lý do: {reason}"
    elif step.name == "void":
        kind = Kind.UNAPPROVED
        who = f"{by} sửa" if by else "Ảnh, thẻ hoặc tên người đã đổi"
        words = f"{who} sau khi duyệt: lời duyệt không còn hiệu lực."
    elif step.to != Stage.APPROVED:
        return
    tell(_writers(article, but=by), kind=kind, words=words, about=article)


def on_withdrawn(sender: Any, article: Article, **told: Any) -> None:
    """Of a removal the writers are told by its own words, with its ground."""
    if article.removals.standing().exists():
        return
    taking = (PublishingAct.Act.WITHDRAWN, PublishingAct.Act.PAUSED)
    act = article.publishing_acts.filter(act__in=taking).select_related("by").latest("pk")
    words = f"{act.by}: {act.get_act_display()} từ {long_datetime(act.effective)}."
    people = _writers(article, but=act.by)
    tell(people, kind=Kind.WITHDRAWN, words=f"{words} Lý do: {act.reason}", about=article)


def on_assigned(sender: Any, article: Article, to: User, by: User, **told: Any) -> None:
    if to != by:
        tell([to], kind=Kind.ASSIGNED, words=f"{by} giao bài này cho bạn.", about=article)


def on_trashed(sender: Any, article: Article, by: User, **told: Any) -> None:
    words = f"{by} bỏ bài vào thùng rác."
    tell(_writers(article, but=by), kind=Kind.RETURNED, words=words, about=article)


def _writers(article: Article, *, but: User | None) -> list[User]:
    signed = User.objects.filter(author__bylines__article=article)
    people = {user.pk: user for user in (article.created_by, *signed)}
    if but:
        people.pop(but.pk, None)
    return list(people.values())
