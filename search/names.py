"""Other names of the same thing: abbreviations, units through their successions, pen names,
synonyms of tags.

Kept by each process for a minute; the tables are small beside the archive.
"""

import time
from collections.abc import Iterable, Iterator
from itertools import product

from articles.models import TagAlias
from authors.models import Author, PenName, Succession, Unit
from search.analysis import bares, syllables
from search.engines import Row
from search.models import Abbreviation
from search.query import Names

SECONDS = 60
MOST = 20_000
"""Authors with a second name that are known; beyond it search by the printed name still works."""

_SHORT, _FULL = "bdbp", ("bo", "doi", "bien", "phong")
_STAFFS: tuple[Row, ...] = (("bo", "chi", "huy"), ("ban", "chi", "huy"), ("bch",))

_kept: tuple[float, Names] | None = None


def names() -> Names:
    """Six queries, once a minute."""
    global _kept  # noqa: PLW0603 -- one dictionary a process
    if _kept is None or _kept[0] < time.monotonic():
        _kept = time.monotonic() + SECONDS, _read()
    return _kept[1]


def forget() -> None:
    global _kept  # noqa: PLW0603 -- one dictionary a process
    _kept = None


def _read() -> Names:
    known: dict[Row, set[Row]] = {}
    for short, full in Abbreviation.objects.values_list("short", "full"):
        _same(known, (short, full))
    pens: dict[int, list[str]] = {}
    for author, name in PenName.objects.values_list("author", "name")[:MOST]:
        pens.setdefault(author, []).append(name)
    for pk, name, full in Author.objects.values_list("pk", "name", "full_name")[:MOST]:
        _same(known, (name, full, *pens.get(pk, [])))
    units = {
        pk: (name, short)
        for pk, name, short in Unit.objects.values_list("pk", "name", "short_name")
    }
    for group in lineages(units):
        _alike(known, {row for pk in group for name in units[pk] for row in _of_unit(name)})
    for tag, alias in TagAlias.objects.values_list("tag__name", "name")[:MOST]:
        _same(known, (tag, alias))
    return {name: frozenset(others - {name}) for name, others in known.items() if len(others) > 1}


def _of_unit(name: str) -> Iterator[Row]:
    """As printed and, as everybody says it, without its staff; BĐBP in short and in full."""
    row = tuple(bares(syllables(name)))
    short = tuple(" ".join(row).replace(" ".join(_FULL), _SHORT).split())
    staff = next((len(head) for head in _STAFFS if short[: len(head) + 1] == (*head, _SHORT)), 0)
    for shorter in (short, short[staff:]):
        yield from (shorter, tuple(" ".join(shorter).replace(_SHORT, " ".join(_FULL)).split()))


def _same(known: dict[Row, set[Row]], written: Iterable[str]) -> None:
    _alike(known, {tuple(bares(syllables(name))) for name in written})


def _alike(known: dict[Row, set[Row]], rows: set[Row]) -> None:
    rows = rows - {()}
    for one, other in product(rows, rows):
        known.setdefault(one, set()).add(other)


def lineages(units: Iterable[int]) -> list[set[int]]:
    """These units with all that became one another, however many steps apart, and every other one
    that did; all from one query."""
    group = {pk: {pk} for pk in units}
    for old, new in Succession.objects.values_list("predecessor", "successor"):
        if group.setdefault(old, {old}) is not group.setdefault(new, {new}):
            group[old] |= group[new]
            for pk in group[new]:
                group[pk] = group[old]
    return list({id(members): members for members in group.values()}.values())
