"""Pages of what was found, by key: the address names the last hit shown, or the first on the way
back, so nothing is lost or doubled while new pieces arrive."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.pagination import BadCursor
from search.ranking import Hit

PAGE_SIZE = 20
_CURSOR = re.compile(r"(-?[0-9]{1,18})_(-?[0-9]{1,19})")
# The paper is older than 1970, so a place may be below 0.
_MOST_NUMBER = 2**62

Key = tuple[int, int]
"""Score and place; by time every score is 0."""


@dataclass(frozen=True)
class Turn:
    key: Key | None = None
    back: bool = False

    def __bool__(self) -> bool:
        return self.key is not None


@dataclass(frozen=True)
class Leaf:
    """One page."""

    hits: Sequence[Hit]
    next_cursor: str = ""
    previous_cursor: str = ""

    def begins(self, turn: Turn) -> bool:
        """Whether it is the first page, asked for by its own address or on the way back."""
        return not turn or (turn.back and not self.previous_cursor)


def turn_to(cursor: str, *, back: bool = False) -> Turn:
    """Of what a page's address says. Raises BadCursor."""
    if not cursor:
        return Turn()
    match = _CURSOR.fullmatch(cursor)
    if not match or abs(int(match[2])) >= _MOST_NUMBER:
        raise BadCursor(cursor)
    return Turn((int(match[1]), int(match[2])), back)


def among(hits: Sequence[Hit], turn: Turn) -> Leaf:
    """Of hits that are all at hand, best first."""
    if turn.key is None:
        return _leaf(hits[:PAGE_SIZE], older=len(hits) > PAGE_SIZE)
    if turn.back:
        before = [hit for hit in hits if hit[:2] > turn.key]
        if len(before) <= PAGE_SIZE:
            return among(hits, Turn())
        return _leaf(before[-PAGE_SIZE:], older=True, newer=True)
    rest = [hit for hit in hits if hit[:2] < turn.key]
    return _leaf(rest[:PAGE_SIZE], older=len(rest) > PAGE_SIZE, newer=True)


def along(
    newest: Sequence[Hit], turn: Turn, read: Callable[[int, bool, int], Sequence[Hit]]
) -> Leaf:
    """Of hits in order of time, of which the `newest` are at hand; read(place, rising, most) gives
    those on from a place, the place itself left out."""
    if turn.key is None:
        return among(newest, turn)
    hits = read(turn.key[1], turn.back, PAGE_SIZE + 1)
    more = len(hits) > PAGE_SIZE
    if not turn.back:
        return _leaf(hits[:PAGE_SIZE], older=more, newer=True)
    if not more:
        return among(newest, Turn())
    return _leaf(hits[PAGE_SIZE - 1 :: -1], older=True, newer=True)


def _leaf(hits: Sequence[Hit], *, older: bool, newer: bool = False) -> Leaf:
    if not hits:
        return Leaf(hits)
    first, last = (f"{hit.score}_{hit.place}" for hit in (hits[0], hits[-1]))
    return Leaf(hits, last if older else "", first if newer else "")
