"""The archive by year, month and day. Years and months are looked up one by one along the index of
time, so no page reads more of the archive than it shows."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from articles import queries
from articles.paging import day_context, page_of
from core.dates import day_span, in_hanoi, month_span, parse_date, year_span
from core.http import read_only

MOST_YEARS = 200
"""Looked up at once; a date slipped further back than that is a slip."""


@dataclass(frozen=True)
class Month:
    number: int
    url: str
    """Empty where no piece came out."""


@read_only
def index(request: HttpRequest) -> HttpResponseBase:
    """The years that have pieces, and the months of the newest; or the day that was asked for."""
    typed = request.GET.get("ngay", "")
    try:
        day = parse_date(typed) if typed else None
    except ValueError as error:
        return _years(request, typed=typed, error=str(error))
    return redirect(day_address(day)) if day else _years(request)


@read_only
def year(request: HttpRequest, year: str) -> HttpResponse:
    return _years(request, int(year))


def _years(
    request: HttpRequest, year: int | None = None, *, typed: str = "", error: str = ""
) -> HttpResponse:
    """Four queries: the bounds of the archive, its years, the months of one year."""
    bounds = queries.first_and_last_published()
    first, last = (in_hanoi(moment).year for moment in bounds) if bounds else (0, -1)
    span = range(max(first, last - MOST_YEARS + 1), last + 1)
    years = queries.filled({number: year_span(number) for number in span})
    if year is not None and year not in years:
        raise Http404
    shown = year or max(years, default=None)
    context: dict[str, Any] = {
        "years": sorted(years, reverse=True),
        "year": shown,
        "chosen": year,
        "months": _months(shown) if shown else [],
        "typed": typed,
        "error": error,
    }
    return render(request, "articles/archive.html", context, status=404 if error else 200)


def _months(year: int) -> list[Month]:
    there = queries.filled({number: month_span(year, number) for number in range(1, 13)})
    return [
        Month(number, month_address(year, number) if number in there else "")
        for number in range(1, 13)
    ]


@read_only
def month(request: HttpRequest, year: str, month: str) -> HttpResponseBase:
    """A calendar of the days that have pieces, and all of them, newest first."""
    try:
        first = date(int(year), int(month), 1)
    except ValueError:
        raise Http404 from None
    if request.path != month_address(first.year, first.month):
        return redirect(month_address(first.year, first.month), permanent=True)
    pieces = queries.latest()
    span = month_span(first.year, first.month)
    page = page_of(request, queries.between(pieces, *span))
    if not page.items:
        raise Http404
    earlier, later = queries.nearest(pieces, *span)
    context = {
        "month": first,
        "weeks": _weeks(first),
        "page": page,
        "earlier": _month_of(earlier),
        "later": _month_of(later),
    }
    return render(request, "articles/archive_month.html", context)


Cell = tuple[date | None, str]
"""A place of a calendar: None outside the month, and the address of a day that has pieces."""


def _weeks(first: date) -> list[list[Cell]]:
    """Of seven days each, from Monday on."""
    weeks = Calendar().monthdayscalendar(first.year, first.month)
    days = {number: first.replace(day=number) for week in weeks for number in week if number}
    there = queries.filled({number: day_span(day) for number, day in days.items()})
    return [
        [
            (days.get(number), day_address(days[number]) if number in there else "")
            for number in week
        ]
        for week in weeks
    ]


def _month_of(moment: Any) -> tuple[date, str] | None:
    if moment is None:
        return None
    day = in_hanoi(moment).date().replace(day=1)
    return day, month_address(day.year, day.month)


@read_only
def day(request: HttpRequest, year: str, month: str, day: str) -> HttpResponseBase:
    """A day without pieces is no page to be found, but it leads to those that have some."""
    try:
        asked = date(int(year), int(month), int(day))
    except ValueError:
        raise Http404 from None
    if request.path != day_address(asked):
        return redirect(day_address(asked), permanent=True)
    context = day_context(request, queries.latest(), asked, day_address)
    context["month_url"] = month_address(asked.year, asked.month)
    status = 200 if context["page"].items else 404
    return render(request, "articles/archive_day.html", context, status=status)


def month_address(year: int, month: int) -> str:
    return reverse("archive-month", args=[f"{year:04}", f"{month:02}"])


def day_address(day: date) -> str:
    return reverse("archive-day", args=[f"{day.year:04}", f"{day.month:02}", f"{day.day:02}"])
