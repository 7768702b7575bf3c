"""The page of results, what it offers beside them, and what scripts and programs ask for."""

import logging
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from articles.models import Genre, PublishedVersion
from articles.syndication import PressFeed, add
from core.http import absolute, read_only
from core.pagination import BadCursor
from search import queries, spelling
from search.choosing import PAGES, Choices
from search.engines import Unavailable
from search.facets import facets
from search.journal import journal
from search.snippets import highlighted, snippet
from search.suggestions import suggestions
from search.turning import Turn

_log = logging.getLogger(__name__)

SUGGESTION_SECONDS = 300
AWAY = "Ô tìm kiếm đang nghỉ ít phút. Mời bạn thử lại sau."


@read_only
def results(request: HttpRequest) -> HttpResponse:
    """Any query string is answered; a filter that means nothing is left out."""
    asked = Choices(request.GET)
    try:
        turn = asked.turn()
    except BadCursor:
        raise Http404 from None
    context: dict[str, Any] = {"asked": asked, "query": asked.query, "genres": Genre.choices}
    try:
        context |= _found(asked, turn)
    except Unavailable:
        _log.exception("search index is away")
        response = render(request, "search/away.html", context, status=503)
        response["Retry-After"] = "60"
    else:
        response = render(request, "search/results.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _found(asked: Choices, turn: Turn) -> dict[str, Any]:
    """What the page shows besides the form. Raises Unavailable."""
    found = queries.search(
        asked.query, filters=asked.filters, turn=turn, newest_first=asked.newest_first
    )
    # A search that was narrowed finds less than there is: its words were counted before.
    if asked.query and not turn and asked.filters == queries.Filters():
        journal.asked(asked.query, found.count if not found.loose else 0)
    if found.query and (not found.count or found.loose) and not turn:
        found.suggestion = spelling.suggestion(found.query, timezone.now())
    return {
        "found": found,
        "rows": _rows(found),
        "first": found.first,
        "keep": asked.address(),
        "keep_sort": asked.address((*PAGES, "sap")),
        "facets": _facets(asked, found) if found.count and found.first else [],
    }


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


def _facets(asked: Choices, found: queries.Results) -> list[dict[str, Any]]:
    """Groups of links that narrow the search; none for what is chosen already."""
    return [
        {
            "name": group.name,
            "links": [
                (row.name, row.told, asked.address((*PAGES, *row.parameters), **row.parameters))
                for row in group.choices
            ],
        }
        for group in facets(found)
        if not any(asked.asked.get(name) for name in group.choices[0].parameters)
    ]


@read_only
def suggest(request: HttpRequest) -> HttpResponse:
    """[{kind, text, url}]: the same for everybody, so any cache may keep it."""
    try:
        items, seconds = suggestions(request.GET.get("q", "")), SUGGESTION_SECONDS
    except Unavailable:
        items, seconds = [], 0
    response = JsonResponse({"items": items}, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = f"public, max-age={seconds}" if seconds else "no-store"
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
    asked = Choices(request.GET)
    query = asked.query
    try:
        found = queries.search(query, filters=asked.filters, newest_first=True)
    except Unavailable:
        return HttpResponse(AWAY, status=503, content_type="text/plain; charset=utf-8")
    # The address it is known by: what else was asked for would grow from link to link.
    address = asked.address((*PAGES, "sap"))
    feed = PressFeed(
        title=f"Tìm “{query}” - {settings.MASTHEAD['name']}",
        link=absolute(f"{reverse('search')}?{address}"),
        description=f"Bài mới của {settings.MASTHEAD['name']} có “{query}”",
        language="vi",
        feed_url=absolute(f"{request.path}?{address}"),
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
