"""A tag or topic goes into another, with its pieces, synonyms and address; and comes back.

Frozen versions keep the names they were published with; the address of what was merged leads on to
the other for good, and lists and feeds of the other hold the pieces of both. Nothing else writes
TermMerge.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from articles.models import (
    Article,
    PublishedVersion,
    Tag,
    TagAlias,
    TaggedArticle,
    TagListing,
    TermMerge,
    Topic,
    TopicListing,
)
from audit.log import record

BATCH = 500
"""Numbers in one condition: databases count them."""


@dataclass(frozen=True)
class _Kind:
    name: str
    model: Any
    piece_rows: Any
    piece: str
    listings: Any
    right: str
    word: str


_TAG = _Kind("tag", Tag, TaggedArticle, "content_object", TagListing, "articles.merge_tag", "Thẻ")
_TOPIC = _Kind(
    *("topic", Topic, Article.topics.through, "article", TopicListing),
    *("articles.merge_topic", "Dòng sự kiện"),
)
_KINDS = {kind.name: kind for kind in (_TAG, _TOPIC)}


def merge(source: Any, *, into: Any, by: User) -> TermMerge:
    """`source` becomes a name of the other. Raises PermissionDenied, or ValidationError."""
    kind = _kind_of(source)
    if not by.has_perm(kind.right):
        raise PermissionDenied
    if type(into) is not kind.model or source.pk == into.pk:
        raise ValidationError(f"Hãy chọn một {kind.word.lower()} khác để gộp vào.")
    with transaction.atomic():
        rows = kind.model.objects.select_for_update().order_by("pk")
        held = {row.pk: row for row in rows.filter(pk__in=(source.pk, into.pk))}
        for row in held.values():
            if row.merged_into_id or row.trashed_at:
                raise ValidationError(f"{kind.word} “{row}” đã gộp hoặc ở trong thùng rác.")
        if len(held) < 2:
            raise ValidationError(f"{kind.word} không còn nữa.")
        moved = _move(kind, source.pk, into.pk)
        kind.model.objects.filter(pk=source.pk).update(merged_into=into.pk)
        done = TermMerge.objects.create(
            kind=kind.name,
            source=source.pk,
            target=into.pk,
            source_name=str(held[source.pk]),
            target_name=str(held[into.pk]),
            by=by,
            moved=moved,
        )
        _log(done, f"articles.{kind.name}s_merged", by=by)
    return done


def unmerge(done: TermMerge, *, by: User) -> None:
    """What moved goes back; what came since stays where it is. Raises as merge does."""
    kind = _KINDS[done.kind]
    if not by.has_perm(kind.right):
        raise PermissionDenied
    with transaction.atomic():
        done = TermMerge.objects.select_for_update().get(pk=done.pk)
        source = kind.model.objects.select_for_update().get(pk=done.source)
        if done.undone_at:
            raise ValidationError("Lần gộp này đã được tách lại.")
        if source.merged_into_id != done.target:
            told = f"“{source.merged_into}”: hãy tách lần gộp sau trước."
            raise ValidationError(f"“{done.target_name}” đã gộp tiếp vào {told}")
        _move_back(kind, done)
        kind.model.objects.filter(pk=done.source).update(merged_into=None)
        done.undone_at = timezone.now()
        done.save(update_fields=["undone_at"])
        _log(done, f"articles.{kind.name}s_unmerged", by=by)


def foreseen(source: Any) -> tuple[int, int]:
    """(working copies, published versions) that a merge would touch. Two queries."""
    kind = _kind_of(source)
    return (
        kind.piece_rows._default_manager.filter(**{kind.name: source.pk}).count(),
        kind.listings.objects.filter(**{kind.name: source.pk}).count(),
    )


def _move(kind: _Kind, source: int, target: int) -> dict[str, list[int]]:
    """What is told here is what _move_back() needs."""
    pieces = _move_rows(kind.piece_rows, kind.piece, kind.name, source, target)
    listed = _move_rows(kind.listings, "version", kind.name, source, target)
    merged = kind.model.objects.filter(merged_into=source)
    moved = {
        "pieces": pieces[0],
        "pieces_of_both": pieces[1],
        "listings": listed[0],
        "listings_of_both": listed[1],
        "merged": list(merged.values_list("pk", flat=True)),
        "aliases": [],
    }
    merged.update(merged_into=target)
    if kind is _TAG:
        aliases = TagAlias.objects.filter(tag=source)
        moved["aliases"] = list(aliases.values_list("pk", flat=True))
        aliases.update(tag=target)
    return moved


def _move_rows(
    model: Any, what: str, owner: str, source: int, target: int
) -> tuple[list[int], list[int]]:
    """(ids whose row moved, ids that had both): of each a row stays once."""
    own = model._default_manager.filter(**{owner: source})
    there = model._default_manager.filter(**{owner: target}).values(what)
    both = list(own.filter(**{f"{what}__in": there}).values_list(what, flat=True))
    for some in _some(both):
        own.filter(**{f"{what}__in": some}).delete()
    moved = list(own.values_list(what, flat=True))
    own.update(**{owner: target})
    return moved, both


def _move_back(kind: _Kind, done: TermMerge) -> None:
    source, target, moved = done.source, done.target, done.moved
    name = kind.name
    rows = (
        (kind.piece_rows, kind.piece, moved["pieces"]),
        (kind.listings, "version", moved["listings"]),
    )
    for model, what, numbers in rows:
        for some in _some(numbers):
            held = model._default_manager.filter(**{name: target, f"{what}__in": some})
            held.update(**{name: source})
    for some in _some(moved["pieces_of_both"]):
        still = kind.piece_rows._default_manager.filter(**{name: target, f"{kind.piece}__in": some})
        kind.piece_rows._default_manager.bulk_create(
            kind.piece_rows(**{f"{kind.piece}_id": pk, f"{name}_id": source})
            for pk in still.values_list(kind.piece, flat=True)
        )
    for some in _some(moved["listings_of_both"]):
        kind.listings.objects.bulk_create(_listings(kind, source, some))
    for some in _some(moved["merged"]):
        kind.model.objects.filter(pk__in=some, merged_into=target).update(merged_into=source)
    for some in _some(moved["aliases"]):
        TagAlias.objects.filter(pk__in=some, tag=target).update(tag=source)


def _listings(kind: _Kind, source: int, versions: Iterable[int]) -> Iterator[Any]:
    rows = PublishedVersion.objects.filter(pk__in=versions).order_by("pk")
    for pk, article, first in rows.values_list("pk", "article", "first_published_at"):
        facts = {"version_id": pk, "article_id": article, "first_published_at": first}
        yield kind.listings(**{f"{kind.name}_id": source}, **facts)


def _kind_of(term: Any) -> _Kind:
    return next(kind for kind in _KINDS.values() if isinstance(term, kind.model))


def _some(numbers: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(numbers), BATCH):
        yield numbers[start : start + BATCH]


def _log(done: TermMerge, act: str, *, by: User) -> None:
    facts = {
        "source": done.source,
        "name": done.source_name,
        "into": done.target,
        "into_name": done.target_name,
        "pieces": len(done.moved["pieces"]) + len(done.moved["pieces_of_both"]),
    }
    term = _KINDS[done.kind].model.objects.get(pk=done.source)
    record(act, by=by, about=term, facts=facts)
