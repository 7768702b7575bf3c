"""Finding the words of a list in what readers type, however they are disguised.

A word typed with marks is found with its marks in either tone style, with some of them, and with
none; never with other marks: "chửi" is "chui" and "chưi" but neither "chùi" nor "chúi". Look-alike
letters, digits in place of letters, stretched letters and signs or blanks between letters are seen
through. A word is found as whole syllables only; one whose letter was torn off by a blank ("chử i")
only with all its marks, since much else is written with single letters. Time is linear in the text.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from comments.hearing import DRESSED, LONE_L, LONGEST, TOKEN, Syllable, heard, read

_CHUNK = re.compile(r"\S+")
# A word spelled letter by letter: "n g u", "n. g. u".
_SPELLED = re.compile(r"(?<![^\W_])[^\W_](?:[^\w\n]{1,6}[^\W_](?![^\W_]))+")
_VOWELS = frozenset("aeiouy")
_Fits = Callable[[Syllable, Syllable], bool]


class Hit(NamedTuple):
    word: int
    """The number its list gives it."""
    start: int
    end: int
    """Code points of the text: text[start:end] is what was typed."""


class Matcher:
    """Finds words in texts: (number, word) pairs, a word being one to a few syllables."""

    def __init__(self, words: Iterable[tuple[int, str]]) -> None:
        self._by_first: dict[str, list[tuple[int, list[Syllable]]]] = defaultdict(list)
        self._joined: dict[str, list[tuple[int, Syllable, _Fits]]] = defaultdict(list)
        for number, typed in words:
            word = typed.translate(DRESSED)
            syllables = [read(token) for token in TOKEN.finditer(word)]
            if not syllables:
                continue
            self._by_first[syllables[0].letters].append((number, syllables))
            whole = heard("".join(word[s.start : s.end] for s in syllables))
            # Where vowels of two syllables meet a tone may be of either, and stays where it is.
            meet = any(
                a.letters[-1:] in _VOWELS and b.letters[:1] in _VOWELS
                for a, b in pairwise(syllables)
            )
            self._joined[whole.letters].append((number, whole, _fits_as_typed if meet else _fits))

    def __bool__(self) -> bool:
        """Whether any of its words can be found at all: signs alone cannot."""
        return bool(self._by_first)

    def find(self, text: str) -> list[Hit]:
        """Every hit, in order of place; each word at most once at one place."""
        if not self:
            return []
        text = text.translate(DRESSED)
        found = self._hits(text)
        if (other := LONE_L.sub("l", text)) != text:
            found |= self._hits(other)
        return list(_widest(found))

    def _hits(self, text: str) -> set[Hit]:
        tokens = [read(token) for token in TOKEN.finditer(text)]
        # Most words have no sign in or about them, and are read already.
        plain = {token.start: token for token in tokens}
        chunks = [
            plain.get(run.start()) or read(run) if run[0].isalnum() else read(run)
            for run in _CHUNK.finditer(text)
        ]
        spelled = [read(run) for run in _SPELLED.finditer(text)]
        return {
            *self._in_a_row(tokens),
            *self._in_a_row(chunks),
            *self._as_one([*chunks, *spelled]),
            *self._torn(text, tokens),
        }

    def _torn(self, text: str, tokens: list[Syllable]) -> Iterator[Hit]:
        """Words with a letter torn off by a blank. Most texts have no letter by itself at all."""
        lone = [token for token in tokens if len(token.letters) == 1]
        if any(token.letters not in _VOWELS for token in lone):
            yield from self._in_a_row(_mended(text, tokens, torn=0), fits=_fits_wholly)
            # "lồ n" alone may be a word and an abbreviation; "chử i" is nothing else.
            yield from self._in_a_row(_mended(text, tokens, torn=1), fits=_fits_wholly, least=2)
        if any(token.letters in _VOWELS and not token.marks[0] for token in lone):
            mended = _mended(text, tokens, torn=1, vowels=True)
            yield from self._in_a_row(mended, fits=_fits_wholly)

    def _in_a_row(
        self,
        syllables: list[Syllable],
        fits: _Fits | None = None,
        least: int = 1,
    ) -> Iterator[Hit]:
        """Words of `least` syllables or more."""
        for place, syllable in enumerate(syllables):
            for number, word in self._by_first.get(syllable.letters, ()):
                typed = syllables[place : place + len(word)]
                if least <= len(word) == len(typed) and all(map(fits or _fits, typed, word)):
                    yield Hit(number, typed[0].start, typed[-1].end)

    def _as_one(self, runs: list[Syllable]) -> Iterator[Hit]:
        """Words of several syllables with nothing but signs between all their letters."""
        for typed in runs:
            for number, whole, fits in self._joined.get(typed.letters, ()):
                if fits(typed, whole):
                    yield Hit(number, typed.start, typed.end)


def _widest(hits: Iterable[Hit]) -> Iterator[Hit]:
    """In order of place; of hits of one word that overlap, the first and longest."""
    reached: dict[int, int] = {}
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.word)):
        if hit.start >= reached.get(hit.word, 0):
            reached[hit.word] = hit.end
            yield hit


def _fits(typed: Syllable, word: Syllable) -> bool:
    """Marks may be missing from what was typed; none may be another. A word of doubled letters
    ("xxx") is none of fewer."""
    same = typed.letters == word.letters and typed.length >= word.length
    return same and all(map(frozenset.issubset, typed.spoken, word.spoken))


def _fits_as_typed(typed: Syllable, word: Syllable) -> bool:
    return _fits(typed, word) and all(map(frozenset.issubset, typed.marks, word.marks))


def _fits_wholly(typed: Syllable, word: Syllable) -> bool:
    return _fits(typed, word) and typed.spoken == word.spoken


def _mended(
    text: str, tokens: list[Syllable], *, torn: int, vowels: bool = False
) -> list[Syllable]:
    """With single consonants, or vowels without marks, put back to the syllable after them (torn:
    0) or before them (1); nothing where there is none. Marks of our script alone tell such a one
    from abbreviations."""
    mended, place = [], 0
    while place < len(tokens):
        pair = tokens[place : place + 2]
        if len(pair) == 2 and _is_torn(text, pair, torn, vowels=vowels):
            whole = heard(text[pair[0].start : pair[1].end])
            if any(whole.marks):
                mended.append(whole._replace(start=pair[0].start, end=pair[1].end))
                place += 2
                continue
        mended.append(tokens[place])
        place += 1
    return mended if len(mended) < len(tokens) else []


def _is_torn(text: str, pair: list[Syllable], torn: int, *, vowels: bool) -> bool:
    first, second = pair
    gap = text[first.end : second.start]
    return (
        len(pair[torn].letters) == 1
        and (pair[torn].letters in _VOWELS) == vowels
        and not (vowels and pair[torn].marks[0])
        and 0 < len(gap) <= 3
        and gap.isspace()
        and "\n" not in gap
        and len(pair[1 - torn].letters) < LONGEST
    )
