"""Where a comment stands: the one place that writes it, and moves the count of its piece by what
readers see more or less of.

Everybody takes locks in one order: threads by number, then pieces by number, then the log.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from articles.models import Article
from comments import signals
from comments.models import Comment


class Place(NamedTuple):
    """What a decision changes, and its undoing puts back."""

    status: str
    shown: int | None
    """The revision that readers see."""
    again: bool = False
    reports: int = 0
    featured: bool = False

    @classmethod
    def of(cls, comment: Comment) -> "Place":
        return cls(
            status=comment.status,
            shown=comment.shown_id,
            again=comment.again,
            reports=comment.reports,
            featured=comment.featured,
        )


def hold(comments: Iterable[Comment]) -> list[Comment]:
    """The comments as they are in the database now, by thread; their threads are held until the
    transaction ends. Two queries."""
    chosen = list(comments)
    threads = {comment.root_id or comment.pk for comment in chosen}
    held = Comment.objects.select_for_update(no_key=True).filter(pk__in=threads)
    list(held.order_by("pk").values_list("pk"))
    rows = Comment.objects.filter(pk__in=[comment.pk for comment in chosen])
    found = rows.select_related("latest", "shown", "root")
    return sorted(found, key=lambda comment: (comment.root_id or comment.pk, comment.pk))


def hold_threads_of(comments: QuerySet[Comment]) -> None:
    """Before many are written in one statement, which takes its rows as they lie: whoever decides
    meanwhile would wait for it, and it for him. In the transaction of the writing; one query."""
    threads = comments.order_by().values(thread=Coalesce("root", "pk"))
    held = Comment.objects.select_for_update(no_key=True).filter(pk__in=threads)
    list(held.order_by("pk").values_list("pk"))


def put(moves: Sequence[tuple[Comment, Place]]) -> None:
    """Held comments to their places. Half a dozen queries where they all go the same way.

    Tells the apps above, after the commit, what came before readers and what is gone.
    """
    was = {comment.pk: comment.approved for comment, _place in moves}
    read = {comment.pk: comment.shown_id for comment, _place in moves}
    now, by_place = timezone.now(), defaultdict(list)
    for comment, place in moves:
        columns = _columns(comment, place)
        comment.status, comment.shown_id = place.status, place.shown
        comment.again, comment.reports, comment.featured = place[2:]
        if comment.approved and not was[comment.pk]:
            comment.shown_since = now
            columns = (*columns, ("shown_since", now))
        by_place[columns].append(comment.pk)
    comments = [comment for comment, _place in moves]
    _hold_pieces(comments, was)
    for columns, pks in by_place.items():
        Comment.objects.filter(pk__in=pks).update(**dict(columns))
    _move_counts(comments, was)
    _tell_after_commit(comments, was, read)


def _columns(comment: Comment, place: Place) -> tuple[tuple[str, Any], ...]:
    """What is written; the same for all that go the same way, whatever their revisions' numbers."""
    latest = place.shown is not None and place.shown == comment.latest_id
    return tuple((place._asdict() | {"shown": F("latest") if latest else place.shown}).items())


def _hold_pieces(comments: list[Comment], was: dict[int, bool]) -> None:
    moved = {comment.article_id for comment in comments if comment.approved != was[comment.pk]}
    if moved:
        pieces = Article.objects.select_for_update(no_key=True).filter(pk__in=moved)
        list(pieces.order_by("pk").values_list("pk"))


def _move_counts(comments: list[Comment], was: dict[int, bool]) -> None:
    """A root comes and goes with its replies; a reply counts only while its root is to be seen."""
    moved = [comment for comment in comments if comment.approved != was[comment.pk]]
    turned = {comment.pk: comment for comment in moved if comment.root_id is None}
    # Replies as they are now; those before were fewer by what came in this very act.
    now = dict(
        Comment.objects.approved()
        .filter(root__in=turned)
        .order_by()
        .values_list("root")
        .annotate(number=Count("pk"))
        if turned
        else ()
    )
    fresh: Counter[int | None] = Counter()
    for reply in moved:
        if reply.root_id is not None:
            fresh[reply.root_id] += 1 if reply.approved else -1
    steps: Counter[int] = Counter()
    for comment in moved:
        if comment.root_id is None:
            replies = now.get(comment.pk, 0)
            seen = 1 + replies if comment.approved else -1 - (replies - fresh[comment.pk])
            steps[comment.article_id] += seen
        elif comment.root_id not in turned and comment.root and comment.root.approved:
            steps[comment.article_id] += 1 if comment.approved else -1
    by_step = defaultdict(list)
    for article, step in steps.items():
        by_step[step].append(article)
    for step, articles in by_step.items():
        # A count that drifted, by an import perhaps, must not keep a moderator from hiding a text.
        count = Greatest(F("comment_count") + step, 0)
        Article.objects.filter(pk__in=articles).update(comment_count=count)


def _tell_after_commit(
    comments: list[Comment], was: dict[int, bool], read: dict[int, int | None]
) -> None:
    told = [
        (signals.approved if comment.approved else signals.hidden, comment)
        for comment in comments
        if (comment.shown_id != read[comment.pk] if comment.approved else was[comment.pk])
    ]

    def tell() -> None:
        for signal, comment in told:
            signal.send_robust(sender=Comment, comment=comment)

    if told:
        transaction.on_commit(tell, robust=True)
