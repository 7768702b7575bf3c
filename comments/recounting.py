"""Whether the counters say what the rows say, and setting them right beside everybody's work.

Article.comment_count, Comment.likes and Comment.reports are moved with the rows, in one transaction
(moderation.py, likes.py, reporting.py). So one statement sees counter and rows of one moment, and
what it finds is drift and nobody's half-done work. A repair holds the row of the counter alone:
whoever moved rows meanwhile moves the counter after it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce, Greatest, Least

from articles.models import Article
from comments.models import Comment, Decision, Like, Report, Status

PIECES, COMMENTS = 500, 5_000
"""Rows in a batch: a fraction of a second each."""


@dataclass(frozen=True)
class Drift:
    counter: str
    """comment_count of a piece; likes or reports of a comment."""
    row: int
    told: int
    counted: int


@dataclass(frozen=True)
class Batch:
    reached: int
    """The last number that was looked at."""
    drifts: list[Drift]


def pieces(after: int = 0, *, repair: bool = False) -> Iterator[Batch]:
    """The pieces numbered above `after`, batch by batch. One query and a bound for each."""
    yield from _walk(Article.objects.all(), after, PIECES, ["comment_count"], repair=repair)


def comments(after: int = 0, *, repair: bool = False) -> Iterator[Batch]:
    """The comments numbered above `after`. See pieces()."""
    yield from _walk(Comment.objects.all(), after, COMMENTS, ["likes", "reports"], repair=repair)


def _walk(
    rows: QuerySet[Any], after: int, size: int, counters: list[str], *, repair: bool
) -> Iterator[Batch]:
    while numbers := list(
        rows.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:size]
    ):
        span = rows.filter(pk__gt=after, pk__lte=numbers[-1])
        after = numbers[-1]
        yield Batch(after, [d for name in counters for d in _drifts(span, name, repair=repair)])


def _drifts(span: QuerySet[Any], counter: str, *, repair: bool) -> list[Drift]:
    found = _with_count(span, counter).values_list("pk", counter, "counted").order_by("pk")
    drifts = [Drift(counter, *row) for row in found]
    return [fixed for drift in drifts if (fixed := _repair(span, drift))] if repair else drifts


def _repair(rows: QuerySet[Any], drift: Drift) -> Drift | None:
    """What was wrong when the row was held; nothing, if it came right by itself."""
    with transaction.atomic():
        held = rows.select_for_update(no_key=True).filter(pk=drift.row)
        if held.first() is None:
            return None
        # Asked only now: under the lock nothing can be half-way any more.
        wrong = _with_count(rows.filter(pk=drift.row), drift.counter)
        row = wrong.values_list("pk", drift.counter, "counted").first()
        if row is None:
            return None
        rows.filter(pk=drift.row).update(**{drift.counter: row[2]})
        return Drift(drift.counter, *row)


def _with_count(rows: QuerySet[Any], counter: str) -> QuerySet[Any]:
    """Those of the rows whose counter says something else than `counted`, the number of rows; of
    likes that were brought there are none."""
    if counter == "reports":
        rows = _with_reports(rows)
    elif counter == "likes":
        of_comment = Like.objects.filter(comment=OuterRef("pk"))
        rows = rows.annotate(counted=_number(of_comment, "comment") + F("likes_brought"))
    else:
        seen = Comment.objects.public().filter(article=OuterRef("pk"))
        rows = rows.annotate(counted=_number(seen, "article"))
    return rows.exclude(**{counter: F("counted")})


def _with_reports(rows: QuerySet[Any]) -> QuerySet[Any]:
    """A decision answers the reports before it, unless it was taken back or a rule alone took the
    text from readers: those since the last one count in any case, and there are no more than there
    are rows."""
    of_comment = Report.objects.filter(comment=OuterRef("pk"))
    decisions = Decision.objects.exclude(by=None, verdict=Status.PENDING)
    answered = decisions.filter(comment=OuterRef("comment"), at__gte=OuterRef("at"))
    bounds = rows.filter(Q(reports__gt=0) | Exists(of_comment)).annotate(
        most=_number(of_comment, "comment"),
        least=_number(of_comment.exclude(Exists(answered)), "comment"),
    )
    told = Cast("reports", IntegerField())
    return bounds.annotate(counted=Greatest("least", Least(told, "most")))


def _number(rows: QuerySet[Any], key: str) -> Coalesce:
    counted = rows.order_by().values(key).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
