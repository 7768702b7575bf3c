"""Keeps what pieces are found by. May run late or twice without harm."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from articles.models import PublishedVersion
from outbox.queue import enqueue
from search.analysis import Sheet, sheet
from search.engines import engine
from search.models import Copy, IndexState, Syllable

INDEX = "search.index"
BLOCK = 100
"""Versions by number that one effect looks after: an import asks for few effects."""

_known: set[str] = set()


def state() -> IndexState:
    return IndexState.objects.first() or IndexState.objects.get_or_create(pk=1)[0]


def other(copy: str) -> str:
    return Copy.B if copy == Copy.A else Copy.A


def on_published(sender: Any, version: PublishedVersion, **kwargs: Any) -> None:
    enqueue(INDEX, str(version.pk - version.pk % BLOCK))


def index_block(first: int) -> None:
    """What the copy that answers lacks of the versions numbered from `first`; one that is being
    built gets it before it takes over."""
    with transaction.atomic():
        copy = IndexState.objects.select_for_update().get(pk=state().pk).live
        known = engine().holds(copy, range(first, first + BLOCK))
        versions = PublishedVersion.objects.filter(pk__gte=first, pk__lt=first + BLOCK)
        index(versions.exclude(pk__in=known), copy)


def index(versions: Iterable[PublishedVersion], copy: str | None = None) -> None:
    """A version never changes, and neither does what it is found by."""
    sheets = [sheet(version) for version in versions]
    if not sheets:
        return
    with transaction.atomic():
        engine().write(copy or state().live, sheets)
        _note_syllables(sheets)


def _note_syllables(sheets: Iterable[Sheet]) -> None:
    """Those not met before by this process; Vietnamese has few, so it soon meets none."""
    every = set().union(*(sheet.lexemes for sheet in sheets))
    met = {lexeme for lexeme in every if len(lexeme) <= 7 and lexeme.isascii() and lexeme.isalpha()}
    fresh = met - _known
    rows = [Syllable(text=text) for text in sorted(fresh)]
    Syllable.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    transaction.on_commit(lambda: _known.update(fresh))
