"""The page of results, what it offers beside them, and what scripts and programs ask for."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from articles.models import Genre, PublishedVersion, Section
from articles.syndication import PressFeed, add
from authors.models import Author, Unit
from core.dates import parse_date
from core.http import absolute, read_only
from core.pagination import BadCursor
from core.vietnamese import clean_line
from search import queries, spelling
from search.journal import journal
from search.snippets import highlighted, snippet
from search.suggestions import suggestions

SUGGESTION_SECONDS = 300
FEED_LENGTH = 30


@read_only
def results(request: HttpRequest) -> HttpResponse:
    """Any query string is answered; a filter that means nothing is left out."""
    query = clean_line(request.GET.get("q", ""))[: queries.MAX_LENGTH]
    chosen = _filters(request)
    newest = request.GET.get("sap") == "moi"
    cursor = request.GET.get("truoc", "")
    try:
        found = queries.search(query, filters=chosen["filters"], cursor=cursor, newest_first=newest)
    except BadCursor:
        raise Http404 from None
    if query and not cursor:
        journal.asked(query, found.count if not found.loose else 0)
    if found.query and (not found.count or found.loose) and not cursor:
        found.suggestion = spelling.suggestion(found.query, timezone.now())
    context = {
        **chosen,
        "query": query,
        "found": found,
        "rows": _rows(found),
        "newest": newest,
        "first": not cursor,
        "keep": _address(request),
        "keep_sort": _address(request, without=("sap", "truoc")),
        "facets": _facets(request, found) if found.query and not cursor else [],
    }
    response = render(request, "search/results.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _filters(request: HttpRequest) -> dict[str, Any]:
    asked = request.GET
    sections = list(Section.objects.order_by("position", "pk")) if asked.get("q") else []
    section = next((row for row in sections if row.slug == asked.get("muc")), None)
    genre = asked.get("the-loai", "")
    author = _row(Author, asked.get("tac-gia", ""))
    unit = _row(Unit, asked.get("don-vi", ""))
    since, until = _day(asked.get("tu", "")), _day(asked.get("den", ""))
    filters = queries.Filters(
        section=section.pk if section else None,
        genre=genre if genre in Genre.values else "",
        author=author.pk if author else None,
        units=tuple(row.pk for row in unit.lineage()) if unit else (),
        since=since,
        until=until,
        photos=asked.get("anh") == "1",
    )
    return {
        "filters": filters,
        "sections": sections,
        "section": section,
        "genres": Genre.choices,
        "author": author,
        "unit": unit,
    }


def _row(model: Any, number: str) -> Any:
    if not (number.isascii() and number.isdecimal() and len(number) < 16):
        return None
    return model.objects.filter(pk=int(number)).first()


def _day(text: str) -> Any:
    """None where it is no date, or one so near an end of the calendar that nothing can follow."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2200 else None


def _address(request: HttpRequest, without: tuple[str, ...] = ("truoc",), **more: str) -> str:
    """The query string as it stands, a parameter left out or set."""
    names = ("q", "muc", "the-loai", "tac-gia", "don-vi", "tu", "den", "anh", "sap")
    kept = {
        name: clean_line(request.GET[name])[: queries.MAX_LENGTH]
        for name in names
        if request.GET.get(name) and name not in without
    }
    return urlencode(kept | more)


def _rows(found: queries.Results) -> list[dict[str, Any]]:
    """Each piece with its title and the place of its text that answers, in parts."""
    numbers = [version.pk for version in found.items]
    bodies = dict(
        PublishedVersion.objects.live().filter(pk__in=numbers).values_list("pk", "body")
        if numbers
        else ()
    )
    return [
        {
            "version": version,
            "title": highlighted(found.query, version.title),
            "snippet": snippet(found.query, bodies.get(version.pk, ""), version.sapo),
        }
        for version in found.items
    ]


def _facets(request: HttpRequest, found: queries.Results) -> list[dict[str, Any]]:
    """Groups of links that narrow the search, the fullest first. Two queries."""
    counts = queries.facets(found)
    sections = {row.pk: row for row in Section.objects.filter(pk__in=counts["section"])}
    groups = [
        ("Chuyên mục", "muc", [
            (sections[pk].slug, sections[pk].name, n)
            for pk, n in counts["section"].most_common(8)
        ]),
        ("Thể loại", "the-loai", [
            (genre, Genre(genre).label, n) for genre, n in counts["genre"].most_common(8)
        ]),
    ]  # fmt: skip
    without = {"muc": ("muc", "truoc"), "the-loai": ("the-loai", "truoc")}
    return [
        {
            "name": name,
            "links": [
                (label, n, _address(request, without[key], **{key: value}))
                for value, label, n in links
            ],
        }
        for name, key, links in groups
        if len(links) > 1
    ]


@read_only
def suggest(request: HttpRequest) -> HttpResponse:
    """[{kind, text, url}]: the same for everybody, so any cache may keep it."""
    response = JsonResponse(
        {"items": suggestions(request.GET.get("q", ""))}, json_dumps_params={"ensure_ascii": False}
    )
    response["Cache-Control"] = f"public, max-age={SUGGESTION_SECONDS}"
    response["X-Robots-Tag"] = "noindex"
    return response


@csrf_exempt
@require_POST
def chosen(request: HttpRequest) -> HttpResponse:
    """A piece was opened from the results: its rank is counted, nobody is remembered."""
    rank = request.POST.get("hang", "")
    same = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    if same and rank.isascii() and rank.isdecimal() and len(rank) < 3 and int(rank):
        journal.chosen(request.POST.get("q", ""), int(rank))
    return HttpResponse(status=204)


@read_only
def feed(request: HttpRequest) -> HttpResponse:
    """The newest pieces that a search finds."""
    query = clean_line(request.GET.get("q", ""))[: queries.MAX_LENGTH]
    chosen = _filters(request)
    found = queries.search(query, filters=chosen["filters"], newest_first=True)
    # The address it is known by: what else was asked for would grow from link to link.
    asked = _address(request, without=("sap", "truoc"))
    feed = PressFeed(
        title=f"Tìm “{query}” - {settings.MASTHEAD['name']}",
        link=absolute(f"{reverse('search')}?{asked}"),
        description=f"Bài mới của {settings.MASTHEAD['name']} có “{query}”",
        language="vi",
        feed_url=absolute(f"{request.path}?{asked}"),
        feed_copyright=f"© {settings.MASTHEAD['name']}",
    )
    add(feed, found.items, full=False)
    response = HttpResponse(content_type=feed.content_type)
    response["X-Robots-Tag"] = "noindex"
    feed.write(response, "utf-8")
    return response


@read_only
def description(request: HttpRequest) -> HttpResponse:
    """By which browsers search here from their address line."""
    return render(
        request,
        "search/opensearch.xml",
        {"site": settings.SITE_URL},
        content_type="application/opensearchdescription+xml; charset=utf-8",
    )
