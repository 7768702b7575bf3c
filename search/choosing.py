"""What the address of a search asks for: the words, the filters, the order, the page."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from articles.models import Genre, PublishedVersion, Section
from authors.models import Author, Unit
from core.dates import parse_date, short_date
from search.queries import Filters
from search.query import typed_line
from search.turning import Turn, turn_to

FILTERS = ("muc", "the-loai", "tac-gia", "don-vi", "tu", "den", "anh")
PAGES = ("truoc", "sau")


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the address without it."""

    name: str
    address: str


class Choices:
    """Any address can be read: a filter that means nothing is left out."""

    def __init__(self, asked: QueryDict) -> None:
        self.asked = asked
        sent = ((name, typed_line(asked.get(name, ""))) for name in ("q", *FILTERS, "sap"))
        self._kept = {name: value for name, value in sent if value}
        self.query = self._kept.get("q", "")
        self.newest_first = asked.get("sap") == "moi"
        self.sections = list(Section.objects.order_by("position", "pk")) if self.query else []
        found = (row for row in self.sections if row.slug == asked.get("muc"))
        self.section = next(found, None)
        # Whom no live piece names, the chips don't name either.
        live = PublishedVersion.objects.live()
        author, unit = _row(Author, asked.get("tac-gia", "")), _row(Unit, asked.get("don-vi", ""))
        signed = author and live.filter(author_listings__author=author).exists()
        self.author = author if signed else None
        lineage = unit.lineage() if unit else []
        told = unit and live.filter(unit_listings__unit__in=lineage).exists()
        self.unit = unit if told else None
        genre = asked.get("the-loai", "")
        self.filters = Filters(
            section=self.section.pk if self.section else None,
            with_subsections=bool(self.section and self.section.parent_id is None),
            genre=genre if genre in Genre.values else "",
            author=self.author.pk if self.author else None,
            units=tuple(row.pk for row in lineage) if self.unit else (),
            since=_day(asked.get("tu", "")),
            until=_day(asked.get("den", "")),
            photos=asked.get("anh") == "1",
        )

    def turn(self) -> Turn:
        """Raises BadCursor."""
        back = self.asked.get("sau", "")
        return turn_to(back or self.asked.get("truoc", ""), back=bool(back))

    def address(self, without: tuple[str, ...] = PAGES, **more: str) -> str:
        """The query string as it stands, parameters left out or set."""
        kept = {name: value for name, value in self._kept.items() if name not in without}
        return urlencode(kept | more)

    def chips(self) -> list[Chip]:
        filters = self.filters
        named = [
            (self.section and self.section.name, ("muc",)),
            (filters.genre and Genre(filters.genre).label, ("the-loai",)),
            (self.author and f"Của {self.author.name}", ("tac-gia",)),
            (self.unit and f"Về {self.unit.name}, kể cả tên cũ và tên mới", ("don-vi",)),
            (filters.since and f"Từ {short_date(filters.since)}", ("tu",)),
            (filters.until and f"Đến {short_date(filters.until)}", ("den",)),
            (filters.photos and "Có ảnh", ("anh",)),
        ]
        return [
            Chip(str(name), self.address((*PAGES, *parameters)))
            for name, parameters in named
            if name
        ]


def _row(model: Any, number: str) -> Any:
    if not (number.isascii() and number.isdecimal() and len(number) < 16):
        return None
    return model.objects.filter(pk=int(number)).first()


def _day(text: str) -> date | None:
    """None where it is no date, or one so near an end of the calendar that nothing can follow."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2200 else None
