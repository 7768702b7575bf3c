"""What of a file is here already: by its source, or by our own number.

A number says little: two old sites both count from one, and a table may have the wrong column for
it. So a comment is taken for the one that is here only where piece, moment and words agree.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from comments.exporting import house
from comments.importing.records import Record
from comments.models import Comment, CommentRevision
from comments.sameness import digest_of
from comments.words import ERASED_TEXT
from core.vietnamese import clean_line

Pieces = Mapping[tuple[str, ...], int]


@dataclass
class Above:
    """A comment that is answered."""

    pk: int
    root: int
    article: int
    seen: bool
    """Whether readers see its thread."""


def existing(records: Sequence[Record], pieces: Pieces) -> list[bool | None]:
    """Of each: whether the comment that has its source here is this one; None where there is none.
    What we exported ourselves we know by our number, where piece and moment agree: another store,
    or this one before it was set up anew, has a comment of that number as well. Three queries."""
    rows = _rows(record.source for record in records)
    brought = [row.pk for row in rows.values() if row.source]
    texts: dict[int, set[int | None]] = {}
    told = CommentRevision.objects.filter(comment__in=brought).values_list("comment", "text")
    for pk, text in told:
        texts.setdefault(pk, set()).add(None if text == ERASED_TEXT else digest_of(text))
    found: list[bool | None] = []
    for record in records:
        row = rows.get(record.source)
        if row is None:
            found.append(None)
        elif row.source:
            piece = pieces.get(tuple(record.piece), row.article_id)
            here = (piece, record.created) == (row.article_id, row.created)
            found.append(here and _says_so(record, texts[row.pk]))
        else:
            here = (row.article_id, row.created) == (
                pieces.get(tuple(record.piece)),
                record.created,
            )
            found.append(here or None)
    return found


def same(one: Record, other: Record) -> bool:
    """Whether two of a file are one comment, told twice."""
    moments = one.created == other.created
    return moments and one.piece == other.piece and bool(_digests(one) & _digests(other))


def _says_so(record: Record, digests: set[int | None]) -> bool:
    """Of a comment that was erased nobody can tell any more."""
    return None in digests or bool(_digests(record) & digests)


def _digests(record: Record) -> set[int]:
    return {digest_of(text) for text in record.texts}


def answered(records: Sequence[Record], pieces: Pieces) -> dict[str, Above]:
    """What we have of the comments these answer, by source; by our number alone only what stands
    under the same piece, was there before, and is not among these."""
    answers = [record for record in records if record.parent]
    coming = {record.source for record in records}
    rows = _rows(record.parent for record in answers)
    found = {}
    for record in answers:
        row = rows.get(record.parent)
        if row and (row.source or (record.parent not in coming and _is_above(row, record, pieces))):
            root = row.root or row
            found[record.parent] = Above(row.pk, root.pk, row.article_id, root.approved)
    return found


def _is_above(row: Comment, record: Record, pieces: Pieces) -> bool:
    here = row.article_id == pieces.get(tuple(record.piece))
    return here and record.created is not None and row.created <= record.created


def is_plain(source: str) -> bool:
    """Whether it can be stored, and asked for, as it is."""
    return clean_line(source) == source


def _rows(sources: Iterable[str]) -> dict[str, Comment]:
    """By source; by our number those that have none."""
    wanted, own = {source for source in sources if is_plain(source)}, f"{house()}:"
    numbers = {
        int(n)
        for s in wanted
        if s.startswith(own) and (n := s[len(own) :]).isdecimal() and len(n) < 19
    }
    # The numbers first: where hardly any comment was brought, SQLite takes the sources for one and
    # the same, and would read every comment to find some.
    brought = Comment.objects.filter(source__in=wanted).order_by().values("pk")
    rows = Comment.objects.filter(Q(pk__in=brought) | Q(pk__in=numbers, source=None))
    known = [*rows.order_by().select_related("root")]
    known.sort(key=lambda row: row.source is not None)  # a source says more than a number
    return {row.source or f"{own}{row.pk}": row for row in known}
