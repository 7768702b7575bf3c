"""What a search can be narrowed to, with how many of the newest hits each would leave."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count

from articles.models import AuthorListing, Genre, PublishedVersion, Section, UnitListing
from core.dates import in_hanoi
from core.numbers import number
from search.queries import MOST_COUNTED, Results

MOST = 8
"""Links of a group."""


class Choice(NamedTuple):
    name: str
    told: str
    """The number as printed: “12”; “ít nhất 12” where older hits are not counted; “hơn 1.000”."""
    parameters: dict[str, str]
    """Of the address that narrows so."""


class Group(NamedTuple):
    name: str
    choices: list[Choice]


def facets(found: Results, at: datetime | None = None) -> list[Group]:
    """Groups in which there is something to choose. Four queries, each of at most 1,001 rows."""
    live = PublishedVersion.objects.live(at).filter(pk__in=found.counted)
    rows = list(live.values_list("section", "genre", "lead_photo", "first_published_at"))
    sections = Section.objects.in_bulk({row[0] for row in rows})
    years = Counter(in_hanoi(row[3]).year for row in rows)
    groups = [
        ("Chuyên mục", [
            (sections[pk].name, count, {"muc": sections[pk].slug})
            for pk, count in Counter(row[0] for row in rows).most_common(MOST)
        ]),
        ("Thể loại", [
            (Genre(genre).label, count, {"the-loai": genre})
            for genre, count in Counter(row[1] for row in rows).most_common(MOST)
        ]),
        ("Thời gian", [
            (f"Năm {year}", years[year], {"tu": f"{year}-01-01", "den": f"{year}-12-31"})
            for year in sorted(years, reverse=True)[:MOST]
        ]),
        ("Tác giả", _listed(AuthorListing, "author", "tac-gia", found)),
        ("Đơn vị", _listed(UnitListing, "unit", "don-vi", found)),
        ("Ảnh", [("Có ảnh", sum(row[2] is not None for row in rows), {"anh": "1"})]),
    ]  # fmt: skip
    return [Group(name, _told(lines, found)) for name, lines in groups if _tells(lines, len(rows))]


Line = tuple[str, int, dict[str, str]]


def _listed(model: Any, column: str, parameter: str, found: Results) -> list[Line]:
    """Whom, or which units, the most of the hits are listed under."""
    rows = model.objects.filter(version__in=found.counted).values_list(column, f"{column}__name")
    most = rows.annotate(pieces=Count("pk")).order_by("-pieces", column)[:MOST]
    return [(name, pieces, {parameter: str(pk)}) for pk, name, pieces in most]


def _tells(lines: Iterable[Line], every: int) -> bool:
    """Whether a link of the group would leave some hits, and not all of them."""
    return any(0 < count < every for _name, count, _parameters in lines)


def _told(lines: Iterable[Line], found: Results) -> list[Choice]:
    return [
        Choice(name, _printed(count, found), parameters)
        for name, count, parameters in lines
        if count
    ]


def _printed(count: int, found: Results) -> str:
    if not found.many:
        return number(count)
    return f"hơn {number(MOST_COUNTED)}" if count > MOST_COUNTED else f"ít nhất {number(count)}"
