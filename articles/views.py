"""Pages of pieces. The id in an address decides; another slug is sent on to the right one."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from articles import queries
from articles.bylines import held_by, line_of
from articles.models import Correction, Section, Series, Tag, Topic
from articles.models.version import PublishedVersionQuerySet
from articles.paging import day_context, page_of, unit_page
from articles.presentation import article_context
from articles.series import MOST_PARTS
from authors.models import Author, Unit
from core.dates import parse_date
from core.http import moved, read_only
from core.pagination import Page
from core.vietnamese import document_key

# Of one unit, whose pieces are put together: by far more than any unit has had.
MOST_NAMES = 40


@read_only
def article(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    version = queries.for_reader(pk)
    if version is None:
        return _gone(request, pk)
    if version.slug != slug:
        return moved(request, version)
    return render(request, "articles/article.html", article_context(version))


def _gone(request: HttpRequest, pk: int) -> HttpResponse:
    """Readers who have seen a piece are told it was taken down; nobody learns of an unseen one."""
    if not queries.was_shown(pk):
        raise Http404
    return render(request, "410.html", status=410)


@read_only
def section(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = get_object_or_404(Section.objects.select_related("parent"), slug=slug)
    typed = request.GET.get("ngay", "")
    try:
        day = parse_date(typed) if typed else None
    except ValueError as error:
        return _front(request, found, typed=typed, error=str(error))
    if day is None:
        return _front(request, found)
    if day.isoformat() != typed:
        return redirect(_day_of(found, day))
    return _section_day(request, found, day)


def _front(
    request: HttpRequest, found: Section, *, typed: str = "", error: str = ""
) -> HttpResponse:
    """The newest of a section; with an error, of the day that was typed, the answer is 404."""
    page = page_of(request, queries.in_section(found))
    context = {
        "section": found,
        "page": page,
        "children": found.children.filter(active=True),
        "typed": typed,
        "error": error,
    }
    return render(request, "articles/section.html", context, status=404 if error else 200)


def _section_day(request: HttpRequest, found: Section, day: date) -> HttpResponse:
    """A day without pieces is no page to be found, but it leads to those that have some."""
    pieces = queries.in_section(found)
    context = day_context(request, pieces, day, lambda other: _day_of(found, other))
    context |= {"section": found, "keep": f"ngay={day.isoformat()}", "address": _day_of(found, day)}
    status = 200 if context["page"].items else 404
    return render(request, "articles/section_day.html", context, status=status)


def _day_of(found: Section, day: date) -> str:
    return f"{found.get_absolute_url()}?ngay={day.isoformat()}"


@read_only
def latest(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/latest.html", {"page": page_of(request, queries.latest())})


@read_only
def corrections(request: HttpRequest) -> HttpResponse:
    """Every correction there was, those of withdrawn pieces too."""
    found = Correction.objects.newest_first().with_links()
    page = page_of(request, found, keys=("published_at", "pk"))
    return render(request, "articles/corrections.html", {"page": page})


@read_only
def tag(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    return _list_page(request, Tag, slug, pk, queries.tagged, "tag")


@read_only
def topic(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """The pieces of an event by day, newest first, or from its beginning on."""
    oldest_first = request.GET.get("thu-tu") == "cu-nhat"
    keep = {"keep": "thu-tu=cu-nhat" if oldest_first else ""}

    def pieces(topic: Topic) -> PublishedVersionQuerySet:
        found = queries.in_topic(topic)
        return found.reverse() if oldest_first else found

    return _list_page(
        *(request, Topic, slug, pk, pieces, "topic"),
        oldest_first=oldest_first,
        context=lambda topic, page: keep,
    )


@read_only
def series(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    found = get_object_or_404(Series, pk=pk)
    parts = list(queries.in_series(found)[:MOST_PARTS])
    if not parts:
        raise Http404
    if found.slug != slug:
        return moved(request, "series", found.slug, found.pk)
    return render(request, "articles/series.html", {"series": found, "parts": parts})


@read_only
def code(request: HttpRequest, key: str) -> HttpResponseBase:
    """Pieces that cite a document, under its code as the newest of them prints it."""
    right = document_key(key)
    page = page_of(request, queries.citing(right), keys=queries.LISTED)
    if not page.items:
        raise Http404
    if key != right:
        return moved(request, "code", right)
    cited = {found["key"]: found["code"] for found in page.items[0].codes}
    return render(request, "articles/code.html", {"key": key, "code": cited[key], "page": page})


@read_only
def author(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Each piece with the line its author signed then."""
    return _list_page(
        request, Author, slug, pk, queries.by_author, "author", context=_signed_pieces
    )


def _signed_pieces(author: Author, page: Page) -> dict[str, Any]:
    """No query for staff, three for an outside officer."""
    lines = [(version, line_of(author, version)) for version in page.items]
    return {"signed": lines, "held": [] if author.staff else held_by(author)}


@read_only
def unit(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """All about a unit across its names: half a dozen queries, one more for each renaming."""
    found = get_object_or_404(Unit.objects.select_related("parent"), pk=pk)
    family = found.lineage()[:MOST_NAMES]
    page = unit_page(request, [unit.pk for unit in family])
    if not page.items:
        raise Http404
    if found.slug != slug:
        return moved(request, "unit", found.slug, found.pk)
    context = {
        "unit": found,
        "page": page,
        "history": queries.successions(family),
        "open": queries.with_pieces(
            unit.pk for unit in [*family, found.parent] if unit and unit.pk != found.pk
        ),
    }
    return render(request, "articles/unit.html", context)


def _list_page(
    request: HttpRequest,
    model: type[Any],
    slug: str,
    pk: int,
    pieces: Callable[[Any], Any],
    name: str,
    *,
    oldest_first: bool = False,
    context: Callable[[Any, Page], dict[str, Any]] = lambda owner, page: {},
) -> HttpResponseBase:
    """A tag, topic or author with its pieces; one without a live piece is not there for readers.
    `context` gives what the page prints besides."""
    owner = queries.merged_into_now(get_object_or_404(model, pk=pk))
    page = page_of(request, pieces(owner), keys=queries.LISTED, oldest_first=oldest_first)
    # Before any redirect: its address would tell the name.
    if not page.items:
        raise Http404
    if (owner.slug, owner.pk) != (slug, pk):
        return moved(request, name, owner.slug, owner.pk)
    facts = {name: owner, "page": page, **context(owner, page)}
    return render(request, f"articles/{name}.html", facts)
