"""JPEG and JPEG 2000 streams without what cameras and programs write beside the picture."""

import re
import struct

from multimedia.stripping.edits import BROKEN, Refused

_END = 0xD9
_SCAN = 0xDA
_COMMENT = 0xFE
# Within a scan: FF followed by what is neither stuffing, nor a restart mark, nor another FF.
_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
# Application segments a decoder needs: density, colours, and which colour transform was used.
_KEPT = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}


def without_metadata(jpeg: bytes) -> bytes:
    """The same picture, bit for bit, without EXIF, XMP, IPTC, maker notes, previews, comments and
    whatever follows its end. Raises Refused where it is no JPEG."""
    if jpeg[:2] != b"\xff\xd8":
        raise Refused(BROKEN)
    kept, at = [jpeg[:2]], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        mark = jpeg[at + 1]
        if mark == 0xFF:
            at += 1
            continue
        if mark == _END:
            break
        [length] = struct.unpack_from(">H", jpeg, at + 2)
        end = at + 2 + length
        if mark == _SCAN:
            following = _NEXT.search(jpeg, end)
            end = following.start() if following else len(jpeg)
        if _needed(mark, jpeg[at + 4 : end]):
            kept.append(jpeg[at:end])
        at = end
    return b"".join((*kept, b"\xff\xd9"))


def _needed(mark: int, content: bytes) -> bool:
    if 0xE0 <= mark <= 0xEF:
        return content.startswith(_KEPT.get(mark, b"\0not kept"))
    return mark != _COMMENT


def jpeg2000_without_metadata(content: bytes) -> bytes:
    """The same without its XML and UUID boxes; a bare code stream stays as it is."""
    if content[4:8] != b"jP  ":
        return content
    kept, at = [], 0
    while at + 8 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        if length == 1 and at + 16 <= len(content):
            [length] = struct.unpack_from(">Q", content, at + 8)
        end = at + length if length else len(content)
        if end < at + 8:
            raise Refused(BROKEN)
        if kind in {b"jP  ", b"ftyp", b"jp2h", b"jp2c"}:
            kept.append(content[at:end])
        at = end
    return b"".join(kept)
