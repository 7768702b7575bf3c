"""What the figures of a body show: rows of the photo library and of the multimedia store."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from articles.models import Article
from core.html import Figure, figures
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
_KEPT = "_rows_shown"


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


def rows_shown_by(article: Article) -> Rows:
    """What the lead and the body of a working copy show. Read once for each object in memory, as
    long as its body and its lead stay the same, however many ask."""
    key = (article.body, article.lead_photo_id)
    kept = article.__dict__.get(_KEPT)
    if kept is None or kept[0] != key:
        lead = [("photo", article.lead_photo_id)] if article.lead_photo_id else []
        kept = key, rows_of([*lead, *places_of(figures(article.body))])
        article.__dict__[_KEPT] = kept
    return kept[1]


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


def places_of(placed: Iterable[Figure]) -> list[tuple[str, int]]:
    return [(figure.kind, figure.number) for figure in placed]


def listed(kind: str, numbers: Iterable[int]) -> str:
    """“ảnh số 3, 7”"""
    return f"{NAMES[kind]} {', '.join(map(str, sorted(set(numbers))))}"
