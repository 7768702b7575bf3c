"""Who is told when a piece goes a step: its writer of what came back, its holder of what is his."""

from typing import Any

from accounts.models import User
from articles.models import Article, Stage
from articles.steps import Door, Need, Step
from newsroom.messages import tell
from newsroom.models import Kind


def on_moved(sender: Any, article: Article, step: Step, by: User, reason: str, **told: Any) -> None:
    """A step back is told to the writers with its reason, whatever the stage it leads to."""
    if step.door is Door.PUBLISH or step.door is Door.TAKE_DOWN:
        return
    kind = Kind.MOVED
    words = f"{by}: {step.label}."
    if Need.REASON in step.needs:
        kind, words = Kind.RETURNED, f"{by}: {step.label}. Lý do: {reason}"
    elif step.name == "void":
        kind = Kind.UNAPPROVED
        words = f"{by} sửa sau khi duyệt: lời duyệt không còn hiệu lực."
    elif step.to != Stage.APPROVED:
        return
    tell(_writers(article, but=by), kind=kind, words=words, about=article)


def on_assigned(sender: Any, article: Article, to: User, by: User, **told: Any) -> None:
    if to != by:
        tell([to], kind=Kind.ASSIGNED, words=f"{by} giao bài này cho bạn.", about=article)


def _writers(article: Article, *, but: User) -> list[User]:
    signed = User.objects.filter(author__bylines__article=article)
    people = {user.pk: user for user in (article.created_by, *signed)}
    people.pop(but.pk, None)
    return list(people.values())
