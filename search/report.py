"""“Tìm mà không thấy”: what readers of a week looked for in vain, or found and left alone."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Q, Sum

from core.vietnamese import fold
from search.models import Abbreviation, Asked, Pin

MOST = 50
"""Terms of each list: who reads on acts on none."""
OFTEN = 3
"""Times a term was asked before it says anything that nobody opened a piece."""


@dataclass(frozen=True)
class Week:
    start: date
    """A Monday."""

    @classmethod
    def of(cls, day: date) -> "Week":
        return cls(day - timedelta(days=day.weekday()))

    @property
    def end(self) -> date:
        """The Sunday."""
        return self.start + timedelta(days=6)

    def moved(self, weeks: int) -> "Week":
        return Week(self.start + timedelta(weeks=weeks))


@dataclass(frozen=True)
class Line:
    term: str
    asked: int
    hits: int
    """As of the last time it was asked on the day with the most."""
    helped: bool
    """It has been pinned a piece or is an abbreviation by now."""


def in_vain(week: Week) -> list[Line]:
    """Terms that found nothing on any day, the most asked first. Three queries."""
    return _lines(_terms(week).filter(most=0))


def left_alone(week: Week) -> list[Line]:
    """Terms that found pieces of which nobody opened one. Three queries."""
    return _lines(_terms(week).filter(most__gt=0, opened=0, asked__gte=OFTEN))


def _terms(week: Week) -> Any:
    """A queryset of {term, asked, opened, most}."""
    days = Asked.objects.filter(day__range=(week.start, week.end)).order_by()
    return days.values("term").annotate(
        asked=Sum("count"), opened=Sum("chosen"), most=Max("hits", filter=Q(count__gt=0))
    )


def _lines(terms: Any) -> list[Line]:
    rows = list(terms.filter(asked__gt=0).order_by("-asked", "term")[:MOST])
    keys = {row["term"]: fold(row["term"]) for row in rows}
    helped = set(Pin.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    helped |= set(Abbreviation.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    return [
        Line(row["term"], row["asked"], row["most"], keys[row["term"]] in helped) for row in rows
    ]
