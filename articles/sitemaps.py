"""Sitemaps cut by month, so that none is ever one query over the whole archive."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles import queries
from core.dates import HANOI
from core.http import read_only

NEWS_WINDOW = timedelta(hours=48)
NEWS_LIMIT = 1000


@read_only
def index(request: HttpRequest) -> HttpResponse:
    """One sitemap for each month from the first piece to the newest: two queries."""
    bounds = queries.first_and_last_published()
    months = _months(*bounds) if bounds else []
    return _xml(request, "articles/sitemap_index.xml", {"months": months})


@read_only
def month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    start = datetime(int(year), int(month), 1, tzinfo=HANOI)
    end = (start + timedelta(days=32)).replace(day=1)
    pieces = queries.published_between(start, end)
    return _xml(request, "articles/sitemap.xml", {"pieces": pieces})


@read_only
def news(request: HttpRequest) -> HttpResponse:
    """The last 48 hours, as news search engines ask for."""
    now = timezone.now()
    pieces = queries.published_between(now - NEWS_WINDOW, now)[:NEWS_LIMIT]
    return _xml(request, "articles/news_sitemap.xml", {"pieces": pieces})


def _months(first: datetime, last: datetime) -> list[tuple[int, int]]:
    """(year, month) from first to last in Hanoi time, newest first."""
    start, end = first.astimezone(HANOI), last.astimezone(HANOI)
    count = (end.year - start.year) * 12 + end.month - start.month
    numbers = (start.year * 12 + start.month - 1 + n for n in range(count, -1, -1))
    return [(number // 12, number % 12 + 1) for number in numbers]


def _xml(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    context["site_url"] = settings.SITE_URL
    return render(request, template, context, content_type="application/xml; charset=utf-8")
