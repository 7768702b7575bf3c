"""In which order hits stand: title before sapo before text, marks as typed before others, words
side by side before scattered ones, and at an equal match the fresher piece.

One rule for every engine; it sees a capped set of candidates, the newest of each tier.
"""

from collections.abc import Mapping
from typing import NamedTuple

from search.analysis import bare, spaced, year_of_place
from search.engines import Found, Held
from search.query import Query

CAPS = {"code": 100, "title": 150, "phrase": 100, "exact": 100, "all": 1001}
RANKED = 200
"""Of the widest tier; the rest are counted only."""

_TIERS = {"code": 100.0, "title": 30.0, "phrase": 10.0, "exact": 8.0}
_A_YEAR = 0.4


class Hit(NamedTuple):
    score: int
    """In thousandths."""
    place: int
    version: int


def candidates(found: Mapping[str, list[Found]]) -> dict[Found, set[str]]:
    """Each candidate with the tiers that gave it; a code that is cited leaves no others."""
    if found.get("code"):
        return {hit: {"code"} for hit in found["code"]}
    gathered: dict[Found, set[str]] = {}
    for tier, hits in found.items():
        for hit in hits[:RANKED]:
            gathered.setdefault(hit, set()).add(tier)
    return gathered


def rank(query: Query, gathered: Mapping[Found, set[str]], held: Mapping[int, Held]) -> list[Hit]:
    hits = [
        Hit(round(1000 * _score(query, hit, tiers, held[hit.place])), hit.place, hit.version)
        for hit, tiers in gathered.items()
        if hit.place in held
    ]
    return sorted(hits, reverse=True)


def _score(query: Query, hit: Found, tiers: set[str], held: Held) -> float:
    score: float = sum(_TIERS.get(tier, 0.0) for tier in tiers)
    score += _of_line(query, held.title, 20) + _of_line(query, held.sapo, 6)
    title = held.title.split()
    if title == query.words:
        score += 12
    return score + _A_YEAR * (year_of_place(hit.place) - 2000)


def _of_line(query: Query, line: str, weight: float) -> float:
    """How much of the query a line says, how close together, and in which marks."""
    words = line.split()
    if not words or not query.plain:
        return 0
    plain = [bare(word) for word in words]
    there = set(plain)
    folded = spaced(plain)
    # Squared: a line that says one word of three says little of what was asked.
    said = (sum(word in there for word in query.plain) / len(query.plain)) ** 2
    beside = sum(
        f" {first} {second} " in folded
        for first, second in zip(query.plain, query.plain[1:], strict=False)
    )
    close = beside / max(1, len(query.plain) - 1)
    marks = (sum(f" {word} " in line for word in query.words) / len(query.words)) ** 2
    short = min(1.0, len(query.plain) / len(words))
    return weight * (said * 0.7 + close * 0.7 + marks * 0.5 + said * short * 0.4)
