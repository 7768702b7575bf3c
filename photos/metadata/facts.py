from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from core.vietnamese import clean, clean_line

MOST_TEXT = 5000
MOST_LINE = 300
MOST_KEYWORDS = 100


@dataclass(frozen=True)
class Facts:
    """Text is cleaned; "", () and None mean the file is silent."""

    caption: str = ""
    byline: str = ""
    credit: str = ""
    agency: str = ""
    copyright: str = ""
    keywords: tuple[str, ...] = ()
    place: str = ""
    taken_at: date | datetime | None = None
    """A bare day where no time is known; a moment is in Hanoi's zone."""
    latitude: float | None = None
    longitude: float | None = None
    """Degrees, north and east positive. Both or none."""
    camera_serial: bool = False
    """A serial number is in the file, or a maker's note, where most cameras hide one."""
    made_by_ai: bool = False
    """The file itself declares a picture made or completed by a trained model."""
    guessed: tuple[str, ...] = ()
    """Fields written in an old charset that the file does not name: for a person to check."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Where each field was read: {"caption": "IPTC"}."""


def prose(text: str) -> str:
    return clean(text[: 2 * MOST_TEXT]).strip()[:MOST_TEXT]


def line(text: str) -> str:
    return clean_line(text[: 2 * MOST_LINE])[:MOST_LINE]


def joined(texts: list[str], separator: str = ", ") -> str:
    return line(separator.join(filter(None, dict.fromkeys(map(line, texts[:20])))))


def words(texts: list[str]) -> tuple[str, ...]:
    """Keywords, each once, in the order of the file."""
    return tuple(filter(None, dict.fromkeys(map(line, texts[:MOST_KEYWORDS]))))
