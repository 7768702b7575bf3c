"""Feeds: of the newest pieces, of a section, tag, topic or author; sapos alone or whole texts."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import conditional_page

from articles import queries
from articles.models import PublishedVersion, Section, Tag, Topic
from articles.models.version import PublishedVersionQuerySet
from articles.syndication import PressFeed, add
from authors.models import Author
from core.http import absolute, moved, read_only

LENGTH = 30

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


def _feed(view: _View) -> _View:
    """Asked for with the ETag of the copy at hand, an unchanged feed is 304 without a body.

    No Last-Modified: the newest date in a feed goes back when a piece is taken down, and programs
    that ask by date would keep it.
    """
    return read_only(conditional_page(view))


@read_only
def index(request: HttpRequest) -> HttpResponse:
    """All feeds by name, those of tags, topics and authors by how to find them: two queries."""
    sections = list(Section.objects.filter(active=True))
    children: dict[int | None, list[Section]] = {}
    for section in sections:
        children.setdefault(section.parent_id, []).append(section)
    tree = [(section, children.get(section.pk, [])) for section in children.get(None, [])]
    return render(request, "articles/feeds.html", {"tree": tree})


@_feed
def latest(request: HttpRequest, *, full: bool = False) -> HttpResponse:
    pieces = _read(queries.latest(), full=full)
    return _answer(request, pieces, "Tin mới", "", reverse("home"), full=full)


@_feed
def section(request: HttpRequest, slug: str, pk: int, *, full: bool = False) -> HttpResponseBase:
    found = get_object_or_404(Section, pk=pk)
    if found.slug != slug:
        return _right_address(request, found)
    pieces = _read(queries.in_section(found), full=full)
    page = found.get_absolute_url()
    return _answer(request, pieces, found.name, found.description, page, full=full)


@_feed
def tag(request: HttpRequest, slug: str, pk: int, *, full: bool = False) -> HttpResponseBase:
    return _of_owner(request, Tag, slug, pk, queries.tagged, "tag", full=full)


@_feed
def topic(request: HttpRequest, slug: str, pk: int, *, full: bool = False) -> HttpResponseBase:
    return _of_owner(request, Topic, slug, pk, queries.in_topic, "topic", full=full)


@_feed
def author(request: HttpRequest, slug: str, pk: int, *, full: bool = False) -> HttpResponseBase:
    return _of_owner(request, Author, slug, pk, queries.by_author, "author", full=full)


def _of_owner(
    request: HttpRequest,
    model: type[Any],
    slug: str,
    pk: int,
    pieces: Callable[[Any], PublishedVersionQuerySet],
    name: str,
    *,
    full: bool,
) -> HttpResponseBase:
    """A tag, topic or author; one without a live piece is not there, not even by its name."""
    owner = queries.merged_into_now(get_object_or_404(model, pk=pk))
    found = _read(pieces(owner), full=full)
    if not found:
        raise Http404
    if (owner.slug, owner.pk) != (slug, pk):
        return _right_address(request, owner)
    told = owner.bio if isinstance(owner, Author) else getattr(owner, "description", "")
    page = reverse(name, args=[owner.slug, owner.pk])
    return _answer(request, found, owner.name, told, page, full=full)


def _right_address(request: HttpRequest, owner: Any) -> HttpResponseBase:
    assert request.resolver_match is not None
    return moved(request, request.resolver_match.view_name, owner.slug, owner.pk)


def _read(pieces: PublishedVersionQuerySet, *, full: bool) -> list[PublishedVersion]:
    pieces = queries.with_corrected(pieces)
    return list(pieces.with_body()[:LENGTH] if full else pieces[:LENGTH])


def _answer(
    request: HttpRequest,
    pieces: list[PublishedVersion],
    name: str,
    description: str,
    page: str,
    *,
    full: bool,
) -> HttpResponse:
    masthead = settings.MASTHEAD
    feed = PressFeed(
        title=f"{name} - {masthead['name']}" + (" (toàn văn)" if full else ""),
        link=absolute(page),
        description=description or masthead["slogan"],
        language="vi",
        feed_url=absolute(request.path),
        feed_copyright=f"© {masthead['name']}",
    )
    add(feed, pieces, full=full)
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response
