"""How words and dates are looked for, the same in the index and in a query.

A word has a space at both ends, so that “an” is not found in “bàn”.
"""

import re

from core.dates import find_dates, parse_date
from core.vietnamese import clean_line, fold

_SYLLABLE = re.compile(r"[^\W_]+")


def words(text: str) -> str:
    """The syllables of a text without marks or signs, then its dates as 2026-09-02."""
    return _spaced([*_syllables(text), *(day.isoformat() for day in find_dates(text))])


def terms(query: str) -> list[str]:
    """What words() must hold for the query, each with its spaces.

    Of nothing but a date, the day: it is found however it is written. Else each word as a row of
    syllables: 174-ĐA/TU and 174/ĐA/TU are " 174 da tu ".
    """
    try:
        return [_spaced([parse_date(query).isoformat()])]
    except ValueError:
        rows = (_syllables(word) for word in clean_line(query).split())
        return [_spaced(row) for row in rows if row]


def _syllables(text: str) -> list[str]:
    return _SYLLABLE.findall(fold(clean_line(text)))


def _spaced(parts: list[str]) -> str:
    return f" {' '.join(parts)} "
