"""Keeps the desk's cards true: what the database noted as changed is written anew, before anybody
looks and by the worker."""

from collections import defaultdict
from collections.abc import Iterator

from django.db import OperationalError, connection, transaction

from search.desk import store
from search.desk.cards import MODELS, cards
from search.models import Change, DeskDocument

DESK = "search.desk"
FILL = "search.fill_desk"
AT_ONCE = 50
"""Notes that somebody who looks for something is kept waiting by; the worker does the others."""
BATCH = 200


def noted() -> bool:
    return Change.objects.exists()


def catch_up(most: int = AT_ONCE) -> bool:
    """Writes what changed last. False where nothing had."""
    if not noted():
        return False
    with transaction.atomic():
        _take_turns()
        notes = list(Change.objects.order_by("-pk")[:most])
        changed: dict[str, set[int]] = defaultdict(set)
        for note in notes:
            changed[note.kind].add(note.number)
        for kind, numbers in changed.items():
            store.write(kind, sorted(numbers), cards(kind, numbers))
        # Noted again since they were read, they wait on: those are other rows.
        Change.objects.filter(pk__in=[note.pk for note in notes]).delete()
    return bool(notes)


def look_lively() -> None:
    """As catch_up(), for a page: where the database is held by somebody, it does without."""
    try:
        catch_up()
    except OperationalError:
        if connection.in_atomic_block:
            raise


def fill() -> Iterator[tuple[str, int]]:
    """Writes every card anew in its place, so whoever looks meanwhile finds all. Yields the kind
    and the last number after each batch; to go on after it, hand it to fill_after()."""
    for kind in MODELS:
        last = 0
        while (done := fill_after(kind, last)) is not None:
            yield kind, done
            last = done


def fill_after(kind: str, last: int) -> int | None:
    """One batch. The last number in it; None at the end."""
    rows = MODELS[kind]._default_manager.order_by("pk").filter(pk__gt=last)
    batch = list(rows.values_list("pk", flat=True)[:BATCH])
    if not batch:
        return None
    with transaction.atomic():
        _take_turns()
        store.write(kind, batch, cards(kind, batch))
    return batch[-1]


def missing() -> dict[str, int]:
    """How many rows of a kind have no card and are not noted either; all zero where it is whole."""
    lacking = {}
    for kind, model in MODELS.items():
        there = DeskDocument.objects.filter(kind=kind).values("number")
        waiting = Change.objects.filter(kind=kind).values("number")
        rows = model._default_manager.exclude(pk__in=there).exclude(pk__in=waiting)
        lacking[kind] = rows.count()
    return lacking


def _take_turns() -> None:
    """Who reads a row earlier must not write it later. On SQLite every transaction is a turn."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE search_change IN SHARE UPDATE EXCLUSIVE MODE")
