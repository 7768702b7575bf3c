"""The pages of a list, by what its address asks for: `truoc` for older pieces, `sau` for newer."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest

from articles import queries
from articles.models import PublishedVersion
from articles.models.version import PublishedVersionQuerySet
from core.dates import day_span, in_hanoi
from core.pagination import PUBLISHED, BadCursor, Keys, Page, page_after, page_before

PAGE_SIZE = 20


def page_of(
    request: HttpRequest, pieces: Any, *, keys: Keys = PUBLISHED, oldest_first: bool = False
) -> Page:
    """One query, two for the way back to the first page. Raises Http404 for odd cursors."""
    back = request.GET.get("sau", "")
    turn, cursor = (page_before, back) if back else (page_after, request.GET.get("truoc", ""))
    try:
        page = turn(pieces, cursor, PAGE_SIZE, keys=keys, oldest_first=oldest_first)
    except BadCursor:
        raise Http404 from None
    if cursor and not page.items:
        raise Http404  # beyond the end: no list has such a page
    return page


def unit_page(request: HttpRequest, units: Collection[int]) -> Page:
    """Of the pieces that name one of these units. Two queries, four back to the first page."""
    back = request.GET.get("sau", "")
    try:
        pieces = queries.about_units(
            units, back or request.GET.get("truoc", ""), PAGE_SIZE, newer=bool(back)
        )
    except BadCursor:
        raise Http404 from None
    page = page_of(request, pieces)
    if back and not page.previous_cursor:  # the narrow set knows no pieces beyond the cursor
        page = page_after(queries.about_units(units, "", PAGE_SIZE), "", PAGE_SIZE)
    return page


@dataclass(frozen=True)
class Day:
    date: date
    items: list[PublishedVersion]


def by_day(items: list[PublishedVersion]) -> list[Day]:
    """The pieces by the day of their first publication in Hanoi, in the order given."""
    days = groupby(items, lambda version: in_hanoi(version.first_published_at).date())
    return [Day(day, list(pieces)) for day, pieces in days]


@dataclass(frozen=True)
class Way:
    """To another day of a list."""

    date: date
    url: str


def day_context(
    request: HttpRequest,
    pieces: PublishedVersionQuerySet,
    day: date,
    address: Callable[[date], str],
) -> dict[str, Any]:
    """A day of a list that is ordered newest first, and the ways to the nearest days that have
    pieces; three queries. `address` tells where a day of the list is."""
    span = day_span(day)
    ways = [
        Way(in_hanoi(time).date(), address(in_hanoi(time).date())) if time else None
        for time in queries.nearest(pieces, *span)
    ]
    page = page_of(request, queries.between(pieces, *span))
    return {"day": day, "page": page, "earlier": ways[0], "later": ways[1]}
