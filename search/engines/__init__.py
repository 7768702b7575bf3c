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


class Found(NamedTuple):
    place: int
    version: int


class Held(NamedTuple):
    """What the ranking reads of a document."""

    title: str
    sapo: str


class Engine(Protocol):
    def write(self, copy: str, sheets: Sequence[Sheet]) -> None:
        """Put documents into a copy of the index; those it holds already stay as they are."""

    def clear(self, copy: str) -> None: ...

    def holds(self, copy: str, versions: Iterable[int]) -> set[int]:
        """Which of these versions the copy has."""

    def find(
        self, copy: str, tiers: Mapping[str, tuple[Tier, int]], scope: Scope
    ) -> dict[str, list[Found]]:
        """By their names, what each tier finds among live versions: newest first, at most so many.
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
