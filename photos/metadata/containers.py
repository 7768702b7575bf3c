"""Where picture files keep what they say of themselves. Reads bytes; decodes no picture."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

MOST_BYTES = 2**21
"""Of one block: what a press photo says fits a hundred times."""
# A camera writes tens of parts, a PNG of 100 MB some thousand.
_MOST_PARTS = 20_000
_MOST_ITEMS, _MOST_EXTENTS = 2000, 64

_EXIF_HEADER = b"Exif\0\0"
_XMP_HEADER = b"http://ns.adobe.com/xap/1.0/\0"
_PHOTOSHOP_HEADER = b"Photoshop 3.0\0"
_IPTC_RESOURCE, _DIGEST_RESOURCE = 0x0404, 0x0425

Part = tuple[bytes, bytes]


@dataclass
class Blocks:
    exif: bytes = b""
    """A TIFF structure, without header."""
    iptc: bytes = b""
    iptc_digest: bytes = b""
    """MD5 of the IPTC block that the last program knew which wrote XMP too."""
    xmp: bytes = b""


def find_blocks(content: bytes) -> Blocks:
    """The first block of each kind in a JPEG, PNG, WebP, AVIF or HEIC; none in other files."""
    if content[:3] == b"\xff\xd8\xff":
        return _of_jpeg(content)
    if content[:8] == b"\x89PNG\r\n\x1a\n":
        return _of_png(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        parts = dict(reversed(list(islice(_riff_chunks(content), _MOST_PARTS))))
        return Blocks(exif=_bare_exif(parts.get(b"EXIF", b"")), xmp=_cut(parts.get(b"XMP ", b"")))
    if content[4:8] == b"ftyp":
        return _of_heif(content)
    return Blocks()


def _cut(content: bytes) -> bytes:
    """Whole or not at all: a piece of XML or of a directory is worth nothing."""
    return content if len(content) <= MOST_BYTES else b""


def _bare_exif(content: bytes) -> bytes:
    return content.removeprefix(_EXIF_HEADER)[:MOST_BYTES]


# --- JPEG -------------------------------------------------------------------------------------


def _of_jpeg(content: bytes) -> Blocks:
    blocks = Blocks()
    photoshop: list[bytes] = []
    for marker, body in islice(_jpeg_segments(content), _MOST_PARTS):
        if marker == b"\xe1" and body.startswith(_EXIF_HEADER):
            blocks.exif = blocks.exif or _bare_exif(body)
        elif marker == b"\xe1" and body.startswith(_XMP_HEADER):
            blocks.xmp = blocks.xmp or body.removeprefix(_XMP_HEADER)
        elif marker == b"\xed" and body.startswith(_PHOTOSHOP_HEADER):
            photoshop.append(body.removeprefix(_PHOTOSHOP_HEADER))
    # What is longer than a segment can be goes on in the next.
    resources = _photoshop_resources(b"".join(photoshop)[:MOST_BYTES])
    blocks.iptc = resources.get(_IPTC_RESOURCE, b"")
    blocks.iptc_digest = resources.get(_DIGEST_RESOURCE, b"")
    return blocks


def _jpeg_segments(content: bytes) -> Iterator[Part]:
    """Marker and body of the segments before the pixels."""
    at = 2
    while content[at : at + 1] == b"\xff":
        marker = content[at + 1 : at + 2]
        if marker in {b"\xda", b"\xd9", b""}:
            return
        length = int.from_bytes(content[at + 2 : at + 4])
        if marker == b"\xff":  # a filler before the marker
            at, body = at + 1, b""
        else:
            at, body = at + 2 + max(length, 2), content[at + 4 : at + 2 + length]
        yield marker, body


def _photoshop_resources(content: bytes) -> dict[int, bytes]:
    """Image resources by number; of one that comes twice the first."""
    found: dict[int, bytes] = {}
    at = 0
    while len(signature := content[at : at + 4]) == 4 and signature.isalnum():
        number = int.from_bytes(content[at + 4 : at + 6])
        name = int.from_bytes(content[at + 6 : at + 7])
        at += 6 + _even(name + 1)
        length = int.from_bytes(content[at : at + 4])
        found.setdefault(number, content[at + 4 : at + 4 + length])
        at += 4 + _even(length)
    return found


def _even(length: int) -> int:
    return length + length % 2


# --- PNG --------------------------------------------------------------------------------------

_XMP_KEYWORD = b"XML:com.adobe.xmp"
_RAW_PROFILES = {
    b"Raw profile type " + kind: kind for kind in (b"exif", b"APP1", b"iptc", b"8bim", b"xmp")
}


def _of_png(content: bytes) -> Blocks:
    blocks = Blocks()
    texts: dict[bytes, Part] = {}
    for kind, body in islice(_png_chunks(content), _MOST_PARTS):
        if kind == b"eXIf":
            blocks.exif = blocks.exif or _bare_exif(body)
        elif kind in {b"tEXt", b"zTXt", b"iTXt"}:
            keyword, _zero, rest = body.partition(b"\0")
            texts.setdefault(keyword, (kind, rest))
    # Each unpacked once: a file of a thousand packed texts would keep us for a minute.
    if _XMP_KEYWORD in texts:
        blocks.xmp = _cut(_png_text(*texts[_XMP_KEYWORD]))
    for keyword in _RAW_PROFILES.keys() & texts.keys():
        _add_raw_profile(blocks, _RAW_PROFILES[keyword], _png_text(*texts[keyword]))
    return blocks


def _png_chunks(content: bytes) -> Iterator[Part]:
    at = 8
    while at + 8 <= len(content):
        length = int.from_bytes(content[at : at + 4])
        kind = content[at + 4 : at + 8]
        # Pixels are not copied: they are most of the file.
        yield kind, content[at + 8 : at + 8 + length] if kind != b"IDAT" else b""
        at += 12 + length


def _png_text(kind: bytes, rest: bytes) -> bytes:
    """The text after the keyword, unpacked up to what we read."""
    packed = kind == b"zTXt"
    if kind == b"iTXt":
        packed = rest[:1] == b"\1"
        rest = rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    elif packed:
        rest = rest[1:]
    if not packed:
        return rest
    try:
        return zlib.decompressobj().decompress(rest, MOST_BYTES + 1)
    except zlib.error:
        return b""


def _add_raw_profile(blocks: Blocks, kind: bytes, text: bytes) -> None:
    """ImageMagick's way: an empty line, a name, the length, then bytes in hexadecimal figures."""
    try:
        content = bytes.fromhex(b"".join(_cut(text).split(b"\n")[3:]).decode("ascii"))
    except ValueError:
        return
    if content.startswith(_XMP_HEADER) or kind == b"xmp":
        blocks.xmp = blocks.xmp or content.removeprefix(_XMP_HEADER)
    elif kind in {b"exif", b"APP1"}:
        blocks.exif = blocks.exif or _bare_exif(content)
    elif not blocks.iptc:
        resources = _photoshop_resources(content.removeprefix(_PHOTOSHOP_HEADER))
        blocks.iptc = resources.get(_IPTC_RESOURCE, content if content[:1] == b"\x1c" else b"")
        blocks.iptc_digest = resources.get(_DIGEST_RESOURCE, b"")


# --- WebP -------------------------------------------------------------------------------------


def _riff_chunks(content: bytes) -> Iterator[Part]:
    at = 12
    while at + 8 <= len(content):
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        kind = content[at : at + 4]
        yield kind, content[at + 8 : at + 8 + length] if kind in {b"EXIF", b"XMP "} else b""
        at += 8 + _even(length)


# --- AVIF, HEIC -------------------------------------------------------------------------------


def _of_heif(content: bytes) -> Blocks:
    meta = _boxes(content).get(b"meta", b"")[4:]
    parts = _boxes(meta)
    extents = _item_extents(parts.get(b"iloc", b""))
    items = _items(parts.get(b"iinf", b""))
    homes = {0: content, 1: parts.get(b"idat", b"")}

    def data(kind: bytes) -> bytes:
        source, places = extents.get(items.get(kind, -1), (0, []))
        home = homes.get(source, b"")
        whole = sum(length for _start, length in places) <= MOST_BYTES
        return b"".join(home[start : start + length] for start, length in places if whole)

    exif = data(b"Exif")
    header = int.from_bytes(exif[:4])
    return Blocks(exif=_bare_exif(exif[4 + header :]), xmp=data(b"application/rdf+xml"))


def _boxes(content: bytes) -> dict[bytes, bytes]:
    """Bodies by kind, of a file or a box; of a kind that comes twice the first."""
    return dict(reversed(list(islice(_box_list(content), _MOST_PARTS))))


def _box_list(content: bytes) -> Iterator[Part]:
    at = 0
    while at + 8 <= len(content):
        length, head = int.from_bytes(content[at : at + 4]), 8
        kind = content[at + 4 : at + 8]
        if length == 1:
            length, head = int.from_bytes(content[at + 8 : at + 16]), 16
        length = length or len(content) - at
        yield kind, content[at + head : at + length] if kind != b"mdat" else b""
        at += max(length, head)


def _items(iinf: bytes) -> dict[bytes, int]:
    """Number of the first item of each kind; a text's kind is its media type."""
    found: dict[bytes, int] = {}
    skip = 6 if iinf[:1] == b"\0" else 8
    for kind, body in islice(_box_list(iinf[skip:]), _MOST_PARTS):
        version = body[:1]
        if kind != b"infe" or version not in {b"\2", b"\3"}:
            continue
        size = 2 if version == b"\2" else 4
        number = int.from_bytes(body[4 : 4 + size])
        after = body[4 + size + 2 :]
        media_type = after[4:].split(b"\0")[1:2] if after[:4] == b"mime" else []
        found.setdefault(media_type[0] if media_type else after[:4], number)
    return found


def _item_extents(iloc: bytes) -> dict[int, tuple[int, list[tuple[int, int]]]]:
    """By item: 0 where its bytes lie in the file, 1 in the idat box, and start and length."""
    version = int.from_bytes(iloc[:1])
    sizes = [int(digit, 16) for digit in iloc[4:6].hex()] or [0] * 4
    offset_size, length_size, base_size, index_size = sizes
    wide = 4 if version == 2 else 2
    at = 6

    def take(size: int) -> int:
        nonlocal at
        at += size
        return int.from_bytes(iloc[at - size : at])

    found: dict[int, tuple[int, list[tuple[int, int]]]] = {}
    for _item in range(min(take(wide), _MOST_ITEMS)):
        if at >= len(iloc):
            break
        number = take(wide)
        source = take(2) & 15 if version else 0
        take(2)
        base = take(base_size)
        places = []
        for _extent in range(min(take(2), _MOST_EXTENTS)):
            take(index_size if version else 0)
            places.append((base + take(offset_size), take(length_size)))
        found[number] = source, places
    return found
