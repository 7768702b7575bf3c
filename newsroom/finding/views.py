"""The page of finds: by kind, or one kind alone, within the rights of who asks."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from articles.models import Article, Genre
from authors.models import Author, Unit
from core.pagination import BadCursor
from newsroom.finding import narrowing
from newsroom.states import state_of
from photos.admin.looks import marks, thumbnail
from photos.models import Photo
from search.desk.finding import Shelf, kinds, search, seen_by, understood
from search.query import Query, typed_line
from search.snippets import highlighted, snippet
from search.spelling import suggestion

OF_EACH = 5
"""Rows of a kind on the page of all kinds."""
OF_ONE = 20


def find(request: HttpRequest) -> HttpResponse:
    """Any query string is answered, but for a cursor that is none."""
    user: User = request.user  # type: ignore[assignment]
    seen = seen_by(user)
    if not seen:
        raise PermissionDenied
    text = typed_line(request.GET.get("q", ""))
    kind = request.GET.get("loai", "") if request.GET.get("loai") in seen else ""
    newest = request.GET.get("sap") == "moi"
    choice = narrowing.chosen(request.GET, kind)
    query = understood(text)
    wanted = choice.narrow({kind: seen[kind]} if kind else seen, user)
    cursor = request.GET.get("truoc", "") if kind else ""
    there = _shelves(query, wanted, cursor, one=bool(kind), newest_first=newest, span=choice.span)
    context = {
        **admin.site.each_context(request),
        "title": "Tìm trong tòa soạn",
        "text": text,
        "kind": kind,
        "tabs": _tabs(request, kinds(seen), kind),
        "choice": choice,
        "genres": Genre.choices,
        "states": narrowing.STATES,
        "photo_choices": narrowing.PHOTOS,
        "newest": newest,
        "other_order": _address(request, sap="" if newest else "moi"),
        "shelves": [_told(request, shelf, query) for shelf in there],
        "suggestion": suggestion(query, timezone.now()) if query and not there else "",
    }
    response = render(request, "newsroom/finding/page.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _shelves(query: Query, wanted: Any, cursor: str, *, one: bool, **told: Any) -> list[Shelf]:
    """Those with something on them; of one kind more rows, turned by a cursor."""
    try:
        found = search(query, wanted, size=OF_ONE if one else OF_EACH, cursor=cursor, **told)
    except BadCursor:
        raise Http404 from None
    return [shelf for shelf in found.values() if shelf.items]


def _tabs(request: HttpRequest, there: list[tuple[str, str]], kind: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "address": _address(request, loai=value), "here": value == kind}
        for value, name in [("", "Tất cả"), *there]
    ]


def _address(request: HttpRequest, **more: str) -> str:
    """The query string as it stands, with these set or, where empty, left out; from page one."""
    names = ("q", "loai", "sap", *narrowing.NAMES)
    kept = {name: typed_line(request.GET.get(name, "")) for name in names} | more
    return urlencode({name: value for name, value in kept.items() if value})


def _told(request: HttpRequest, shelf: Shelf, query: Query) -> dict[str, Any]:
    return {
        "kind": shelf.kind,
        "name": dict(kinds([shelf.kind]))[shelf.kind],
        "shelf": shelf,
        "rows": [_row(row, query) for row in shelf.items],
        "all": _address(request, loai=shelf.kind),
        "next": _address(request, loai=shelf.kind, truoc=shelf.next_cursor),
    }


def _row(row: Model, query: Query) -> dict[str, Any]:
    """What the page says of a row; title and snippet in parts, as search/snippets.py says."""
    meta = row._meta
    told: dict[str, Any] = {
        "row": row,
        "url": reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk]),
        "title": highlighted(query, str(row)),
    }
    if isinstance(row, Article):
        told |= {"state": state_of(row), "snippet": snippet(query, row.body, row.sapo)}
    elif isinstance(row, Photo):
        told |= {"thumbnail": thumbnail(row), "marks": marks(row)}
        told["title"] = highlighted(query, row.caption or row.file_name or f"Ảnh số {row.pk}")
        shown = (row.persons, row.unit.printed_name if row.unit else "", row.place)
        told["snippet"] = highlighted(query, " · ".join(filter(None, shown)))
    elif isinstance(row, Author):
        held = row.posting_on(timezone.localdate())
        signed = held.printed(row.full_name or row.name) if held else row.full_name
        told["snippet"] = highlighted(query, signed)
    elif isinstance(row, Unit):
        told["snippet"] = highlighted(query, row.short_name)
    return told
