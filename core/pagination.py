"""Pages by key: the address names the last piece shown, so nothing is lost or doubled while new
pieces arrive, and page 5,000 costs what page 1 costs."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

# The paper is older than 1970.
_CURSOR = re.compile(r"(-?[0-9]{1,18})-([0-9]{1,18})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class BadCursor(ValueError):
    """Not a cursor of ours."""


@dataclass(frozen=True)
class Page:
    items: list[Any]
    next_cursor: str
    """Empty on the last page."""


# The columns a list is ordered by, newest first: a time, and an id that parts equal times.
Keys = tuple[str, str]
PUBLISHED: Keys = ("first_published_at", "article_id")


def page_after(queryset: QuerySet[Any], cursor: str, size: int, *, keys: Keys = PUBLISHED) -> Page:
    """`size` rows after the cursor ("" for the first page) of a queryset in descending order of
    `keys`, which its rows carry as attributes. Raises BadCursor."""
    time, pk = keys
    if cursor:
        last_time, last_pk = _read(cursor)
        older = Q(**{f"{time}__lt": last_time})
        tie = Q(**{time: last_time, f"{pk}__lt": last_pk})
        # The first condition is implied by the second; it lets the index start at the right row.
        queryset = queryset.filter(**{f"{time}__lte": last_time}).filter(older | tie)
    rows = list(queryset[: size + 1])
    items = rows[:size]
    if len(rows) <= size:
        return Page(items, "")
    microseconds = (getattr(items[-1], time) - _EPOCH) // timedelta(microseconds=1)
    return Page(items, f"{microseconds}-{getattr(items[-1], pk)}")


def _read(cursor: str) -> tuple[datetime, int]:
    match = _CURSOR.fullmatch(cursor)
    if not match:
        raise BadCursor(cursor)
    try:
        return _EPOCH + timedelta(microseconds=int(match[1])), int(match[2])
    except OverflowError:
        raise BadCursor(cursor) from None
