"""What letters a reader sees in what was typed: other alphabets, other dress, digits, stretched
letters and signs between them are seen through; marks are those Vietnamese speaks.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from core.vietnamese import fold, tone_key

# Letters of other alphabets that cannot be told from ours by eye, and digits read as letters.
_LOOK_ALIKE = str.maketrans(
    "аеорсухіјѕԁһԛԝɡɑμνυτκαεοιρχвнмткпАЕОРСУХІЈЅВНМТКβΑΒΕΖΗΙΚΜΝΟΡΤΥΧıոսօհցᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ",
    "aeopcyxijsdhqwgauvutkaeoipxbhmtknaeopcyxijsbhmtkbABEZHIKMNOPTYXinuohgabcdeghijklmnoprstuvwyz",
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
DRESSED = {
    sign: plain
    for signs in _DRESSED_SIGNS
    for sign in signs
    if len(plain := unicodedata.normalize("NFKC", chr(sign))) == 1 and plain.isalpha()
}
# White on black, which have no plain letter by the standard.
DRESSED |= {first + n: chr(ord("A") + n) for first in (0x1F150, 0x1F170) for n in range(26)}
# An l, where these are next to letters; otherwise they are read as an i.
LONE_L = re.compile(r"[1I|](?=[^\W\d_])|(?<=[^\W\d_])[1I|]")
_DIGIT = str.maketrans("013457@$!|", "oieastasil")
_MARKS = "\u0300-\u036f"
TOKEN = re.compile(rf"[^\W_][^\W_{_MARKS}@$!|]*(?:[{_MARKS}@$!|]+[^\W_{_MARKS}@$!|]*)*")
_VOWELS = re.compile("[aeiouy]+")
_STRETCHED = re.compile(r"(.)\1+")
LONGEST = 20
_TRAILING = re.compile(r"[!|]+$")


class Syllable(NamedTuple):
    letters: str
    """Without marks, of stretched ones one: "chui"."""
    marks: tuple[frozenset[str], ...]
    """Those of each letter."""
    spoken: tuple[frozenset[str], ...]
    """The same, with the tone on the last of the vowels that stand together: it is one word
    wherever on them a tone is typed ("loạn", "lọan")."""
    length: int
    """Of letters that were typed, stretched ones too."""
    start: int
    end: int


def read(run: re.Match[str]) -> Syllable:
    """The letters of a run as one syllable, whatever signs stand between them."""
    # Everybody writes with the same few thousand syllables; what is longer is none of them.
    reading = heard if run.end() - run.start() <= LONGEST else heard.__wrapped__
    letters, marks, spoken, length, start, end = reading(run[0])
    place = run.start()
    return Syllable(letters, marks, spoken, length, place + start, place + end)


def letters_of(text: str) -> str:
    """All its letters without marks, seen through disguises, as of one syllable: "Tòa s0ạn" is
    "toasoan"."""
    return heard.__wrapped__(text.translate(DRESSED)).letters


@lru_cache(maxsize=1 << 14)
def heard(run: str) -> Syllable:
    """The letters of a run as one syllable, placed from the run's own beginning."""
    pieces = list(TOKEN.finditer(run))
    if not pieces:
        return Syllable("", (), (), 0, 0, 0)
    typed = "".join(piece[0] for piece in pieces)
    word = _TRAILING.sub("", typed)
    end = pieces[-1].end() - (len(typed) - len(word))
    letters, marks, length = _spoken(word)
    return Syllable(letters, marks, _tones_moved(letters, marks), length, pieces[0].start(), end)


def _spoken(word: str) -> tuple[str, tuple[frozenset[str], ...], int]:
    """The letters without marks, the marks of each, and how many letters were typed."""
    plain = word.translate(_LOOK_ALIKE)
    if any(char.isalpha() for char in plain):
        plain = plain.translate(_DIGIT)
    whole = unicodedata.normalize("NFC", plain.lower())
    letters: list[str] = []
    marks: list[frozenset[str]] = []
    for char in unicodedata.normalize("NFD", tone_key(_STRETCHED.sub(r"\1", whole))):
        if unicodedata.category(char).startswith("M"):
            if marks:
                marks[-1] = marks[-1] | ({char} & _SPOKEN)
        else:
            letters.append(_bare(char))
            marks.append(_D_MARK if char == "đ" else _NONE)
    return *_unstretched(letters, marks), sum(map(str.isalnum, whole))


def _tones_moved(letters: str, marks: tuple[frozenset[str], ...]) -> tuple[frozenset[str], ...]:
    if not any(mark & _TONES for mark in marks):
        return marks
    moved = list(marks)
    for vowels in _VOWELS.finditer(letters):
        places = range(*vowels.span())
        tones = frozenset().union(*(marks[place] & _TONES for place in places))
        for place in places:
            moved[place] = marks[place] - _TONES
        moved[places[-1]] |= tones
    return tuple(moved)


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
_TONES = frozenset("\u0300\u0301\u0309\u0303\u0323")
_HORN = "\u031b"
_NONE, _D_MARK = frozenset[str](), frozenset({"đ"})
_SPOKEN = _TONES | frozenset("\u0302\u0306\u031b")
