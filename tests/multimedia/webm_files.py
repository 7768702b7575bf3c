"""WebM files as browsers, encoders and jokers make them, element by element."""

import struct

SECRET = b"Secret Place"


def size(length):
    return (1 << 56 | length).to_bytes(8, "big")


def element(kind, *contents, open_end=False):
    """kind: the name with its marker bits. open_end: of unknown size."""
    body = b"".join(contents)
    name = kind.to_bytes((kind.bit_length() + 7) // 8, "big")
    return name + (b"\x01" + b"\xff" * 7 if open_end else size(len(body))) + body


def number(kind, value):
    return element(kind, value.to_bytes(4, "big"))


def head(doc_type=b"webm"):
    return element(0x1A45DFA3, number(0x4286, 1), element(0x4282, doc_type))


def entry(track, kind, codec, *more):
    facts = number(0xD7, track), number(0x83, kind), element(0x86, codec)
    return element(0xAE, *facts, element(0x536E, SECRET), *more)


def picture(width=640, height=360):
    return element(0xE0, number(0xB0, width), number(0xBA, height))


def xiph(size):
    return bytes([255] * (size // 255) + [size % 255])


def vorbis():
    """The three headers of a Vorbis track; the second one keeps tags."""
    tag = b"LOCATION=" + SECRET
    vendor = b"Xiph " + SECRET
    tags = b"\3vorbis" + struct.pack("<I", len(vendor)) + vendor
    tags += struct.pack("<II", 1, len(tag)) + tag + b"\1"
    first, third = b"\1vorbis" + bytes(23), b"\5vorbis" + bytes(300)
    return b"\2" + xiph(len(first)) + xiph(len(tags)) + first + tags + third


def block(track, after, content):
    return element(0xA3, bytes((0x80 | track,)), struct.pack(">h", after), b"\x80", content)


def group(track, after, content):
    inner = bytes((0x80 | track,)) + struct.pack(">h", after) + b"\0" + content
    return element(0xA0, element(0xA1, inner), number(0x9B, 40), element(0x75A1, b"\xa6\x80"))


def information(*, length=3000.0):
    return element(
        0x1549A966,
        number(0x2AD7B1, 1_000_000),
        *([element(0x4489, struct.pack(">d", length))] if length else []),
        *(element(0x7BA9, SECRET), element(0x4461, bytes(8)), element(0x7384, SECRET)),
        *(element(0x4D80, b"Lavf " + SECRET), element(0x5741, SECRET)),
    )


def told():
    """Tags, an attached picture and chapters."""
    tag = element(0x67C8, element(0x45A3, b"LOCATION"), element(0x4487, SECRET))
    return (
        element(0x1254C367, element(0x7373, tag))
        + element(0x1941A469, element(0x61A7, element(0x466E, SECRET), element(0x465C, SECRET)))
        + element(0x1043A770, element(0x45B9, element(0xB6, SECRET)))
        + element(0xEC, SECRET)
        + element(0x4321, SECRET)
    )


def film(*, tracks=None, open_end=False, length=3000.0, doc_type=b"webm", after=b"", blocks=True):
    """A whole file: picture on track 1, sound on 2, a track of remarks on 3."""
    tracks = tracks or [
        entry(1, 1, b"V_VP9", picture()),
        entry(2, 2, b"A_VORBIS", element(0x63A2, vorbis())),
        entry(3, 0x11, b"S_TEXT/UTF8"),
    ]
    seek = element(0x4DBB, element(0x53AB, b"\x12\x54\xc3\x67"), number(0x53AC, 4000))
    clusters = [
        element(
            0x1F43B675,
            number(0xE7, second * 1000),
            element(0x5854, SECRET),
            *(block(1, 0, b"V" * 300), group(2, 10, b"a" * 60), block(3, 20, SECRET)),
            *(group(3, 30, SECRET), block(1, 40, b"W" * 200)),
            open_end=open_end,
        )
        for second in range(3)
    ]
    body = element(0x114D9B74, seek), information(length=length), element(0x1654AE6B, *tracks)
    parts = (*body, told(), *(clusters if blocks else []), told())
    return head(doc_type) + element(0x18538067, *parts, open_end=open_end) + after
