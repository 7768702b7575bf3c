"""What a file says of one comment, whatever its format."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from typing import Any, BinaryIO

from comments.models import Status
from core.html import plain_text, sanitise

SOURCE_LENGTH = 100
FIRST_YEAR = 1990
"""Nobody commented on any page before."""
AHEAD = timedelta(days=1)
"""Of another clock than ours, perhaps."""
MOST = 100_000
"""Characters beyond which nobody wrote a comment."""

_TAG = re.compile(
    r"</?(?:p|br|div|a|b|i|u|em|strong|span|blockquote|ul|ol|li|img|font|code|pre|s|del|h[1-6]"
    r"|hr|script|style|iframe|table|tr|td)\b[^<>]*>",
    re.IGNORECASE,
)
_BROKEN = re.compile(r"<(?:p|br|div)\b", re.IGNORECASE)


# How UTF-16 starts, with its mark or with "<" of the declaration.
_WIDE = {
    **dict.fromkeys((codecs.BOM_UTF16_LE, b"<\0?\0"), "utf-16-le"),
    **dict.fromkeys((codecs.BOM_UTF16_BE, b"\0<\0?"), "utf-16-be"),
}


class Unreadable(ValueError):
    """The file, from some place on, is not what it is said to be; a sentence for who runs it."""


@dataclass
class Record:
    source: str
    """As "wxr:1234"; the same for ever."""
    piece: list[str] = field(default_factory=list)
    """By what its piece may be known, the surest first: an old number, an address, a slug."""
    parent: str = ""
    """Source of the comment it answers."""
    name: str = ""
    email: str = ""
    text: str = ""
    created: datetime | None = None
    status: Status = Status.PENDING
    likes: int = 0
    fault: str = ""
    """Why it cannot be taken, where its reader knows."""
    history: dict[str, Any] = field(default_factory=dict)
    """Of our own export: shown, again, featured, voice, revisions, decisions."""
    place: int = 0
    """Which of its file it is."""

    @property
    def texts(self) -> list[str]:
        """All of its versions, the newest last."""
        return [told["text"] for told in self.history.get("revisions", [{"text": self.text}])]

    @property
    def latest(self) -> int:
        """Number of the newest text."""
        return self.history["revisions"][-1]["number"] if self.history else 1

    @property
    def shown(self) -> int:
        """Number of the text readers see, where they see one."""
        return self.history.get("shown") or self.latest


def as_text(html: str) -> str:
    """What a reader read, a line for each block. Where no tag breaks lines those of the source do,
    as in what people typed into a plain field."""
    if len(html) > MOST or not _TAG.search(html):
        return unescape(html)
    line = " " if _BROKEN.search(html) else "<br>"
    return plain_text(sanitise(html.replace("\n", line)))


class Harmless:
    """A binary file without the control signs XML forbids, which old databases are full of."""

    _FORBIDDEN = {*range(32)} - {9, 10, 13}

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._start = file.read(4)
        wide = next((name for start, name in _WIDE.items() if self._start.startswith(start)), "")
        self._decoder = codecs.getincrementaldecoder(wide)("replace") if wide else None
        self._wide = wide

    def read(self, size: int = -1) -> bytes:
        while data := self._start or self._file.read(size):
            self._start = b""
            if kept := self._kept(data):
                return kept
        return b""

    def _kept(self, data: bytes) -> bytes:
        """In UTF-16 half a letter is such a byte: there the letters are looked at."""
        if self._decoder is None:
            return data.translate(None, bytes(self._FORBIDDEN))
        letters = self._decoder.decode(data).translate(dict.fromkeys(self._FORBIDDEN))
        return letters.encode(self._wide)


Records = Iterator[Record]
