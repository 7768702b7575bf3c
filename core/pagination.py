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


def page_after(queryset: QuerySet[Any], cursor: str, size: int, *, prefix: str = "") -> Page:
    """`size` rows after the cursor ("" for the first page), newest first.

    The queryset is ordered by -first_published_at, -article_id, or by columns of these names
    after `prefix`. Raises BadCursor.
    """
    if cursor:
        time, pk = _read(cursor)
        older = Q(**{f"{prefix}first_published_at__lt": time})
        tie = Q(
            **{f"{prefix}first_published_at": time, f"{prefix}article_id__lt": pk},
        )
        # The first condition is implied by the second; it lets the index start at the right row.
        queryset = queryset.filter(**{f"{prefix}first_published_at__lte": time}).filter(older | tie)
    rows = list(queryset[: size + 1])
    more = len(rows) > size
    items = rows[:size]
    return Page(items, _write(items[-1]) if more else "")


def _write(row: Any) -> str:
    microseconds = (row.first_published_at - _EPOCH) // timedelta(microseconds=1)
    return f"{microseconds}-{row.article_id}"


def _read(cursor: str) -> tuple[datetime, int]:
    match = _CURSOR.fullmatch(cursor)
    if not match:
        raise BadCursor(cursor)
    try:
        return _EPOCH + timedelta(microseconds=int(match[1])), int(match[2])
    except OverflowError:
        raise BadCursor(cursor) from None
