"""Files read at any place, and copied with some stretches changed."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

BLOCK = 1 << 20
CUT = "Tệp bị cụt: thiếu phần cuối. Hãy chép lại từ máy quay hoặc xuất lại."
BROKEN = "Tệp bị hỏng, không mở được. Hãy xuất lại từ phần mềm dựng."


class Refused(ValueError):
    """A file that is not taken; the message is the sentence for the person who uploads."""


class Edit(NamedTuple):
    """Bytes from `start` to `end` give way to `data`; None stands for as many zeros."""

    start: int
    end: int
    data: bytes | None


@dataclass(frozen=True)
class Survey:
    """What a file is. duration: seconds; width and height: pixels as seen, None for a sound;
    edits: in order, without overlaps."""

    form: str
    duration: float
    width: int | None
    height: int | None
    codecs: tuple[str, ...]
    edits: list[Edit]


class Source:
    """A file that is asked for bytes by their place."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.size = file.seek(0, os.SEEK_END)

    def at(self, place: int, length: int) -> bytes:
        """Raises Refused where the file ends before."""
        found = self.upto(place, length)
        if len(found) < length:
            raise Refused(CUT)
        return found

    def upto(self, place: int, length: int) -> bytes:
        self.file.seek(place)
        return self.file.read(length)


def transcribe(source: BinaryIO, target: BinaryIO, edits: Iterable[Edit]) -> None:
    """Writes `source` to `target` with the edits, in blocks."""
    done = 0
    for edit in edits:
        _copy(source, target, done, edit.start)
        if edit.data is None:
            _zeros(target, edit.end - edit.start)
        else:
            target.write(edit.data)
        done = edit.end
    _copy(source, target, done, None)


def _copy(source: BinaryIO, target: BinaryIO, start: int, end: int | None) -> None:
    if start == end:
        return
    source.seek(start)
    left = end - start if end is not None else BLOCK
    while left and (block := source.read(min(BLOCK, left))):
        target.write(block)
        if end is not None:
            left -= len(block)


def _zeros(target: BinaryIO, length: int) -> None:
    nothing = bytes(min(BLOCK, length))
    target.writelines(nothing for _block in range(length // BLOCK))
    target.write(nothing[: length % BLOCK])
