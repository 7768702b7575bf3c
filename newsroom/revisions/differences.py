"""How two texts differ: word by word in a line, block by block and word by word in a body."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from newsroom.revisions.blocks import Block, blocks
from newsroom.revisions.matching import Run, common_runs

# A word or a sign with the blanks before it: joined together again they are the text.
_TOKEN = re.compile(r"\s*(?:[\w\u0300-\u036f]+|[^\w\s])|\s+\Z")
_SIMILAR = 0.4
_MOST_COMPARED = 40_000
_TAGS = {"-": "<del>{}</del>", "+": "<ins>{}</ins>"}


class Change(NamedTuple):
    """A stretch of a text. `op`: "=" in both, "-" in the old one only, "+" in the new one only."""

    op: str
    words: str


class Cell(NamedTuple):
    tag: str  # "th" or "td"
    marked: SafeString


class Row(NamedTuple):
    """What became of a row of a table. `op`: same, changed, added or removed."""

    op: str
    cells: list[Cell]


class BlockChange(NamedTuple):
    """What became of one block. `op`:

    same; changed (see `words`); formatted (the same words, other marks or links); added; removed;
    moved-away (stood here, `new` is where it went); moved-here (`old` is where it stood).
    """

    op: str
    old: Block | None
    new: Block | None
    words: list[Change]

    @property
    def block(self) -> Block:
        """The one to name it by."""
        block = self.new or self.old
        assert block is not None
        return block

    @property
    def marked(self) -> SafeString:
        return marked(self.words)

    @property
    def rows(self) -> list[Row]:
        """Of a table whose words changed, the words marked inside their cells."""
        if self.op != "changed" or not (self.old and self.new) or self.block.kind != "table":
            return []
        return [_row(*pair) for pair in paired(self.old.rows, self.new.rows)]

    @property
    def links(self) -> str:
        """Addresses its links led to and lead to now, where they are not the same."""
        old, new = (block.links if block else [] for block in (self.old, self.new))
        if not (self.old and self.new) or old == new:
            return ""
        gone = [Change("-", link) for link in old if link not in new]
        come = [Change("+", link) for link in new if link not in old]
        return format_html_join(" ", "{}", ((marked([change]),) for change in gone + come))


def line_changes(old: str, new: str) -> list[Change]:
    """Stretches in reading order; "=" and "-" joined are the old text, "=" and "+" the new one
    (both in NFC). A change of a few words is one stretch, not one for each word."""
    # A first word is the same word when another comes before it.
    ours, theirs = (
        _TOKEN.findall(" " + unicodedata.normalize("NFC", text)) if text else []
        for text in (old, new)
    )
    changes: list[Change] = []
    i = j = 0
    for run in (*_worth_keeping(ours, common_runs(ours, theirs)), None):
        i_next, j_next = (run.old, run.new) if run else (len(ours), len(theirs))
        changes += [Change("-", "".join(ours[i:i_next])), Change("+", "".join(theirs[j:j_next]))]
        if run:
            i, j = run.old + run.length, run.new + run.length
            changes.append(Change("=", "".join(ours[run.old : i])))
    return _without_first_blank([change for change in changes if change.words])


def _worth_keeping(tokens: Sequence[str], runs: Sequence[Run]) -> list[Run]:
    """A comma alone between changed words makes them harder to read, not easier."""
    return [
        run
        for run in runs
        if run.old == run.new == 0
        or run.old + run.length == len(tokens)
        or any(map(str.isalnum, "".join(tokens[run.old : run.old + run.length])))
    ]


def _without_first_blank(changes: list[Change]) -> list[Change]:
    """Takes back the blank that line_changes put before each text."""
    begun = [change for change in changes[:2] if change.op != "="]
    if changes and changes[0].op == "=":
        changes[0] = Change("=", changes[0].words[1:])
    elif len(begun) == 1 and len(changes) > 1:
        # Words before the first one of the other text: the blank between belongs to them.
        changes[0] = Change(changes[0].op, changes[0].words[1:] + " ")
        changes[1] = Change("=", changes[1].words[1:])
    else:
        changes[: len(begun)] = [Change(op, words[1:]) for op, words in begun]
    return [change for change in changes if change.words]


def marked(changes: Iterable[Change]) -> SafeString:
    """Safe HTML: what went in <del>, what came in <ins>."""
    return format_html_join(
        "", "{}", ((_marked(change) if change.op != "=" else change.words,) for change in changes)
    )


def _marked(change: Change) -> SafeString:
    return format_html(_TAGS[change.op], change.words)


def body_changes(old: str, new: str) -> list[BlockChange]:
    """What became of each block, in the order of the new body; blocks that went stand where they
    stood. Paragraphs are found again by their words, figures by their number."""
    return _with_moves([_change(*pair) for pair in paired(blocks(old), blocks(new))])


def _change(old: Block | None, new: Block | None) -> BlockChange:
    if old is None or new is None:
        block, op, sign = (new, "added", "+") if old is None else (old, "removed", "-")
        assert block is not None
        return BlockChange(op, old, new, [Change(sign, block.text)] if block.text else [])
    if old == new or old.html == new.html:
        return BlockChange("same", old, new, [Change("=", new.text)])
    if old.text == new.text:
        return BlockChange("formatted", old, new, [Change("=", new.text)])
    return BlockChange("changed", old, new, line_changes(old.text, new.text))


def _row(old: Block | None, new: Block | None) -> Row:
    """Cells stand by their place, or where their number changed beside what resembles them."""
    ours, theirs = (row.cells if row else [] for row in (old, new))
    if not old or not new or len(ours) == len(theirs):
        cells: Sequence[Pair] = list(zip_longest(ours, theirs))
    else:
        cells = paired(ours, theirs)
    changes = [_change(*pair) for pair in cells]
    return Row(_change(old, new).op, [Cell(one.block.kind, one.marked) for one in changes])


def _with_moves(changes: list[BlockChange]) -> list[BlockChange]:
    """A block taken out here and put in there, as it was, moved. Each is found once."""
    gone: dict[str, list[int]] = {}
    for at, change in enumerate(changes):
        if change.op == "removed" and change.block.kind != "hr":
            gone.setdefault(change.block.html, []).append(at)
    for at, change in enumerate(changes):
        if change.op == "added" and gone.get(change.block.html):
            left = gone[change.block.html].pop(0)
            words = [Change("=", change.block.text)]
            old, new = changes[left].old, change.new
            changes[left] = BlockChange("moved-away", old, new, words)
            changes[at] = BlockChange("moved-here", old, new, words)
    return changes


Pair = tuple[Block | None, Block | None]


def paired(old: Sequence[Block], new: Sequence[Block]) -> list[Pair]:
    """Which block of one body is which of the other; None where it has none there."""
    pairs: list[Pair] = []
    i = j = 0
    for run in (*common_runs(old, new), Run(len(old), len(new), 0)):
        pairs += _alike(old[i : run.old], new[j : run.new])
        i, j = run.old + run.length, run.new + run.length
        pairs += zip(old[run.old : i], new[run.new : j], strict=True)
    return pairs


def _alike(old: Sequence[Block], new: Sequence[Block]) -> list[Pair]:
    """Pairs the blocks of a changed stretch so that, in order, they resemble each other most."""
    if not old or not new or len(old) * len(new) > _MOST_COMPARED:
        return _side_by_side(old, new)
    best = [[0.0] * (len(new) + 1) for _row in range(len(old) + 1)]
    likeness = [[_likeness(block, other) for other in new] for block in old]
    for i in range(len(old) - 1, -1, -1):
        row, below = best[i], best[i + 1]
        for j in range(len(new) - 1, -1, -1):
            alike = likeness[i][j]
            together = alike + below[j + 1] if alike else 0.0
            row[j] = max(together, below[j], row[j + 1])
    pairs: list[Pair] = []
    i = j = 0
    while i < len(old) and j < len(new):
        alike = likeness[i][j]
        if alike and best[i][j] == alike + best[i + 1][j + 1]:
            pairs.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((old[i], None))
            i += 1
        else:
            pairs.append((None, new[j]))
            j += 1
    return [*pairs, *((block, None) for block in old[i:]), *((None, block) for block in new[j:])]


def _side_by_side(old: Sequence[Block], new: Sequence[Block]) -> list[Pair]:
    pairs: list[Pair] = []
    for block, other in zip_longest(old, new):
        if block and other and _likeness(block, other):
            pairs.append((block, other))
        else:
            pairs += [pair for pair in ((block, None), (None, other)) if pair != (None, None)]
    return pairs


def _likeness(old: Block, new: Block) -> float:
    """Between 0 and 1; 0 where they are not to be taken for the same block."""
    if old.figure or new.figure:
        same = old.figure and new.figure and old.figure[:2] == new.figure[:2]
        return 1.0 if same else 0.0
    most = len(old.words) + len(new.words)
    shared = 2 * len(old.words & new.words) / most if most else 0.0
    return shared if shared >= _SIMILAR else 0.0
