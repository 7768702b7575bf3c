"""EXIF: a TIFF directory of a camera's notes."""

import re

from photos.metadata.charsets import decode
from photos.metadata.facts import Facts, joined, line, prose, words
from photos.metadata.moments import moment

_WIDTHS = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 13: 4, 129: 1}
_MOST_VALUE = 65_536

_DESCRIPTION, _ARTIST, _COPYRIGHT = 0x010E, 0x013B, 0x8298
_EXIF_DIRECTORY, _GPS_DIRECTORY = 0x8769, 0x8825
_TAKEN, _TAKEN_ZONE, _MAKER_NOTE, _USER_COMMENT = 0x9003, 0x9011, 0x927C, 0x9286
_XP_TITLE, _XP_COMMENT, _XP_AUTHOR, _XP_KEYWORDS = 0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E
# Body, lens and the older one of DNG.
_SERIALS = (0xA431, 0xA435, 0xC62F)
_LATITUDE, _LONGITUDE = 2, 4

# What a camera writes there by itself: its maker, the name of its mode or of the file.
_NO_CAPTION = re.compile(r"[!-~]*|.{0,40}digital (still )?camera|sony dsc", re.IGNORECASE)

# Values may lie over one another: all tags of a small file could stand for gigabytes.
_READ = frozenset(
    (
        *(_DESCRIPTION, _ARTIST, _COPYRIGHT, _EXIF_DIRECTORY, _GPS_DIRECTORY),
        *(_TAKEN, _TAKEN_ZONE, _MAKER_NOTE, _USER_COMMENT, *_SERIALS),
        *(_XP_TITLE, _XP_COMMENT, _XP_AUTHOR, _XP_KEYWORDS),
        *(_LATITUDE - 1, _LATITUDE, _LONGITUDE - 1, _LONGITUDE),
    )
)


class _Tiff:
    """Directories of a TIFF structure; what lies outside the bytes is absent."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.order = "little" if content[:2] == b"II" else "big"

    def number(self, content: bytes) -> int:
        return int.from_bytes(content, self.order)  # type: ignore[arg-type]

    def directory(self, offset: int) -> dict[int, bytes]:
        """Raw values of the tags we read; of a tag that comes twice the first."""
        count = self.number(self.content[offset : offset + 2])
        entries = self.content[offset + 2 : offset + 2 + 12 * count]
        found: dict[int, bytes] = {}
        for at in range(0, len(entries) - 11, 12):
            entry = entries[at : at + 12]
            tag = self.number(entry[:2])
            if tag not in _READ or tag in found:
                continue
            size = _WIDTHS.get(self.number(entry[2:4]), 0) * self.number(entry[4:8])
            start, source = (8, entry) if size <= 4 else (self.number(entry[8:12]), self.content)
            found[tag] = source[start : start + min(size, _MOST_VALUE)]
        return found

    def below(self, directory: dict[int, bytes], tag: int) -> dict[int, bytes]:
        offset = self.number(directory.get(tag, b"")[:4])
        return self.directory(offset) if offset else {}

    def rationals(self, content: bytes) -> list[float | None]:
        return [
            top / bottom if bottom else None
            for top, bottom in (
                (self.number(content[at : at + 4]), self.number(content[at + 4 : at + 8]))
                for at in range(0, len(content) - 7, 8)
            )
        ]


def read_exif(content: bytes) -> Facts:
    if content[:4] not in {b"II*\0", b"MM\0*"}:
        return Facts()
    tiff = _Tiff(content)
    main = tiff.directory(tiff.number(content[4:8]))
    camera = tiff.below(main, _EXIF_DIRECTORY)
    latitude, longitude = _position(tiff, tiff.below(main, _GPS_DIRECTORY))
    taken, zone = (decode(camera.get(tag, b""))[0].strip() for tag in (_TAKEN, _TAKEN_ZONE))
    description, description_guessed = decode(main.get(_DESCRIPTION, b""))
    artist, artist_guessed = decode(main.get(_ARTIST, b""))
    # The photographer's, then after a zero the editor's.
    rights, rights_guessed = decode(main.get(_COPYRIGHT, b"").replace(b"\0", b" "))
    typed = _wide(main, _XP_COMMENT) or _wide(main, _XP_TITLE)
    author = _wide(main, _XP_AUTHOR)
    described = _caption(description)
    guessed = {
        "caption": description_guessed and bool(described) and not typed,
        "byline": artist_guessed and not author,
        "copyright": rights_guessed,
    }
    return Facts(
        caption=typed or described or _caption(_user_comment(tiff, camera)),
        byline=joined((author or artist).split(";")),
        copyright=line(rights),
        keywords=words(_wide(main, _XP_KEYWORDS).split(";")),
        taken_at=moment(taken + zone),
        latitude=latitude,
        longitude=longitude,
        camera_serial=any(
            (directory.get(tag) or b"").strip(b"\0 ")
            for directory in (main, camera)
            for tag in (*_SERIALS, _MAKER_NOTE)
        ),
        guessed=tuple(name for name, doubtful in guessed.items() if doubtful),
    )


def _caption(text: str) -> str:
    caption = prose(text)
    return "" if _NO_CAPTION.fullmatch(caption) else caption


def _wide(directory: dict[int, bytes], tag: int) -> str:
    """What was typed in the file properties of Windows."""
    return prose(directory.get(tag, b"").decode("utf-16-le", "replace").rstrip("\0"))


def _user_comment(tiff: _Tiff, camera: dict[int, bytes]) -> str:
    value = camera.get(_USER_COMMENT, b"")
    prefix, content = value[:8], value[8:]
    if prefix != b"UNICODE\0":
        return decode(content)[0]
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", "replace")
    # It should be the order of the file; programs that do not know it use their own.
    readings = {name: content.decode(f"utf-16-{name}", "replace") for name in ("be", "le")}
    likely = sorted(readings, key=lambda name: name[0] != tiff.order[0])
    return max((readings[name] for name in likely), key=_latin_letters).rstrip("\0 ")


def _latin_letters(text: str) -> int:
    return sum(char < "\u0250" or "\u1e00" <= char < "\u2100" for char in text if char != "\0")


def _position(tiff: _Tiff, gps: dict[int, bytes]) -> tuple[float, float] | tuple[None, None]:
    degrees: list[float] = []
    for tag, negative, most in ((_LATITUDE, b"S", 90), (_LONGITUDE, b"W", 180)):
        parts = tiff.rationals(gps.get(tag, b""))
        if not parts or parts[0] is None:
            return None, None
        value = sum((part or 0) / 60**power for power, part in enumerate(parts[:3]))
        if value > most:
            return None, None
        degrees.append(-value if gps.get(tag - 1, b"")[:1].upper() == negative else value)
    return placed(degrees[0], degrees[1])


def placed(latitude: float, longitude: float) -> tuple[float, float] | tuple[None, None]:
    """Zero and zero is what a receiver writes that has seen no satellite."""
    if latitude == longitude == 0 or abs(latitude) > 90 or abs(longitude) > 180:
        return None, None
    return round(latitude, 7), round(longitude, 7)
