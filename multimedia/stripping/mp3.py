"""MP3: frames, one after another. Whatever lies before, between and behind them goes: ID3, APE
and Lyrics3 tags, cover pictures, anything hung on."""

from functools import lru_cache
from typing import NamedTuple

from multimedia.stripping.edits import BROKEN, CUT, Edit, Refused, Source, Survey

WINDOW = 1 << 18
IN_A_ROW = 3
MAX_GAPS = 10_000
MAX_GUESSES = 500_000
NO_SOUND = "Tệp này không phải âm thanh MP3."

_VERSIONS = {0b11: 1, 0b10: 2, 0b00: 2.5}
_RATES = {1: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 2.5: (11_025, 12_000, 8_000)}
_KILOBITS = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}


class Frame(NamedTuple):
    """length: bytes with the header; samples: a channel; rate: samples a second."""

    length: int
    samples: int
    rate: int


def frame(head: bytes) -> Frame | None:
    """What these first bytes announce; None where they begin no frame of layer III."""
    if len(head) < 4 or head[0] != 0xFF or head[3] & 3 == 2:
        return None
    return _frame(head[1], head[2])


@lru_cache
def _frame(second: int, third: int) -> Frame | None:
    version = _VERSIONS.get(second >> 3 & 3)
    if second < 0xE0 or second >> 1 & 3 != 1 or version is None:
        return None
    kilobits, rate = third >> 4, third >> 2 & 3
    if kilobits in {0, 15} or rate == 3:
        return None
    hertz = _RATES[version][rate]
    bits = _KILOBITS[1 if version == 1 else 2][kilobits] * 1000
    samples = 1152 if version == 1 else 576
    return Frame(samples // 8 * bits // hertz + (third >> 1 & 1), samples, hertz)


def _seven_bits(content: bytes) -> int:
    """ID3 writes sizes without the high bit of each byte, lest they look like a frame."""
    value = 0
    for byte in content:
        value = value << 7 | byte & 127
    return value


def survey(source: Source) -> Survey:
    return _Sound(source).survey()


class _Sound:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.edits: list[Edit] = []
        self.frames = self.kept = self.promised = 0
        self.rate = self.samples = 0
        self._window = b""
        self._base = 0
        self._guesses = MAX_GUESSES  # where frames might go on, that may still be looked at

    def survey(self) -> Survey:
        start = at = self._behind_tags(0)
        if not self._frames_in_a_row(at):
            raise Refused(NO_SOUND)
        self._note_promise(at)
        if at:
            self.edits.append(Edit(0, at, b""))
        while at < self.source.size:
            at = self._run(at)
            if at < self.source.size:
                at = self._gap(at)
        if self.kept < (self.source.size - start) // 2:
            raise Refused(NO_SOUND)
        if self.frames < self.promised * 0.98 - 2:
            raise Refused(CUT)
        duration = self.frames * self.samples / self.rate
        return Survey("mp3", duration, None, None, ("mp3",), self.edits)

    def _bytes(self, at: int, length: int) -> bytes:
        inside = at - self._base
        if inside < 0 or inside + length > len(self._window):
            self._window, self._base, inside = self.source.upto(at, WINDOW), at, 0
        return self._window[inside : inside + length]

    def _frame_at(self, at: int) -> Frame | None:
        """A whole frame that goes with those before it."""
        found = frame(self._bytes(at, 4))
        if found is None or at + found.length > self.source.size:
            return None
        alike = not self.rate or (found.rate, found.samples) == (self.rate, self.samples)
        return found if alike else None

    def _frames_in_a_row(self, at: int) -> bool:
        rates = set()
        for _frame in range(IN_A_ROW):
            found = self._frame_at(at)
            if found is None:
                return False
            rates.add(found[1:])
            at += found.length
        return len(rates) == 1

    def _run(self, at: int) -> int:
        """Along the frames from here on; returns where they stop."""
        while found := self._frame_at(at):
            self.rate, self.samples = found.rate, found.samples
            self.frames += 1
            self.kept += found.length
            at += found.length
        return at

    def _gap(self, at: int) -> int:
        """Drops what lies here, to the next frames or the end."""
        if len(self.edits) > MAX_GAPS:
            raise Refused(BROKEN)
        end = self._behind_tags(at)
        while end < self.source.size and not self._frames_in_a_row(end):
            self._guesses -= 1
            if self._guesses < 0:
                raise Refused(BROKEN)
            found = self._bytes(end + 1, WINDOW // 2).find(b"\xff")
            end = end + 1 + found if found >= 0 else min(end + WINDOW // 2, self.source.size)
        self.edits.append(Edit(at, end, b""))
        return end

    def _behind_tags(self, at: int) -> int:
        """Past tags that tell their own length, and zeros between them."""
        while at < self.source.size:
            head = self._bytes(at, 32)
            if head[:3] == b"ID3" and len(head) >= 10:
                at += 10 + _seven_bits(head[6:10]) + (10 if head[5] & 0x10 else 0)
            elif head[:8] == b"APETAGEX" and len(head) == 32:
                at += 32 + int.from_bytes(head[12:16], "little")
            elif head[:1] == b"\0":
                zeros = self._bytes(at, WINDOW // 2)
                at += len(zeros) - len(zeros.lstrip(b"\0"))
            else:
                return at
        if at > self.source.size:
            raise Refused(CUT)
        return at

    def _note_promise(self, at: int) -> None:
        """The first frame may say how many follow (Xing, Info or VBRI): fewer is a file cut off."""
        first = self._bytes(at, 80)
        for name, place in ((b"Xing", 8), (b"Info", 8), (b"VBRI", 14)):
            found = first.find(name, 4, 44)
            tells = name == b"VBRI" or first[found + 7 : found + 8] >= b"\1"
            if found >= 0 and tells:
                self.promised = int.from_bytes(first[found + place : found + place + 4], "big")
