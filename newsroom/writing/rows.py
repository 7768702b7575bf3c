"""Rows that stand inside the form of a piece, as lists that can be compared and sent again."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from articles.models import Article
from newsroom.revisions.reading import Signed

PREFIXES = {"bylines": "bylines", "related": "related_rows"}
"""What `newsroom.revisions` calls a list → the prefix of its rows in the form."""
_COLUMNS = {"bylines": ("author", "role", "pen_name"), "related": ("other",)}
_MOST_ROWS = 1000


def posted(data: QueryDict, name: str) -> list[Any] | None:
    """The rows as the person wants them, in order; None where they cannot be read: the form's own
    rows will say why."""
    prefix = PREFIXES[name]
    total = _number(data.get(f"{prefix}-TOTAL_FORMS"))
    if total is None or total > _MOST_ROWS:
        return None
    found = []
    for n in range(total):
        row = {key: data.get(f"{prefix}-{n}-{key}", "") for key in (*_COLUMNS[name], "position")}
        first = _number(row[_COLUMNS[name][0]])
        if data.get(f"{prefix}-{n}-DELETE") or (not row[_COLUMNS[name][0]]):
            continue
        if first is None:
            return None
        place = _number(row["position"]) or 1
        pen = _number(row.get("pen_name"))
        found.append((place, Signed(first, row["role"], pen) if name == "bylines" else first))
    return [value for _place, value in sorted(found, key=lambda each: each[0])]


def standing(article: Article, name: str) -> list[tuple[int, Any]]:
    """(pk, value) of the rows there are. `article` comes from for_snapshot(): no query."""
    if name == "bylines":
        return [
            (row.pk, Signed(row.author_id, row.role, row.pen_name_id))
            for row in article.bylines.all()
        ]
    return [(row.pk, row.other_id) for row in article.related_rows.all()]


def sent_again(
    data: QueryDict, article: Article, name: str, wanted: Sequence[Any] | None
) -> QueryDict:
    """The form's data with these rows made to turn what stands now into what is wanted; None: into
    what stands now. A row is found again by whom it names: its number may be another by now."""
    prefix = PREFIXES[name]
    rows = standing(article, name)
    left = list(wanted) if wanted is not None else [value for _pk, value in rows]
    lines: list[dict[str, Any]] = []
    places = {_who(value): place for place, value in enumerate(left, start=1)}
    for pk, value in rows:
        again = next((other for other in left if _who(other) == _who(value)), None)
        line = {"id": pk, "article": article.pk, **_columns(name, again or value)}
        if again is None:
            line["DELETE"] = "on"
        else:
            left.remove(again)
        lines.append({**line, "position": places.get(_who(value), 1)})
    lines += [
        {"article": article.pk, **_columns(name, value), "position": places[_who(value)]}
        for value in left
    ]
    return _with_rows(data, prefix, lines, initial=len(rows))


def _with_rows(
    data: QueryDict, prefix: str, lines: Sequence[Mapping[str, Any]], *, initial: int
) -> QueryDict:
    changed = data.copy()
    for key in [key for key in changed if key.startswith(f"{prefix}-")]:
        del changed[key]
    counts = {"TOTAL": len(lines), "INITIAL": initial, "MIN_NUM": 0, "MAX_NUM": _MOST_ROWS}
    for key, count in counts.items():
        changed[f"{prefix}-{key}_FORMS"] = str(count)
    for n, line in enumerate(lines):
        for key, value in line.items():
            changed[f"{prefix}-{n}-{key}"] = "" if value is None else str(value)
    return changed


def _who(value: Any) -> Any:
    return (value.author, value.role) if isinstance(value, Signed) else value


def _columns(name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, Signed):
        return {"author": value.author, "role": value.role, "pen_name": value.pen_name}
    return {_COLUMNS[name][0]: value}


def _number(text: str | None) -> int | None:
    text = text or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None
