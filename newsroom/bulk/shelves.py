"""What may lie in the trash, one shelf for each kind: whose it is to see, and the way back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from articles import trash, workflow
from articles.models import Progress, Series, Tag, Topic
from newsroom import story_templates
from newsroom.models import StoryTemplate
from photos import collecting, library
from photos.models import Collection, Photo


@dataclass(frozen=True)
class Shelf:
    name: str
    label: str
    right: str
    """Who has it sees the shelf."""
    rows: Callable[[User], QuerySet[Any]]
    """Rows with trashed_at and trashed_by."""
    restore: Callable[..., None]

    def lying(self, user: User) -> QuerySet[Any]:
        """What this person may put back, the latest first."""
        rows = self.rows(user).filter(trashed_at__isnull=False)
        return rows.select_related("trashed_by").order_by("-trashed_at", "-pk")


def _pieces(user: User) -> QuerySet[Progress]:
    rows = Progress.objects.select_related("article")
    if user.has_perm("articles.change_any_article"):
        return rows
    return rows.filter(article__created_by=user)


def _all(model: Any) -> Callable[[User], QuerySet[Any]]:
    return lambda user: model._default_manager.all()


def _restore_piece(progress: Progress, *, by: User) -> None:
    workflow.restore(progress.article, by=by)


SHELVES = {
    shelf.name: shelf
    for shelf in (
        Shelf("bai", "Bài", "articles.change_article", _pieces, _restore_piece),
        Shelf("anh", "Ảnh", "photos.trash_photo", _all(Photo), library.restore),
        Shelf("bo-anh", "Bộ ảnh", "photos.change_collection", _all(Collection), collecting.restore),
        Shelf("the", "Thẻ", "articles.trash_tag", _all(Tag), trash.restore),
        Shelf("dong-su-kien", "Dòng sự kiện", "articles.trash_topic", _all(Topic), trash.restore),
        Shelf("loat-bai", "Loạt bài", "articles.trash_series", _all(Series), trash.restore),
        Shelf(
            *("mau-bai", "Mẫu bài", "newsroom.change_storytemplate"),
            *(_all(StoryTemplate), story_templates.restore),
        ),
    )
}


def shelves_of(user: User) -> list[Shelf]:
    return [shelf for shelf in SHELVES.values() if user.has_perm(shelf.right)]
