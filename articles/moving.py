"""Who may carry a piece from one section into another."""

from collections.abc import Callable
from copy import copy

from django.core.exceptions import ValidationError

from accounts.models import User
from articles.approval import refuse_own
from articles.models import Article, Progress, Section, Stage
from articles.steps import route_of


def refuse_section(
    article: Article, section: Section, *, by: User, publishes: Callable[[Article], bool]
) -> None:
    """Raises ValidationError where this person may not carry the piece into a section: moved there
    it would go out by other hands and other rules than those of the section it is in. `publishes`
    tells whether he may publish a piece where it is."""
    if section.pk == article.section_id:
        return
    moved = copy(article)
    moved.section = section
    here, there = publishes(article), publishes(moved)
    progress: Progress = article.progress
    if here and there:
        if not route_of(section).two_people:
            refuse_own(article, by)
        return
    if progress.stage in {Stage.AWAITING, Stage.APPROVED} or any(
        not version.cancelled for version in article.versions.all()
    ):
        raise ValidationError(
            "Chỉ người được xuất bản ở cả hai chuyên mục mới chuyển được bài này."
        )
    if there and not (article.created_by_id == by.pk and progress.stage == Stage.DRAFT):
        raise ValidationError(
            "Bài này đang ở chuyên mục bạn không phụ trách: hãy nhờ nơi ấy chuyển."
        )
