"""Vietnamese order. A database sorts by the key's plain digits, so its collation does not matter.

Order of the dictionary (field guide 5.12): syllable by syllable; within one first the letters
a ă â b c d đ e ê …, then the tones ngang, huyền, hỏi, ngã, sắc, nặng; the shorter word first.
"""

import re
import unicodedata

from core.vietnamese import clean_line

_ALPHABET = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Two digits each, from 10 up: whatever ends a syllable (00 to 05) comes before any letter.
_LETTERS = {letter: f"{place}" for place, letter in enumerate(_ALPHABET, start=10)}
_FOREIGN = "99"
_TONES = {tone: place for place, tone in enumerate("\u0300\u0309\u0303\u0301\u0323", start=1)}
_SYLLABLE = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")


def sort_key(text: str) -> str:
    """Digits that sort as a Vietnamese dictionary does; "" for text without letters.

    Two digits for each letter and for each syllable's end, nine for a letter of another script.
    Cut to any even length it still sorts, only more coarsely. Case, hyphens and the two places
    of a tone make no difference.
    """
    letters = unicodedata.normalize("NFD", clean_line(text).lower())
    return "".join(map(_syllable_key, _SYLLABLE.findall(letters)))


def sort_name(name: str) -> str:
    """`sort_key` for a person: the given name (the last word) first, then family and middle."""
    words = [key for word in clean_line(name).split() if (key := sort_key(word))]
    return "".join(words[-1:] + words[:-1])


def _syllable_key(syllable: str) -> str:
    tone = next((_TONES[char] for char in syllable if char in _TONES), 0)
    toneless = "".join(char for char in syllable if char not in _TONES)
    letters = map(_letter_key, unicodedata.normalize("NFC", toneless))
    return f"{''.join(letters)}0{tone}"


def _letter_key(letter: str) -> str:
    if unicodedata.category(letter).startswith("M"):
        return ""
    bare = unicodedata.normalize("NFD", letter)[0]
    return _LETTERS.get(letter) or _LETTERS.get(bare) or f"{_FOREIGN}{ord(letter):07d}"
