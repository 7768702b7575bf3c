"""The comments readers see, in threads of two levels."""

from dataclasses import dataclass

from comments.models import Comment, CommentQuerySet
from core.pagination import Page, page_after

PAGE_SIZE = 20


@dataclass(frozen=True)
class Thread:
    root: Comment
    replies: list[Comment]
    """Oldest first."""


def threads(article_id: int, cursor: str = "") -> Page:
    """A page of threads after the cursor ("" for the first page), newest first.

    Two queries however many there are; one where there is none. Raises BadCursor.
    """
    roots = Comment.objects.approved().roots().filter(article=article_id).select_related("shown")
    page = page_after(roots.order_by("-created", "-pk"), cursor, PAGE_SIZE, keys=("created", "pk"))
    replies: dict[int | None, list[Comment]] = {root.pk: [] for root in page.items}
    for reply in _replies(list(replies)):
        replies[reply.root_id].append(reply)
    return Page([Thread(root, replies[root.pk]) for root in page.items], page.next_cursor)


def answerable(article_id: int, pk: int) -> Comment | None:
    """The comment as readers see it under this piece, if they do."""
    public = Comment.objects.public().select_related("shown")
    return public.filter(article=article_id, pk=pk).first()


def _replies(roots: list[int | None]) -> CommentQuerySet:
    replies = Comment.objects.approved().filter(root__in=roots).select_related("shown", "parent")
    return replies.order_by("created", "pk")
