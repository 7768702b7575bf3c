"""“Có phải bạn tìm …”: one syllable of the query with one letter set right."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, islice, product
from typing import NamedTuple

from articles.models import PublishedVersion
from core.html import plain_text
from search.analysis import bare, bares, pairs, syllables
from search.engines import Row, Scope, Tier, engine
from search.indexing import state
from search.models import Syllable
from search.query import STOPS, Query, parse

LETTERS = "abcdeghiklmnopqrstuvxyfjwz"
MOST_WORDS = 8
"""Of a query that may hold the slip; the others are kept as they are."""
MOST_TRIED, ENOUGH = 32, 100
"""Ways to write it that are looked up, and pieces by which they are weighed."""
_SWAPPED, _MISSING, _WRONG = range(3)
"""Slips of a finger, the likeliest first."""
_BY_EAR = {"f": "ph", "j": "gi"}
_SHORTEST_RUN, _LONGEST_RUN, _WAYS = 4, 24, 8
"""Letters of syllables run together, and ways to read them that are weighed."""


def suggestion(query: Query, at: datetime) -> str:
    """Another way to write it by which something is found, or "". At most a dozen queries."""
    if not query.words or query.code:
        return ""
    asked = query.words, query.dates, at
    better = _keyed(*asked) or _set_apart(*asked) or _mended(*asked)
    return " ".join([better, *query.dates]) if better else ""


def _set_apart(words: list[str], dates: list[str], at: datetime) -> str:
    """With the spaces that were left out: bienphong; "" where nothing is found by it."""
    tried = {word for word in words[:MOST_WORDS] if word.isalpha()}
    runs = {word for word in tried if _SHORTEST_RUN <= len(bare(word)) <= _LONGEST_RUN}
    known = _known(part for word in runs for part in (bare(word), *_parts(bare(word))))
    ways = [
        _cuts(word, known) if word in runs and bare(word) not in known else [] for word in words
    ]
    if not any(ways):
        return ""
    choices = (way or [[word]] for word, way in zip(words, ways, strict=True))
    rows = list(islice(product(*choices), MOST_TRIED))
    best = _best([_beside(row, dates) for row in rows], at)
    if best is None:
        return ""
    flat = list(chain(*rows[best.number]))
    return _as_printed(flat, bares(flat), best.lines)


def _beside(row: Iterable[list[str]], dates: list[str]) -> Tier:
    """All the words and dates; what was one word stands side by side."""
    every = parse(" ".join([*chain(*row), *dates])).needed
    return (*every, *((tuple(pairs(bares(cut))),) for cut in row if len(cut) > 1))


def _parts(form: str) -> Iterator[str]:
    """What may be a syllable in it."""
    return (form[n : n + length] for n in range(len(form)) for length in range(2, 8))


def _cuts(word: str, known: set[str]) -> list[list[str]]:
    """The ways to read it as syllables, with its marks, the fewest first; a handful."""
    form = bare(word)
    letters = word if len(word) == len(form) else form
    ways: list[list[list[str]]] = [[[]]]
    for end in range(1, len(form) + 1):
        here = [
            [*way, letters[start:end]]
            for start in range(max(0, end - 7), end - 1)
            if form[start:end] in known
            for way in ways[start]
        ]
        ways.append(sorted(here, key=len)[:_WAYS])
    return ways[-1]


def _known(forms: Iterable[str]) -> set[str]:
    rows = Syllable.objects.filter(text__in=set(forms))
    return set(rows.values_list("text", flat=True))


def _mended(words: list[str], dates: list[str], at: datetime) -> str:
    tried = [word for word in words[:MOST_WORDS] if word.isalpha() and len(word) < 8]
    near = {word: dict(_near(bare(word))) for word in tried if word not in STOPS}
    known = _known({form for forms in near.values() for form in forms} | {*map(bare, words)})
    tries = _tries(words, near, known)[:MOST_TRIED]
    for beside in (True, False):
        best = _best([_tier(words, row, dates, beside=beside) for row in tries], at)
        if best:
            return _as_printed(words, tries[best.number], best.lines)
    return ""


class _Best(NamedTuple):
    number: int
    lines: tuple[str, ...]
    """Of the newest piece found: title, sapo, text."""


def _best(tiers: list[Tier], at: datetime) -> _Best | None:
    """The tier by which the most is found."""
    now = state()
    asked = {f"t{n}": (tier, ENOUGH) for n, tier in enumerate(tiers) if tier}
    found = engine().find(now.live, asked, Scope(at, steps=now.parted)) if asked else {}
    best = max(found, key=lambda name: len(found[name]), default="")
    if not best or not found[best]:
        return None
    newest = PublishedVersion.objects.live(at).filter(pk=found[best][0].version)
    title, sapo, body = newest.values_list("title", "sapo", "body").first() or ("", "", "")
    return _Best(int(best[1:]), (title, sapo, plain_text(body)))


_LEFTOVER = re.compile(r"(?<=[aeiouy])[sfrxj](?=[aeiouyw]|ch|[cmnpt])|(?<=[a-z])[sfrxj]$")
_KEYED = re.compile(r"(?!.*[0-9]{3})[a-z][a-z0-9]*")  # not the number of a case: a723p
_VOWEL = re.compile("[aeiouy]")
_DOUBLED = re.compile(r"(aa|ee|oo|dd)")


def _keyed(words: list[str], dates: list[str], at: datetime) -> str:
    """Without the keys of a Vietnamese keyboard that was switched off: bieen phofng, bie6n pho2ng;
    "" where nothing is found by it."""
    plain = [_unkeyed(word) for word in words]
    if plain == words:
        return ""
    best = _best([tuple(parse(" ".join([*plain, *dates])).needed)], at)
    return _as_printed(plain, plain, best.lines) if best else ""


def _unkeyed(word: str) -> str:
    if not word.isascii() or not _KEYED.fullmatch(word):
        return word
    letters = _DOUBLED.sub(lambda pair: pair[0][0], re.sub("[0-9]", "", word))
    letters = re.sub("(?<=[aou])w", "", letters).replace("w", "u")
    letters = _LEFTOVER.sub("", letters)
    return letters if _VOWEL.search(letters) else word


def _near(word: str) -> Iterator[tuple[str, int]]:
    """Every string one slip of a finger away, with the kind of slip."""
    for n in range(len(word) + 1):
        head, tail = word[:n], word[n:]
        for letter in LETTERS:
            if tail:
                yield head + letter + tail[1:], _WRONG
            yield head + letter + tail, _MISSING
        if tail:
            yield head + tail[1:], _MISSING
        if not head and tail[:1] in _BY_EAR:
            yield _BY_EAR[tail[0]] + tail[1:], _SWAPPED
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:], _SWAPPED


def _tries(words: list[str], near: dict[str, dict[str, int]], known: set[str]) -> list[list[str]]:
    """Unknown syllables are the likelier slips; where all are known, each is tried."""
    slipped = [word for word in near if bare(word) not in known] or list(near)
    forms = [
        (slip, word, form)
        for word in slipped
        for form, slip in near[word].items()
        if form in known and form != bare(word)
    ]
    return [
        [form if other == word else bare(other) for other in words]
        for _slip, word, form in sorted(forms)
    ]


def _tier(words: list[str], row: list[str], dates: list[str], *, beside: bool) -> Tier:
    """All the words and dates; what was set right also `beside` one next to it in the query."""
    every = tuple(parse(" ".join([*row, *dates])).needed)
    if not beside:
        return every
    near: list[Row] = []
    for n, (typed, form) in enumerate(zip(words, row, strict=False)):
        if form != bare(typed):
            near += [(pair,) for pair in pairs(row[max(0, n - 1) : n + 2])]
    return (*every, tuple(near)) if near else ()


def _as_printed(words: list[str], row: list[str], lines: Iterable[str]) -> str:
    """With the marks that were typed; what was set right, with those of the piece that was found,
    after the same word if it can be."""
    printed: dict[tuple[str, str], str] = {}
    for line in lines:
        said = syllables(line)
        for before, word in zip(["", *said], said, strict=False):
            printed.setdefault((bare(before), bare(word)), word)
            printed.setdefault(("", bare(word)), word)
    marked = any(word != bare(word) for word in words)
    parts = []
    for before, typed, form in zip(["", *row], words, row, strict=False):
        same = typed if marked and form == bare(typed) else ""
        parts.append(same or printed.get((before, form)) or printed.get(("", form), form))
    return " ".join(parts)
