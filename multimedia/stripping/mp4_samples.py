"""Where in an MP4 file the samples of a track lie: by its tables, or fragment by fragment."""

import struct
import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from multimedia.stripping.edits import BROKEN, Refused, Source

MAX_CHUNKS = 1_000_000
Extent = tuple[int, int]


@dataclass
class Track:
    codec: bytes
    video: bool
    number: int = 0
    scale: int = 0
    width: int = 0
    height: int = 0


def unpack(layout: str, content: bytes, at: int = 0) -> tuple[Any, ...]:
    """As struct.unpack_from; raises Refused where the content ends before."""
    try:
        return struct.unpack_from(layout, content, at)
    except struct.error:
        raise Refused(BROKEN) from None


def _numbers(content: bytes, at: int, count: int, kind: str = "I") -> array:
    """`count` big-endian numbers; kind as for array."""
    found = array(kind)
    width = found.itemsize
    if count * width > len(content) - at:
        raise Refused(BROKEN)
    found.frombytes(content[at : at + count * width])
    if sys.byteorder == "little":
        found.byteswap()
    return found


def chunk_extents(tables: Mapping[bytes, bytes]) -> Iterator[Extent]:
    """(start, end) in the file of each chunk. tables: the bodies of stsc, stsz or stz2, stco or
    co64, empty where absent."""
    kind, width = (b"co64", "Q") if tables[b"co64"] else (b"stco", "I")
    [count] = unpack(">I", tables[kind], 4) if tables[kind] else [0]
    if not count:
        return
    if count > MAX_CHUNKS:
        raise Refused(BROKEN)
    starts = _numbers(tables[kind], 8, count, width)
    one, sizes, samples = _sizes(tables)
    sample = 0
    for start, held in zip(starts, _held(tables[b"stsc"], count), strict=False):
        last = min(sample + held, samples)
        length = (last - sample) * one if one else sum(sizes[sample:last])
        sample = last
        if length:
            yield start, start + length
    if sample < samples:
        raise Refused(BROKEN)


def _sizes(tables: Mapping[bytes, bytes]) -> tuple[int, array, int]:
    """(the size of every sample or 0, else the sizes, how many samples)."""
    if tables[b"stsz"]:
        one, count = unpack(">II", tables[b"stsz"], 4)
        return one, _numbers(tables[b"stsz"], 12, 0 if one else count), count
    field, count = unpack(">3xBI", tables[b"stz2"], 4)
    if field not in {8, 16}:
        raise Refused(BROKEN)
    return 0, _numbers(tables[b"stz2"], 12, count, "B" if field == 8 else "H"), count


def _held(table: bytes, chunks: int) -> Iterator[int]:
    """How many samples each chunk holds, chunk by chunk."""
    [count] = unpack(">I", table, 4)
    rows = _numbers(table, 8, count * 3)
    firsts, held = rows[0::3], rows[1::3]
    if not count or firsts[0] != 1:
        raise Refused(BROKEN)
    for row, first in enumerate(firsts):
        following = firsts[row + 1] if row + 1 < count else chunks + 1
        if following <= first or following > chunks + 1:
            raise Refused(BROKEN)
        for _chunk in range(following - first):
            yield held[row]


class Fragments:
    """The running account that `moof` boxes keep: each names places relative to those before."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._defaults: dict[int, tuple[int, int]] = {}
        self._ticks: dict[int, int] = {}
        self._moof = self._base = self._next = self._number = 0
        self._size = self._length = self._left = 0
        self._left = MAX_CHUNKS * 20

    def defaults(self, trex: bytes) -> None:
        number, _entry, length, size = unpack(">IIII", trex, 4)
        self._defaults[number] = length, size

    def begin(self, moof: int) -> None:
        self._moof = self._next = moof

    def enter(self, tfhd: bytes, tracks: Iterable[Track]) -> bool:
        """Reads a track's header within the fragment; tells whether the track is kept."""
        flags, self._number = unpack(">II", tfhd)
        at = 8
        self._length, self._size = self._defaults.get(self._number, (0, 0))
        self._base = self._moof if flags & 0x20000 else self._next
        if flags & 1:
            [self._base] = unpack(">Q", tfhd, at)
            at += 8
        at += 4 if flags & 2 else 0
        if flags & 8:
            [self._length] = unpack(">I", tfhd, at)
            at += 4
        if flags & 0x10:
            [self._size] = unpack(">I", tfhd, at)
        self._next = self._base
        return any(track.number == self._number for track in tracks)

    def run(self, trun: bytes) -> list[Extent]:
        flags, count = unpack(">II", trun)
        self._left -= count
        if self._left < 0:
            raise Refused(BROKEN)
        at = 8
        if flags & 1:
            [offset] = unpack(">i", trun, at)
            self._next = self._base + offset
            at += 4
        at += 4 if flags & 4 else 0
        columns = [flag for flag in (0x100, 0x200, 0x400, 0x800) if flags & flag]
        rows = _numbers(trun, at, count * len(columns))

        def total(flag: int, default: int) -> int:
            if flag not in columns:
                return count * default
            return sum(rows[columns.index(flag) :: len(columns)])

        ticks = self._ticks.get(self._number, 0)
        self._ticks[self._number] = ticks + total(0x100, self._length)
        start, self._next = self._next, self._next + total(0x200, self._size)
        return [(start, self._next)] if self._next > start else []

    def duration(self, tracks: Iterable[Track]) -> float:
        """Seconds of the longest of these tracks."""
        lengths = (self._ticks.get(t.number, 0) / t.scale for t in tracks if t.scale)
        return max(lengths, default=0.0)
