"""The engines behind one small interface; which one answers is told by the settings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import NamedTuple, Protocol

from django.conf import settings
from django.db import connection

from search.analysis import Sheet

# Lexemes that must all be there; several such rows of which one is enough; all clauses of a tier.
Row = tuple[str, ...]
Clause = tuple[Row, ...]
Tier = tuple[Clause, ...]


@dataclass(frozen=True)
class Scope:
    """What a search is narrowed to."""

    at: datetime
    """Live at this time."""
    lexemes: Row = ()
    above: int | None = None
    """Places from this one on."""
    below: int | None = None
    units: tuple[int, ...] = ()
    steps: tuple[int, ...] = ()
    """Where the index of the copy is parted: what settle() told of it."""

    rising: bool = False
    """Oldest first, for the way back through pages."""

    def narrowed(self, tier: Tier) -> Tier:
        return (*tier, *(((lexeme,),) for lexeme in self.lexemes))


class Found(NamedTuple):
    place: int
    version: int


class Held(NamedTuple):
    """What the ranking reads of a document."""

    title: str
    sapo: str


class Unavailable(Exception):
    """The index does not answer, or refuses; the message tells what it said."""


class Engine(Protocol):
    def write(self, copy: str, sheets: Sequence[Sheet]) -> None:
        """Put documents into a copy of the index; those it holds already stay as they are."""

    def clear(self, copy: str) -> None: ...

    def settle(self, copy: str) -> list[int]:
        """Make a copy that holds everything quick to ask, before it answers. The places at which
        its index is parted, if it is; searches are to name them."""

    def holds(self, copy: str, versions: Iterable[int]) -> set[int]:
        """Which of these versions the copy has."""

    def kept(
        self, copy: str, sheets: Mapping[int, Sheet], above: int, upto: int | None
    ) -> dict[int, bool]:
        """What the copy holds of the versions above the first number, up to the second or to the
        end: by the number of the version, whether every word held is what its sheet says."""

    def find(
        self, copy: str, tiers: Mapping[str, tuple[Tier, int]], scope: Scope
    ) -> dict[str, list[Found]]:
        """By their names, what each tier finds among live versions, in order, at most so many.
        One question to the store."""

    def read(self, copy: str, places: Sequence[int]) -> dict[int, Held]: ...


@cache
def engine() -> Engine:
    """SEARCH_URL's, else the database's own."""
    # ruff: noqa: PLC0415 -- only the engine in use is loaded
    if settings.SEARCH_URL:
        from search.engines.opensearch import OpenSearch

        return OpenSearch(settings.SEARCH_URL)
    if connection.vendor == "postgresql":
        from search.engines.postgres import Postgres

        return Postgres()
    from search.engines.sqlite import SQLite

    return SQLite()
