"""MP3 files: frames of silence, with all the tags that were ever hung on them."""

import struct

SECRET = b"Secret Place"
# MPEG 1, layer III, 128 kbit/s, 44100 Hz, mono: 417 bytes, 418 with padding.
_PLAIN, _PADDED = b"\xff\xfb\x90\xc4", b"\xff\xfb\x92\xc4"


def frames(count=40):
    """Silence: side information and main data of zeros. 1152 samples a frame."""
    return b"".join(
        _PADDED + bytes(414) if number % 20 == 19 else _PLAIN + bytes(413)
        for number in range(count)
    )


def promise(count):
    """The first frame, which says how many follow."""
    return (_PLAIN + bytes(17) + b"Info" + struct.pack(">II", 1, count)).ljust(417, b"\0")


def id3(*tags, version=3):
    """tags: (name, content)."""
    body = b"".join(
        name + struct.pack(">IH", len(content), 0) + content for name, content in tags
    ) + bytes(64)
    seven = bytes(len(body) >> shift & 127 for shift in (21, 14, 7, 0))
    return b"ID3" + bytes((version, 0, 0)) + seven + body


def talkative_id3():
    return id3(
        (b"TIT2", b"\0" + SECRET),
        (b"TPE1", b"\0" + SECRET),
        (b"TDRC", b"\x002023-10-01"),
        (b"COMM", b"\0vie\0" + SECRET),
        (b"TXXX", b"\0location\x00+21.5347+107.9525/"),
        (b"APIC", b"\0image/jpeg\0\3\0" + b"\xff\xd8" + SECRET * 50),
    )


def ape():
    item = struct.pack("<II", len(SECRET), 0) + b"Location\0" + SECRET
    flags = struct.pack("<IIII", 2000, len(item) + 32, 1, 0xA0000000) + bytes(8)
    footer = struct.pack("<IIII", 2000, len(item) + 32, 1, 0x80000000) + bytes(8)
    return b"APETAGEX" + flags + item + b"APETAGEX" + footer


def lyrics():
    text = b"LYRICSBEGIN" + b"LYR00012" + SECRET
    return text + b"%06d" % len(text) + b"LYRICS200"


def id3v1():
    return (b"TAG" + SECRET.ljust(30) * 3 + b"2023" + SECRET.ljust(30) + b"\x0c").ljust(128, b"\0")


def sound(count=40):
    """Everything at once."""
    return talkative_id3() + frames(count) + ape() + lyrics() + id3v1()
