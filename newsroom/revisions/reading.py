"""What a piece said at one moment: of a revision, of an archive's version, of the working copy.

A revision is read from its JSON, not through today's models: one older than a change of the schema
tells what it knows. Values are as stored: keys of rows, not names (see naming.py).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from reversion.models import Version

from articles.models import Article, Byline, PublishedVersion, RelatedArticle, TaggedArticle
from core.html import photo_captions

FIELDS = (
    *("section", "genre", "kicker", "title", "short_title", "social_title", "slug", "sapo", "body"),
    *("lead_photo", "lead_caption", "recording", "source", "signature", "series", "part", "facts"),
)
"""Columns of a working copy that are its words or its place."""
LISTS = ("bylines", "tags", "topics", "related")
_ROWS = {Byline: "bylines", TaggedArticle: "tags", RelatedArticle: "related"}


_POINTING = {"section", "lead_photo", "recording", "series"}
_LARGEST = 2**63


def _is_number(value: Any) -> bool:
    return type(value) is int and 0 <= value < _LARGEST


def _fits(name: str, value: Any) -> bool:
    """Whether a column still holds values of this kind: what it held before a change of the schema
    is as unknown as a column that was not there."""
    if name in _POINTING or name == "part":
        return value is None or _is_number(value)
    if name == "topics":
        return isinstance(value, list) and all(map(_is_number, value))
    return isinstance(value, dict if name == "facts" else str)


class Signed(NamedTuple):
    """Who did what; `printed` only where a version kept the name and not the pen name's row."""

    author: int
    role: str
    pen_name: int | None = None
    printed: str = ""


class Shown(NamedTuple):
    photo: int
    lead: bool
    caption: str


@dataclass(frozen=True)
class Told:
    """`values` holds what the source tells of FIELDS and LISTS; a name it does not know is missing
    there. `strange` are columns it has that a piece has no more."""

    values: dict[str, Any]
    strange: tuple[str, ...] = field(default=())

    @property
    def unknown(self) -> list[str]:
        return [name for name in (*FIELDS, *LISTS) if name not in self.values]

    @property
    def photos(self) -> list[Shown]:
        """The lead first, then those of the body in order."""
        lead = self.values.get("lead_photo")
        first = [Shown(lead, True, self.values.get("lead_caption", ""))] if lead else []
        body = photo_captions(self.values.get("body", ""))
        return [*first, *(Shown(number, False, caption) for number, caption in body)]


def of_copy(article: Article) -> Told:
    """Of an article from for_snapshot(). No query."""
    values = {name: getattr(article, _column(name)) for name in FIELDS}
    return Told(
        {
            **values,
            "bylines": [
                Signed(row.author_id, row.role, row.pen_name_id) for row in article.bylines.all()
            ],
            "tags": [row.tag_id for row in article.tagged_items.all()],
            "topics": sorted(topic.pk for topic in article.topics.all()),
            "related": [row.other_id for row in article.related_rows.all()],
        }
    )


def of_version(version: PublishedVersion) -> Told:
    """Of a version that came with an archive: no revision of ours tells what it was made of."""
    known = set(FIELDS) - {"lead_caption", "signature", "slug", "recording", "facts"}
    return Told(
        {
            **{name: getattr(version, _column(name)) for name in known},
            "bylines": [
                Signed(row["author"], row["role"], None, row["name"]) for row in version.bylines
            ],
            "tags": [row["id"] for row in version.tags],
            "topics": sorted(row["id"] for row in version.topics),
            "related": list(version.related),
        }
    )


def of_revisions(article: int, revisions: Iterable[int]) -> dict[int, Told]:
    """By the revision's number, for those that hold the piece. One query."""
    rows: dict[int, dict[type, list[dict[str, Any]]]] = {}
    kinds = {kind.pk: model for model, kind in _kinds().items()}
    found = Version.objects.filter(revision__in=set(revisions), content_type__in=kinds)
    for version in found.order_by("pk"):
        model = kinds[version.content_type_id]
        if model is not Article or version.object_id == str(article):
            held = rows.setdefault(version.revision_id, {})
            held.setdefault(model, []).append(_fields(version))
    return {revision: _told(article, held) for revision, held in rows.items() if held.get(Article)}


def _kinds() -> dict[type, ContentType]:
    return dict(ContentType.objects.get_for_models(Article, *_ROWS))


def _fields(version: Version) -> dict[str, Any]:
    """The columns as they were written, with the row's number; nothing of what cannot be read."""
    try:
        [row] = json.loads(version.serialized_data)
        return {**row["fields"], "pk": row["pk"]}
    except (ValueError, TypeError, KeyError, RecursionError):
        return {}


def _told(article: int, held: dict[type, list[dict[str, Any]]]) -> Told:
    columns = held[Article][0]
    values: dict[str, Any] = {
        name: columns[name] for name in FIELDS if name in columns and _fits(name, columns[name])
    }
    if columns:
        values |= {
            "bylines": [
                Signed(_number(row, "author"), _text(row, "role"), _number(row, "pen_name") or None)
                for row in _own(held, Byline, "article", article)
            ],
            "tags": [
                _number(row, "tag") for row in _own(held, TaggedArticle, "content_object", article)
            ],
            "related": [
                _number(row, "other") for row in _own(held, RelatedArticle, "article", article)
            ],
        }
    if "topics" in columns and _fits("topics", columns["topics"]):
        values["topics"] = sorted(columns["topics"])
    now = {column.name for column in Article._meta.get_fields()} | {"pk"}
    return Told(values, tuple(sorted(set(columns) - now)))


def _own(
    held: dict[type, list[dict[str, Any]]], model: type, key: str, article: int
) -> list[dict[str, Any]]:
    """The rows of this piece (a revision may hold several), in the order they stand in."""
    own = [row for row in held.get(model, []) if row.get(key) == article]
    return sorted(own, key=lambda row: (_number(row, "position"), _number(row, "pk")))


def _number(row: dict[str, Any], name: str) -> int:
    """0, which no row has, where it is none."""
    value: Any = row.get(name)
    return value if _is_number(value) else 0


def _text(row: dict[str, Any], name: str) -> str:
    value: Any = row.get(name)
    return value if isinstance(value, str) else ""


def _column(name: str) -> str:
    return f"{name}_id" if name in _POINTING else name
