"""Knowing a text again that came before in nearly the same words.

A text is the set of its pairs of neighbouring syllables, folded: marks, capitals and signs do not
count. Six numbers are made of it (MinHash, three to a band): two texts that share most pairs share
at least one of the numbers, two that share few do not. The newest comment with each number is kept
in a table of a set size, so looking takes six rows however many comments there are; what is found
so is then compared pair by pair. Time is linear in the text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from itertools import pairwise
from random import Random
from zlib import crc32

from django.utils import timezone

from comments.models import Comment, Print
from core.vietnamese import fold

DAYS = timedelta(days=7)
LIKE = 0.6
"""Two texts are near the same when they share so much of the pairs of both."""
SHORT = 8
"""Syllables. Shorter texts are everybody's ("Bài rất hay"): the same browser's alone count."""
_SLOTS = 1 << 18
_ROWS, _BANDS = 3, 6
_SYLLABLE = re.compile(r"[^\W_]+")
_draw = Random("comments.repeats")  # noqa: S311 -- the same numbers on every machine, no secret
_MASKS = [_draw.getrandbits(32) for _n in range(_ROWS * _BANDS)]


@dataclass(frozen=True)
class Repeat:
    comment: int
    likeness: float
    """From 0 to 1, which is the same pairs."""


def keys_of(text: str) -> list[int]:
    """What the text is known by, 63 bits each; none for signs alone."""
    hashes = [crc32(pair.encode(errors="replace")) for pair in _pairs(text)]
    if not hashes:
        return []
    least = [min(map(mask.__xor__, hashes)) for mask in _MASKS]
    return [_packed(least[start : start + _ROWS]) for start in range(0, len(least), _ROWS)]


def find(text: str, keys: Iterable[int], *, sender: int) -> Repeat | None:
    """The comment of the last days that is most like the text. One query."""
    slots = {key % _SLOTS: key for key in keys}
    rows = Print.objects.filter(
        slot__in=slots, comment__created__gte=timezone.now() - DAYS
    ).values_list("slot", "key", "comment", "comment__sender", "comment__latest__text")
    pairs = _pairs(text)
    short = len(pairs) < SHORT - 1
    texts = {
        comment: other
        for slot, key, comment, whose, other in rows
        if slots[slot] == key and other and (whose == sender or not short)
    }
    found = (Repeat(comment, _likeness(pairs, _pairs(other))) for comment, other in texts.items())
    best = max(found, key=lambda repeat: repeat.likeness, default=None)
    return best if best and best.likeness >= LIKE else None


def keep(comment: Comment, keys: Iterable[int]) -> None:
    """So that the next one like it is known. One query."""
    by_slot = {key % _SLOTS: key for key in keys}
    # Everybody takes the rows in one order, so nobody waits in a circle.
    prints = [Print(slot=slot, key=by_slot[slot], comment=comment) for slot in sorted(by_slot)]
    Print.objects.bulk_create(
        prints, update_conflicts=True, unique_fields=["slot"], update_fields=["key", "comment"]
    )


@lru_cache(maxsize=64)
def _pairs(text: str) -> frozenset[str]:
    """ "Bài rất hay." → {"bai rat", "rat hay"}; a single syllable is its own pair."""
    syllables = _SYLLABLE.findall(fold(text))
    return frozenset(map(" ".join, pairwise(syllables))) or frozenset(syllables)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0


def _packed(band: Iterable[int]) -> int:
    packed = 0
    for part in band:
        packed = packed * 0x9E3779B97F4A7C15 + part + 1
    return packed % (1 << 63)
