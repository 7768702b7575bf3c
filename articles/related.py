"""What stands beside a piece: the newest of its topic, and pieces to read on with."""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from math import log

from articles import queries
from articles.models import PublishedVersion
from articles.models.version import PublishedVersionQuerySet
from articles.queries import Near
from core.vietnamese import tone_key

STRIP = 4
MOST = 6
"""Pieces found by the machine fill up to this; what the desk chose is shown whole."""
# The newest of each list are looked at. More tags or topics than these tell nothing more.
LOOKED_AT = 12
IN_SECTION = 40
TOPICS, TAGS, CODES = 3, 6, 3
# A word of every fourth title near by says nothing about any of them.
COMMON = 4

# The best way by which a piece was found decides; lower is nearer.
TIERS = {"topic": 0, "tag": 1, "code": 2, "unit": 2, "section": 2}
# As much as some rare words in common.
WEIGHTS = {"code": 4.0, "unit": 2.0}


@dataclass(frozen=True)
class Beside:
    strip: list[PublishedVersion]
    """The newest other pieces of the first topic, newest first."""
    related: list[PublishedVersion]


@dataclass
class _Candidate:
    article: int
    title: str
    time: datetime
    ways: set[str] = field(default_factory=set)
    likeness: float = 0.0

    @property
    def tier(self) -> int:
        return min(TIERS[_kind(way)] for way in self.ways)

    @property
    def only_from_section(self) -> bool:
        return {_kind(way) for way in self.ways} == {"section"}

    @property
    def place(self) -> tuple[float, ...]:
        """What is nearer sorts first, the newer of equals before the older."""
        shared = sum(_kind(way) in {"topic", "tag"} for way in self.ways)
        return (self.tier, -shared, -self.likeness, -self.time.timestamp(), -self.article)


def beside(
    version: PublishedVersion, *, without: Collection[int] = (), at: datetime | None = None
) -> Beside:
    """By hand first, then by topic, by tag, by likeness; each piece once, `without` the articles
    that the page shows already. Two queries, whatever the size of the archive."""
    shown = {*without, version.article_id}
    by_hand = [pk for pk in dict.fromkeys(version.related) if pk not in shown]
    shown |= set(by_hand)
    candidates = [row for row in _candidates(version, at) if row.article not in shown]
    strip = _strip(version, candidates)
    others = [row for row in candidates if row.article not in strip]
    _compare(version.title, others)
    near = sorted(
        (row for row in others if row.likeness or not row.only_from_section),
        key=lambda row: row.place,
    )
    found = [row.article for row in near[:MOST]]
    pieces = {row.article_id: row for row in queries.chosen([*by_hand, *strip, *found], at)}
    chosen = [pieces[pk] for pk in by_hand if pk in pieces]
    filling = [pieces[pk] for pk in found if pk in pieces]
    return Beside(
        strip=[pieces[pk] for pk in strip if pk in pieces],
        related=[*chosen, *filling[: max(MOST - len(chosen), 0)]],
    )


def _candidates(version: PublishedVersion, at: datetime | None) -> list[_Candidate]:
    found: dict[int, _Candidate] = {}
    for row in queries.newest_of_each(_lists(version, at), at):
        candidate = found.setdefault(row.article, _candidate(row))
        candidate.ways.add(row.via)
    return list(found.values())


def _candidate(row: Near) -> _Candidate:
    return _Candidate(row.article, row.title, row.first_published_at)


def _lists(version: PublishedVersion, at: datetime | None) -> dict[str, PublishedVersionQuerySet]:
    topics = {f"topic {row['id']}": queries.in_topic(row["id"], at) for row in version.topics}
    tags = {f"tag {row['id']}": queries.tagged(row["id"], at) for row in version.tags}
    codes = {f"code {row['key']}": queries.citing(row["key"], at) for row in version.codes}
    lists = dict([*topics.items()][:TOPICS] + [*tags.items()][:TAGS] + [*codes.items()][:CODES])
    if version.pk:
        lists["unit"] = queries.of_same_unit(version.pk, at)
    own_section = queries.latest(at).filter(section=version.section_id)
    lists = {name: pieces[:LOOKED_AT] for name, pieces in lists.items()}
    return {**lists, "section": own_section[:IN_SECTION]}


def _kind(way: str) -> str:
    return way.partition(" ")[0]


def _strip(version: PublishedVersion, candidates: list[_Candidate]) -> list[int]:
    """Articles of the topic strip."""
    if not version.topics:
        return []
    way = f"topic {version.topics[0]['id']}"
    there = [row for row in candidates if way in row.ways]
    there.sort(key=lambda row: (row.time, row.article), reverse=True)
    return [row.article for row in there[:STRIP]]


def _compare(title: str, candidates: list[_Candidate]) -> None:
    """Likeness: pairs of syllables that the titles share, the rarer the heavier; codes, the unit.

    Most Vietnamese words have two syllables, so pairs come near to words.
    """
    own = _pairs(title)
    pairs = {row.article: _pairs(row.title) for row in candidates}
    often = Counter(pair for found in pairs.values() for pair in found)
    for row in candidates:
        shared = [pair for pair in own & pairs[row.article] if _is_rare(often[pair], len(pairs))]
        row.likeness = sum(log(1 + len(pairs) / often[pair]) for pair in shared)
        row.likeness += sum(WEIGHTS.get(_kind(way), 0) for way in row.ways)


def _is_rare(count: int, titles: int) -> bool:
    return count <= max(titles // COMMON, 1)


def _pairs(title: str) -> set[tuple[str, str]]:
    return set(pairwise(re.findall(r"\w+", tone_key(title))))
