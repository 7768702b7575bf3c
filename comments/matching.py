"""Finding the words of a list in what readers type, however they are disguised.

A word typed with marks is found with its marks in either tone style, with some of them, and with
none; never with other marks: "chửi" is "chui" and "chưi" but neither "chùi" nor "chúi". Look-alike
letters, digits in place of letters, stretched letters and signs or blanks between letters are seen
through. A word is found as whole syllables only; one whose letter was torn off by a blank ("chử i")
only with all its marks, since much else is written with single letters. Time is linear in the text.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from core.vietnamese import fold, tone_key

# Letters of other alphabets that cannot be told from ours by eye, and digits read as letters.
_LOOK_ALIKE = str.maketrans(
    "аеорсухіјѕԁһԛԝɡμντκαεοιρυχвнмтАЕОРСУХІЈЅВНМТКαβΑΒΕΖΗΙΚΜΝΟΡΤΥΧı",
    "aeopcyxijsdhqwgmvtkaeoipyxbhmtaeopcyxijsbhmtkabABEZHIKMNOPTYXi",
)
# Letters in other dress, one for one: mathematical, circled, squared, small and wide ones.
_DRESSED_SIGNS = (
    range(0x02B0, 0x02E4),
    range(0x1D2C, 0x1D6B),
    range(0x2070, 0x209D),
    range(0x2100, 0x2180),
    range(0x249C, 0x24EA),
    range(0xFF21, 0xFF5B),
    range(0x1D400, 0x1D7CC),
    range(0x1F130, 0x1F150),
)
_DRESSED = {
    sign: plain
    for signs in _DRESSED_SIGNS
    for sign in signs
    if len(plain := unicodedata.normalize("NFKC", chr(sign))) == 1 and plain.isalpha()
}
# White on black, which have no plain letter by the standard.
_DRESSED |= {first + n: chr(ord("A") + n) for first in (0x1F150, 0x1F170) for n in range(26)}
# An l, where these are next to letters; otherwise they are read as an i.
_L = re.compile(r"[1I|](?=[^\W\d_])|(?<=[^\W\d_])[1I|]")
_DIGIT = str.maketrans("013457@$!|", "oieastasil")
_MARKS = "\u0300-\u036f"
_TOKEN = re.compile(rf"[^\W_][^\W_{_MARKS}@$!|]*(?:[{_MARKS}@$!|]+[^\W_{_MARKS}@$!|]*)*")
_CHUNK = re.compile(r"\S+")
_STRETCHED = re.compile(r"(.)\1+")
_LONGEST = 20
_TRAILING = re.compile(r"[!|]+$")
# A word spelled letter by letter: "n g u", "n. g. u".
_SPELLED = re.compile(r"(?<![^\W_])[^\W_](?:[^\w\n]{1,3}[^\W_](?![^\W_]))+")


class Hit(NamedTuple):
    word: int
    """The number its list gives it."""
    start: int
    end: int
    """Code points of the text: text[start:end] is what was typed."""


class _Syllable(NamedTuple):
    letters: str
    """Without marks: "chui"."""
    marks: tuple[frozenset[str], ...]
    """Those of each letter."""
    start: int
    end: int


class Matcher:
    """Finds words in texts: (number, word) pairs, a word being one to a few syllables."""

    def __init__(self, words: Iterable[tuple[int, str]]) -> None:
        self._by_first: dict[str, list[tuple[int, list[_Syllable]]]] = defaultdict(list)
        self._joined: dict[str, list[tuple[int, _Syllable]]] = defaultdict(list)
        for number, typed in words:
            word = typed.translate(_DRESSED)
            syllables = [_read(token) for token in _TOKEN.finditer(word)]
            if not syllables:
                continue
            self._by_first[syllables[0].letters].append((number, syllables))
            whole = _heard("".join(word[s.start : s.end] for s in syllables))
            self._joined[whole.letters].append((number, whole))

    def __bool__(self) -> bool:
        """Whether any of its words can be found at all: signs alone cannot."""
        return bool(self._by_first)

    def find(self, text: str) -> list[Hit]:
        """Every hit, in order of place; each word at most once at one place."""
        if not self:
            return []
        text = text.translate(_DRESSED)
        found = self._hits(text)
        if (other := _L.sub("l", text)) != text:
            found |= self._hits(other)
        return list(_widest(found))

    def _hits(self, text: str) -> set[Hit]:
        chunks = [_read(run) for run in _CHUNK.finditer(text)]
        spelled = [_read(run) for run in _SPELLED.finditer(text)]
        tokens = [_read(token) for token in _TOKEN.finditer(text)]
        return {
            *self._in_a_row(tokens),
            *self._in_a_row(chunks),
            *self._as_one([*chunks, *spelled]),
            *self._in_a_row(_mended(text, tokens, torn=0), fits=_fits_wholly),
            # "lồ n" alone may be a word and an abbreviation.
            *self._in_a_row(_mended(text, tokens, torn=1), fits=_fits_wholly, least=2),
        }

    def _in_a_row(
        self,
        syllables: list[_Syllable],
        fits: Callable[[_Syllable, _Syllable], bool] | None = None,
        least: int = 1,
    ) -> Iterator[Hit]:
        """Words of `least` syllables or more."""
        for place, syllable in enumerate(syllables):
            for number, word in self._by_first.get(syllable.letters, ()):
                typed = syllables[place : place + len(word)]
                if least <= len(word) == len(typed) and all(map(fits or _fits, typed, word)):
                    yield Hit(number, typed[0].start, typed[-1].end)

    def _as_one(self, runs: list[_Syllable]) -> Iterator[Hit]:
        """Words of several syllables with nothing but signs between all their letters."""
        for typed in runs:
            for number, whole in self._joined.get(typed.letters, ()):
                if _fits(typed, whole):
                    yield Hit(number, typed.start, typed.end)


def _widest(hits: Iterable[Hit]) -> Iterator[Hit]:
    """In order of place; of hits of one word that overlap, the first and longest."""
    reached: dict[int, int] = {}
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.word)):
        if hit.start >= reached.get(hit.word, 0):
            reached[hit.word] = hit.end
            yield hit


def _fits(typed: _Syllable, word: _Syllable) -> bool:
    """Marks may be missing from what was typed; none may be another."""
    return typed.letters == word.letters and all(map(frozenset.issubset, typed.marks, word.marks))


def _fits_wholly(typed: _Syllable, word: _Syllable) -> bool:
    return typed.letters == word.letters and typed.marks == word.marks


def _mended(text: str, tokens: list[_Syllable], *, torn: int) -> list[_Syllable]:
    """With single consonants put back to the syllable after them (torn: 0) or before them (1);
    nothing where there is none. Marks of our script alone tell such a one from abbreviations."""
    mended, place = [], 0
    while place < len(tokens):
        pair = tokens[place : place + 2]
        if len(pair) == 2 and _is_torn(text, pair, torn):
            whole = _heard(text[pair[0].start : pair[1].end])
            if any(whole.marks):
                mended.append(whole._replace(start=pair[0].start, end=pair[1].end))
                place += 2
                continue
        mended.append(tokens[place])
        place += 1
    return mended if len(mended) < len(tokens) else []


def _is_torn(text: str, pair: list[_Syllable], torn: int) -> bool:
    first, second = pair
    gap = text[first.end : second.start]
    return (
        len(pair[torn].letters) == 1
        and pair[torn].letters not in "aeiouy"
        and 0 < len(gap) <= 3
        and gap.isspace()
        and "\n" not in gap
        and len(pair[1 - torn].letters) < _LONGEST
    )


def _read(run: re.Match[str]) -> _Syllable:
    """The letters of a run as one syllable, whatever signs stand between them."""
    # Everybody writes with the same few thousand syllables; what is longer is none of them.
    read = _heard if run.end() - run.start() <= _LONGEST else _heard.__wrapped__
    heard = read(run[0])
    return _Syllable(heard.letters, heard.marks, run.start() + heard.start, run.start() + heard.end)


def letters_of(text: str) -> str:
    """All its letters without marks, seen through disguises, as of one syllable: "Tòa s0ạn" is
    "toasoan"."""
    return _heard.__wrapped__(text.translate(_DRESSED)).letters


@lru_cache(maxsize=1 << 14)
def _heard(run: str) -> _Syllable:
    """The letters of a run as one syllable, placed from the run's own beginning."""
    pieces = list(_TOKEN.finditer(run))
    if not pieces:
        return _Syllable("", (), 0, 0)
    typed = "".join(piece[0] for piece in pieces)
    word = _TRAILING.sub("", typed)
    end = pieces[-1].end() - (len(typed) - len(word))
    return _Syllable(*_spoken(word), pieces[0].start(), end)


def _spoken(word: str) -> tuple[str, tuple[frozenset[str], ...]]:
    """The letters without marks, and the marks of each."""
    plain = word.translate(_LOOK_ALIKE)
    if any(char.isalpha() for char in plain):
        plain = plain.translate(_DIGIT)
    plain = tone_key(_STRETCHED.sub(r"\1", unicodedata.normalize("NFC", plain.lower())))
    letters: list[str] = []
    marks: list[frozenset[str]] = []
    for char in unicodedata.normalize("NFD", plain):
        if unicodedata.category(char).startswith("M"):
            if marks:
                marks[-1] = marks[-1] | ({char} & _SPOKEN)
        else:
            letters.append(_bare(char))
            marks.append(_D_MARK if char == "đ" else _NONE)
    return _unstretched(letters, marks)


def _unstretched(
    letters: list[str], marks: list[frozenset[str]]
) -> tuple[str, tuple[frozenset[str], ...]]:
    """ "mẹeee" as "mẹ": of a stretched letter one bears the marks. "ưu" is two letters."""
    kept: list[int] = []
    for place, letter in enumerate(letters):
        if kept and letters[kept[-1]] == letter:
            before = marks[kept[-1]]
            if _HORN not in before and (not before or marks[place] <= before):
                marks[kept[-1]] = before | marks[place]
                continue
        kept.append(place)
    return "".join(letters[place] for place in kept), tuple(marks[place] for place in kept)


@lru_cache(maxsize=1 << 12)
def _bare(char: str) -> str:
    return fold(char) or char


# The marks Vietnamese speaks: grave, acute, hook, tilde, dot; circumflex, breve, horn.
_HORN = "\u031b"
_NONE, _D_MARK = frozenset[str](), frozenset({"đ"})
_SPOKEN = frozenset("\u0300\u0301\u0309\u0303\u0323\u0302\u0306\u031b")
