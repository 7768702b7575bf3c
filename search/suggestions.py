"""What stands ready while a reader types: pieces, topics, tags, authors, units."""

from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from articles.models import PublishedVersion, Tag, Topic
from authors.models import Author, Unit
from core.vietnamese import slug
from search.analysis import bares, in_title, is_sign, pairs, run_together, syllables
from search.engines import Clause, Row, Scope, Tier, engine
from search.indexing import state
from search.models import Syllable
from search.query import typed_line

LEAST = 2
"""Letters typed before anything is offered."""
MOST_FORMS = 24
"""Syllables the last one typed may grow into."""
_PIECES, _NAMES, _ALL_NAMES = 5, 3, 6
_LOOKED_AT = 12
"""Names of a kind; some have no piece that is live."""
_KINDS: dict[str, tuple[str, Any, str]] = {
    "topic": ("Dòng sự kiện", Topic, "topic_listings"),
    "tag": ("Thẻ", Tag, "tag_listings"),
    "author": ("Tác giả", Author, "author_listings"),
    "unit": ("Đơn vị", Unit, "unit_listings"),
}
"""By the name of the page."""


def suggestions(text: str) -> list[dict[str, Any]]:
    """[{kind, text, url}], at most eleven. Takes any string."""
    typed = typed_line(text, 80)
    words = bares(syllables(typed))
    if sum(map(len, words)) < LEAST:
        return []
    return _shared(_named(typed)) + _pieces(words)


def _shared(kinds: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """At most six names, in the order of their kinds, each kind having its turn."""
    turns = [(turn, kind) for kind, rows in enumerate(kinds) for turn in range(len(rows))]
    kept = sorted(turns)[:_ALL_NAMES]
    return [kinds[kind][turn] for kind, turn in sorted((kind, turn) for turn, kind in kept)]


def _named(typed: str) -> list[list[dict[str, Any]]]:
    """Of each kind the names that begin so, of which a live piece tells; the list page would not
    open otherwise. Four queries."""
    key = slug(typed)
    return [_of_kind(key, page, *facts) for page, facts in _KINDS.items()] if key else []


def _of_kind(key: str, page: str, kind: str, model: Any, listing: str) -> list[dict[str, Any]]:
    near = model.objects.filter(_begins(model, key))
    live = PublishedVersion.objects.live().filter(**{f"{listing}__{page}": OuterRef("pk")})
    # In the order of the listing's index and only the first: EXISTS would gather all its lines.
    newest = live.order_by(f"-{listing}__first_published_at", f"-{listing}__article")
    rows = model.objects.filter(pk__in=near.values("pk")[:_LOOKED_AT])
    rows = rows.annotate(told=Subquery(newest.values("pk")[:1])).filter(told__isnull=False)
    return [
        {"kind": kind, "text": row.name, "url": reverse(page, args=[row.slug, row.pk])}
        for row in rows[:_NAMES]
    ]


def _begins(model: Any, key: str) -> Q:
    begins = Q(slug__startswith=key)
    if model is Unit:  # everybody says Trà Lĩnh for Đồn Biên phòng Trà Lĩnh
        begins |= Q(slug__contains=f"-{key}")
    return begins


def _pieces(words: list[str]) -> list[dict[str, Any]]:
    *whole, last = words
    forms = [last, *_grown(last)]
    clause: Clause = tuple((in_title(form),) for form in dict.fromkeys(forms))
    number = ((run_together(last),),) if is_sign(last) else ()
    tier: Tier = (*(((in_title(word),),) for word in whole), (*clause, *number))
    if whole:
        beside: tuple[Row, ...] = tuple(
            (in_title(pairs([whole[-1], form])[0]),) for form in dict.fromkeys(forms)
        )
        tier = (*tier, (*beside, *number))
    now, index = timezone.now(), state()
    scope = Scope(now, steps=index.parted)
    hits = engine().find(index.live, {"title": (tier, _PIECES)}, scope)["title"]
    rows = PublishedVersion.objects.live(now).filter(pk__in=[hit.version for hit in hits])
    pieces = rows.order_by("-first_published_at").only("slug", "title", "article_id")
    return [{"kind": "Bài", "text": row.title, "url": row.get_absolute_url()} for row in pieces]


def _grown(last: str) -> list[str]:
    if not last.isascii() or len(last) > 7:
        return []
    upper = last[:-1] + chr(ord(last[-1]) + 1)
    known = Syllable.objects.filter(text__gte=last, text__lt=upper).order_by("text")
    return list(known.values_list("text", flat=True)[:MOST_FORMS])
