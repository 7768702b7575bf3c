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
    """What a copy lacks of the versions numbered from `first`; a copy being built gets it too."""
    now = state()
    copies = [now.live, other(now.live)] if now.building else [now.live]
    versions = PublishedVersion.objects.filter(pk__gte=first, pk__lt=first + BLOCK)
    for copy in copies:
        known = engine().holds(copy, range(first, first + BLOCK))
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
    met = {
        lexeme
        for sheet in sheets
        for lexeme in sheet.lexemes
        if lexeme.isascii() and lexeme.isalpha() and len(lexeme) <= 7
    }
    fresh = met - _known
    rows = [Syllable(text=text) for text in sorted(fresh)]
    Syllable.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    transaction.on_commit(lambda: _known.update(fresh))
