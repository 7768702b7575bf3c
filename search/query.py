"""What a reader typed, understood: which lexemes a piece must hold, which make it the better hit.

Nothing typed reaches an engine but as lexemes of analysis.py, so no sign means anything to it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations

from authors.ranks import LADDER
from core.vietnamese import clean_line, document_codes, document_key
from search.analysis import (
    KEYS,
    bare,
    bares,
    code_lexeme,
    in_title,
    is_sign,
    pairs,
    run_together,
    syllables,
)
from search.days import Written, with_dates
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
STOPS = frozenset(
    "và của các những là ở về cho tại trong với từ đến được có như theo bởi do thì mà này đó"
    " một gì nào sao thế cần khi trên hay hoặc đã đang sẽ rất vì nếu nên vẫn cũng".split()
)
_RANKS = sorted(({tuple(bares(syllables(rank))) for rank in LADDER}), key=len, reverse=True)
_SEAM = re.compile(r"(?<=[0-9])(?=[^\W\d_])")
"""Where a number and a sign are written together: 174ĐA."""
_SEAM_BEFORE = re.compile(r"(?<=[^\W\d_])(?=[0-9])")
"""Where a word and a number are: án174, covid19."""


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
    cited: Tier = ()
    """Numbers of documents among other words."""
    dates: list[str] = field(default_factory=list)
    """As typed: days and months of a year, which are in no text as these words."""

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
    parts = with_dates(_QUOTED.sub(" ", line))
    dates = [part for part in parts if isinstance(part, Written)]
    for written in dates:
        _need(query, written.clause)
    query.dates = [written.text for written in dates if not written.of_any_year]
    rest = [part for part in parts if isinstance(part, str) or part.of_any_year]
    loose = []
    for part in rest:
        if isinstance(part, str):
            loose += _loose(query, part, names or {})
    _need_loose(query, loose, names or {})
    query.words = [word for phrase in quoted for word in phrase]
    for part in rest:
        query.words += syllables(part if isinstance(part, str) else part.text)
    query.plain = bares(query.words)
    del query.needed[MAX_TERMS:], query.exact[MAX_TERMS:]
    key = document_key(_SEAM.sub("-", line))
    if "-" in key and key[0].isdigit() and not dates:
        query.code = code_lexeme(key)
    query.cited = tuple(((code_lexeme(code.key),),) for code in document_codes(line.upper()))
    return query


def _loose(query: Query, word: str, names: Names) -> list[str]:
    """Its syllables, where they may stand anywhere; of 174-ĐA/TU or Vinh-Huế a row is needed."""
    parts = syllables(word)
    together = "".join(bares(parts))
    if len(parts) == len(together) > 1 and (together,) in names:  # U.B.N.D
        return [together]
    if len(parts) < 2 or tuple(bares(parts)) in names:  # TP.HCM
        return parts
    _need_phrase(query, parts)
    return []


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
    others: list[Row] = [(together,)] if len(plain) > 1 else []
    others.append((run_together(together),))
    for seam in (_SEAM, _SEAM_BEFORE):
        apart = [part for word in plain for part in seam.split(word)]
        if len(apart) > len(plain):
            others.append(tuple(pairs(apart)))
    return others


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
        if words[start] in STOPS:
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
    others = _least(others, set(plain))
    _need(query, (plain, *others), (tuple(words), *others))


def _least(rows: list[Row], typed: set[str]) -> list[Row]:
    """Without those that ask for all of another, or of what was typed, and for more: who says
    Bộ Chỉ huy BĐBP says BĐBP."""
    kept: list[Row] = []
    for row in sorted(set(rows), key=lambda row: (len(row), row)):
        said = {word for pair in row for word in pair.split("·")}
        if not typed <= said and not any(set(less) <= set(row) for less in kept):
            kept.append(row)
    return kept


def _side_by_side(row: Row) -> Row:
    return tuple(pairs(row)) or row
