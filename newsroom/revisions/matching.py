"""What two sequences have in common, in order, found in bounded time whatever they hold."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_MOST_PAIRS = 20_000
"""Equal pairs up to which every one is looked at: the same word 5,000 times makes 25 million."""
_MOST_ROUNDS = 8


class Run(NamedTuple):
    """`length` items are the same in both, from these places on."""

    old: int
    new: int
    length: int


def common_runs(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Run]:
    """In order, none of them empty, none overlapping another. What repeats too often to be told
    apart, between two places that can be, counts as changed."""
    found = _between(old, new, Run(0, 0, 0), Run(len(old), len(new), 0), _MOST_ROUNDS)
    joined: list[Run] = []
    for run in found:
        last = joined[-1] if joined else Run(0, 0, 0)
        if (run.old, run.new) == (last.old + last.length, last.new + last.length) and joined:
            joined[-1] = last._replace(length=last.length + run.length)
        else:
            joined.append(run)
    return joined


def _between(
    old: Sequence[Hashable], new: Sequence[Hashable], start: Run, end: Run, rounds: int
) -> list[Run]:
    """Runs from the places of `start` up to those of `end`."""
    i, j, i_end, j_end = start.old, start.new, end.old, end.new
    while i < i_end and j < j_end and old[i] == new[j]:
        i, j = i + 1, j + 1
    head = Run(start.old, start.new, i - start.old)
    while i < i_end and j < j_end and old[i_end - 1] == new[j_end - 1]:
        i_end, j_end = i_end - 1, j_end - 1
    tail = Run(i_end, j_end, end.old - i_end)
    middle: list[Run] = []
    if i < i_end and j < j_end and rounds:
        middle = _inside(old, new, Run(i, j, 0), Run(i_end, j_end, 0), rounds)
    return [run for run in (head, *middle, tail) if run.length]


def _inside(
    old: Sequence[Hashable], new: Sequence[Hashable], start: Run, end: Run, rounds: int
) -> list[Run]:
    ours, theirs = old[start.old : end.old], new[start.new : end.new]
    in_old, in_new = Counter(ours), Counter(theirs)
    if sum(count * in_new[item] for item, count in in_old.items()) <= _MOST_PAIRS:
        blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
        return [Run(start.old + a, start.new + b, size) for a, b, size in blocks]
    place = {item: at for at, item in enumerate(theirs) if in_new[item] == 1}
    singles = [
        (at, place[item]) for at, item in enumerate(ours) if in_old[item] == 1 and item in place
    ]
    anchors = [Run(start.old + a, start.new + b, 1) for a, b in _rising(singles)]
    if not anchors:
        return []
    found: list[Run] = []
    before = start
    for anchor in (*anchors, end):
        found += _between(old, new, before, anchor, rounds - 1)
        if anchor.length:
            found.append(anchor)
        before = Run(anchor.old + anchor.length, anchor.new + anchor.length, 0)
    return found


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest choice of pairs whose second numbers rise as their first do."""
    ends: list[int] = []
    at: list[int] = []
    back: list[int | None] = []
    for number, (_first, second) in enumerate(pairs):
        length = bisect_left(ends, second)
        ends[length : length + 1] = [second]
        at[length : length + 1] = [number]
        back.append(at[length - 1] if length else None)
    chosen = []
    number_or_none = at[-1] if at else None
    while number_or_none is not None:
        chosen.append(pairs[number_or_none])
        number_or_none = back[number_or_none]
    return chosen[::-1]
