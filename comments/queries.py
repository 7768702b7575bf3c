"""The comments readers see, in threads of two levels."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q

from comments.models import Comment, CommentQuerySet
from core.pagination import BadCursor, Page

PAGE_SIZE = 20
_CURSOR = re.compile(r"([0-9]{1,18})-([0-9]{1,18})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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
    if cursor:
        roots = _after(roots, cursor)
    rows = list(roots.order_by("-created", "-pk")[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    replies: dict[int | None, list[Comment]] = {root.pk: [] for root in shown}
    for reply in _replies(list(replies)):
        replies[reply.root_id].append(reply)
    items = [Thread(root, replies[root.pk]) for root in shown]
    return Page(items, _cursor(shown[-1]) if len(rows) > PAGE_SIZE else "")


def answerable(article_id: int, pk: int) -> Comment | None:
    """The comment as readers see it under this piece, if they do."""
    public = Comment.objects.public().select_related("shown")
    return public.filter(article=article_id, pk=pk).first()


def _replies(roots: list[int | None]) -> CommentQuerySet:
    replies = Comment.objects.approved().filter(root__in=roots).select_related("shown", "parent")
    return replies.order_by("created", "pk")


def _after(roots: CommentQuerySet, cursor: str) -> CommentQuerySet:
    match = _CURSOR.fullmatch(cursor)
    if not match:
        raise BadCursor(cursor)
    try:
        time, pk = _EPOCH + timedelta(microseconds=int(match[1])), int(match[2])
    except OverflowError:
        raise BadCursor(cursor) from None
    # The first condition is implied by the second; it lets the index start at the right row.
    older = Q(created__lt=time) | Q(created=time, pk__lt=pk)
    return roots.filter(created__lte=time).filter(older)


def _cursor(comment: Comment) -> str:
    return f"{(comment.created - _EPOCH) // timedelta(microseconds=1)}-{comment.pk}"
