"""WebM: a tree of EBML elements. Only elements a player needs stay; the others become Void
elements of the same size, so no position in the cues has to be written anew."""

from collections.abc import Iterator
from typing import NamedTuple

from multimedia.stripping.edits import BROKEN, CUT, Edit, Refused, Source, Survey
from multimedia.stripping.webm_values import decimal, quiet_vorbis, uint, vint

MAX_ELEMENTS = 2_000_000
MAX_EDITS = 600_000
MAX_PRIVATE = 1_000_000
VIDEO = {"V_VP8", "V_VP9", "V_AV1"}
AUDIO = {"A_VORBIS", "A_OPUS"}

EBML, SEGMENT = 0x1A45DFA3, 0x18538067
DOC_TYPE = 0x4282
SEEK_HEAD, SEEK, SEEK_ID = 0x114D9B74, 0x4DBB, 0x53AB
INFO, SCALE, DURATION, MUXER, WRITER = 0x1549A966, 0x2AD7B1, 0x4489, 0x4D80, 0x5741
TRACKS, ENTRY, NUMBER, TYPE, CODEC, PRIVATE = 0x1654AE6B, 0xAE, 0xD7, 0x83, 0x86, 0x63A2
ENCODINGS, PICTURE, SOUND, WIDTH, HEIGHT = 0x6D80, 0xE0, 0xE1, 0xB0, 0xBA
CUES, CUE_POINT, CUE_PLACES = 0x1C53BB6B, 0xBB, 0xB7
CLUSTER, TIME, SIMPLE_BLOCK, GROUP, BLOCK = 0x1F43B675, 0xE7, 0xA3, 0xA0, 0xA1
TAGS, ATTACHMENTS, CHAPTERS = 0x1254C367, 0x1941A469, 0x1043A770

# What each element may hold; Void is written over everything else.
GRAMMAR: dict[int, set[int]] = {
    EBML: {0x4286, 0x42F7, 0x42F2, 0x42F3, DOC_TYPE, 0x4287, 0x4285},
    SEGMENT: {SEEK_HEAD, INFO, TRACKS, CUES, CLUSTER},
    SEEK_HEAD: {SEEK},
    INFO: {SCALE, DURATION, MUXER, WRITER},
    TRACKS: {ENTRY},
    ENTRY: {
        *(NUMBER, 0x73C5, TYPE, 0xB9, 0x88, 0x55AA, 0x9C, 0x6DE7, 0x6DF8, 0x23E383, 0x55EE),
        *(0x22B59C, 0x22B59D, CODEC, PRIVATE, 0x56AA, 0x56BB, PICTURE, SOUND),
    },
    PICTURE: {
        *(0x9A, 0x53B8, 0x53C0, WIDTH, HEIGHT, 0x54AA, 0x54BB, 0x54CC, 0x54DD, 0x54B0, 0x54BA),
        *(0x54B2, 0x55B0),
    },
    SOUND: {0xB5, 0x78B5, 0x9F, 0x6264},
    CUES: {CUE_POINT},
    CUE_POINT: {0xB3, CUE_PLACES},
    CUE_PLACES: {0xF7, 0xF1, 0xF0, 0xB2, 0x5378},
    CLUSTER: {TIME, 0xA7, 0xAB, SIMPLE_BLOCK, GROUP},
    GROUP: {BLOCK, 0x9B, 0xFB, 0x75A2, 0x75A1},
}
# Where one of these begins, a cluster of unknown size ends.
TOP = {*GRAMMAR[SEGMENT], TAGS, ATTACHMENTS, CHAPTERS}
OPEN_END = {SEGMENT, CLUSTER}


class Element(NamedTuple):
    """end: None where the size is unknown, as in what a browser records."""

    kind: int
    start: int
    body: int
    end: int | None


def survey(source: Source) -> Survey:
    return _Film(source).survey()


class _Film:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.edits: list[Edit] = []
        self.codecs: dict[int, str] = {}
        self.refused: list[str] = []
        self.sides: tuple[int | None, int | None] = (None, None)
        self.scale = 1_000_000
        self.ticks = self.last = 0.0
        self.time = self.blocks = 0
        self._left = MAX_ELEMENTS  # may still be read

    def survey(self) -> Survey:
        place = 0
        for kind in (EBML, SEGMENT):
            element = self._element(place, self.source.size)
            if element.kind != kind:
                raise Refused(BROKEN)
            place = self._walk(element, self.source.size)
        # What follows the film is none of it.
        self.edits.append(Edit(place, self.source.size, b""))
        self._refuse_unplayable()
        return Survey(
            form="webm",
            duration=(self.ticks or self.last) * self.scale / 1e9,
            width=self.sides[0],
            height=self.sides[1],
            codecs=tuple(self.codecs.values()),
            edits=[edit for edit in self.edits if edit.start < edit.end],
        )

    def _refuse_unplayable(self) -> None:
        has_video = bool(VIDEO & set(self.codecs.values()))
        lost = [name for name in self.refused if name.startswith("V_")]
        if (lost and not has_video) or (self.refused and not self.codecs):
            raise Refused(
                f"Trình duyệt không phát được chuẩn mã hóa của tệp ({self.refused[0]}). "
                "Hãy xuất lại thành MP4: hình H.264, tiếng AAC."
            )
        if not self.codecs or not self.blocks:
            raise Refused("Tệp không có hình cũng không có tiếng.")
        if has_video and not all(self.sides):
            raise Refused(BROKEN)

    # --- the tree -----------------------------------------------------------------------------

    def _element(self, at: int, end: int) -> Element:
        """Raises Refused where no element lies there that ends in time."""
        self._left -= 1
        if self._left < 0:
            raise Refused(BROKEN)
        head = self.source.upto(at, min(12, end - at))
        kind, id_length = vint(head, 0, marker=True)
        size, size_length = vint(head, id_length)
        body = at + id_length + size_length
        if size == (1 << (7 * size_length)) - 1:
            if kind not in OPEN_END:
                raise Refused(BROKEN)
            return Element(kind, at, body, None)
        if body + size > end:
            raise Refused(CUT)
        return Element(kind, at, body, body + size)

    def _children(self, parent: Element, limit: int) -> Iterator[Element]:
        """limit: where the file or the parent of an element without a size ends."""
        at, end = parent.body, parent.end or limit
        while at < end:
            child = self._element(at, end)
            if parent.end is None and parent.kind == CLUSTER and child.kind in TOP:
                return
            yield child
            if child.end is None:
                return  # whoever walks it goes on behind it
            at = child.end

    def _walk(self, parent: Element, limit: int) -> int:
        """Goes through an element; returns the place behind it."""
        at, end = parent.body, parent.end or limit
        while at < end:
            child = self._element(at, end)
            if parent.end is None and parent.kind == CLUSTER and child.kind in TOP:
                return at
            at = self._visit(parent.kind, child, end)
        return at

    def _visit(self, container: int, child: Element, limit: int) -> int:
        if child.kind in GRAMMAR[container]:
            meet = self._MEET.get(child.kind)
            kept = meet(self, child) if meet else True
            if kept and child.kind in GRAMMAR:
                return self._walk(child, limit)
            if kept:
                assert child.end is not None
                return child.end
        if child.end is None:
            raise Refused(BROKEN)
        self._erase(child.start, child.end)
        return child.end

    def _erase(self, start: int, end: int) -> None:
        if len(self.edits) > MAX_EDITS:
            raise Refused(BROKEN)
        length = end - start
        if length < 10:
            head = bytes((0xEC, 0x80 | (length - 2)))
        else:
            head = b"\xec\x01" + (length - 9).to_bytes(7, "big")
        self.edits += [Edit(start, start + len(head), head), Edit(start + len(head), end, None)]

    def _read(self, element: Element, most: int = 64) -> bytes:
        assert element.end is not None
        length = element.end - element.body
        if length > most:
            raise Refused(BROKEN)
        return self.source.at(element.body, length)

    # --- elements with something to say; each answers whether it stays --------------------------

    def _doc_type(self, element: Element) -> bool:
        if self._read(element).rstrip(b"\0") != b"webm":
            raise Refused("Tệp Matroska (MKV) không phát được trên mọi máy. Hãy xuất ra MP4.")
        return True

    def _seek(self, element: Element) -> bool:
        """Signposts to what is erased go too."""
        inside = self._children(element, element.body)
        ids = [self._read(child) for child in inside if child.kind == SEEK_ID]
        return any(int.from_bytes(name, "big") in GRAMMAR[SEGMENT] for name in ids)

    def _scale(self, element: Element) -> bool:
        self.scale = uint(self._read(element))
        return True

    def _duration(self, element: Element) -> bool:
        self.ticks = decimal(self._read(element))
        return True

    def _program(self, element: Element) -> bool:
        """Must be there, may be empty."""
        assert element.end is not None
        self.edits.append(Edit(element.body, element.end, None))
        return True

    def _entry(self, element: Element) -> bool:
        facts = {child.kind: child for child in self._children(element, element.body)}
        if ENCODINGS in facts:
            raise Refused("Tệp có khóa bản quyền hoặc nén lạ, trang báo không phát được.")
        if not {NUMBER, TYPE, CODEC} <= facts.keys():
            raise Refused(BROKEN)
        codec = self._read(facts[CODEC]).rstrip(b"\0").decode("ascii", "replace")
        kind = uint(self._read(facts[TYPE]))
        if codec not in {1: VIDEO, 2: AUDIO}.get(kind, set()):
            self.refused += [codec] * (kind in {1, 2})
            return False
        self.codecs[uint(self._read(facts[NUMBER]))] = codec
        if codec == "A_VORBIS" and PRIVATE in facts:
            self._quiet(facts[PRIVATE])
        if PICTURE in facts and not any(self.sides):
            inside = self._children(facts[PICTURE], facts[PICTURE].body)
            sides = {c.kind: uint(self._read(c)) for c in inside if c.kind in {WIDTH, HEIGHT}}
            self.sides = sides.get(WIDTH), sides.get(HEIGHT)
        return True

    def _quiet(self, element: Element) -> None:
        """Vorbis keeps its tags in the codec's own header. Told now, written when met."""
        content = quiet_vorbis(self._read(element, MAX_PRIVATE))
        self._quieted = Edit(element.body, element.body + len(content), content)

    _quieted: Edit | None = None

    def _private(self, element: Element) -> bool:
        if self._quieted and self._quieted.start == element.body:
            self.edits.append(self._quieted)
        return True

    def _time(self, element: Element) -> bool:
        self.time = uint(self._read(element))
        return True

    def _block(self, element: Element) -> bool:
        assert element.end is not None
        head = self.source.at(element.body, min(10, element.end - element.body))
        number, length = vint(head, 0)
        if len(head) < length + 3:
            raise Refused(BROKEN)
        if number not in self.codecs:
            return False
        self.blocks += 1
        after = int.from_bytes(head[length : length + 2], "big", signed=True)
        self.last = max(self.last, self.time + after)
        return True

    def _group(self, element: Element) -> bool:
        """A group goes with its block."""
        inside = self._children(element, element.body)
        block = next((child for child in inside if child.kind == BLOCK), None)
        if block is None:
            return False
        number, _length = vint(self.source.upto(block.body, 8), 0)
        return number in self.codecs

    _MEET = {
        DOC_TYPE: _doc_type,
        SEEK: _seek,
        SCALE: _scale,
        DURATION: _duration,
        MUXER: _program,
        WRITER: _program,
        ENTRY: _entry,
        PRIVATE: _private,
        TIME: _time,
        SIMPLE_BLOCK: _block,
        BLOCK: _block,
        GROUP: _group,
    }
