"""What is found: live versions, in the order asked for, with what the page tells about them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from itertools import combinations
from typing import Any

from django.utils import timezone

from articles.models import PublishedVersion
from articles.queries import chosen
from core.dates import day_span
from core.vietnamese import fold
from search.analysis import place_before
from search.engines import Found, Scope, Tier, engine
from search.indexing import state
from search.models import MOST_PINS, Pin
from search.names import names
from search.query import MAX_LENGTH, Query, parse, typed_line
from search.ranking import CAPS, Hit, candidates, rank
from search.turning import Leaf, Turn, along, among

__all__ = ["MAX_LENGTH", "Filters", "Results", "find", "search"]

MOST_COUNTED = 1000
FIRST_PAGE = Turn()


@dataclass(frozen=True)
class Filters:
    """Chosen on the page; each empty where nothing was chosen."""

    section: int | None = None
    with_subsections: bool = False
    genre: str = ""
    author: int | None = None
    units: tuple[int, ...] = ()
    since: date | None = None
    until: date | None = None
    photos: bool = False

    def scope(self, at: datetime, steps: tuple[int, ...] = ()) -> Scope:
        lexemes = []
        if self.section:
            lexemes.append(f"§{'goc' if self.with_subsections else 'muc'}{self.section}")
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
    previous_cursor: str = ""
    count: int = 0
    """At most MOST_COUNTED + 1."""
    ranked: int = 0
    """How many are put in order where relevance counts; what is beyond is only found by time."""
    first: bool = True
    """The first page, by its own address or on the way back."""
    loose: bool = False
    """No piece holds every word; these hold some."""
    suggestion: str = ""
    counted: list[int] = field(default_factory=list)
    """Numbers of the newest versions found, as many as were counted."""

    @property
    def many(self) -> bool:
        return self.count > MOST_COUNTED

    @property
    def more_by_time(self) -> bool:
        """The last page in this order does not show the last of the pieces found."""
        return bool(self.items and not self.next_cursor and 0 < self.ranked < self.count)


def find(text: str, *, at: datetime | None = None) -> list[PublishedVersion]:
    """The first page, as search() gives it."""
    return search(text, at=at).items


def search(
    text: str,
    *,
    filters: Filters | None = None,
    turn: Turn = FIRST_PAGE,
    newest_first: bool = False,
    at: datetime | None = None,
) -> Results:
    """Takes any string. Raises Unavailable where the index is another machine's."""
    at = at or timezone.now()
    query = parse(text, names())
    results = Results(query)
    if not query:
        return results
    index = state()
    scope, copy = (filters or Filters()).scope(at, index.parted), index.live
    found = engine().find(copy, _capped(query), scope)
    if not any(found.values()):
        found = _nearly(copy, query, scope)
        results.loose = any(found.values())
    tier = "code" if found.get("code") else "all"
    results.count = len(found[tier])
    results.counted = [hit.version for hit in found[tier][: MOST_COUNTED + 1]]
    pins: list[PublishedVersion] = []
    if newest_first:
        newest = [Hit(0, *hit) for hit in found[tier]]
        on = partial(_on_from, copy, {tier: query.tiers().get(tier, ())}, scope)
        leaf = among(newest, turn) if results.loose else along(newest, turn, on)
    else:
        gathered = candidates(found)
        held = engine().read(copy, [hit.place for hit in gathered])
        pins = pinned_for(query.text, at) if filters in (None, Filters()) else []
        apart = {version.pk for version in pins}  # stands first, and nowhere again
        ranked = [hit for hit in rank(query, gathered, held) if hit.version not in apart]
        leaf = among(ranked, turn)
        results.ranked = len(gathered)
    results.first = leaf.begins(turn)
    _fill(results, leaf, first=pins if results.first else [], at=at)
    return results


def _capped(query: Query) -> dict[str, tuple[Tier, int]]:
    return {name: (tier, CAPS[name]) for name, tier in query.tiers().items()}


def _nearly(copy: str, query: Query, scope: Scope) -> dict[str, list[Found]]:
    """Where nothing holds every word: what cites the document that is named, else all words but
    one, else but two."""
    if query.cited:
        found = engine().find(copy, {"code": (query.cited, CAPS["code"])}, scope)
        if found["code"]:
            return found
    for lacking in (1, 2):
        found = _lacking(lacking, copy, query, scope) if len(query.needed) > lacking + 1 else {}
        if any(found.values()):
            return found
    return {"all": []}


def _lacking(number: int, copy: str, query: Query, scope: Scope) -> dict[str, list[Found]]:
    """All words but so many of the first six, whichever these are."""
    first = query.needed[:6]
    kept = combinations(first, len(first) - number)
    tiers = {f"all{n}": (tier, 50) for n, tier in enumerate(kept)}
    found = engine().find(copy, tiers, scope)
    return {"all": sorted({hit for hits in found.values() for hit in hits}, reverse=True)}


def _on_from(
    copy: str, tier: dict[str, Tier], scope: Scope, place: int, rising: bool, most: int
) -> list[Hit]:
    """Hits older than the place, newest first; or the newer ones, oldest first."""
    bounds: dict[str, Any] = (
        {"above": max(place + 1, scope.above or place + 1)}
        if rising
        else {"below": min(place, place if scope.below is None else scope.below)}
    )
    beyond = replace(scope, **bounds, rising=rising)
    found = engine().find(copy, {name: (asked, most) for name, asked in tier.items()}, beyond)
    return [Hit(0, *hit) for hits in found.values() for hit in hits]


def _fill(results: Results, leaf: Leaf, *, first: Sequence[PublishedVersion], at: datetime) -> None:
    """The rows of a page, after those that stand `first`."""
    wanted = [hit.version for hit in leaf.hits]
    rows = PublishedVersion.objects.live(at).filter(pk__in=wanted)
    versions = {version.pk: version for version in rows.for_teaser()}
    results.items = [*first, *(versions[pk] for pk in wanted if pk in versions)]
    results.next_cursor, results.previous_cursor = leaf.next_cursor, leaf.previous_cursor


def pinned_for(text: str, at: datetime | None = None) -> list[PublishedVersion]:
    key = fold(typed_line(text))
    ids = list(Pin.objects.filter(key=key).values_list("article", flat=True)[:MOST_PINS])
    return chosen(ids, at)
