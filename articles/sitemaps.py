"""Sitemaps cut by month, and a month into files that stay far below 50,000 addresses and 50 MB.

Each file is whole before it goes out: one that broke off in the middle would be read as the truth.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from articles import queries
from articles.figures import rows_of
from articles.models import PublishedVersion
from core.dates import HANOI
from core.http import absolute, read_only
from photos.geometry import FREE

NEWS_WINDOW = timedelta(hours=48)
NEWS_LIMIT = 1000
MOST = 50_000
"""What the protocol allows in one file; no file of ours comes near it."""
ROOM = 100
"""Kept for the pages about the newspaper."""
IMAGES_A_PIECE = 1_000
IMAGE_WIDTH = 1200
PLAIN_PAGES = ("home", "latest", "most-read", "archive", "corrections", "feeds")


@read_only
def index(request: HttpRequest) -> HttpResponse:
    """The file of pages, then those of each month with a live piece, newest first: one query."""
    now = timezone.now()
    files = [
        (_file_of(month.name, part), month.changed(now))
        for month in queries.sitemap_months(now)
        for part in month.parts
    ]
    return _xml(request, "articles/sitemap_index.xml", {"files": files[: MOST - 1]})


@read_only
def pages(request: HttpRequest) -> HttpResponse:
    """Pages that are no piece, each with a live piece behind it; what the newspaper says of itself
    is added by the template."""
    paths = [reverse(name) for name in PLAIN_PAGES]
    paths += [section.get_absolute_url() for section in queries.sections_with_pieces()]
    for name, owners in (
        ("topic", queries.topics_with_pieces()),
        ("series", queries.series_with_pieces()),
        ("author", queries.authors_with_pieces()),
        ("unit", queries.units_with_pieces()),
        ("tag", queries.tags_with_pieces()),
    ):
        paths += [reverse(name, args=[slug, pk]) for slug, pk in owners[:MOST]]
    return _xml(request, "articles/sitemap_pages.xml", {"paths": paths[: MOST - ROOM]})


@read_only
def month(request: HttpRequest, year: str, month: str, part: str = "1") -> HttpResponse:
    """One file of a month with the photos of its pieces: three queries."""
    start = datetime(int(year), int(month), 1, tzinfo=HANOI)
    known = queries.sitemap_month(start)
    if int(part) > (len(known.parts) if known else 1):
        raise Http404
    pieces = list(queries.of_sitemap(known, int(part))[:MOST]) if known else []
    return _xml(request, "articles/sitemap.xml", {"pieces": _with_images(pieces)})


@read_only
def news(request: HttpRequest) -> HttpResponse:
    """The last 48 hours, as news search engines ask for."""
    now = timezone.now()
    pieces = queries.published_between(now - NEWS_WINDOW, now)[:NEWS_LIMIT]
    return _xml(request, "articles/news_sitemap.xml", {"pieces": pieces})


def _file_of(month: tuple[int, int], part: int) -> str:
    """The address of a file; the first of a month has no number."""
    if part == 1:
        return reverse("sitemap-month", args=month)
    return reverse("sitemap-part", args=[*month, part])


def _with_images(pieces: list[PublishedVersion]) -> list[tuple[PublishedVersion, list[str]]]:
    """Each piece with the addresses of its photos, without those readers may not see."""
    named = {piece.pk: _photos_of(piece) for piece in pieces}
    rows = rows_of(("photo", number) for numbers in named.values() for number in numbers)
    urls = {
        number: absolute(photo.best_url(FREE, IMAGE_WIDTH))
        for (_kind, number), photo in rows.items()
        if photo.may_be_shown() and photo.best()
    }
    return [
        (piece, [urls[number] for number in named[piece.pk] if number in urls]) for piece in pieces
    ]


def _photos_of(piece: PublishedVersion) -> list[int]:
    """Numbers of its photos, each once, in order."""
    numbers = dict.fromkeys(use.get("photo") for use in piece.photos)
    return [number for number in numbers if number][:IMAGES_A_PIECE]


def _xml(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    context["site_url"] = settings.SITE_URL
    return render(request, template, context, content_type="application/xml; charset=utf-8")
