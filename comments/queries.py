"""The comments readers see, in threads of two levels."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from articles.models import PublishedVersion
from comments.likes import column
from comments.models import Comment, CommentQuerySet, Discussion, Status
from comments.policy import on_page
from core.pagination import BadCursor, Page, page_after

PAGE_SIZE = 20
REPLIES_SHOWN = 5
"""Of each thread in a list; its own page has them all."""
FEATURED = 3
"""Marked comments above the list, the newest; each is in its place below too."""
FRESH = 50
"""New comments that a page open since before is told of; beyond that it is worth opening again."""

NEWEST, LIKED, OLDEST = "moi-nhat", "quan-tam", "cu-nhat"
ORDERS = {NEWEST: "Mới nhất", LIKED: "Quan tâm nhất", OLDEST: "Cũ nhất"}
_CREATED = ("created", "pk")
_LIKED_CURSOR = re.compile(r"([0-9]{1,9})\.([0-9]{1,9})\.([0-9]{1,18})")


class Outdated(BadCursor):
    """A cursor of ours, of an order that is kept no longer."""


@dataclass(frozen=True)
class Thread:
    root: Comment
    replies: list[Comment]
    """Oldest first, five at most."""
    more: bool
    """Whether there are more replies than these."""


def threads(article_id: int, cursor: str = "", *, order: str = NEWEST, edition: int = 0) -> Page:
    """A page of threads after the cursor ("" for the first page) in one of ORDERS.

    Two queries however many there are; one where there is none. `edition` is that of the order by
    likes now (comments/policy.py): its cursors hold for this one and the one before. Raises
    BadCursor, of an older one Outdated.
    """
    roots = Comment.objects.approved().roots().filter(article=article_id).select_related("shown")
    if order == LIKED:
        page = _page_by_likes(roots, cursor, edition)
    else:
        oldest = order == OLDEST
        sign = "" if oldest else "-"
        ordered = roots.order_by(f"{sign}created", f"{sign}pk")
        page = page_after(ordered, cursor, PAGE_SIZE, keys=_CREATED, oldest_first=oldest)
    return Page(_threads_of(page.items), page.next_cursor)


def featured(article_id: int) -> list[Comment]:
    """What the desk marked last, the newest first, three at most. One query along an index of its
    own; whether there is any, the policy says (comments/policy.py)."""
    marked = (
        Comment.objects.approved().featured().filter(article=article_id).select_related("shown")
    )
    return list(marked.order_by("-created", "-pk")[:FEATURED])


def replies(root_id: int, article_id: int, cursor: str = "") -> tuple[Comment, Page] | None:
    """A thread by itself: its root and a page of its replies, oldest first. None where readers see
    no such root under this piece. Two queries. Raises BadCursor."""
    roots = Comment.objects.approved().roots().select_related("shown")
    root = roots.filter(article=article_id, pk=root_id).first()
    if root is None:
        return None
    found = Comment.objects.approved().filter(root=root).select_related("shown", "parent")
    ordered = found.order_by("created", "pk")
    return root, page_after(ordered, cursor, PAGE_SIZE, keys=_CREATED, oldest_first=True)


def answerable(article_id: int, pk: int) -> Comment | None:
    """The comment as readers see it under this piece, if they do."""
    public = Comment.objects.public().select_related("shown")
    return public.filter(article=article_id, pk=pk).first()


def sent(cursor: str = "", *, reader: int | None, holder: int | None) -> Page:
    """A page of one person's comments, newest first, each with the `version` of its piece if
    readers have it. Three queries however many there are. Raises BadCursor."""
    own = _placed(Comment.objects.sent_by(reader=reader, holder=holder))
    own = own.order_by("-created", "-pk")
    page = page_after(own, cursor, PAGE_SIZE, keys=_CREATED)
    pieces = {comment.article_id for comment in page.items}
    live = PublishedVersion.objects.live().filter(article__in=pieces) if pieces else ()
    versions = {version.article_id: version for version in live}
    for comment in page.items:
        comment.version = versions.get(comment.article_id)
    return page


def sent_here(article_id: int, *, reader: int | None, holder: int | None) -> list[Comment]:
    """What of one person's comments on a piece is not as readers see it: newest first, a page at
    most. Two queries; one where there is none."""
    own = _placed(Comment.objects.sent_by(reader=reader, holder=holder)).filter(article=article_id)
    as_seen = Q(on_page=True, shown=F("latest")) | Q(status=Status.WITHDRAWN)
    return list(own.exclude(as_seen).order_by("-created", "-pk")[:PAGE_SIZE])


def fresh(article_id: int, since: datetime) -> list[tuple[int, int]]:
    """(number, number of the root or 0) of what readers have seen since a moment, fifty at most,
    the newest first. One query along an index of its own."""
    public = Comment.objects.public().filter(article=article_id, shown_since__gte=since)
    newest = public.order_by("-shown_since", "-pk").values_list("pk", "root")[:FRESH]
    return [(pk, root or 0) for pk, root in newest]


def fresh_threads(found: list[tuple[int, int]]) -> tuple[list[Thread], list[Comment]]:
    """What fresh() found: new threads, the newest first, and new replies to older ones, the oldest
    first. Three queries."""
    new = [pk for pk, root in found if not root]
    below = [pk for pk, root in found if root and root not in new]
    public = Comment.objects.public().select_related("shown", "parent")
    roots = public.filter(pk__in=new).order_by("-created", "-pk")
    return _threads_of(list(roots)), list(public.filter(pk__in=below).order_by("created", "pk"))


def kept(found: CommentQuerySet, cursor: str) -> Page:
    """A page of somebody's comments, newest first, for him alone (comments/own_data.py). Three
    queries. Raises BadCursor."""
    whole = _placed(found).select_related("latest").prefetch_related("decisions")
    return page_after(whole.order_by("-created", "-pk"), cursor, PAGE_SIZE, keys=_CREATED)


def own(pk: int | None) -> QuerySet[Comment]:
    """One comment whatever became of it, for whoever holds its receipt."""
    return _placed(Comment.objects.own(pk))


def _placed(found: CommentQuerySet) -> QuerySet[Comment]:
    """Each with `on_page`; no query more."""
    return found.annotate(on_page=on_page())


def _page_by_likes(roots: QuerySet[Comment], cursor: str, edition: int) -> Page:
    """The cursor names the edition it was written in: "edition.likes.id"."""
    if cursor:
        match = _LIKED_CURSOR.fullmatch(cursor)
        begun, likes, pk = map(int, match.groups()) if match else (-1, 0, 0)
        if not 0 <= begun <= edition:
            raise BadCursor(cursor)
        if begun < edition - 1:
            raise Outdated(cursor)
        edition, ranked = begun, column(begun)
        further = Q(**{f"{ranked}__lt": likes}) | Q(**{ranked: likes, "pk__lt": pk})
        roots = roots.filter(**{f"{ranked}__lte": likes}).filter(further)
    ranked = column(edition)
    now = Discussion.objects.filter(article=OuterRef("article")).values("edition")
    rows = list(roots.annotate(now=Subquery(now)).order_by(f"-{ranked}", "-pk")[: PAGE_SIZE + 1])
    if rows and (rows[0].now or 0) > edition + 1:  # folded anew since the edition was asked for
        raise Outdated(cursor)
    items, last = rows[:PAGE_SIZE], rows[PAGE_SIZE - 1 : PAGE_SIZE]
    if len(rows) <= PAGE_SIZE:
        return Page(items, "")
    return Page(items, f"{edition}.{getattr(last[0], ranked)}.{last[0].pk}")


def _threads_of(roots: list[Comment]) -> list[Thread]:
    by_root: dict[int | None, list[Comment]] = {root.pk: [] for root in roots}
    for reply in _first_replies(by_root):
        by_root[reply.root_id].append(reply)
    return [
        Thread(root, by_root[root.pk][:REPLIES_SHOWN], len(by_root[root.pk]) > REPLIES_SHOWN)
        for root in roots
    ]


def _first_replies(roots: Iterable[int | None]) -> list[Comment]:
    """The first replies of each root and one more, read along the index of each."""
    numbers = list(roots)
    if not numbers:
        return []
    # Written out: the ORM takes longer to word twenty cut lists than the database to read them.
    one = (
        "SELECT id FROM (SELECT id FROM comments_comment WHERE root_id = %s"
        " AND root_id IS NOT NULL AND status = 'approved' AND shown_id IS NOT NULL"
        " ORDER BY created, id LIMIT %s) AS cut"
    )
    cuts = [fact for root in numbers for fact in (root, REPLIES_SHOWN + 1)]
    first = RawSQL(" UNION ALL ".join([one] * len(numbers)), cuts)  # noqa: S611 -- our own words
    found = Comment.objects.approved().filter(pk__in=first).select_related("shown", "parent")
    return list(found.order_by("created", "pk"))
