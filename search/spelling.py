"""“Có phải bạn tìm …”: one syllable of the query with one letter set right."""

from collections.abc import Iterator
from datetime import datetime

from search.analysis import bare, syllables
from search.engines import Scope, engine
from search.indexing import state
from search.models import Syllable
from search.query import Query, parse

LETTERS = "abcdeghiklmnopqrstuvxyfjwz"
MOST_TRIED = 24


def suggestion(query: Query, at: datetime) -> str:
    """Another way to write it by which something is found, or "". At most three queries."""
    words = query.words[:8]
    if not words or query.code:
        return ""
    near = {word: list(_near(bare(word))) for word in words if word.isalpha() and len(word) < 8}
    known = set(
        Syllable.objects.filter(
            text__in={form for forms in near.values() for form in forms} | {*map(bare, words)}
        ).values_list("text", flat=True)
    )
    tries = list(_tries(words, near, known))[:MOST_TRIED]
    tiers = {f"t{n}": (parse(" ".join(row)).tiers(), row) for n, row in enumerate(tries)}
    asked = {name: (found.get("phrase", found["all"]), 5) for name, (found, _row) in tiers.items()}
    if not asked:
        return ""
    now = state()
    found = engine().find(now.live, asked, Scope(at, steps=now.parted))
    best = max(found, key=lambda name: len(found[name]))
    if not found[best]:
        return ""
    return _as_printed(tiers[best][1], found[best][0].place)


def _near(word: str) -> Iterator[str]:
    """Every string one slip of a finger away: a letter wrong, missing, too many, or two swapped."""
    for n in range(len(word) + 1):
        head, tail = word[:n], word[n:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in LETTERS:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]


def _tries(words: list[str], near: dict[str, list[str]], known: set[str]) -> Iterator[list[str]]:
    """Unknown syllables are the likelier slips; where all are known, each is tried."""
    unknown = [word for word in near if bare(word) not in known]
    for word in unknown or near:
        for form in dict.fromkeys(near[word]):
            if form in known and form != bare(word):
                yield [form if other == word else bare(other) for other in words]


def _as_printed(row: list[str], place: int) -> str:
    """With the marks of the piece that was found, where its title or sapo says the words."""
    held = engine().read(state().live, [place])
    printed = {}
    for line in (held[place].sapo, held[place].title) if place in held else ():
        printed.update({bare(word): word for word in syllables(line)})
    return " ".join(printed.get(word, word) for word in row)
