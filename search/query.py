"""What a reader typed, understood: which lexemes a piece must hold, which make it the better hit.

Nothing typed reaches an engine but as lexemes of analysis.py, so no sign means anything to it.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

from authors.ranks import LADDER
from core.dates import parse_date
from core.vietnamese import clean_line, document_key, fold
from search.analysis import (
    KEYS,
    bare,
    bares,
    code_lexeme,
    day_lexeme,
    in_title,
    is_sign,
    pairs,
    run_together,
    syllables,
)
from search.engines import Clause, Row, Tier

MAX_LENGTH = 200
MAX_TERMS = 12
_MOST_READ = 10_000
"""Letters that are looked at of what was sent: to clean a megabyte takes a third of a second."""
LONGEST_NAME = 12
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
_MONTH = re.compile(r"(?:thang )?(0?[1-9]|1[0-2])(?:[/-]|,? nam )([12][0-9]{3}),?", re.ASCII)
_SHORT_YEAR = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{2})", re.ASCII)
_SEAM = re.compile(r"(?<=[0-9])(?=[^\W\d_])")
"""Where a number and a sign are written together: 174ĐA."""


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


def typed_line(text: str, most: int = MAX_LENGTH) -> str:
    """What counts of a string that somebody sent, however long."""
    return clean_line(text[:_MOST_READ])[:most]


def _titled(clause: Clause) -> Clause:
    return tuple(row if row[0][0] in KEYS else tuple(map(in_title, row)) for row in clause)


def parse(text: str, names: Names | None = None) -> Query:
    """Takes any string. `names` tells the other names of units, people and abbreviations."""
    line = typed_line(text)
    query = Query(line)
    quoted = [syllables(phrase) for phrase in _QUOTED.findall(line)]
    for phrase in filter(None, quoted):
        _need_phrase(query, phrase)
    rest, days = _without_dates(_QUOTED.sub(" ", line).split())
    for clause in days:
        _need(query, clause)
    loose: list[str] = []
    for word in rest:
        parts = syllables(word)
        if len(parts) == 1 or tuple(bares(parts)) in (names or {}):  # TP.HCM
            loose += parts
        elif parts:  # 174-ĐA/TU, Vinh-Huế: a row of syllables
            _need_phrase(query, parts)
    _need_loose(query, loose, names or {})
    query.words = [word for phrase in quoted for word in phrase]
    query.words += [part for word in rest for part in syllables(word)]
    query.plain = bares(query.words)
    del query.needed[MAX_TERMS:], query.exact[MAX_TERMS:]
    key = document_key(_SEAM.sub("-", line))
    if "-" in key and key[0].isdigit() and not days:
        query.code = code_lexeme(key)
    return query


def _need(query: Query, clause: Clause, exact: Clause | None = None) -> None:
    query.needed.append(clause)
    query.exact.append(exact or clause)


def _need_phrase(query: Query, words: list[str]) -> None:
    plain = bares(words)
    row = tuple(pairs(plain)) or tuple(plain)
    others = _written_otherwise(plain)
    _need(query, (row, *others), ((*row, *words), *others))


def _written_otherwise(plain: list[str]) -> list[Row]:
    """Of 174đa tu: 174 đa tu; of lc 923p: lc923p. Numbers and signs are set apart at will, and the
    number of a document is found by 174đatu, or by as much of it as was typed: 174đ."""
    together = "".join(plain)
    if not is_sign(together):
        return []
    apart = [part for word in plain for part in _SEAM.split(word)]
    others: list[Row] = [(together,)] if len(plain) > 1 else []
    others.append((run_together(together),))
    if len(apart) > len(plain):
        others.append(tuple(pairs(apart)))
    return others


def _without_dates(words: list[str]) -> tuple[list[str], list[Clause]]:
    """The words that are no date, and a clause for each date: a day, or the days of a month."""
    rest: list[str] = []
    days: list[Clause] = []
    start = 0
    while start < len(words):
        for length in range(_LONGEST_DATE, 0, -1):
            clause = _dated(" ".join(words[start : start + length]))
            if clause:
                days.append(clause)
                start += length
                break
        else:
            rest.append(words[start])
            start += 1
    return rest, days


def _dated(text: str) -> Clause:
    """() where it is no date."""
    if not any(char.isdigit() for char in text):
        return ()
    if month := _MONTH.fullmatch(fold(text)):
        written = tuple(pairs(bares(syllables(text))))
        return (*((day_lexeme(day),) for day in _days_of(int(month[2]), int(month[1]))), written)
    if short := _SHORT_YEAR.fullmatch(text):
        written = tuple(pairs(bares(syllables(text))))
        return (*((day_lexeme(day),) for day in _in_either_century(short)), written)
    try:
        return ((day_lexeme(parse_date(text)),),)
    except ValueError:
        return ()


def _in_either_century(short: re.Match[str]) -> Iterator[date]:
    """21/3/16 is a day of 1916 or of 2016, if the calendar has it."""
    for century in (1900, 2000):
        with suppress(ValueError):
            yield date(century + int(short[4]), int(short[3]), int(short[1]))


def _days_of(year: int, month: int) -> Iterator[date]:
    day = date(year, month, 1)
    while day.month == month:
        yield day
        day += timedelta(days=1)


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
            others = _written_otherwise(plain[start : start + 1])
            _need(query, ((plain[start],), *others), ((words[start],), *others))
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
    others = [_side_by_side(other) for other in sorted(names[plain])]
    # BĐBP Quảng Ninh is a unit's name, and what is short in it may be written out.
    others += [
        (*plain[:start], *_side_by_side(other), *plain[end:])
        for start, end in combinations(range(len(plain) + 1), 2)
        if end - start < len(plain)
        for other in sorted(names.get(plain[start:end], ()))
    ]
    _need(query, (plain, *others), (tuple(words), *others))


def _side_by_side(row: Row) -> Row:
    return tuple(pairs(row)) or row
