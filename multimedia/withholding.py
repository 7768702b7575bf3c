"""Films, sounds and papers whose public files are put away while a piece is removed, and given back
after, as photos are (photos/withholding.py).

`files` is {"recording": ids, "document": ids} everywhere.
"""

from collections.abc import Iterable, Mapping
from functools import partial

from django.core.files.storage import default_storage, storages
from django.db import transaction
from django.utils import timezone

from core.storage import move
from multimedia.models import Document, Recording
from outbox.queue import enqueue

WITHHOLD = "multimedia.withhold"
_MODELS: dict[str, type[Recording] | type[Document]] = {
    "recording": Recording,
    "document": Document,
}
Files = Mapping[str, Iterable[int]]


def withhold(files: Files) -> dict[str, list[int]]:
    """Within a transaction: readers may not have these. Their files go after the commit, by a
    worker if not at once. Those that were public until now."""
    held: dict[str, list[int]] = {}
    for kind, rows in _held(files).items():
        public = [row for row in rows if row.withheld_at is None]
        numbers = [row.pk for row in public]
        _MODELS[kind]._default_manager.filter(pk__in=numbers).update(withheld_at=timezone.now())
        for row in public:
            settle_after_commit(row)
        if numbers:
            held[kind] = numbers
    return held


def give_back(files: Files) -> None:
    """Within a transaction: readers may have these again."""
    for kind, rows in _held(files).items():
        numbers = [row.pk for row in rows]
        _MODELS[kind]._default_manager.filter(pk__in=numbers).update(withheld_at=None)
        for row in rows:
            settle_after_commit(row)


def settle_after_commit(row: Recording | Document) -> None:
    kind = row._meta.model_name or ""
    enqueue(WITHHOLD, f"{kind}:{row.pk}")
    transaction.on_commit(partial(settle_now, kind, row.pk), robust=True)


def settle_now(kind: str, number: int) -> None:
    """Bring the files to where the row says they belong; what the effect does, without waiting for
    a worker. Run again, it does nothing."""
    row = _MODELS[kind]._default_manager.filter(pk=number).first()
    if row is None:
        return
    public, private = default_storage, storages["private"]
    for name in row.public_files():
        if row.withheld_at:
            move(name, public, private)
        else:
            move(name, private, public)


def _held(files: Files) -> dict[str, list[Recording | Document]]:
    """The rows, locked, always in one order."""
    return {
        kind: list(
            model._default_manager.select_for_update()
            .filter(pk__in=set(files.get(kind, ())))
            .order_by("pk")
        )
        for kind, model in _MODELS.items()
    }
