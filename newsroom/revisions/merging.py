"""Two people changed one body: what both did is joined where it can be, and shown where not."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from newsroom.revisions.blocks import Block, blocks
from newsroom.revisions.differences import paired


class Part(NamedTuple):
    """A stretch of the joined body. Where the two sides cannot both be had, `conflict` holds and
    the three texts stand in `base`, `theirs`, `mine`, each "" where that side has nothing."""

    conflict: bool
    html: str
    base: str = ""
    theirs: str = ""
    mine: str = ""


class _Slot(NamedTuple):
    """One block of the base on one side: what was put before it, and what it is now."""

    before: tuple[str, ...]
    now: str


def merge(base: str, theirs: str, mine: str) -> list[Part]:
    """Parts in reading order. A block one side changed, took out or put in is as that side has it;
    what both changed in different ways, or one changed and the other took out, is a conflict. So is
    what one moved so that, joined, it would stand twice or nowhere."""
    start, ours_all, others_all = blocks(base), blocks(theirs), blocks(mine)
    parts: list[Part] = []
    sides = zip(
        _slots(start, ours_all),
        _slots(start, others_all),
        [*(block.html for block in start), ""],
        strict=True,
    )
    for ours, other, was in sides:
        parts += _put_in(ours.before, other.before)
        parts.append(_joined(was, ours.now, other.now))
    if not _each_once(parts, start, ours_all, others_all):
        parts = _one_conflict(start, ours_all, others_all)
    return _in_stretches(parts)


def _slots(base: list[Block], side: list[Block]) -> list[_Slot]:
    """One for each block of the base, and one for what comes after the last."""
    slots: list[_Slot] = []
    before: list[str] = []
    for block, other in paired(base, side):
        if block is None:
            assert other is not None
            before.append(other.html)
        else:
            slots.append(_Slot(tuple(before), other.html if other else ""))
            before = []
    return [*slots, _Slot(tuple(before), "")]


def _put_in(theirs: tuple[str, ...], mine: tuple[str, ...]) -> list[Part]:
    if not theirs or not mine or theirs == mine:
        return [Part(False, html) for html in theirs or mine]
    return [Part(True, "", "", "".join(theirs), "".join(mine))]


def _joined(base: str, theirs: str, mine: str) -> Part:
    if mine in {base, theirs}:
        return Part(False, theirs)
    if theirs == base:
        return Part(False, mine)
    return Part(True, "", base, theirs, mine)


def _each_once(parts: Sequence[Part], *texts: list[Block]) -> bool:
    """Every block that stands once in all three texts stands in one place of the joined one."""
    counts = [Counter(block.html for block in text) for text in texts]
    places = Counter[str]()
    for part in parts:
        places.update(block.html for block in blocks(part.html))
        places.update({block.html for side in part[3:] for block in blocks(side)})
    return all(places[html] == 1 for html in counts[0] if all(count[html] == 1 for count in counts))


def _one_conflict(base: list[Block], theirs: list[Block], mine: list[Block]) -> list[Part]:
    """What lies between the beginning and the end that all three have in common."""
    texts = (base, theirs, mine)
    shortest = min(map(len, texts))
    head = tail = 0
    while head < shortest and base[head] == theirs[head] == mine[head]:
        head += 1
    while tail < shortest - head and base[-1 - tail] == theirs[-1 - tail] == mine[-1 - tail]:
        tail += 1
    html = [["".join(block.html for block in part) for part in _cut(t, head, tail)] for t in texts]
    return [Part(False, html[0][0]), Part(True, "", *(h[1] for h in html)), Part(False, html[0][2])]


def _cut(text: list[Block], head: int, tail: int) -> tuple[list[Block], list[Block], list[Block]]:
    end = len(text) - tail
    return text[:head], text[head:end], text[end:]


def _in_stretches(parts: list[Part]) -> list[Part]:
    """Neighbours of one kind are one part; a block that is gone makes none."""
    stretches: list[Part] = []
    for part in parts:
        if part == Part(False, ""):
            continue
        if stretches and stretches[-1].conflict == part.conflict:
            last = stretches.pop()
            together = [ours + more for ours, more in zip(last[1:], part[1:], strict=True)]
            stretches.append(Part(part.conflict, *together))
        else:
            stretches.append(part)
    return stretches
