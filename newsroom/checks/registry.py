"""The checks before publishing: small functions over a piece as it was gathered, each by its kind.

    @check("all-capitals", "Tít toàn chữ hoa")
    def all_capitals(piece: Piece) -> Iterator[Said]: ...

A check asks no database, raises for no text and takes time linear in it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from articles.models import Article
from photos.models import Photo


class Said(NamedTuple):
    """What a check found, in a sentence for the editor."""

    sentence: str
    field: str
    """Of the change form."""
    passage: str = ""
    """The words it is about, as they stand; "" where it is about the whole field."""


class Shown(NamedTuple):
    field: str
    name: str
    """“ảnh chính” or “ảnh số 7”"""
    photo: Photo
    caption: str
    """As it will stand under the photo."""


class Rename(NamedTuple):
    old: str
    new: str
    on: date


class Link(NamedTuple):
    href: str
    wrong: str
    """What is wrong with it, or ""."""


@dataclass(frozen=True)
class Piece:
    """A working copy with all that the checks ask for."""

    article: Article
    day: date
    texts: Mapping[str, str]
    """Field → what a reader reads there, a line for each block."""
    raw_body: str = ""
    """The letters of the body with its spaces as they stand, a line for each block."""
    photos: tuple[Shown, ...] = ()
    renames: tuple[Rename, ...] = ()
    links: tuple[Link, ...] = ()
    limits: Mapping[str, int] = field(default_factory=dict)

    def lines(self) -> Iterator[tuple[str, str]]:
        """(field, line) of everything there is to read."""
        for name, text in self.texts.items():
            for line in text.split("\n"):
                yield name, line


@dataclass(frozen=True)
class Check:
    kind: str
    label: str
    find: Callable[[Piece], Iterator[Said]]
    blocking: bool = False
    """Unless the newsroom set it otherwise."""
    refused_anyway: bool = False
    """articles/readiness.py holds the piece back for it: nothing to set or to let pass."""
    limit: int | None = None


CHECKS: dict[str, Check] = {}


def check(
    kind: str,
    label: str,
    *,
    blocking: bool = False,
    refused_anyway: bool = False,
    limit: int | None = None,
) -> Callable[[Callable[[Piece], Iterator[Said]]], Callable[[Piece], Iterator[Said]]]:
    """Raises ValueError for a kind that is taken."""

    def register(find: Callable[[Piece], Iterator[Said]]) -> Callable[[Piece], Iterator[Said]]:
        if kind in CHECKS:
            raise ValueError(f"{kind} is registered already")
        CHECKS[kind] = Check(kind, label, find, blocking, refused_anyway, limit)
        return find

    return register
