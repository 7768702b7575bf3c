"""What the figures of a body show: rows of the photo library and of the multimedia store."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from core.html import Figure
from multimedia.models import Document, Recording
from photos.models import Photo

NAMES = {"photo": "ảnh số", "recording": "video, âm thanh số", "document": "tài liệu số"}
"""A kind of figure as sentences to editors name it, before the numbers."""

# The long columns only a search needs stay in the database.
_ROWS: dict[str, Any] = {
    "photo": Photo.objects.defer("words"),
    "recording": Recording.objects.select_related("poster").defer("poster__words"),
    "document": Document.objects.all(),
}

Rows = dict[tuple[str, int], Any]


def rows_of(places: Iterable[tuple[str, int]]) -> Rows:
    """(kind, number) → its Photo, Recording or Document, for those there are.

    One query for each kind that is named.
    """
    wanted: dict[str, set[int]] = {}
    for kind, number in places:
        wanted.setdefault(kind, set()).add(number)
    return {
        (kind, number): row
        for kind, numbers in wanted.items()
        for number, row in _ROWS[kind].in_bulk(numbers).items()
    }


def files_digest(uses: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256 of the very files that stand in a piece and how they are cut, in order. `uses` is the
    column `photos` of a version. One query for each kind that is named."""
    places = [(kind, use[kind]) for use in uses for kind in NAMES if use.get(kind)]
    rows = rows_of(places)
    facts = [[kind, number, *_file_facts(rows.get((kind, number)))] for kind, number in places]
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def _file_facts(row: Any) -> list[Any]:
    if row is None:
        return []
    if isinstance(row, Photo):
        return [row.sha256, row.focal, sorted(row.crops.items())]
    return [row.sha256, *_file_facts(getattr(row, "poster", None))]


def places_of(figures: Iterable[Figure]) -> list[tuple[str, int]]:
    return [(figure.kind, figure.number) for figure in figures]


def listed(kind: str, numbers: Iterable[int]) -> str:
    """“ảnh số 3, 7”"""
    return f"{NAMES[kind]} {', '.join(map(str, sorted(set(numbers))))}"
