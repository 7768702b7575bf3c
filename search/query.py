"""What a reader typed, understood: which lexemes a piece must hold, which make it the better hit.

Nothing typed reaches an engine but as lexemes of analysis.py, so no sign means anything to it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from authors.ranks import LADDER
from core.dates import parse_date
from core.vietnamese import clean_line, document_key
from search.analysis import bare, bares, code_lexeme, day_lexeme, in_title, pairs, syllables
from search.engines import Clause, Row, Tier

MAX_LENGTH = 200
MAX_TERMS = 12
LONGEST_NAME = 8
"""Syllables of a name that is looked up among the other names it has."""

# Other names of what was typed, folded: (bdbp,) → {(bo, doi, bien, phong)}.
Names = Mapping[Row, frozenset[Row]]

_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]+)[\"“”„«»]")
_STOPS = frozenset(
    "và của các những là ở về cho tại trong với từ đến được có như theo bởi do thì mà này đó"
    " một gì nào sao thế cần khi trên hay hoặc đã đang sẽ rất vì nếu nên vẫn cũng".split()
)
_RANKS = sorted(({tuple(bares(syllables(rank))) for rank in LADDER}), key=len, reverse=True)
_LONGEST_DATE = 6  # ngày 21 tháng 3 năm 2016


@dataclass
class Query:
    """Empty where nothing was typed that could be found."""

    text: str
    words: list[str] = field(default_factory=list)
    """Every syllable typed, with its marks, in order."""
    plain: list[str] = field(default_factory=list)
    """The same without marks."""
    needed: list[Clause] = field(default_factory=list)
    exact: list[Clause] = field(default_factory=list)
    """As needed, but with the marks that were typed."""
    code: str = ""

    def __bool__(self) -> bool:
        return bool(self.needed)

    @property
    def marked(self) -> bool:
        return self.words != self.plain

    def tiers(self) -> dict[str, Tier]:
        """From the best to the least: what a good hit holds."""
        every = tuple(self.needed)
        tiers: dict[str, Tier] = {}
        if self.code:
            tiers["code"] = (((self.code,),),)
        tiers["title"] = tuple(_titled(clause) for clause in every)
        beside: Clause = (tuple(pairs(self.plain)),)
        if len(self.plain) > 1 and beside not in every:  # a phrase in quotes is asked for once
            tiers["phrase"] = (*every, beside)
        if self.marked:
            tiers["exact"] = tuple(self.exact)
        return tiers | {"all": every}


def _titled(clause: Clause) -> Clause:
    return tuple(tuple(map(in_title, row)) if row[0][0] != "§" else row for row in clause)


def parse(text: str, names: Names | None = None) -> Query:
    """Takes any string. `names` tells the other names of units, people and abbreviations."""
    line = clean_line(text)[:MAX_LENGTH]
    query = Query(line)
    quoted = [syllables(phrase) for phrase in _QUOTED.findall(line)]
    for phrase in filter(None, quoted):
        _need_phrase(query, phrase)
    rest, days = _without_dates(_QUOTED.sub(" ", line).split())
    for day in days:
        _need(query, ((day,),))
    loose: list[str] = []
    for word in rest:
        parts = syllables(word)
        if len(parts) > 1:  # 174-ĐA/TU, Vinh-Huế: a row of syllables
            _need_phrase(query, parts)
        else:
            loose += parts
    _need_loose(query, loose, names or {})
    query.words = [word for phrase in quoted for word in phrase]
    query.words += [part for word in rest for part in syllables(word)]
    query.plain = bares(query.words)
    del query.needed[MAX_TERMS:], query.exact[MAX_TERMS:]
    key = document_key(line)
    if "-" in key and key[0].isdigit() and not days:
        query.code = code_lexeme(key)
    return query


def _need(query: Query, clause: Clause, exact: Clause | None = None) -> None:
    query.needed.append(clause)
    query.exact.append(exact or clause)


def _need_phrase(query: Query, words: list[str]) -> None:
    plain = bares(words)
    row = tuple(pairs(plain)) or tuple(plain)
    _need(query, (row,), ((*row, *words),))


def _without_dates(words: list[str]) -> tuple[list[str], list[str]]:
    """The words that are no date, and the dates as lexemes."""
    rest, days, start = [], [], 0
    while start < len(words):
        for length in range(_LONGEST_DATE, 0, -1):
            day = _day(" ".join(words[start : start + length]))
            if day:
                days.append(day)
                start += length
                break
        else:
            rest.append(words[start])
            start += 1
    return rest, days


def _day(text: str) -> str:
    if not any(char.isdigit() for char in text):
        return ""
    try:
        return day_lexeme(parse_date(text))
    except ValueError:
        return ""


def _need_loose(query: Query, words: list[str], names: Names) -> None:
    """Each syllable; a known name by any of its names; ranks and stop syllables only where there
    is nothing else."""
    plain = bares(words)
    fixed = bool(query.needed)
    optional: list[str] = []
    start = 0
    before = len(query.needed)
    while start < len(words):
        length = _rank_at(plain, start)
        if length:
            optional += words[start : start + length]
            start += length
            continue
        length = _name_at(plain, start, names)
        if length:
            _need_name(query, words[start : start + length], names)
            start += length
            continue
        if words[start] in _STOPS:
            optional.append(words[start])
        else:
            _need(query, ((plain[start],),), ((words[start],),))
        start += 1
    if not fixed and len(query.needed) == before:
        for word in optional:
            _need(query, ((bare(word),),), ((word,),))


def _rank_at(plain: list[str], start: int) -> int:
    for rank in _RANKS:
        if tuple(plain[start : start + len(rank)]) == rank:
            return len(rank)
    return 0


def _name_at(plain: list[str], start: int, names: Names) -> int:
    """How many syllables from here are a name that has others."""
    for length in range(min(LONGEST_NAME, len(plain) - start), 0, -1):
        if tuple(plain[start : start + length]) in names:
            return length
    return 0


def _need_name(query: Query, words: list[str], names: Names) -> None:
    plain = tuple(bares(words))
    others = tuple(tuple(pairs(other)) or other for other in sorted(names[plain]))
    _need(query, (plain, *others), (tuple(words), *others))
