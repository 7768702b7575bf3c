"""Reads become counts by the hour and by the day, and the counts an order.

An hour is counted anew from its reads each time, so a fold that is killed or runs twice loses and
doubles nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta

from django.db import connection, transaction
from django.db.models import Count, Sum
from django.utils import timezone

from articles.models import PublishedVersion
from core.dates import HANOI, in_hanoi
from readership.models import DAY, WEEK, DailyReads, HourlyReads, Rank, Read

PLACES = 500
HOURS_KEPT = timedelta(days=8)
# What a process still held at midnight belongs to the day before.
CLOSING = timedelta(hours=1)
_BATCH = 1000
_LOCK = 0x726561640001


def fold(hour: datetime) -> None:
    """Count the reads of the hour that begins then, order the pieces, close days that are over."""
    at = timezone.now()
    counts = count(hour)  # long, and may be late: nobody waits for it, and a count only grows
    with _alone():
        record(hour, counts)
        rank(at)
    close_days(at)


def count(hour: datetime) -> dict[int, int]:
    """Reads of the hour by what their beacons said is a piece."""
    return dict(Read.objects.filter(hour=hour).values_list("piece").annotate(Count("pk")))


def record(hour: datetime, counts: dict[int, int]) -> None:
    """Make these the counts of an hour, by article id, and add up its day.

    A count only ever grows: reads that come when their day is closed replace nothing. What
    readers cannot open at this moment is left out.
    """
    before = dict(HourlyReads.objects.filter(hour=hour).values_list("article_id", "count"))
    grown = [piece for piece, number in counts.items() if number > before.get(piece, 0)]
    for first in range(0, len(grown), _BATCH):
        told = grown[first : first + _BATCH]
        live = PublishedVersion.objects.live().filter(article__in=told)
        pieces = sorted(live.values_list("article_id", flat=True))
        HourlyReads.objects.bulk_create(
            [HourlyReads(article_id=pk, hour=hour, count=counts[pk]) for pk in pieces],
            update_conflicts=True,
            unique_fields=["article", "hour"],
            update_fields=["count"],
        )
        _add_up(in_hanoi(hour).replace(hour=0), pieces)


def rank(at: datetime) -> None:
    """Order the most read pieces of both spans, of equal ones the newest first."""
    for hours, rows in (
        (DAY, HourlyReads.objects.of_day(at)),
        (WEEK, DailyReads.objects.of_week(at)),
    ):
        sums = rows.values_list("article_id").annotate(reads=Sum("count"))
        counts = dict(sums.order_by("-reads", "-article_id")[:PLACES])
        live = PublishedVersion.objects.live(at).filter(article__in=counts)
        dates = dict(live.values_list("article_id", "first_published_at"))
        order = sorted(dates, key=lambda pk: (counts[pk], dates[pk], pk), reverse=True)
        _place(hours, [(pk, counts[pk]) for pk in order])


def close_days(at: datetime) -> None:
    """Take away the reads of days that are over, an hour at a time, each counted once more."""
    today = datetime.combine(in_hanoi(at - CLOSING).date(), time(), HANOI)
    over = Read.objects.filter(hour__lt=today)
    for hour in over.values_list("hour", flat=True).distinct().order_by("hour"):
        with _alone():
            if hour > at - HOURS_KEPT:
                record(hour, count(hour))
            Read.objects.filter(hour=hour).delete()
    HourlyReads.objects.filter(hour__lt=at - HOURS_KEPT).delete()


def _add_up(midnight: datetime, pieces: list[int]) -> None:
    hours = HourlyReads.objects.filter(
        article__in=pieces, hour__gte=midnight, hour__lt=midnight + timedelta(days=1)
    )
    sums = hours.values_list("article_id").annotate(Sum("count")).order_by("article_id")
    DailyReads.objects.bulk_create(
        [DailyReads(article_id=pk, day=midnight.date(), count=number) for pk, number in sums],
        update_conflicts=True,
        unique_fields=["article", "day"],
        update_fields=["count"],
    )


def _place(hours: int, order: list[tuple[int, int]]) -> None:
    standing = Rank.objects.filter(hours=hours).order_by("place")
    if list(standing.values_list("article_id", "count")) == order:
        return
    standing.delete()
    Rank.objects.bulk_create(
        Rank(hours=hours, place=place, article_id=pk, count=number)
        for place, (pk, number) in enumerate(order, start=1)
    )


@contextmanager
def _alone() -> Iterator[None]:
    """A transaction in which nobody else folds; on SQLite every one is alone already."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        yield
