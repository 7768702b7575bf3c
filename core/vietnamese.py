"""Vietnamese text: the door every string passes on its way in, and the keys made from it.

`clean` and `clean_line` are the door. `fold`, `tone_key`, `slug` and `document_key` are keys for
comparing, searching and addressing; nobody else lowercases, slugs or compares Vietnamese.
No function here raises for any `str`, and each takes time linear in its input.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

NBSP = "\u00a0"
MAX_MARKS = 4
# The stream-safe limit of Unicode (UAX 15): sorting a longer run of marks costs its square.
_MAX_RAW_MARKS = 30
_REMEMBERED = 4_000

_LINE_BREAK = re.compile("\r\n?|[\v\f\u0085\u2028\u2029]")
# Controls, zero widths, bidi controls, blank letters, lone surrogates, tags and what XML forbids.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ufdd0-\ufdef"
    r"\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Keyboards and old fonts write the Icelandic or African letter that only looks like ours.
_BORROWED_D = str.maketrans("ÐðƉɖ", "ĐđĐđ")
_PICTURE = (
    r"©®‼⁉™ℹ\u2194-\u2199↩↪\u231a-\u2328\u23cf-\u23faⓂ\u25aa-\u25fe\u2600-\u27bf⤴⤵"
    r"\u2b00-\u2bff〰〽㊗㊙\U0001f000-\U0001faff"
)
# A joiner or a picture-style selector is worth keeping only inside an emoji.
_STRAY_JOINER = re.compile(
    rf"(?<![{_PICTURE}])(?<![{_PICTURE}]\ufe0f)\u200d|\u200d(?![{_PICTURE}])"
    rf"|(?<![{_PICTURE}0-9#*])[\ufe0e\ufe0f]|(?<=[0-9#*])[\ufe0e\ufe0f](?!\u20e3)"
)
_PERHAPS_MARKS = re.compile(r"[^\x00-\u02ff\u1e00-\u1eff]{5,}")
_MARK = {"Mn", "Me"}
# 50 km, 20 %: a line must not end between a number and its unit. Anywhere else it is a leftover.
_PLAIN_SPACE = re.compile(
    r"[\u1680\u2000-\u200a\u205f\u3000]"
    r"|(?<![0-9])[\u00a0\u202f]|[\u00a0\u202f](?![^\W\d_]|[%‰°])"
)


def clean(text: str) -> str:
    """The text as it may be stored, line breaks and tabs kept: NFC, đ a real đ, nothing unseen.

    An emoji keeps its joiners (a family stays one picture); flags of regions, which are spelled
    in invisible letters, become the plain flag. At most four marks stay on a letter.
    Idempotent. Never longer than the input, except for some ninety letters that Unicode itself
    spells longer in NFC (Hebrew with points, Indic nukta, music notes): those at most threefold.
    """
    # One text passes several doors and is folded at each of them, all within a moment.
    return _cleaned(text) if len(text) <= _REMEMBERED else _cleaned.__wrapped__(text)


@lru_cache(maxsize=64, typed=True)  # so that text marked as safe vouches for no other
def _cleaned(text: str) -> str:
    text = _INVISIBLE.sub("", _LINE_BREAK.sub("\n", text)).translate(_BORROWED_D)
    text = _STRAY_JOINER.sub("", text)
    text = unicodedata.normalize("NFC", _cut_marks(text, _MAX_RAW_MARKS))
    return _PLAIN_SPACE.sub(" ", _cut_marks(text, MAX_MARKS)).replace("\u202f", NBSP)


def clean_line(text: str) -> str:
    """`clean` for titles, names, tags: one line, single spaces, no space at either end.

    No-break spaces become plain ones too: names are compared, and nobody sees the difference.
    """
    return " ".join(clean(text).split())


def _cut_marks(text: str, most: int) -> str:
    def cut(run: re.Match[str]) -> str:
        kept, marks = [], 0
        for char in run[0]:
            marks = marks + 1 if unicodedata.category(char) in _MARK else 0
            if marks <= most:
                kept.append(char)
        return "".join(kept)

    return _PERHAPS_MARKS.sub(cut, text)


_UNMARKED = str.maketrans("đłøıħ", "dloih")
_UNHEARD = {"Mn", "Me", "Cf"}


class _WithoutMarks(dict[int, int | None]):
    """For str.translate: marks go, all else stays. Learns each sign when it is first met."""

    def __missing__(self, point: int) -> int | None:
        kept = None if unicodedata.category(chr(point)) in _UNHEARD else point
        self[point] = kept
        return kept


_without_marks = _WithoutMarks()


def fold(text: str) -> str:
    """The search key: no marks, đ as d, lower case; spaces, lines and punctuation stay.

    "Đồn Biên phòng" → "don bien phong", however it was encoded. Idempotent. Marks of every
    script go, Thai and Hebrew vowels too: a key may find too much, never too little.
    """
    text = _lower(text)
    if not text.isascii():
        bare = unicodedata.normalize("NFD", text).translate(_without_marks)
        text = unicodedata.normalize("NFC", bare.translate(_UNMARKED))
    return text


# The fifteen rimes whose tone has two customary places; the press writes the first.
_OLD_RIMES = "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy"
_NEW_RIMES = "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ"
_OLD_RIME = dict(zip(_NEW_RIMES.split(), _OLD_RIMES.split(), strict=True))
# Open syllables only ("hoàn" has one spelling), and never "qu": there u belongs to the consonant.
_NEW_RIME = re.compile(rf"(?<!q)(?:{'|'.join(_OLD_RIME)})(?![^\W\d_])")


def tone_key(text: str) -> str:
    """The equality key: "Hoà Bình" and "HÒA BÌNH" give "hòa bình"; "hoa bình" stays another word.

    Lower case and one style of tone placement (field guide 5.5); marks stay. Idempotent.
    """
    return _NEW_RIME.sub(lambda rime: _OLD_RIME[rime[0]], _lower(text))


def _lower(text: str) -> str:
    # "İ" lowers to i and a loose dot: NFC puts it in order with other marks.
    return unicodedata.normalize("NFC", clean(text).lower()).replace(NBSP, " ")


_SPELLED = str.maketrans({"æ": "ae", "œ": "oe", "ß": "ss", "þ": "th"})
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")


def slug(text: str, max_length: int = 120) -> str:
    """An address word: only a-z, 0-9 and single hyphens between, cut at a word's end.

    "Đề án 174-ĐA/TU" → "de-an-174-da-tu". "" when nothing is usable; the caller names a default.
    """
    address = _hyphenated(text)
    if len(address) <= max_length:
        return address
    whole_words = address[: max_length + 1].rpartition("-")[0]
    return whole_words or address[: max(max_length, 0)]


def _hyphenated(text: str) -> str:
    plain = unicodedata.normalize("NFKD", fold(text).translate(_SPELLED)).lower()
    return _NOT_IN_SLUG.sub("-", plain).strip("-")


class DocumentCode(NamedTuple):
    code: str
    """As printed: "174-ĐA/TU"."""
    key: str
    """For comparing: "174-da-tu"."""


# Capitals, then at most two small letters (TTg) and the number of a legislature (QH15).
_SIGN = r"[A-ZĂÂĐÊÔƠƯ][A-ZĂÂĐÊÔƠƯ&]{1,11}[a-z]{0,2}[0-9]{0,2}"
_HYPHEN = r"\-\u2010\u2011\u2013"
_DOCUMENT_CODE = re.compile(
    rf"""
    (?<![\w/.,{_HYPHEN}])
    (?P<document>
        [0-9]{{1,5}}[a-zđ]?                              # 174, and 30a
        (?: /(?:19|20)[0-9]{{2}}/{_SIGN}                 # /2026/NĐ
          | [/{_HYPHEN}]{_SIGN}[/{_HYPHEN}]{_SIGN} )     # -ĐA/TU
        (?: [/{_HYPHEN}]{_SIGN} ){{0,2}}                 # -CP
    )(?!\w)
    | (?i:chuyên\ án\ (?:ma\ (?:túy|tuý)\ )?(?:mang\ )?(?:(?:bí\ )?số\ |mật\ danh\ )?)[“"]?
    (?P<case>
        [A-ZĐ]{{1,4}}[0-9]{{1,5}}(?:[.-][0-9]{{1,5}})?[A-Za-zĐđ]{{0,2}}   # A723p
        | [0-9]{{2,5}}[A-Za-zĐđ]{{1,2}}                                   # 923M
    )(?!\w)
    """,
    re.VERBOSE,
)


def document_codes(text: str) -> list[DocumentCode]:
    """Codes of papers and of criminal cases in the text, in order, each key once.

    Papers: 174-ĐA/TU, 237/2026/NĐ-CP, 66/2020/QH14. Cases only where the words "chuyên án" stand
    before: A723p. Signs are in capitals, as printed; for what a reader types see `document_key`.
    """
    codes: dict[str, DocumentCode] = {}
    for match in _DOCUMENT_CODE.finditer(clean_line(text)):
        code = match["document"] or match["case"]
        key = document_key(code)
        codes.setdefault(key, DocumentCode(code, key))
    return list(codes.values())


def document_key(text: str) -> str:
    """One form for all ways to write a code: "174-ĐA/TU", "174 da tu" → "174-da-tu".

    A zero in front does not count: 05-CT/TW is 5-CT/TW.
    """
    return re.sub(r"^0+(?=[0-9])", "", _hyphenated(text))


_NOT_BEFORE_ELLIPSIS = " ,;:.-–—(“\"'/…"


def excerpt(text: str, max_length: int) -> str:
    """The beginning of the text on one line, at most `max_length` code points, "…" included."""
    line = clean_line(text)
    if len(line) <= max_length:
        return line
    if max_length < 1:
        return ""
    room = line[:max_length]
    whole_words = room.rpartition(" ")[0] or clean_line(room[:-1])
    return whole_words.rstrip(_NOT_BEFORE_ELLIPSIS) + "…"
