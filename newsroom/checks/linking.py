"""Where the links of a text lead: addresses of our own are resolved as our site would, what they
name is asked for in one query, files in the store. Nobody else's address is fetched."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone

from articles.models import CodeListing, PublishedVersion, Section, Series, Tag, Topic
from authors.models import Author, Succession, Unit
from core.dates import day_span, month_span, parse_date, year_span
from core.media_types import UNKNOWN, media_type
from core.vietnamese import document_key
from newsroom.checks.registry import Link
from pages.models import Page

_HREF = re.compile(r'<a\s[^>]*?href="([^"]*)"')

_NOWHERE = "Không có trang này trên báo"
_PIECE = "Bài được dẫn đã gỡ hoặc chưa đăng"
_EMPTY = "Trang được dẫn chưa có bài nào"
_NO_DAY = "Ngày, tháng được dẫn không có bài nào trên báo"
_OF_DESK = "Đường dẫn vào trang của tòa soạn"
_LAPSES = "Đường dẫn chỉ mở được trong vài phút"
_NO_FILE = "Không có tệp này trên báo"

# Addresses that only take something in, or give it to one person.
_NO_PAGES = {
    **dict.fromkeys(("comment-submit", "comment-like", "comment-unlike"), _NOWHERE),
    **dict.fromkeys(("comment-report", "read", "search-chosen"), _NOWHERE),
    "private-file": _LAPSES,
}
_ON_HOME = {"", "noi-dung", "tim"}


class Key(NamedTuple):
    """What an address leads to: a kind of _KINDS and its name, number or span of time."""

    kind: str
    name: str


class _Kind(NamedTuple):
    missing: str
    """What is said where there is none."""
    rows: Callable[[list[str]], list[QuerySet[Any]]]
    """Those of these names that readers can open, as the column `named` of one set or several."""


def links(body: str) -> tuple[Link, ...]:
    """Each link of a body once, with what is wrong with it. One query where any is asked for."""
    found = dict.fromkeys(unescape(href) for href in _HREF.findall(body))
    resolved = {href: _resolved(href) for href in found}
    there = _there({led for led in resolved.values() if isinstance(led, Key)})
    return tuple(
        Link(
            href, led if isinstance(led, str) else "" if led in there else _KINDS[led.kind].missing
        )
        for href, led in resolved.items()
    )


def _resolved(href: str) -> Key | str:
    """What the link leads to, where that is to be asked for; else what is wrong with it, or ""."""
    try:
        url = urlsplit(href.strip())
        foreign = bool(url.netloc) and not _is_ours(url.hostname or "", url.port)
    except ValueError:
        return "Đường dẫn viết sai"
    if url.scheme not in {"", "http", "https"} or foreign:
        return ""
    if not url.netloc and not url.path.startswith("/"):
        return "Đường dẫn viết sai" if url.path else ""
    path = unquote(url.path) or "/"
    if path.startswith(settings.STATIC_URL):
        return "" if finders.find(path.removeprefix(settings.STATIC_URL)) else _NO_FILE
    try:
        match = resolve(path)
    except (Resolver404, ValueError):
        return _NOWHERE
    return _led(match, url.query, url.fragment)


def _led(match: ResolverMatch, query: str, fragment: str) -> Key | str:
    name, given = match.url_name or "", match.kwargs
    if match.app_name == "admin" or match.func.__module__.startswith(("newsroom.", "catalogue.")):
        return _OF_DESK
    if name in _NO_PAGES:
        return _NO_PAGES[name]
    match name:
        case "media":
            return "" if _is_file(given["path"]) else _NO_FILE
        case "home":
            return _home(fragment)
        case "archive-year" | "archive-month" | "archive-day":
            return _archive(given)
    return _listed(name, given, query)


def _listed(name: str, given: dict[str, Any], query: str) -> Key | str:
    """A page, its lite edition, or its feeds."""
    kind = name.removeprefix("lite-").removesuffix("-full").removesuffix("-feed")
    if kind == "section" and "pk" in given:  # feeds have the number, pages have not
        return Key("section-number", str(given["pk"]))
    if kind == "section" and (day := _day_asked(query)):
        return Key("section-day", f"{given['slug']}/{day}")
    column = _NAMED_BY.get(kind, "pk")
    if kind == "comment-page":
        kind = "article"
    if kind not in _KINDS:
        return ""
    found = str(given[column])
    return Key(kind, document_key(found) if kind == "code" else found)


_NAMED_BY = {"section": "slug", "page": "slug", "code": "key", "comment-page": "article_id"}


def _home(fragment: str) -> Key | str:
    """Blocks of sections stand on the home page as #muc-7."""
    if fragment.removeprefix("muc-").isdecimal() and fragment.startswith("muc-"):
        return Key("block", fragment.removeprefix("muc-"))
    return "" if fragment in _ON_HOME else "Trang nhất không có chỗ này"


def _archive(asked: dict[str, str]) -> Key | str:
    try:
        numbers = [int(asked[part]) for part in ("year", "month", "day") if part in asked]
        date(*[*numbers, 1, 1][:3])
    except ValueError:
        return _NOWHERE
    return Key("days", "-".join(map(str, numbers)))


def _day_asked(query: str) -> date | None:
    asked = dict(part.partition("=")[::2] for part in query.split("&"))
    try:
        day = parse_date(unquote(asked.get("ngay", "")))
    except ValueError:
        return None
    return day if day.year < 9999 else None


def _is_file(name: str) -> bool:
    try:
        return media_type(name) != UNKNOWN and default_storage.exists(name)
    except (OSError, SuspiciousOperation):
        return False


def _is_ours(host: str, port: int | None) -> bool:
    """With the port of the site, the usual ones, or none."""
    site = urlsplit(settings.SITE_URL)
    ours = {site.hostname, settings.MASTHEAD["domain"]}
    return host.lower().removeprefix("www.") in ours and port in {None, 80, 443, site.port}


# --- what is there --------------------------------------------------------------------------------


def _there(keys: Iterable[Key]) -> set[Key]:
    """Those of these that readers can open: one query, whatever kinds they are of."""
    named: dict[str, list[str]] = {}
    for kind, name in keys:
        named.setdefault(kind, []).append(name)
    parts = [
        rows.order_by().values_list(Value(kind), "named")
        for kind, names in named.items()
        for rows in _KINDS[kind].rows(names)
    ]
    return {Key(*row) for row in parts[0].union(*parts[1:])} if parts else set()


def _live() -> Any:
    return PublishedVersion.objects.live(timezone.now())


def _named(rows: QuerySet[Any], column: str) -> QuerySet[Any]:
    return rows.annotate(named=Cast(column, CharField()))


def _pieces(names: list[str]) -> list[QuerySet[Any]]:
    return [_named(_live().filter(article__in=map(int, names)), "article_id")]


def _sections(names: list[str]) -> list[QuerySet[Any]]:
    return [_named(Section.objects.filter(slug__in=names), "slug")]


def _section_numbers(names: list[str]) -> list[QuerySet[Any]]:
    return [_named(Section.objects.filter(pk__in=map(int, names)), "pk")]


def _blocks(names: list[str]) -> list[QuerySet[Any]]:
    shown = Section.objects.filter(pk__in=_numbers(names), active=True, parent=None)
    return [_named(shown, "pk")]


def _with_pieces(
    model: type[Any], path: str, *, merged: bool = False
) -> Callable[[list[str]], list[QuerySet[Any]]]:
    """Rows with a live piece, which their page does not open without; what was merged away leads to
    where it went."""

    def rows(names: list[str]) -> list[QuerySet[Any]]:
        own = Coalesce(OuterRef("merged_into"), OuterRef("pk")) if merged else OuterRef("pk")
        found = model.objects.filter(pk__in=map(int, names))
        return [_named(found.filter(Exists(_live().filter(**{path: own}))), "pk")]

    return rows


def _units(names: list[str]) -> list[QuerySet[Any]]:
    """One with forebears or heirs shows their pieces too, and is let pass."""
    own = _live().filter(unit_listings__unit=OuterRef("pk"))
    related = Q(predecessor=OuterRef("pk")) | Q(successor=OuterRef("pk"))
    found = Unit.objects.filter(pk__in=map(int, names))
    return [_named(found.filter(Exists(own) | Exists(Succession.objects.filter(related))), "pk")]


def _codes(names: list[str]) -> list[QuerySet[Any]]:
    found = CodeListing.objects.filter(key__in=names, version__in=_live())
    return [_named(found, "key")]


def _pages(names: list[str]) -> list[QuerySet[Any]]:
    return [_named(Page.objects.published().filter(slug__in=names), "slug")]


def _days(names: list[str]) -> list[QuerySet[Any]]:
    return [_within(_live(), _span(name), name) for name in names]


def _section_days(names: list[str]) -> list[QuerySet[Any]]:
    found = []
    for name in names:
        slug, _slash, day = name.rpartition("/")
        ours = Q(section__slug=slug) | Q(root_section__slug=slug)
        found.append(_within(_live().filter(ours), day_span(date.fromisoformat(day)), name))
    return found


def _within(pieces: Any, span: tuple[datetime, datetime], name: str) -> QuerySet[Any]:
    """One piece of the time is enough."""
    start, end = span
    pieces = pieces.filter(first_published_at__gte=start, first_published_at__lt=end)
    first = pieces.order_by("first_published_at").values("pk")[:1]
    return _live().filter(pk__in=first).annotate(named=Value(name, CharField()))


def _span(name: str) -> tuple[datetime, datetime]:
    """Of "2023", "2023-10" or "2023-10-1"."""
    numbers = list(map(int, name.split("-")))
    if len(numbers) == 1:
        return year_span(*numbers)
    return month_span(*numbers) if len(numbers) == 2 else day_span(date(*numbers))


def _numbers(names: list[str]) -> list[int]:
    """What was typed after a sign may be longer than any number of ours."""
    return [int(name) for name in names if len(name) <= 18]


_KINDS: dict[str, _Kind] = {
    "article": _Kind(_PIECE, _pieces),
    "section": _Kind(_NOWHERE, _sections),
    "section-number": _Kind(_NOWHERE, _section_numbers),
    "section-day": _Kind(_NO_DAY, _section_days),
    "block": _Kind("Trang nhất không có chỗ này", _blocks),
    "tag": _Kind(_EMPTY, _with_pieces(Tag, "tag_listings__tag", merged=True)),
    "topic": _Kind(_EMPTY, _with_pieces(Topic, "topic_listings__topic", merged=True)),
    "author": _Kind(_EMPTY, _with_pieces(Author, "author_listings__author")),
    "series": _Kind(_EMPTY, _with_pieces(Series, "series")),
    "unit": _Kind(_EMPTY, _units),
    "code": _Kind(_EMPTY, _codes),
    "page": _Kind(_NOWHERE, _pages),
    "days": _Kind(_NO_DAY, _days),
}
