"""Vietnamese from before Unicode: TCVN3 (.VnTime) and VNI (VNI-Times), told by what it would say.

Such text comes as Western letters that only its font shows as Vietnamese: “Céng hßa” is Cộng hòa.
Nothing here is done unasked: `told` says what a text seems to be, `converted` what it would become.
Look at text as it came: `vietnamese.clean` takes out the soft hyphen, which in TCVN3 is an ư.
"""

import re
import unicodedata
from html import escape, unescape
from itertools import islice
from typing import NamedTuple

TCVN3, VNI = "TCVN3", "VNI"

# The bytes 0xA1 to 0xFE of the font; "·" stands where it has no letter of its own.
_TCVN3_LETTERS = (
    "ĂÂÊÔƠƯĐăâêôơưđ······àảãáạ·ằẳẵắ·······ặầẩẫấậè·ẻẽéẹềểễếệìỉ···ĩíịò·ỏõóọồổỗốộờởỡớợù·ủũúụừửữứựỳỷỹýỵ"
)
_TCVN3 = {0xA1 + n: letter for n, letter in enumerate(_TCVN3_LETTERS) if letter != "·"}

_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_ROUND = {"á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323", "â": ""}
_SHORT = {"é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323", "ê": ""}
_ALONE = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ô": "ơ", "ö": "ư"}


def _vni_table() -> dict[str, str]:
    """What the font shows for one letter, or for a letter and the mark typed after it."""
    table = dict(_ALONE)
    for shown, letter in {**{v: v for v in "aeouy"}, "ô": "ơ", "ö": "ư"}.items():
        table |= {shown + sign: letter + mark for sign, mark in _TONES.items()}
    for letter in "aeo":
        table |= {letter + sign: letter + "\u0302" + mark for sign, mark in _ROUND.items()}
    table |= {"a" + sign: "a\u0306" + mark for sign, mark in _SHORT.items()}
    table = {seen: unicodedata.normalize("NFC", meant) for seen, meant in table.items()}
    large = {seen.upper(): meant.upper() for seen, meant in table.items()}
    # A capital is often typed with a small mark.
    mixed = {seen[0].upper() + seen[1:]: meant.upper() for seen, meant in table.items()}
    return table | mixed | large


_VNI = _vni_table()
_VNI_SIGNS = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

_LETTERS = re.compile(r"[^\W\d_]+")
_TAG = re.compile(r"(<[^>]*>)")
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
    r"(?:i[êe]u?|y[êe]u?|ươ[iu]?|uô[i]?|uâ|uê|uy[êea]?|oa[iyo]?|oă|oe[o]?|ưu|ưi|ưa|ua|ia|ya|ai|ao|au|ay"
    r"|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|[aăâeêioôơuưy])"
    r"(?:ch|nh|ng|[cmnpt])?"
)
_MARKS = "\u0300\u0301\u0303\u0309\u0323"
_LEAST_WORDS = 3
_MOST_LOOKED_AT = 400

# A paste may drop the soft hyphen, which is the ư of TCVN3: “nước” comes as “nớc”. Vietnamese has
# no ơ before c, ng and u without it; of other rimes only words that mean nothing else are mended.
_LOST_U = re.compile(r"([ơớờởỡợ])(c|ng|u)(?![^\W\d_])", re.IGNORECASE)
_LOST_WORDS = dict(
    pair.split(":")
    for pair in "ngời:người cời:cười dới:dưới lới:lưới lợt:lượt mợn:mượn vờn:vườn nh:như th:thư "
    "t:tư".split()
)
_UNITS = {"µm", "µg", "µs", "µl"}


class Converted(NamedTuple):
    """`losses`: words that had to be guessed, capitals the font could not say and an ư that was
    lost, as they stand and as they are now."""

    text: str
    losses: list[tuple[str, str]]


def told(text: str) -> str | None:
    """TCVN3 or VNI where the words of a text are Vietnamese by its table and not as they stand."""
    words = _foreign_words(text)
    if len(words) < _LEAST_WORDS or _share(words) > 0.4:
        return None
    shares = {kind: _share([_letters(word, kind) for word in words]) for kind in (TCVN3, VNI)}
    best = max(shares, key=lambda kind: shares[kind])
    return best if shares[best] >= 0.75 else None


def told_of_html(html: str) -> str | None:
    return told(_letters_of(html))


def told_of_line(html: str, beside: str | None = None) -> str | None:
    """The same of a title or a caption, which has too few words to weigh: every foreign one must be
    Vietnamese by the table and none as it stands. Two are enough; one, where other text that came
    with it was told to be of the kind `beside`."""
    words = set(_foreign_words(_letters_of(html)))
    if len(words) < (1 if beside else 2) or any(map(_stands, words)):
        return None
    for kind in (beside,) if beside else (TCVN3, VNI):
        if all(len(word) > 1 and _is_syllable(_letters(word, kind)) for word in words):
            return kind
    return None


def _letters_of(html: str) -> str:
    return " ".join(unescape(part) for part in _TAG.split(html)[::2])


def converted(text: str, kind: str) -> Converted:
    """The text in Unicode. Letters the table does not know stay as they are."""
    losses: list[tuple[str, str]] = []

    def whole(word: re.Match[str]) -> str:
        """TCVN3 has no capitals with tones: PHßNG is PHòNG until somebody says PHÒNG."""
        said = word[0]
        plain = [letter for letter in said if letter.isascii() or letter in "ĂÂÊÔƠƯĐ"]
        if not said.isupper() and len(plain) > 1 and all(letter.isupper() for letter in plain):
            losses.append((said, said.upper()))
            return said.upper()
        return said

    def with_u(word: re.Match[str]) -> str:
        said = word[0]
        mended = _LOST_WORDS.get(said.lower(), "") or _LOST_U.sub(r"ư\1\2", said)
        if mended.lower() != said.lower():
            mended = mended.capitalize() if said.istitle() else mended
            losses.append((said, mended))
            return mended
        return said

    changed = _letters(text, kind)
    if kind == TCVN3:
        changed = _LETTERS.sub(whole, changed)
        if "\u00ad" not in text:
            changed = _LETTERS.sub(with_u, changed)
    return Converted(changed, losses)


def converted_html(html: str, kind: str) -> Converted:
    """The same for what stands between the tags."""
    parts, losses = _TAG.split(html), list[tuple[str, str]]()
    for n in range(0, len(parts), 2):
        done = converted(unescape(parts[n]), kind)
        parts[n] = escape(done.text, quote=False)
        losses += done.losses
    return Converted("".join(parts), losses)


def _letters(text: str, kind: str) -> str:
    if kind == TCVN3:
        return text.translate(_TCVN3)
    return _VNI_SIGNS.sub(lambda sign: _VNI[sign[0]], text)


def _foreign_words(text: str) -> list[str]:
    """Words with letters that a Western font has and an English one needs not."""
    found = (word.strip(".,;:!?()“”\"'…") for word in text.split())
    foreign = (
        word
        for word in found
        if word not in _UNITS and any("\u00a1" <= letter <= "\u00ff" for letter in word)
    )
    return list(islice(foreign, _MOST_LOOKED_AT))


def _share(words: list[str]) -> float:
    return sum(map(_is_syllable, words)) / len(words)


def _stands(word: str) -> bool:
    """Whether it is Vietnamese as it is; “chÝ”, large in the middle, is not."""
    return _is_syllable(word) and (word[1:].islower() or word.isupper() or len(word) == 1)


def _is_syllable(word: str) -> bool:
    spelled = unicodedata.normalize("NFD", word.lower())
    tones = sum(spelled.count(mark) for mark in _MARKS)
    plain = unicodedata.normalize("NFC", "".join(sign for sign in spelled if sign not in _MARKS))
    return tones <= 1 and _SYLLABLE.fullmatch(plain) is not None
