"""“Có phải bạn tìm …”: one syllable of the query with one letter set right."""

import re
from collections.abc import Iterator
from datetime import datetime

from search.analysis import bare, pairs, syllables
from search.engines import Held, Row, Scope, Tier, engine
from search.indexing import state
from search.models import Syllable
from search.query import Query, parse

LETTERS = "abcdeghiklmnopqrstuvxyfjwz"
MOST_TRIED, ENOUGH = 32, 100
"""Ways to write it that are looked up, and pieces by which they are weighed."""
_SWAPPED, _MISSING, _WRONG = range(3)
"""Slips of a finger, the likeliest first."""


def suggestion(query: Query, at: datetime) -> str:
    """Another way to write it by which something is found, or "". At most eight queries."""
    words = query.words[:8]
    if not words or query.code:
        return ""
    if unkeyed := _keyed(words, at):
        return unkeyed
    near = {word: dict(_near(bare(word))) for word in words if word.isalpha() and len(word) < 8}
    known = set(
        Syllable.objects.filter(
            text__in={form for forms in near.values() for form in forms} | {*map(bare, words)}
        ).values_list("text", flat=True)
    )
    tries = _tries(words, near, known)[:MOST_TRIED]
    now = state()
    for beside in (True, False):
        tiers = {f"t{n}": _tier(words, row, beside=beside) for n, row in enumerate(tries)}
        asked = {name: (tier, ENOUGH) for name, tier in tiers.items() if tier}
        found = engine().find(now.live, asked, Scope(at, steps=now.parted)) if asked else {}
        best = max(found, key=lambda name: len(found[name]), default="")
        if best and found[best]:
            held = engine().read(now.live, [found[best][0].place]).values()
            return _as_printed(words, tries[int(best[1:])], *held)
    return ""


_LEFTOVER = re.compile(r"(?<=[aeiouy])[sfrxj](?=[aeiouyw]|ch|[cmnpt])|(?<=[a-z])[sfrxj]$")
_KEYED = re.compile(r"(?!.*[0-9]{3})[a-z][a-z0-9]*")  # not the number of a case: a723p
_DOUBLED = re.compile(r"(aa|ee|oo|dd)")


def _keyed(words: list[str], at: datetime) -> str:
    """Without the keys of a Vietnamese keyboard that was switched off: bieen phofng, bie6n pho2ng;
    "" where nothing is found by it."""
    plain = [_unkeyed(word) for word in words]
    if plain == words:
        return ""
    now = state()
    tier = tuple(parse(" ".join(plain)).needed)
    hits = engine().find(now.live, {"all": (tier, 1)}, Scope(at, steps=now.parted))["all"]
    if not hits:
        return ""
    return _as_printed(plain, plain, *engine().read(now.live, [hits[0].place]).values())


def _unkeyed(word: str) -> str:
    if not word.isascii() or not _KEYED.fullmatch(word):
        return word
    letters = _DOUBLED.sub(lambda pair: pair[0][0], re.sub("[0-9]", "", word))
    letters = re.sub("(?<=[aou])w", "", letters).replace("w", "u")
    return _LEFTOVER.sub("", letters) or word


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


def _tier(words: list[str], row: list[str], *, beside: bool) -> Tier:
    """All the words; what was set right also `beside` one that stands next to it in the query."""
    every = tuple(parse(" ".join(row)).needed)
    if not beside:
        return every
    near: list[Row] = []
    for n, (typed, form) in enumerate(zip(words, row, strict=False)):
        if form != bare(typed):
            near += [(pair,) for pair in pairs(row[max(0, n - 1) : n + 2])]
    return (*every, tuple(near)) if near else ()


def _as_printed(words: list[str], row: list[str], *held: Held) -> str:
    """With the marks that were typed; what was set right, with those of the piece that was found,
    where its title or sapo says it, after the same word if it can be."""
    printed: dict[tuple[str, str], str] = {}
    for line in (line for piece in held for line in (piece.title, piece.sapo)):
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
