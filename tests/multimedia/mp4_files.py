"""MP4 files as phones, action cameras, drones and jokers make them, box by box."""

import struct

SECRET = b"Secret Place"
POST = "+21.5347+107.9525/"
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    b'xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="21,32.08N" '
    b'xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Model="' + SECRET + b'"/></rdf:RDF>'
    b"</x:xmpmeta>"
)
XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
MADE = 3_780_000_000  # seconds since 1904: in 2023
MATRIX = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
TURNED = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)


def box(kind, *contents):
    body = b"".join(contents)
    return struct.pack(">I", len(body) + 8) + kind + body


def full(kind, flags, *contents, version=0):
    return box(kind, struct.pack(">I", version << 24 | flags), *contents)


def u32(*numbers):
    return struct.pack(f">{len(numbers)}I", *numbers)


def ftyp(*brands):
    return box(b"ftyp", brands[0], u32(512), *brands)


def handler(kind, name=SECRET):
    return full(b"hdlr", 0, b"mhlr", kind, b"appl", bytes(8), name + b"\0")


def video_entry(codec=b"avc1", more=b""):
    name = bytes((len(SECRET),)) + SECRET.ljust(31, b"\0")
    sides = struct.pack(">HH", 640, 360)
    return box(
        codec,
        *(bytes(6), b"\0\1", b"\0\0\0\0appl" + bytes(8), sides, u32(0x480000, 0x480000, 0)),
        *(b"\0\1", name, b"\0\x18\xff\xff", box(b"avcC", b"\1\x42\0\x1e\xff\xe0\0"), more),
    )


def audio_entry(codec=b"mp4a", version=0):
    extra = bytes({0: 0, 1: 16, 2: 36}[version])
    head = struct.pack(">HHI", version, 7, 0x6170706C) + struct.pack(">HHHHI", 2, 16, 0, 0, 48_000)
    return box(codec, bytes(6), b"\0\1", head, extra, full(b"esds", 0, bytes(20)))


def own_file():
    return full(b"dref", 0, u32(1), full(b"url ", 1))


class Reel:
    """One track: its samples lie in chunks, one sample each unless told."""

    def __init__(self, kind, entry, samples, *, matrix=MATRIX, sides=(640, 360), dref=None):
        self.kind, self.entry, self.samples = kind, entry, samples
        self.matrix, self.sides, self.dref = matrix, sides, dref or own_file()

    def trak(self, number, offsets, *, wide=False, more=b""):
        sizes = [len(sample) for sample in self.samples]
        where = full(b"co64", 0, u32(len(offsets)), struct.pack(f">{len(offsets)}Q", *offsets))
        if not wide:
            where = full(b"stco", 0, u32(len(offsets), *offsets))
        table = box(
            b"stbl",
            full(b"stsd", 0, u32(1), self.entry),
            full(b"stts", 0, u32(1, len(sizes), 1000)),
            full(b"stsc", 0, u32(1, 1, 1, 1) if sizes else u32(0)),
            full(b"stsz", 0, u32(0, len(sizes), *sizes)),
            where,
        )
        header = full(
            b"tkhd",
            3,
            *(u32(MADE, MADE, number, 0, 10_000), bytes(16), self.matrix),
            u32(*(side << 16 for side in self.sides)),
        )
        media = box(
            b"mdia",
            full(b"mdhd", 0, u32(MADE, MADE, 1000, 10_000), b"\x15\xc7\0\0"),
            handler(self.kind),
            box(b"minf", full(b"vmhd", 1, bytes(8)), box(b"dinf", self.dref), table),
        )
        return box(b"trak", header, media, more)


def video(**facts):
    return Reel(b"vide", video_entry(), [b"V" * 300, b"W" * 200, b"X" * 100], **facts)


def audio(codec=b"mp4a"):
    return Reel(b"soun", audio_entry(codec), [b"a" * 60, b"b" * 50], sides=(0, 0))


def positions(kind=b"meta", codec=b"gpmd"):
    """What an action camera or a drone writes second by second."""
    entry = box(codec, bytes(6), b"\0\1", SECRET)
    return Reel(kind, entry, [b"GPS 21.5347 107.9525 " + SECRET] * 3, sides=(0, 0))


def told():
    """udta as phones write it: coordinates, make, model, comment, and the pictures of a cover."""

    def quicktime(name, text):
        return box(name, struct.pack(">HH", len(text), 0x15C7), text)

    keys = full(b"keys", 0, u32(1), box(b"mdta", b"com.apple.quicktime.location.ISO6709"))
    value = box(b"ilst", box(u32(1), box(b"data", u32(1, 0), POST.encode())))
    item = box(b"ilst", box(b"\xa9cmt", box(b"data", u32(1, 0), SECRET)))
    apple = full(b"meta", 0, handler(b"mdir"), item)
    return box(
        b"udta",
        quicktime(b"\xa9xyz", POST.encode()),
        *(quicktime(b"\xa9mak", SECRET), quicktime(b"\xa9mod", SECRET)),
        *(box(b"XMP_", XMP), apple),
    ) + box(b"meta", handler(b"mdta"), keys, value)


def movie(reels=None, *, brands=(b"isom", b"mp42", b"GoPr"), early=False, length=10_000, **more):
    """A whole file. early: moov before mdat; more: wide, in_moov, after, data_head."""
    reels = [video(), audio(), positions()] if reels is None else reels
    head = ftyp(*brands) + box(b"free", SECRET)
    data = more.get("data_head", SECRET)

    def moov(start):
        at, traks = start + len(data), []
        for number, reel in enumerate(reels, 1):
            offsets = []
            for sample in reel.samples:
                offsets.append(at)
                at += len(sample)
            traks.append(reel.trak(number, offsets, wide=more.get("wide", False), more=told()))
        header = full(b"mvhd", 0, u32(MADE, MADE, 1000, length), bytes(72), u32(9))
        return box(b"moov", header, *traks, more.get("in_moov", told()))

    media = box(b"mdat", data, *(sample for reel in reels for sample in reel.samples))
    own = box(b"uuid", XMP_UUID, XMP) + box(b"SEFT", SECRET) + more.get("after", b"")
    if early:
        return head + moov(len(head) + len(moov(0)) + 8) + media + own
    return head + media + moov(len(head) + 8) + own


def fragmented(*, base_is_moof=True):
    """As browsers record: no samples in moov, each moof before its mdat."""
    reels = [video(), positions()]
    traks = [Reel(r.kind, r.entry, [], sides=r.sides).trak(n, []) for n, r in enumerate(reels, 1)]
    extends = (full(b"trex", 0, u32(number, 1, 1000, 0, 0)) for number in (1, 2))
    header = full(b"mvhd", 0, u32(MADE, MADE, 1000, 0), bytes(72), u32(9))
    content = ftyp(b"iso5", b"mp41") + box(b"moov", header, *traks, box(b"mvex", *extends), told())
    for number in range(3):
        content += _fragment(number, reels, len(content), base_is_moof)
    return content


def _fragment(number, reels, place, base_is_moof):
    samples = [reel.samples[number] for reel in reels]

    def moof(size):
        at, trafs = size + 8, []
        for track, sample in enumerate(samples, 1):
            if base_is_moof:
                head, offset = full(b"tfhd", 0x20000, u32(track)), at
            else:
                head, offset = full(b"tfhd", 1, u32(track), struct.pack(">Q", place)), at
            run = full(b"trun", 0x201, u32(1, offset, len(sample)))
            trafs.append(box(b"traf", head, full(b"tfdt", 0, u32(number * 1000)), run))
            at += len(sample)
        return box(b"moof", full(b"mfhd", 0, u32(number + 1)), *trafs)

    return moof(len(moof(0))) + box(b"mdat", *samples)
