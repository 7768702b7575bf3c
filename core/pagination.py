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
    """Of the last row here; empty on the last page."""
    previous_cursor: str = ""
    """Of the first row here; empty on the first page."""


# The columns a list is ordered by, newest first: a time, and an id that parts equal times.
Keys = tuple[str, str]
PUBLISHED: Keys = ("first_published_at", "article_id")


def page_after(
    queryset: QuerySet[Any],
    cursor: str,
    size: int,
    *,
    keys: Keys = PUBLISHED,
    oldest_first: bool = False,
) -> Page:
    """`size` rows after the cursor ("" for the first page) of a queryset in descending order of
    `keys`, which its rows carry as attributes; ascending where `oldest_first`. Raises BadCursor."""
    rows = list(beyond(queryset, cursor, keys=keys, newer=oldest_first)[: size + 1])
    items = rows[:size]
    return Page(
        items,
        next_cursor=_write(items[-1], keys) if len(rows) > size else "",
        previous_cursor=_write(items[0], keys) if cursor and items else "",
    )


def page_before(
    queryset: QuerySet[Any],
    cursor: str,
    size: int,
    *,
    keys: Keys = PUBLISHED,
    oldest_first: bool = False,
) -> Page:
    """The way back: `size` rows before the cursor, in the order of the queryset. Where no more are
    left than a page holds, the first page, by a second query. Raises BadCursor."""
    back = beyond(queryset.reverse(), cursor, keys=keys, newer=not oldest_first)
    rows = list(back[: size + 1])
    if len(rows) <= size:
        return page_after(queryset, "", size, keys=keys, oldest_first=oldest_first)
    items = rows[:size][::-1]
    return Page(items, _write(items[-1], keys), _write(items[0], keys))


def beyond(
    queryset: QuerySet[Any], cursor: str, *, keys: Keys = PUBLISHED, newer: bool = False
) -> QuerySet[Any]:
    """The rows older than the cursor, or newer; all for "". Raises BadCursor."""
    if not cursor:
        return queryset
    time, pk = keys
    last_time, last_pk = _read(cursor)
    side = "gt" if newer else "lt"
    further = Q(**{f"{time}__{side}": last_time})
    tie = Q(**{time: last_time, f"{pk}__{side}": last_pk})
    # The first condition is implied by the second; it lets the index start at the right row.
    return queryset.filter(**{f"{time}__{side}e": last_time}).filter(further | tie)


def write_cursor(moment: datetime, pk: int) -> str:
    """The cursor of a row by what it is ordered by."""
    return f"{(moment - _EPOCH) // timedelta(microseconds=1)}-{pk}"


def _write(row: Any, keys: Keys) -> str:
    time, pk = keys
    return write_cursor(getattr(row, time), getattr(row, pk))


def _read(cursor: str) -> tuple[datetime, int]:
    match = _CURSOR.fullmatch(cursor)
    if not match:
        raise BadCursor(cursor)
    try:
        return _EPOCH + timedelta(microseconds=int(match[1])), int(match[2])
    except OverflowError:
        raise BadCursor(cursor) from None
