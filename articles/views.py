"""Pages of pieces. The id in an address decides; another slug is sent on to the right one."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from articles import queries
from articles.models import Correction, Section, Tag, Topic
from articles.presentation import article_context
from authors.models import Author
from core.http import read_only
from core.pagination import PUBLISHED, BadCursor, Keys, Page, page_after

PAGE_SIZE = 20


@read_only
def article(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    version = queries.for_reader(pk)
    if version is None:
        return _gone(request, pk)
    if version.slug != slug:
        return redirect(version, permanent=True)
    return render(request, "articles/article.html", article_context(version))


def _gone(request: HttpRequest, pk: int) -> HttpResponse:
    """Readers who have seen a piece are told it was taken down; nobody learns of an unseen one."""
    if not queries.was_shown(pk):
        raise Http404
    return render(request, "410.html", status=410)


@read_only
def section(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Section.objects.select_related("parent"), slug=slug)
    page = _page(request, queries.in_section(found))
    context = {"section": found, "page": page, "children": found.children.filter(active=True)}
    return render(request, "articles/section.html", context)


@read_only
def corrections(request: HttpRequest) -> HttpResponse:
    """Every correction there was, those of withdrawn pieces too."""
    found = Correction.objects.newest_first().with_links()
    page = _page(request, found, keys=("published_at", "pk"))
    return render(request, "articles/corrections.html", {"page": page})


@read_only
def tag(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    return _list_page(request, Tag, slug, pk, queries.tagged, "tag")


@read_only
def topic(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    return _list_page(request, Topic, slug, pk, queries.in_topic, "topic")


@read_only
def author(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    return _list_page(request, Author, slug, pk, queries.by_author, "author")


def _list_page(
    request: HttpRequest,
    model: type[Any],
    slug: str,
    pk: int,
    pieces: Callable[[Any], Any],
    name: str,
) -> HttpResponseBase:
    """A tag, topic or author with its pieces; one without a live piece is not there for readers."""
    owner = get_object_or_404(model, pk=pk)
    page = _page(request, pieces(owner), keys=queries.LISTED)
    # Before any redirect: its address would tell the name.
    if not page.items:
        raise Http404
    if owner.slug != slug:
        return redirect(reverse(name, args=[owner.slug, owner.pk]), permanent=True)
    return render(request, f"articles/{name}.html", {name: owner, "page": page})


def _page(request: HttpRequest, pieces: Any, *, keys: Keys = PUBLISHED) -> Page:
    try:
        return page_after(pieces, request.GET.get("truoc", ""), PAGE_SIZE, keys=keys)
    except BadCursor:
        raise Http404 from None
