"""What a person of the newsroom finds, and nothing else: rights are joined in every question."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from articles.rules import visible_articles
from authors.models import Author, Unit
from core.pagination import BadCursor
from photos.models import Photo
from search.desk import store
from search.desk.cards import month_lexeme
from search.desk.keeping import look_lively
from search.desk.store import ANY_TIME, Span
from search.engines import Found
from search.models import Kind
from search.names import names
from search.query import Query, parse, typed_line
from search.ranking import CAPS, Hit, candidates, rank

PAGE_SIZE = 20
MOST_COUNTED = 1000
SHORTEST_BEGINNING = 3
"""Letters of a syllable not yet typed to its end that is looked for."""
_LONGEST_CURSOR = 40
_MOST_NUMBER = 2**62
_MONTH = re.compile(
    r"(?<![\w/.-])(?:tháng |thang )?(1[0-2]|0?[1-9])(?:[/-]|,? năm |,? nam )([12]\d{3})(?![\w/-])",
    re.IGNORECASE | re.ASCII,
)
_DAY_BEFORE = re.compile(r"\d\s*$")


@dataclass
class Shelf:
    """What was found of one kind."""

    kind: str
    items: list[Any] = field(default_factory=list)
    count: int = 0
    """At most MOST_COUNTED + 1."""
    next_cursor: str = ""

    @property
    def many(self) -> bool:
        return self.count > MOST_COUNTED


def understood(text: str) -> Query:
    """As readers' search understands it, and a month by itself: 3/2016, tháng 3 năm 2016."""
    months: list[str] = []

    def take(match: re.Match[str]) -> str:
        if _DAY_BEFORE.search(match.string[: match.start()]):
            return match[0]  # ngày 21 tháng 3 năm 2016
        months.append(month_lexeme(date(int(match[2]), int(match[1]), 1)))
        return " "

    line = typed_line(text)
    query = parse(_MONTH.sub(take, line), names())
    query.text = line
    for month in months:
        query.needed.append(((month,),))
        query.exact.append(((month,),))
    return query


def seen_by(user: User) -> dict[str, QuerySet[Any]]:
    """The rows of each kind this person may open; a kind the rights don't reach is left out."""
    seen: dict[str, QuerySet[Any]] = {}
    if _may_look(user, "articles.article"):
        seen[Kind.ARTICLE] = visible_articles(user)
    if _may_look(user, "photos.photo"):
        seen[Kind.PHOTO] = Photo.objects.in_library()
    if _may_look(user, "authors.author"):
        seen[Kind.AUTHOR] = Author.objects.all()
    if _may_look(user, "authors.unit"):
        seen[Kind.UNIT] = Unit.objects.all()
    return seen


def _may_look(user: User, model: str) -> bool:
    app, name = model.split(".")
    return any(user.has_perm(f"{app}.{right}_{name}") for right in ("view", "change"))


def search(
    query: Query,
    seen: Mapping[str, QuerySet[Any]],
    *,
    size: int = PAGE_SIZE,
    cursor: str = "",
    newest_first: bool = False,
    span: Span = ANY_TIME,
) -> dict[str, Shelf]:
    """A shelf for each kind of `seen`, which may be narrowed further; a cursor is for one kind.
    Raises BadCursor. Five queries at most, and those of the rows' own querysets."""
    after = _read(cursor)
    shelves = {kind: Shelf(kind) for kind in seen}
    if not query or not seen:
        return shelves
    look_lively()
    tiers = {name: (tier, CAPS[name]) for name, tier in query.tiers().items()}
    found = store.find(seen, tiers, span)
    if newest_first and after is not None:
        below = after[1] if span.below is None else min(after[1], span.below)
        further = {name: tier for name, tier in tiers.items() if name in {"code", "all"}}
        hits = _by_time(store.find(seen, further, Span(span.above, below)))
    elif newest_first:
        hits = _by_time(found)
    else:
        hits = _by_rank(query, found)
        hits = {
            kind: [hit for hit in row if after is None or hit[:2] < after]
            for kind, row in hits.items()
        }
    for kind, shelf in shelves.items():
        shelf.count = len(found[kind].get("code") or found[kind]["all"])
        _fill(shelf, hits[kind], seen[kind], size)
    return shelves


def matching(kind: str, text: str, queryset: QuerySet[Any], *, begun: bool) -> QuerySet[Any]:
    """The rows of a queryset that hold every word; where `begun`, the last may go on. Of signs
    without a letter, all."""
    query = understood(text)
    if not query:
        return queryset
    look_lively()
    tier = tuple(query.needed)
    if begun and query.plain and len(last := query.plain[-1]) >= SHORTEST_BEGINNING:
        tier = tuple(((f"{last}*",),) if clause == ((last,),) else clause for clause in tier)
    return queryset.filter(pk__in=store.numbers(kind, tier))


def _by_time(found: Mapping[str, Mapping[str, list[Found]]]) -> dict[str, list[Hit]]:
    return {
        kind: [Hit(0, hit.place, hit.version) for hit in row.get("code") or row["all"]]
        for kind, row in found.items()
    }


def _by_rank(query: Query, found: Mapping[str, Mapping[str, list[Found]]]) -> dict[str, list[Hit]]:
    gathered = {kind: candidates(row) for kind, row in found.items()}
    held = store.read(hit.place for hits in gathered.values() for hit in hits)
    return {kind: rank(query, hits, held) for kind, hits in gathered.items()}


def _fill(shelf: Shelf, hits: list[Hit], seen: QuerySet[Any], size: int) -> None:
    """A page of rows; the cursor leads on after the last of it."""
    page = hits[:size]
    rows = seen.in_bulk([hit.version for hit in page])
    shelf.items = [rows[hit.version] for hit in page if hit.version in rows]
    if len(hits) > size:
        shelf.next_cursor = f"{page[-1].score}_{page[-1].place}"


def _read(cursor: str) -> tuple[int, int] | None:
    if not cursor:
        return None
    score, sign, place = cursor.partition("_")
    try:
        numbers = int(score), int(place)
    except ValueError:
        raise BadCursor(cursor) from None
    if not sign or len(cursor) > _LONGEST_CURSOR or any(abs(n) >= _MOST_NUMBER for n in numbers):
        raise BadCursor(cursor)
    return numbers


def kinds(seen: Iterable[str]) -> list[tuple[str, str]]:
    """(kind, its name) in the order they are shown."""
    there = set(seen)
    return [(kind, str(label)) for kind, label in Kind.choices if kind in there]
