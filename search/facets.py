"""What a search can be narrowed to, with how many of the newest hits each would leave."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count

from articles.models import AuthorListing, Genre, PublishedVersion, Section, UnitListing
from core.dates import in_hanoi
from core.numbers import number
from search.names import lineages
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
    """Groups in which there is something to choose. Five queries, each of at most 1,001 pieces."""
    live = PublishedVersion.objects.live(at).filter(pk__in=found.counted)
    columns = ("section", "root_section", "genre", "lead_photo", "first_published_at")
    rows = list(live.values_list(*columns))
    # The link to a main section finds what stands in its sub-sections too.
    within = Counter(pk for row in rows for pk in {row[0], row[1]})
    sections = Section.objects.in_bulk(within)
    years = Counter(in_hanoi(row[4]).year for row in rows)
    groups = [
        ("Chuyên mục", [
            (sections[pk].name, count, {"muc": sections[pk].slug})
            for pk, count in within.most_common(MOST)
        ]),
        ("Thể loại", [
            (Genre(genre).label, count, {"the-loai": genre})
            for genre, count in Counter(row[2] for row in rows).most_common(MOST)
        ]),
        ("Thời gian", [
            (f"Năm {year}", years[year], {"tu": f"{year}-01-01", "den": f"{year}-12-31"})
            for year in sorted(years, reverse=True)[:MOST]
        ]),
        ("Tác giả", _authors(found)),
        ("Đơn vị", _units(found)),
        ("Ảnh", [("Có ảnh", sum(row[3] is not None for row in rows), {"anh": "1"})]),
    ]  # fmt: skip
    return [Group(name, _told(lines, found)) for name, lines in groups if _tells(lines, len(rows))]


Line = tuple[str, int, dict[str, str]]


def _authors(found: Results) -> list[Line]:
    """Whom the most of the hits are listed under."""
    listed = AuthorListing.objects.filter(version__in=found.counted)
    rows = listed.values_list("author", "author__name").annotate(pieces=Count("pk"))
    most = rows.order_by("-pieces", "author")[:MOST]
    return [(name, pieces, {"tac-gia": str(pk)}) for pk, name, pieces in most]


def _units(found: Results) -> list[Line]:
    """Which units; one that was renamed is one, by the name that the most of the hits say, for its
    link finds what is listed under all its names."""
    names: dict[int, str] = {}
    pieces: dict[int, set[int]] = defaultdict(set)
    listed = UnitListing.objects.filter(version__in=found.counted)
    for version, unit, name in listed.values_list("version", "unit", "unit__name"):
        names[unit] = name
        pieces[unit].add(version)
    lines = []
    for lineage in lineages(list(pieces)):
        if here := sorted(lineage & pieces.keys(), key=lambda pk: (-len(pieces[pk]), pk)):
            count = len(set().union(*(pieces[pk] for pk in here)))
            lines.append((-count, here[0]))
    return [(names[pk], -less, {"don-vi": str(pk)}) for less, pk in sorted(lines)[:MOST]]


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
