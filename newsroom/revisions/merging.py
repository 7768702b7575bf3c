"""Two people changed one body: what both did is joined where it can be, and shown where not."""

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
    what both changed in different ways, or one changed and the other took out, is a conflict."""
    start = blocks(base)
    parts: list[Part] = []
    sides = zip(
        _slots(start, blocks(theirs)),
        _slots(start, blocks(mine)),
        [*(block.html for block in start), ""],
        strict=True,
    )
    for ours, other, was in sides:
        parts += _put_in(ours.before, other.before)
        parts.append(_joined(was, ours.now, other.now))
    return _in_stretches(parts)


def merged(parts: Sequence[Part]) -> str | None:
    """The joined body, or None while a conflict is open."""
    return None if any(part.conflict for part in parts) else "".join(part.html for part in parts)


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
