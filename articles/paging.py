"""The pages of a list, by what its address asks for: `truoc` for older pieces, `sau` for newer."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest

from articles.models import PublishedVersion
from core.dates import in_hanoi
from core.pagination import PUBLISHED, BadCursor, Keys, Page, page_after, page_before

PAGE_SIZE = 20


def page_of(
    request: HttpRequest, pieces: Any, *, keys: Keys = PUBLISHED, oldest_first: bool = False
) -> Page:
    """One query, two for the way back to the first page. Raises Http404 for odd cursors."""
    back = request.GET.get("sau", "")
    turn, cursor = (page_before, back) if back else (page_after, request.GET.get("truoc", ""))
    try:
        return turn(pieces, cursor, PAGE_SIZE, keys=keys, oldest_first=oldest_first)
    except BadCursor:
        raise Http404 from None


@dataclass(frozen=True)
class Day:
    date: date
    items: list[PublishedVersion]


def by_day(items: list[PublishedVersion]) -> list[Day]:
    """The pieces by the day of their first publication in Hanoi, in the order given."""
    days = groupby(items, lambda version: in_hanoi(version.first_published_at).date())
    return [Day(day, list(pieces)) for day, pieces in days]
