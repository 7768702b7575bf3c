"""A working copy with all that the checks ask for: what it shows of the library (a query for each
kind), the renamed units, what it links to of ours (one query each)."""

import re
from datetime import date
from html import unescape
from typing import Any

from articles.figures import Rows, rows_shown_by
from articles.genres import reader_facts
from articles.models import Article, Genre
from authors.models import Succession
from core.html import Figure, figures, plain_text
from newsroom.checks.linking import links
from newsroom.checks.registry import CHECKS, Piece, Rename, Shown

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
    rows = rows_shown_by(article)
    defaults = {kind: found.limit for kind, found in CHECKS.items() if found.limit is not None}
    return Piece(
        article=article,
        day=day,
        texts=_texts(article, placed, rows),
        raw_body=unescape(_TAG.sub("", _BLOCK_END.sub("\n", body))),
        photos=_photos(article, placed, rows),
        renames=_renames(day),
        links=links(body),
        limits={**defaults, **(limits or {})},
    )


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
