"""Old saves are thinned to one a day. What was published, approved or shown to somebody outside
stays, and so do the first save of a piece and its newest.

Whatever row points to a revision keeps it: an app that learns to do so need tell nobody here.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from reversion.models import Revision, Version

from articles.models import Article
from audit.log import record
from audit.models import Entry
from core.dates import in_hanoi
from newsroom.models import Sitting

BATCH = 500
THIN = "newsroom.thin_revisions"


class Spare(NamedTuple):
    """A save that may go."""

    revision: int
    article: int
    at: datetime


class Batch(NamedTuple):
    spare: list[Spare]
    last: int | None
    """The last piece looked at; None when there is none beyond."""


def spare(after: int = 0, at: datetime | None = None) -> Batch:
    """Saves that may go, of the next BATCH pieces beyond the number `after`. Nine queries."""
    before = (at or timezone.now()) - timedelta(days=settings.REVISIONS_KEEP_DAYS)
    pieces = list(
        Article.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH]
    )
    found = [row for rows in _old_saves(pieces, before).values() for row in _in_the_way(rows)]
    kept = _pointed_to({row.revision for row in found}) | _shared({row.revision for row in found})
    kept |= _named({row.revision for row in found}, {row.article for row in found})
    kept |= _first_and_newest({row.article for row in found})
    going = [row for row in found if row.revision not in kept]
    return Batch(going, pieces[-1] if len(pieces) == BATCH else None)


def thin(after: int = 0) -> Batch:
    """Delete the saves that may go, of one batch. Where one is used meanwhile, the database
    refuses the deletion and nothing of the batch goes."""
    with transaction.atomic():
        batch = spare(after)
        if batch.spare:
            Revision.objects.filter(pk__in=[row.revision for row in batch.spare]).delete()
            pieces = {row.article for row in batch.spare}
            facts = {"revisions": len(batch.spare), "pieces": len(pieces)}
            record("newsroom.revisions_thinned", by=None, facts=facts)
    return batch


def _saves(pieces: Iterable[int]) -> Any:
    numbers = [str(pk) for pk in pieces]
    return Version.objects.get_for_model(Article).filter(object_id__in=numbers)


def _old_saves(pieces: list[int], before: datetime) -> dict[int, list[Spare]]:
    rows = _saves(pieces).filter(revision__date_created__lt=before).order_by("pk")
    found: dict[int, list[Spare]] = {}
    for revision, article, at in rows.values_list(
        "revision", "object_id", "revision__date_created"
    ):
        found.setdefault(int(article), []).append(Spare(revision, int(article), at))
    return found


def _in_the_way(rows: list[Spare]) -> list[Spare]:
    """All of a piece's but the last of each day in Hanoi."""
    last = {in_hanoi(row.at).date(): row.revision for row in rows}
    return [row for row in rows if row.revision not in last.values()]


def _pointed_to(revisions: set[int]) -> set[int]:
    kept: set[int] = set()
    for held, path in ((Revision, ""), (Version, "__revision")):
        for model, name in _pointing(held):
            rows = model._default_manager.filter(**{f"{name}{path}__in": revisions})
            kept |= set(rows.values_list(f"{name}{path}", flat=True))
    return kept


def _named(revisions: set[int], pieces: set[int]) -> set[int]:
    """Those the log of their pieces names by number, as once approved or shown, and those that
    somebody opened and still writes on."""
    told = Entry.objects.filter(kind="articles.article", key__in=[str(pk) for pk in pieces])
    open_on = Sitting.objects.filter(article__in=pieces, base__in=revisions)
    named = {*told.filter(revision__in=revisions).values_list("revision", flat=True)}
    return revisions & (named | {*open_on.values_list("base", flat=True)})


def _pointing(held: type[Any]) -> list[tuple[Any, str]]:
    """Models and their columns that point to this one, those without a way back as well."""
    return [
        (relation.related_model, relation.field.name)
        for relation in held._meta.get_fields(include_hidden=True)
        if relation.auto_created and relation.is_relation and relation.related_model is not Version
    ]


def _shared(revisions: set[int]) -> set[int]:
    """Those that hold several pieces, or rows of another kind than a piece's."""
    article = ContentType.objects.get_for_model(Article)
    pieces: dict[int, int] = {}
    kept: set[int] = set()
    rows = Version.objects.filter(revision__in=revisions)
    for revision, kind, label in rows.values_list(
        "revision", "content_type", "content_type__app_label"
    ):
        pieces[revision] = pieces.get(revision, 0) + (kind == article.pk)
        if label != "articles" or pieces[revision] > 1:
            kept.add(revision)
    return kept


def _first_and_newest(pieces: set[int]) -> set[int]:
    rows = list(_saves(pieces).order_by("pk").values_list("object_id", "revision"))
    return {*dict(reversed(rows)).values(), *dict(rows).values()}
