"""A working copy with all that the checks ask for: what it shows of the library (a query for each
kind), the renamed units, the pages of ours that it links to (one query each)."""

import re
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import CharField, Value
from django.db.models.functions import Cast
from django.urls import Resolver404, resolve
from django.utils import timezone

from articles.figures import Rows, places_of, rows_of
from articles.genres import reader_facts
from articles.models import Article, Genre, PublishedVersion, Section
from authors.models import Succession
from core.html import Figure, figures, plain_text
from newsroom.checks.registry import CHECKS, Link, Piece, Rename, Shown

_HREF = re.compile(r'<a\s[^>]*?href="([^"]*)"')
_BLOCK_END = re.compile(r"</(?:p|h2|h3|li|blockquote|tr|td|th|figcaption)>|<br>|<hr>")
_TAG = re.compile(r"<[^>]*>")
# Columns a reader reads, by the field of the form that they are mended in.
_PLAIN = (
    *("kicker", "title", "short_title", "social_title", "sapo", "lead_caption"),
    *("source", "signature"),
)
# What stands in the library of a photo, a film, a paper, and is printed with it.
_PRINTED = ("title", "caption", "alt", "credit")


def gather(article: Article, day: date, limits: dict[str, int] | None = None) -> Piece:
    body = article.body
    placed = figures(body)
    rows = _rows(article, placed)
    defaults = {kind: found.limit for kind, found in CHECKS.items() if found.limit is not None}
    return Piece(
        article=article,
        day=day,
        texts=_texts(article, placed, rows),
        raw_body=unescape(_TAG.sub("", _BLOCK_END.sub("\n", body))),
        photos=_photos(article, placed, rows),
        renames=_renames(day),
        links=_links(body),
        limits={**defaults, **(limits or {})},
    )


def _rows(article: Article, placed: list[Figure]) -> Rows:
    lead = [("photo", article.lead_photo_id)] if article.lead_photo_id else []
    return rows_of([*lead, *places_of(placed)])


def _texts(article: Article, placed: list[Figure], rows: Rows) -> dict[str, str]:
    """All that readers get in letters, by the field of the form that leads to it."""
    facts = {name: text for name, text in reader_facts(article).items() if isinstance(text, str)}
    texts = {**{name: getattr(article, name) for name in _PLAIN}, **facts}
    texts["lead_photo"] = _printed(
        rows.get(("photo", article.lead_photo_id or 0)), article.lead_caption
    )
    if article.recording and article.genre == Genre.VIDEO:
        texts["recording"] = _printed(article.recording)
    shown = dict.fromkeys(_printed(rows.get((one.kind, one.number)), one.caption) for one in placed)
    texts["body"] = "\n".join(filter(None, (plain_text(article.body), *shown)))
    return texts


def _printed(row: Any, caption: str = "") -> str:
    """The library's words; its caption only where the piece has none of its own."""
    names = [name for name in _PRINTED if not (name == "caption" and caption)]
    words = dict.fromkeys(getattr(row, name, "") for name in names)
    return "\n".join(word for word in words if word)


def _photos(article: Article, placed: list[Figure], rows: Rows) -> tuple[Shown, ...]:
    shown = []
    if lead := rows.get(("photo", article.lead_photo_id or 0)):
        caption = article.lead_caption or lead.caption
        shown.append(Shown("lead_photo", "ảnh chính", lead, caption))
    captions = {one.number: one.caption for one in placed if one.kind == "photo"}
    for number, caption in captions.items():
        if photo := rows.get(("photo", number)):
            shown.append(Shown("body", f"ảnh số {number}", photo, caption or photo.caption))
    return tuple(shown)


def _renames(day: date) -> tuple[Rename, ...]:
    """Names that were given up by that day; one that its successor goes on with is no old name."""
    rows = Succession.objects.filter(on__lte=day).select_related("predecessor", "successor")
    pairs = [(row.predecessor, row.successor, row.on) for row in rows]
    new = {name for _old, unit, _on in pairs for name in (unit.name, unit.short_name)}
    return tuple(
        Rename(name, unit.name, on)
        for old, unit, on in pairs
        for name in (old.name, old.short_name)
        if name and name not in new and len(name.split()) > 1
    )


def _links(body: str) -> tuple[Link, ...]:
    """Those into our own site, resolved against its addresses, live pieces and sections; no line is
    used. One query where any is asked for."""
    found = dict.fromkeys(unescape(href) for href in _HREF.findall(body))
    resolved = {href: _resolved(href) for href in found}
    there = _there({key for key, _wrong in resolved.values() if key})
    return tuple(
        Link(href, wrong if key in there else _GONE[key[0]] if key else wrong)
        for href, (key, wrong) in resolved.items()
    )


_Key = tuple[str, str]
"""("article", its number) or ("section", its slug)"""
_GONE = {
    "article": "Bài được dẫn đã gỡ hoặc chưa đăng",
    "section": "Không có trang này trên báo",
}


def _there(keys: set[_Key]) -> set[_Key]:
    """Those of these that readers can open."""
    if not keys:
        return set()
    numbers = [int(name) for kind, name in keys if kind == "article"]
    slugs = [name for kind, name in keys if kind == "section"]
    live = PublishedVersion.objects.live(timezone.now()).filter(article__in=numbers).order_by()
    pieces = live.values_list(Value("article"), Cast("article_id", CharField()))
    sections = Section.objects.filter(slug__in=slugs).order_by()
    return set(pieces.union(sections.values_list(Value("section"), Cast("slug", CharField()))))


def _resolved(href: str) -> tuple[_Key | None, str]:
    """(what it leads to, where that is to be asked for; what is wrong with it)"""
    try:
        url = urlsplit(href.strip())
    except ValueError:
        return None, "Đường dẫn viết sai"
    if url.scheme not in {"", "http", "https"} or (url.netloc and not _is_ours(url.netloc)):
        return None, ""
    if not url.netloc and not url.path.startswith("/"):
        return None, "Đường dẫn viết sai" if url.path else ""
    return _page(unquote(url.path) or "/")


def _page(path: str) -> tuple[_Key | None, str]:
    try:
        match = resolve(path)
    except (Resolver404, ValueError):
        return None, "Không có trang này trên báo"
    if match.app_name == "admin":
        return None, "Đường dẫn vào trang của tòa soạn"
    kind = (match.url_name or "").removeprefix("lite-")
    if kind in _GONE:
        return (kind, str(match.kwargs["pk" if kind == "article" else "slug"])), ""
    return None, ""


def _is_ours(host: str) -> bool:
    ours = {urlsplit(settings.SITE_URL).netloc, settings.MASTHEAD["domain"]}
    return host.lower().removeprefix("www.") in ours
