"""What a text is found by: the same lexemes on every engine, made here and nowhere else.

An engine only keeps sets of lexemes and answers which documents hold all of some, newest first.
No lexeme has a sign that any engine's query language knows:
  don          a syllable without marks
  đồn          the same with its marks, in one style of tone, where it has any
  don·bien     two syllables that stand side by side
  †don         a syllable of the title, or a pair: †don·bien
  №174·da·tu   the number of a document, and №174datu as far as it is typed: №174d, №174da, №174dat
  §20160321    a day
  §muc12, §goc3, §loai·tin, §tacgia7, §anh       what the filters of the page ask for
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import blake2b

from articles.models import PublishedVersion
from core.dates import find_dates, in_hanoi
from core.html import plain_text
from core.vietnamese import clean, fold, tone_key

LONGEST = 40
"""Letters of a syllable that count; PostgreSQL takes no endless lexeme."""

NUMBER = "№"
KEYS = f"{NUMBER}§"
"""What begins a lexeme that is no syllable: two signs, so that muc12 as typed is no section."""

_SYLLABLE = re.compile(r"[^\W_]+")
_ZEROS = re.compile(r"0+(?=[0-9])")
_A_YEAR = re.compile(r"[12][0-9]{3}")
_DIGITS_CUT = re.compile(r"\d\d")
_OF_A_YEAR = re.compile(r"([0-9]+-)[12][0-9]{3}-(?=[a-z])")
_PLACE_BITS = 24


@dataclass(frozen=True)
class Sheet:
    """What the index keeps of one version."""

    place: int
    version: int
    title: str
    """Its syllables, marks kept, a space around each: " đề án 174 "."""
    sapo: str
    lexemes: frozenset[str]

    @property
    def fingerprint(self) -> str:
        """Sixteen letters; another text, or other rules in this module, give another."""
        text = "\n".join((str(self.place), self.title, self.sapo, *sorted(self.lexemes)))
        return blake2b(text.encode(), digest_size=8).hexdigest()


def syllables(text: str) -> list[str]:
    """With marks, in lower case and one style of tone; zeros in front of a number left out."""
    return _settled(clean(text))


def _settled(text: str) -> list[str]:
    """Of a text that clean() has seen."""
    return [_form(word) for word in _SYLLABLE.findall(text)]


@lru_cache(maxsize=100_000)
def _form(word: str) -> str:
    """Remembered, as bare(): a text has few different words, and keys cost more than look-ups."""
    word = tone_key(word)[:LONGEST]
    return _ZEROS.sub("", word) if word[0] == "0" else word


@lru_cache(maxsize=50_000)
def bare(syllable: str) -> str:
    """Without its marks. Remembered: Vietnamese has some seven thousand syllables."""
    return fold(syllable)


def bares(words: Iterable[str]) -> list[str]:
    return [bare(word) for word in words]


def pairs(words: Sequence[str]) -> list[str]:
    return [f"{first}·{second}" for first, second in itertools.pairwise(words)]


def in_title(lexeme: str) -> str:
    return f"†{lexeme}"


def code_lexeme(key: str) -> str:
    """Of core.vietnamese.document_key(): "174-da-tu"."""
    return f"{NUMBER}{key.replace('-', '·')}"


def run_together(letters: str) -> str:
    """Of a document's number that was written in one: "174datu"."""
    return f"{NUMBER}{letters}"


def number_lexemes(key: str) -> Iterator[str]:
    """By which the number of a document is found: whole, without its year, and run together as far
    as it is typed or without its last letter, №a723 of A723p. Never cut within digits: not №a72."""
    yield code_lexeme(key)
    if _OF_A_YEAR.match(key):
        yield from number_lexemes(_OF_A_YEAR.sub(r"\1", key))
    letters = key.replace("-", "")
    for begun in itertools.accumulate(letters):
        cut_short = _DIGITS_CUT.fullmatch(begun[-1] + letters[len(begun) :][:1])
        if is_sign(begun) and not cut_short:
            yield run_together(begun)


def is_sign(letters: str) -> bool:
    """Whether it may be the number of a document written in one: digits, and letters too."""
    return not letters.isdecimal() and any(map(str.isdecimal, letters))


def day_lexeme(day: date) -> str:
    return f"§{day:%Y%m%d}"


def place_of(published: datetime, version: int) -> int:
    """A number that grows with the time of first publication and is no other version's."""
    return (int(published.timestamp()) << _PLACE_BITS) | (version % (1 << _PLACE_BITS))


def place_before(moment: datetime) -> int:
    """Lower than the place of whatever was published from this moment on."""
    return int(moment.timestamp()) << _PLACE_BITS


def year_of_place(place: int) -> float:
    """Roughly, for freshness."""
    return 1970 + (place >> _PLACE_BITS) / 31_557_600


def sheet(version: PublishedVersion) -> Sheet:
    body = plain_text(version.body).split("\n")
    heads = [_settled(clean(line)) for line in (version.kicker, version.title)]
    sapo = syllables(version.sapo)
    found: set[str] = set()
    for words in (*heads, sapo, *map(syllables, _small_lines(version)), *map(_settled, body)):
        _add(found, words)
    for words in map(bares, heads):
        found.update(in_title(lexeme) for lexeme in (*words, *pairs(words)))
    found.update(_keys(version, (version.title, version.sapo, *body)))
    return Sheet(
        place_of(version.first_published_at, version.pk),
        version.pk,
        spaced([*heads[0], *heads[1]]),
        spaced(sapo),
        frozenset(found),
    )


def spaced(words: Iterable[str]) -> str:
    return f" {' '.join(words)} "


def _add(found: set[str], words: list[str]) -> None:
    plain = bares(words)
    found.update(words)
    found.update(plain)
    found.update(pairs(plain))


def _small_lines(version: PublishedVersion) -> list[str]:
    """Each by itself: the last syllable of one is no neighbour of the next one's first."""
    return [
        *(version.signature, version.source),
        *(row["name"] for row in (*version.tags, *version.topics)),
        *(f"{line['rank']} {line['name']}" for line in version.bylines),
        *(f"{line['post']} {line['unit']}" for line in version.bylines),
        *(f"{use.get('caption', '')}" for use in version.photos),
        *(line for fact in _told(version) for line in fact.split("\n")),
    ]


def _told(version: PublishedVersion) -> Iterable[str]:
    """What readers see besides the text: who was interviewed, a figure in words, a letter."""
    return (fact for fact in version.facts.values() if isinstance(fact, str))


def _keys(version: PublishedVersion, lines: Iterable[str]) -> Iterable[str]:
    for code in version.codes:
        yield from number_lexemes(code["key"])
    for line in lines:
        if _A_YEAR.search(line):  # without one there is no date, and looking for dates is slow
            yield from map(day_lexeme, find_dates(line))
    yield day_lexeme(in_hanoi(version.first_published_at).date())
    yield from (f"§muc{version.section_id}", f"§goc{version.root_section_id}")
    yield f"§loai·{bare(version.genre).replace('-', '·')}"
    yield from (f"§tacgia{line['author']}" for line in version.bylines)
    if version.lead_photo_id:
        yield "§anh"
