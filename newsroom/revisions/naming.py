"""Names for what revisions hold as numbers, as those rows are called today."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from articles.models import Article, Byline, Genre, Section, Series, Tag, Topic
from articles.rules import visible_articles
from authors.models import Author, PenName
from multimedia.models import Recording
from newsroom.revisions.reading import FIELDS, Signed, Told
from photos.models import Photo

LABELS = {
    **{name: str(Article._meta.get_field(name).verbose_name) for name in FIELDS},  # type: ignore[union-attr]
    "bylines": "người thực hiện",
    "tags": "thẻ",
    "topics": "dòng sự kiện",
    "related": "bài liên quan",
}
"""What the change form calls each part of a piece."""


class Names:
    """Asked once for all that some sources hold: a query for each kind of row that is there."""

    def __init__(self, told: Iterable[Told], *, by: User) -> None:
        told = list(told)
        self._photos = {shown.photo for each in told for shown in each.photos}
        self._signed = {row for each in told for row in each.values.get("bylines", ())}
        self._numbers = {
            name: {number for each in told for number in _numbers(each.values.get(name))}
            for name in ("section", "series", "recording", "tags", "topics", "related")
        }
        rows: dict[str, QuerySet[Any]] = {
            "section": Section.objects.all(),
            "series": Series.objects.all(),
            "recording": Recording.objects.all(),
            "tags": Tag.objects.all(),
            "topics": Topic.objects.all(),
            "related": visible_articles(by),
        }
        self._names = {name: _named(rows[name], pks) for name, pks in self._numbers.items()}
        self._authors = _named(Author.objects.all(), {row.author for row in self._signed})
        pens = {row.pen_name for row in self._signed if row.pen_name}
        self._pens = _named(PenName.objects.all(), pens)
        self.photos = Photo.objects.in_bulk(self._photos) if self._photos else {}

    def of(self, name: str, value: Any) -> str:
        """The words for one value of a field or of a list; "" for none."""
        if isinstance(value, Signed):
            return self._signature(value)
        if value in {None, ""}:
            return ""
        if name in self._names:
            missing = f"Bài số {value}" if name == "related" else f"số {value}, không còn"
            return self._names[name].get(value, missing)
        if name == "genre":
            return dict(Genre.choices).get(value, str(value))
        return str(value)

    def _signature(self, row: Signed) -> str:
        name = row.printed or self._pens.get(row.pen_name or 0, "")
        name = name or self._authors.get(row.author, f"Tác giả số {row.author}, không còn")
        role = dict(Byline.Role.choices).get(row.role, row.role)
        return f"{name} ({role})"


def _numbers(value: Any) -> list[int]:
    if isinstance(value, list):
        return value
    return [value] if isinstance(value, int) else []


def _named(rows: QuerySet[Any], numbers: set[int]) -> dict[int, str]:
    if not numbers:
        return {}
    name = "title" if rows.model in {Article, Recording} else "name"
    return dict(rows.filter(pk__in=numbers).values_list("pk", name))
