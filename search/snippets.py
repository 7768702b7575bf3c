"""The place in a text that answers a query, cut at word borders, with the words found marked.

Parts are plain text: the template escapes them and draws the marks itself.
"""

import itertools
import re
from contextlib import suppress
from typing import NamedTuple

from core.dates import parse_date
from core.html import plain_text
from core.vietnamese import clean_line, tone_key
from search.analysis import bare, day_lexeme, is_sign, syllables
from search.query import Query

LENGTH = 34
"""Words of a snippet."""
_DATE = re.compile(
    r"(?:ngày )?\d{1,2}(?:([/.-])\d{1,2}\1|,? tháng \d{1,2}(?:,|,? năm)? )[12]\d{3}(?!\d)",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W_]+")
_MOST_WORDS = 6_000


class Part(NamedTuple):
    text: str
    hit: bool


def snippet(query: Query, html: str, sapo: str) -> list[Part]:
    """Of the text, or the sapo where the text says nothing of it; [] where neither does."""
    for line in (clean_line(plain_text(html).replace("\n", " ")), sapo):
        words = line.split()[:_MOST_WORDS]
        flags = _hits(query, words)
        if any(flags):
            return _cut(query, words, flags)
    return []


def _cut(query: Query, words: list[str], flags: list[bool]) -> list[Part]:
    start = max(0, min(_densest(query, words, flags), len(words) - LENGTH))
    end = min(len(words), start + LENGTH)
    parts = highlighted(query, " ".join(words[start:end]))
    if start:
        parts.insert(0, Part("… ", hit=False))
    if end < len(words):
        parts.append(Part(" …", hit=False))
    return parts


def _densest(query: Query, words: list[str], flags: list[bool]) -> int:
    """Where the window begins that holds the most of the different words asked for."""
    plain = [
        bare(syllables(word)[0]) if flag else "" for word, flag in zip(words, flags, strict=True)
    ]
    places = [n for n, flag in enumerate(flags) if flag]
    best = max(places, key=lambda n: (_worth(plain[n : n + LENGTH]), -n))
    return max(0, best - 5)


def _worth(window: list[str]) -> float:
    said = [word for word in window if word]
    beside = sum(bool(one and other) for one, other in itertools.pairwise(window))
    return len(set(said)) + beside / 4


def _hits(query: Query, words: list[str]) -> list[bool]:
    """Of each word, whether it is one of those asked for, or of a date that is."""
    wanted, signs = set(query.plain), _signs(query)
    dates = _dates(query, " ".join(words))
    flags = []
    start = 0
    for word in words:
        end = start + len(word)
        flags.append(
            any(said in wanted or _goes_on(said, signs) for said in map(bare, syllables(word)))
            or any(start < last and first < end for first, last in dates)
        )
        start = end + 1
    return flags


def _dates(query: Query, text: str) -> list[tuple[int, int]]:
    """From where to where the text says a day that is asked for, however it is written."""
    days = {row[0] for clause in query.needed for row in clause if row[0][0] == "§"}
    found = []
    for match in _DATE.finditer(text) if days else ():
        with suppress(ValueError):
            if day_lexeme(parse_date(match[0])) in days:
                found.append(match.span())
    return found


def _signs(query: Query) -> list[str]:
    """What may be the number of a case without its last letter: a723."""
    return [word for word in query.plain if is_sign(word)]


def _goes_on(syllable: str, signs: list[str]) -> bool:
    """a723p after a723, and not after a72."""
    return any(syllable.startswith(sign) and syllable[len(sign) :].isalpha() for sign in signs)


def highlighted(query: Query, text: str) -> list[Part]:
    """The whole text in parts; a word with other marks than typed only where none has them."""
    wanted, plain = set(query.words), set(query.plain)
    signs = _signs(query)
    found = list(_WORDS.finditer(text))
    exact = {bare(word) for word in map(_form, found) if word in wanted}
    marks = _dates(query, text)
    for match in found:
        form = _form(match)
        folded = bare(form)
        if form in wanted or (folded in plain and folded not in exact) or _goes_on(folded, signs):
            marks.append(match.span())
    parts: list[Part] = []
    last = 0
    for start, end in sorted(marks, key=lambda mark: (mark[0], -mark[1])):
        if start >= last:  # else it is within a date
            parts += [Part(text[last:start], hit=False), Part(text[start:end], hit=True)]
            last = end
    parts.append(Part(text[last:], hit=False))
    return _joined([part for part in parts if part.text])


def _form(match: re.Match[str]) -> str:
    key = tone_key(match[0])
    return key.lstrip("0") or key


def _joined(parts: list[Part]) -> list[Part]:
    """Words found that stand side by side are one mark, the space between them inside it."""
    joined: list[Part] = []
    for part in parts:
        if part.hit and len(joined) > 1 and joined[-2].hit and joined[-1].text == " ":
            joined[-2:] = [Part(f"{joined[-2].text} {part.text}", hit=True)]
        else:
            joined.append(part)
    return joined
