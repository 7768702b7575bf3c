from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Sum
from django.utils import timezone

from articles import queries
from articles.models import PublishedVersion, Section
from readership.models import DAY, DailyReads, HourlyReads


def most_read(
    hours: int = DAY,
    count: int = 10,
    section: Section | None = None,
    *,
    besides: int | None = None,
    at: datetime | None = None,
) -> list[PublishedVersion]:
    """The most read live pieces of the last DAY or WEEK, the first one first. One query.

    Counted up to the last fold, live at this moment. `besides` is an article left out.
    """
    pieces = queries.latest(at).filter(article__ranks__hours=hours)
    pieces = pieces.annotate(place=F("article__ranks__place")).order_by("place")
    if section is not None:
        pieces = pieces.in_section(section)
    if besides is not None:
        pieces = pieces.exclude(article=besides)
    return list(pieces[:count])


def reads_of(article_ids: Iterable[int], at: datetime | None = None) -> dict[int, tuple[int, int]]:
    """Reads of the last 24 hours and of seven days, by article id; (0, 0) if none. Two queries."""
    ids, at = list(article_ids), at or timezone.now()
    in_day = HourlyReads.objects.of_day(at).filter(article__in=ids)
    in_week = DailyReads.objects.of_week(at).filter(article__in=ids)
    day = dict(in_day.values_list("article_id").annotate(Sum("count")))
    week = dict(in_week.values_list("article_id").annotate(Sum("count")))
    return {pk: (day.get(pk, 0), week.get(pk, 0)) for pk in ids}
