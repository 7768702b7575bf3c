"""MP4 and M4A: a tree of boxes. Only boxes a player needs stay; the others become `free` boxes
of the same size, so nothing moves and no table of offsets has to be written anew.

Of the media data, too, only what the tables of kept tracks point to stays: positions written
by phones, drones and action cameras lie there as samples of tracks of their own.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from multimedia.stripping.edits import BROKEN, CUT, Edit, Refused, Source, Survey
from multimedia.stripping.mp4_samples import Fragments, Track, chunk_extents, unpack

MAX_BOXES = 300_000
MAX_INDEX = 64_000_000
VIDEO = {b"avc1", b"avc3", b"hvc1", b"hev1", b"vp08", b"vp09", b"av01", b"mp4v"}
AUDIO = {b"mp4a", b"ac-3", b"ec-3", b"Opus", b"alac", b"fLaC", b".mp3"}
LOCKED = {b"encv", b"enca", b"drms", b"drmi"}
BRANDS = {b"isom", b"mp41", b"mp42", b"avc1", b"dash", b"M4V ", b"M4A ", b"M4B ", b"qt  "}
BRANDS |= {b"iso%d" % number for number in range(2, 10)} | {b"mp71", b"msdh", b"msix", b"cmfc"}
SOUND_BRANDS = {b"M4A ", b"M4B "}

# What each box may hold; `free` is written over everything else.
GRAMMAR: dict[bytes, set[bytes]] = {
    b"": {b"ftyp", b"styp", b"moov", b"mdat", b"sidx", b"moof", b"mfra"},
    b"moov": {b"mvhd", b"trak", b"mvex"},
    b"mvex": {b"mehd", b"trex"},
    b"trak": {b"tkhd", b"edts", b"mdia"},
    b"edts": {b"elst"},
    b"mdia": {b"mdhd", b"hdlr", b"minf"},
    b"minf": {b"vmhd", b"smhd", b"hdlr", b"dinf", b"stbl"},
    b"dinf": {b"dref"},
    b"stbl": {
        *(b"stsd", b"stts", b"ctts", b"cslg", b"stsc", b"stsz", b"stz2", b"stco", b"co64"),
        *(b"stss", b"sdtp", b"sbgp", b"sgpd"),
    },
    b"moof": {b"mfhd", b"traf"},
    b"traf": {b"tfhd", b"tfdt", b"trun", b"sbgp", b"sgpd", b"sdtp"},
    b"mfra": {b"tfra", b"mfro"},
}
REPEATED = {b"trak", b"trex", b"moof", b"mdat", b"styp", b"sidx", b"traf", b"trun"}
REPEATED |= {b"tfra", b"sbgp", b"sgpd"}
IN_SAMPLE_ENTRY = {
    *(b"avcC", b"hvcC", b"vpcC", b"av1C", b"esds", b"btrt", b"colr", b"pasp", b"clap", b"fiel"),
    *(b"mdcv", b"clli", b"dac3", b"dec3", b"dOps", b"dfLa", b"alac", b"wave", b"chan"),
}


class Box(NamedTuple):
    kind: bytes
    start: int
    body: int
    end: int


def survey(source: Source) -> Survey:
    return _Movie(source).survey()


class _Movie:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.edits: list[Edit] = []
        self.tracks: list[Track] = []
        self.refused: list[bytes] = []
        self.brand = b""
        self.indexed = False
        self.duration = 0.0
        self.data: list[tuple[int, int]] = []
        self.extents: list[tuple[int, int]] = []
        self.fragments = Fragments(source)
        self._left = MAX_BOXES  # may still be read

    def survey(self) -> Survey:
        self._walk(b"", 0, self.source.size)
        if not self.data or not self.indexed:
            raise Refused(CUT)
        video = [track for track in self.tracks if track.video]
        self._refuse_unplayable(has_video=bool(video))
        self._blank_unused_data()
        sides = next(((t.width, t.height) for t in video if t.width and t.height), (None, None))
        if video and sides == (None, None):
            raise Refused(BROKEN)
        return Survey(
            form="mp4" if video else "m4a",
            duration=self.duration or self.fragments.duration(self.tracks),
            width=sides[0],
            height=sides[1],
            codecs=tuple(track.codec.decode() for track in self.tracks),
            edits=sorted(edit for edit in self.edits if edit.start < edit.end),
        )

    def _refuse_unplayable(self, *, has_video: bool) -> None:
        """A sound may carry drawings of its own chapters; a video must not lose its picture."""
        lost = self.refused and not has_video and self.brand not in SOUND_BRANDS
        if self.refused and (lost or not self.tracks):
            name = self.refused[0].decode("ascii", "replace").strip()
            raise Refused(
                f"Trình duyệt không phát được chuẩn mã hóa của tệp ({name}). "
                "Hãy xuất lại: hình H.264, tiếng AAC."
            )
        if not self.tracks:
            raise Refused("Tệp không có hình cũng không có tiếng.")

    # --- the tree -----------------------------------------------------------------------------

    def _boxes(self, start: int, end: int, *, top: bool = False) -> Iterator[Box]:
        at = start
        while end - at >= 8:
            self._left -= 1
            if self._left < 0:
                raise Refused(BROKEN)
            size, kind = unpack(">I4s", self.source.at(at, 8))
            body = at + 8
            if size == 1:
                [size] = unpack(">Q", self.source.upto(at + 8, 8))
                body += 8
            elif size == 0 and kind == b"mdat" and top:
                size = end - at
            if at + size > end or size < body - at:
                if not top:
                    raise Refused(BROKEN)
                self._tail(kind, at)
                return
            yield Box(kind, at, body, at + size)
            at += size

    def _tail(self, kind: bytes, at: int) -> None:
        """Some cameras hang data of their own, which is no box, on the finished film."""
        if kind in GRAMMAR[b""] or not (self.data and self.tracks):
            raise Refused(CUT)
        self.edits.append(Edit(at, self.source.size, b""))

    def _walk(self, container: bytes, start: int, end: int) -> None:
        seen, done = set(), start
        for box in self._boxes(start, end, top=not container):
            kept, done = box.kind in GRAMMAR[container], box.end
            if not kept or (box.kind in seen and box.kind not in REPEATED):
                self._erase(box)
                continue
            seen.add(box.kind)
            special = getattr(self, f"_on_{box.kind.decode()}", None)
            if special:
                special(box)
            elif box.kind in GRAMMAR:
                self._walk(box.kind, box.body, box.end)
        if end - done < 8:
            self.edits.append(Edit(done, end, None))

    def _find(self, box: Box, *path: bytes) -> Box | None:
        found: Box | None = box
        for kind in path:
            if found is None:
                return None
            inside = self._boxes(found.body, found.end)
            found = next((child for child in inside if child.kind == kind), None)
        return found

    def _erase(self, box: Box) -> None:
        self.edits += [Edit(box.start + 4, box.start + 8, b"free"), Edit(box.body, box.end, None)]

    def _blank(self, box: Box, start: int, end: int) -> None:
        """Zeros from one place of the body to another, both counted from its beginning."""
        self.edits.append(Edit(min(box.body + start, box.end), min(box.body + end, box.end), None))

    def _read(self, box: Box, most: int = MAX_INDEX) -> bytes:
        if box.end - box.body > most:
            raise Refused(BROKEN)
        return self.source.at(box.body, box.end - box.body)

    # --- boxes with something to say ----------------------------------------------------------

    def _on_ftyp(self, box: Box) -> None:
        content = self._read(box, 1024)
        brands = [content[at : at + 4] for at in (0, *range(8, len(content), 4))]
        if not set(brands) & BRANDS:
            raise Refused("Tệp này không phải video MP4 hay âm thanh M4A.")
        self.brand = self.brand or brands[0]
        known = [brand if brand in BRANDS else b"isom" for brand in brands]
        whole = (known[0] + bytes(4) + b"".join(known[1:]))[: len(content)]
        self.edits.append(Edit(box.body, box.body + len(whole), whole))

    _on_styp = _on_ftyp

    def _on_mdat(self, box: Box) -> None:
        self.data.append((box.body, box.end))

    def _on_moov(self, box: Box) -> None:
        if box.end - box.start > MAX_INDEX:
            raise Refused(BROKEN)
        self.indexed = True
        self._walk(b"moov", box.body, box.end)

    def _on_mvhd(self, box: Box) -> None:
        scale, length = self._times(box)
        self.duration = length / scale if scale else 0.0

    def _on_mdhd(self, box: Box) -> None:
        self.tracks[-1].scale, _length = self._times(box)

    def _times(self, box: Box) -> tuple[int, int]:
        """(ticks a second, ticks) of a header whose dates are blanked; 0 ticks when unknown."""
        content = self._read(box, 1024)
        wide = content[:1] == b"\1"
        self._blank(box, 4, 20 if wide else 12)
        scale, length = unpack(">IQ" if wide else ">II", content, 20 if wide else 12)
        return scale, 0 if length == (1 << (64 if wide else 32)) - 1 else length

    def _on_trex(self, box: Box) -> None:
        self.fragments.defaults(self._read(box, 1024))

    def _on_trak(self, box: Box) -> None:
        handler = self._find(box, b"mdia", b"hdlr")
        described = self._find(box, b"mdia", b"minf", b"stbl", b"stsd")
        kind = self.source.at(handler.body + 8, 4) if handler else b""
        codecs = self._codecs(described) if described else []
        if LOCKED & set(codecs):
            raise Refused("Tệp có khóa bản quyền, trang báo không phát được.")
        playable = {b"vide": VIDEO, b"soun": AUDIO}.get(kind, set())
        if not codecs or not set(codecs) <= playable:
            if kind in {b"vide", b"soun"} and codecs:
                self.refused.append(codecs[0])
            self._erase(box)
            return
        self.tracks.append(Track(codec=codecs[0], video=kind == b"vide"))
        self._walk(b"trak", box.body, box.end)

    def _codecs(self, box: Box) -> list[bytes]:
        return [entry.kind for entry in self._boxes(box.body + 8, box.end)]

    def _on_tkhd(self, box: Box) -> None:
        content = self._read(box, 1024)
        wide = content[:1] == b"\1"
        self._blank(box, 4, 20 if wide else 12)
        track, after = self.tracks[-1], 12 if wide else 0
        [track.number] = unpack(">I", content, 20 if wide else 12)
        across, askew = unpack(">ii", content, 40 + after)
        width, height = (side >> 16 for side in unpack(">II", content, 76 + after))
        turned = askew and not across
        track.width, track.height = (height, width) if turned else (width, height)

    def _on_hdlr(self, box: Box) -> None:
        self._blank(box, 12, box.end - box.body)

    def _on_dref(self, box: Box) -> None:
        for entry in self._boxes(box.body + 8, box.end):
            [flags] = unpack(">I", self.source.at(entry.body, 4))
            if not flags & 1:
                raise Refused("Tệp chỉ dẫn tới tệp khác, không tự chứa hình và tiếng.")
            self._blank(entry, 4, entry.end - entry.body)

    def _on_stsd(self, box: Box) -> None:
        for entry in self._boxes(box.body + 8, box.end):
            if self.tracks[-1].video:
                self._blank(entry, 8, 24)
                self._blank(entry, 42, 74)
                inside = 78
            else:
                [version] = unpack(">H", self.source.at(entry.body + 8, 2))
                self._blank(entry, 10, 16)
                quicktime = self.source.at(box.body, 1) == b"\0"
                inside = 28 + ({1: 16, 2: 36}.get(version, 0) if quicktime else 0)
            for child in self._boxes(entry.body + inside, entry.end):
                if child.kind not in IN_SAMPLE_ENTRY:
                    self._erase(child)

    def _on_stbl(self, box: Box) -> None:
        tables = {child.kind: child for child in reversed([*self._boxes(box.body, box.end)])}
        wanted: dict[bytes, bytes] = defaultdict(bytes)
        for kind in (b"stsc", b"stsz", b"stz2", b"stco", b"co64"):
            if kind in tables:
                wanted[kind] = self._read(tables[kind])
        self.extents += chunk_extents(wanted)
        self._walk(b"stbl", box.body, box.end)

    def _on_moof(self, box: Box) -> None:
        self.fragments.begin(box.start)
        self._walk(b"moof", box.body, box.end)

    def _on_traf(self, box: Box) -> None:
        header = self._find(box, b"tfhd")
        if header is None:
            raise Refused(BROKEN)
        kept = self.fragments.enter(self._read(header, 1024), self.tracks)
        for child in self._boxes(box.body, box.end):
            if child.kind == b"trun":
                extents = self.fragments.run(self._read(child))
                self.extents += extents if kept else []
        if kept:
            self._walk(b"traf", box.body, box.end)
        else:
            self._erase(box)

    # --- the media data -----------------------------------------------------------------------

    def _blank_unused_data(self) -> None:
        self.data.sort()
        starts = [start for start, _end in self.data]
        kept: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for start, end in sorted(self.extents):
            home = bisect_right(starts, start) - 1
            if home < 0 or end > self.data[home][1]:
                raise Refused(CUT)
            kept[home].append((start, end))
        if not kept:
            raise Refused("Tệp không có hình cũng không có tiếng.")
        for home, (start, end) in enumerate(self.data):
            done = start
            for first, last in kept[home]:
                if first > done:
                    self.edits.append(Edit(done, first, None))
                done = max(done, last)
            self.edits.append(Edit(done, end, None))
