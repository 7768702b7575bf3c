"""Which units of the Border Guard a piece is about: named in its words, or signed by their people.

A name counts as a whole: “Trà Linh” is not “Trà Lĩnh”, and “Đồn Biên phòng Ia O” does not stand in
“Đồn Biên phòng Ia Ơi”. Where two names begin at one word the longer one is meant; a name inside
another (“BĐBP Quảng Ninh” in “Đồn Biên phòng Bình Liêu, BĐBP Quảng Ninh”) is named as well.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles.models import PublishedVersion, UnitListing
from authors.models import Posting, Succession, Unit
from core.dates import HANOI
from core.html import plain_text
from core.vietnamese import tone_key

BATCH = 1000
"""Versions at a time: some seconds of work, well within an effect's claim."""
SHORTEST = 2
"""Words of a name: a single one, as “Báo”, says too little."""

# A name does not go on over the end of a sentence or of a line.
_WORD = re.compile(r"[^\W_]+|[.;:!?\n]")

Words = tuple[str, ...]


class Finder:
    """Finds the units named in a text; made anew for each batch, in two queries."""

    def __init__(self) -> None:
        kin = _kinship(Succession.objects.values_list("predecessor", "successor"))
        carriers: dict[Words, set[int]] = defaultdict(set)
        for pk, *names in Unit.objects.values_list("pk", "name", "short_name"):
            for name in names:
                if len(words := _words_of(name)) >= SHORTEST and not _is_the_paper(name):
                    carriers[words].add(pk)
        # A name that strangers share (“Hải đội 2” of two provinces) tells nothing by itself.
        self.units = {
            words: pks
            for words, pks in carriers.items()
            if len({kin.get(pk, pk) for pk in pks}) == 1
        }
        lengths: dict[str, set[int]] = defaultdict(set)
        for words in self.units:
            lengths[words[0]].add(len(words))
        self.lengths = {word: sorted(found, reverse=True) for word, found in lengths.items()}

    def named(self, text: str) -> dict[int, int]:
        """Ids of the units, each with the number of words of the longest name that was found."""
        words = _words(text)
        found: dict[int, int] = {}
        for start, word in enumerate(words):
            for length in self.lengths.get(word, ()):
                if units := self.units.get(words[start : start + length]):
                    for pk in units:
                        found[pk] = max(found.get(pk, 0), length)
                    break
        return found


def _kinship(successions: Iterable[tuple[int, int]]) -> dict[int, int]:
    """One number for all units that are tied by successions, by unit; strangers are missing."""
    kin: dict[int, set[int]] = {}
    for pair in successions:
        family = set().union(*(kin.get(pk, {pk}) for pk in pair))
        kin |= dict.fromkeys(family, family)
    return {pk: min(family) for pk, family in kin.items()}


def _words(text: str) -> Words:
    return tuple(_WORD.findall(tone_key(text)))


@lru_cache(maxsize=20_000)
def _words_of(name: str) -> Words:
    """Kept from batch to batch: most names are the same each time."""
    return _words(name)


def unit_lines(versions: list[PublishedVersion]) -> Iterator[UnitListing]:
    """The rows by which unit pages find these versions, not saved; of each version the fullest name
    first. Three queries."""
    finder, postings = Finder(), _postings(versions)
    for version in versions:
        found = finder.named(_text(version))
        for pk in _signed_for(version, postings):
            found.setdefault(pk, 0)
        for pk in sorted(found, key=lambda pk: (-found[pk], pk)):
            yield UnitListing(
                version=version,
                article_id=version.article_id,
                first_published_at=version.first_published_at,
                unit_id=pk,
            )


def _text(version: PublishedVersion) -> str:
    """All in which a reader finds a unit named, each part on lines of its own."""
    parts = [version.title, version.sapo, plain_text(version.body), version.signature]
    parts += [use["caption"] for use in version.photos]
    parts += [byline["unit"] for byline in version.bylines]
    return "\n".join(parts)


def _is_the_paper(name: str) -> bool:
    """The paper is no news of its own: its people sign, and its name stands in, every second
    piece."""
    return tone_key(name) == tone_key(settings.MASTHEAD["name"])


def _postings(versions: Iterable[PublishedVersion]) -> dict[int, list[Posting]]:
    """Of the authors of these versions, the newest first."""
    authors = {line["author"] for version in versions for line in version.bylines if line["unit"]}
    postings: dict[int, list[Posting]] = defaultdict(list)
    rows = Posting.objects.filter(author__in=authors).select_related("unit")
    for posting in rows.order_by("-since"):
        postings[posting.author_id].append(posting)
    return postings


def _signed_for(version: PublishedVersion, postings: dict[int, list[Posting]]) -> Iterator[int]:
    """Units for which its authors served on the day, where the piece prints just that."""
    day = version.first_published_at.astimezone(HANOI).date()
    for byline in version.bylines:
        held = (row for row in postings.get(byline["author"], ()) if row.since <= day)
        unit = row.unit if (row := next(held, None)) else None
        if unit and unit.printed_name == byline["unit"] and not _is_the_paper(unit.name):
            yield unit.pk


def relist_after(number: int) -> int | None:
    """List the next BATCH of the versions after a number that readers see or are to see. The number
    of the last one, or None when there was none left. Half a dozen queries."""
    standing = PublishedVersion.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=timezone.now()), pk__gt=number
    )
    versions = list(standing.order_by("pk")[:BATCH])
    if not versions:
        return None
    wanted = {(line.version_id, line.unit_id): line for line in unit_lines(versions)}
    pks = [version.pk for version in versions]
    with transaction.atomic():
        rows = UnitListing.objects.filter(version__in=pks).values_list("version", "unit", "pk")
        there = {(version, unit): pk for version, unit, pk in rows}
        stale = [pk for place, pk in there.items() if place not in wanted]
        UnitListing.objects.filter(pk__in=stale).delete()
        missing = [line for place, line in wanted.items() if place not in there]
        UnitListing.objects.bulk_create(missing, batch_size=1000, ignore_conflicts=True)
    return pks[-1]
