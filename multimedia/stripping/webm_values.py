"""Numbers as EBML writes them, and the header of Vorbis without its tags."""

import struct

from multimedia.stripping.edits import BROKEN, Refused


def vint(content: bytes, at: int, *, marker: bool = False) -> tuple[int, int]:
    """(the number, how many bytes it takes); with its marker bit for names of elements."""
    first = content[at] if at < len(content) else 0
    length = 9 - first.bit_length()
    if length > 8 or at + length > len(content):
        raise Refused(BROKEN)
    value = int.from_bytes(content[at : at + length], "big")
    return (value if marker else value & ((1 << (7 * length)) - 1)), length


def uint(content: bytes) -> int:
    return int.from_bytes(content, "big")


def decimal(content: bytes) -> float:
    layout = {4: ">f", 8: ">d"}.get(len(content))
    value = struct.unpack(layout, content)[0] if layout else 0.0
    return value if 0 < value < 1e15 else 0.0


def quiet_vorbis(content: bytes) -> bytes:
    """The three headers with no vendor and no tags in the second one, of the same size.

    Raises Refused where they are not as the Vorbis specification writes them.
    """
    lengths, at = [], 1
    if content[:1] != b"\2":
        raise Refused(BROKEN)
    for _header in range(2):
        length = 0
        while at < len(content):
            byte, at = content[at], at + 1
            length += byte
            if byte < 255:
                break
        lengths.append(length)
    start, end = at + lengths[0], at + sum(lengths)
    if end > len(content) or content[start : start + 7] != b"\3vorbis" or end - start < 16:
        raise Refused(BROKEN)
    vendor = end - start - 7 - 4 - 4 - 1
    quiet = b"\3vorbis" + struct.pack("<I", vendor) + bytes(vendor) + struct.pack("<I", 0) + b"\1"
    return content[:start] + quiet + content[end:]
