"""Where a note's passage stands in the text of today: by its words and those around them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# A word said so often is found by the words around it among the first of them.
MOST_PLACES = 200
# Between the old words before and after there may be this much more than there was.
LONGER = 3


class Place(NamedTuple):
    start: int
    end: int
    changed: bool
    """The words around it still stand, those between have changed."""


def locate(text: str, quote: str, before: str = "", after: str = "") -> Place | None:
    """The passage in the text, spaces apart; None where it is gone. Linear in the text."""
    text = flat(text)
    quote, before, after = flat(quote), flat(before), flat(after)
    if not quote:
        return None
    if places := list(_starts(text, quote)):
        best = max(places, key=lambda at: _fit(text, at, at + len(quote), before, after))
        return Place(best, best + len(quote), changed=False)
    return _between(text, quote, before, after)


def around(text: str, place: Place, length: int) -> tuple[str, str]:
    """The words before and after a passage, `length` letters of each at most."""
    text = flat(text)
    return text[max(0, place.start - length) : place.start], text[place.end :][:length]


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _fit(text: str, start: int, end: int, before: str, after: str) -> int:
    """How many letters next to the passage are those that stood there."""
    ahead = text[max(0, start - len(before) - 1) : start].rstrip()
    behind = text[end : end + len(after) + 1].lstrip()
    return _same(ahead[::-1], before[::-1]) + _same(behind, after)


def _same(one: str, other: str) -> int:
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def _between(text: str, quote: str, before: str, after: str) -> Place | None:
    """What stands now between the same words, when both are still there and near."""
    if not (before and after):
        return None
    reach = LONGER * len(quote) + len(after) + 20
    for ahead in _starts(text, before):
        start = ahead + len(before)
        end = text.find(after, start, start + reach)
        if end > start:
            return Place(start, end, changed=True)
    return None


def _starts(text: str, words: str) -> Iterator[int]:
    """Where the words stand, the first MOST_PLACES times."""
    start = text.find(words)
    for _place in range(MOST_PLACES):
        if start < 0:
            return
        yield start
        start = text.find(words, start + 1)
