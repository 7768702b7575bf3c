"""What is found: live versions, in the order asked for, with what the page tells about them."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import combinations
from typing import Any

from django.utils import timezone

from articles.models import PublishedVersion
from articles.queries import chosen
from core.dates import day_span
from core.pagination import BadCursor
from core.vietnamese import clean_line, fold
from search.analysis import place_before
from search.engines import Found, Scope, Tier, engine
from search.indexing import state
from search.models import MOST_PINS, Pin
from search.names import names
from search.query import MAX_LENGTH, Query, parse
from search.ranking import CAPS, Hit, candidates, rank

__all__ = ["MAX_LENGTH", "Filters", "Results", "find", "search"]

PAGE_SIZE = 20
MOST_COUNTED = 1000
_MOST_NUMBER = 2**62


@dataclass(frozen=True)
class Filters:
    """Chosen on the page; each empty where nothing was chosen."""

    section: int | None = None
    genre: str = ""
    author: int | None = None
    units: tuple[int, ...] = ()
    since: date | None = None
    until: date | None = None
    photos: bool = False

    def scope(self, at: datetime, steps: tuple[int, ...] = ()) -> Scope:
        lexemes = []
        if self.section:
            lexemes.append(f"§muc{self.section}")
        if self.genre:
            lexemes.append(f"§loai·{self.genre.replace('-', '·')}")
        if self.author:
            lexemes.append(f"§tacgia{self.author}")
        if self.photos:
            lexemes.append("§anh")
        return Scope(
            at,
            tuple(lexemes),
            above=place_before(day_span(self.since)[0]) if self.since else None,
            below=place_before(day_span(self.until)[1]) if self.until else None,
            units=self.units,
            steps=steps,
        )


@dataclass
class Results:
    query: Query
    items: list[PublishedVersion] = field(default_factory=list)
    next_cursor: str = ""
    count: int = 0
    """At most MOST_COUNTED + 1."""
    loose: bool = False
    """No piece holds every word; these hold some."""
    suggestion: str = ""
    counted: list[int] = field(default_factory=list)
    """Numbers of the newest versions found, at most MOST_COUNTED."""

    @property
    def many(self) -> bool:
        return self.count > MOST_COUNTED


def find(text: str, *, at: datetime | None = None) -> list[PublishedVersion]:
    """The first page, as search() gives it."""
    return search(text, at=at).items


def search(
    text: str,
    *,
    filters: Filters | None = None,
    cursor: str = "",
    newest_first: bool = False,
    at: datetime | None = None,
) -> Results:
    """Takes any string. Raises BadCursor."""
    at = at or timezone.now()
    query = parse(text, names())
    results = Results(query)
    after = _read(cursor)
    if not query:
        return results
    index = state()
    scope, copy = (filters or Filters()).scope(at, index.parted), index.live
    found = engine().find(copy, _capped(query), scope)
    for lacking in (1, 2):
        if not any(found.values()) and len(query.needed) > lacking + 1:
            found, results.loose = _lacking(lacking, copy, query, scope), True
    every = found.get("code") or found["all"]
    results.count = len(every)
    results.counted = [hit.version for hit in every[:MOST_COUNTED]]
    if newest_first:
        hits = _by_time(found, copy, query, scope, after)
    else:
        gathered = candidates(found)
        held = engine().read(copy, [hit.place for hit in gathered])
        hits = [hit for hit in rank(query, gathered, held) if after is None or hit[:2] < after]
    _fill(results, hits, first=not cursor and not newest_first, at=at)
    return results


def _capped(query: Query) -> dict[str, tuple[Tier, int]]:
    return {name: (tier, CAPS[name]) for name, tier in query.tiers().items()}


def _lacking(number: int, copy: str, query: Query, scope: Scope) -> dict[str, list[Found]]:
    """Where nothing holds every word: all but so many of the first six, whichever these are."""
    first = query.needed[:6]
    kept = combinations(first, len(first) - number)
    tiers = {f"all{n}": (tier, 50) for n, tier in enumerate(kept)}
    found = engine().find(copy, tiers, scope)
    return {"all": sorted({hit for hits in found.values() for hit in hits}, reverse=True)}


def _by_time(
    found: dict[str, list[Found]],
    copy: str,
    query: Query,
    scope: Scope,
    after: tuple[int, int] | None,
) -> list[Hit]:
    tier = "code" if found.get("code") else "all"
    hits = found[tier]
    if after is not None and tier in query.tiers():
        below = min(after[1], scope.below if scope.below is not None else after[1])
        page = {tier: (query.tiers()[tier], PAGE_SIZE + 1)}
        hits = engine().find(copy, page, replace(scope, below=below))[tier]
    return [Hit(0, hit.place, hit.version) for hit in hits]


def _fill(results: Results, hits: list[Hit], *, first: bool, at: datetime) -> None:
    """A page of rows, the pinned before all others; the cursor leads on after the last of it."""
    page = hits[:PAGE_SIZE]
    rows = PublishedVersion.objects.live(at).filter(pk__in=[hit.version for hit in page])
    versions = {version.pk: version for version in rows.for_teaser()}
    results.items = [versions[hit.version] for hit in page if hit.version in versions]
    if len(hits) > PAGE_SIZE:
        results.next_cursor = f"{page[-1].score}_{page[-1].place}"
    pinned = pinned_for(results.query.text, at) if first else []
    if pinned:
        there = {version.article_id for version in pinned}
        others = [version for version in results.items if version.article_id not in there]
        results.items = pinned + others


def pinned_for(text: str, at: datetime | None = None) -> list[PublishedVersion]:
    key = fold(clean_line(text))
    ids = list(Pin.objects.filter(key=key).values_list("article", flat=True)[:MOST_PINS])
    return chosen(ids, at)


def facets(results: Results, at: datetime | None = None) -> dict[str, Counter[Any]]:
    """How many of the newest hits stand in which section and genre: one query."""
    facts = PublishedVersion.objects.live(at).filter(pk__in=results.counted)
    rows = list(facts.values_list("section_id", "genre"))
    return {
        "section": Counter(section for section, _genre in rows),
        "genre": Counter(genre for _section, genre in rows),
    }


def _read(cursor: str) -> tuple[int, int] | None:
    if not cursor:
        return None
    score, sign, place = cursor.partition("_")
    try:
        numbers = int(score), int(place)
    except ValueError:
        raise BadCursor(cursor) from None
    if not sign or len(cursor) > 40 or not all(0 <= abs(n) < _MOST_NUMBER for n in numbers):
        raise BadCursor(cursor)
    return numbers
