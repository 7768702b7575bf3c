"""Dates as they are typed into a search: a day, a month, the days from one to another, a day of any
year; in figures or in words, with marks or without."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from core.dates import parse_date
from core.vietnamese import fold
from search.analysis import bares, day_lexeme, pairs, syllables
from search.engines import Clause, Row

MOST_DAYS = timedelta(days=92)
"""From one day to another; beyond it the filters of the page are the way."""
_LONGEST = 9  # ngày ba mươi mốt tháng mười hai năm 2016

_ONES = dict(zip("mot hai ba bon nam sau bay tam chin".split(), range(1, 10), strict=True))
_TENS = {"muoi": 10, "hai muoi": 20, "ba muoi": 30}
_LAST = _ONES | {"tu": 4, "lam": 5}
_SAID = _LAST | _TENS
_SAID |= {f"{ten} {one}": _TENS[ten] + _LAST[one] for ten in _TENS for one in _LAST}
_ANY = "|".join(sorted(_SAID, key=len, reverse=True))
_FIRST_TEN = re.compile(r"\b(?:ngay )?m[uo]ng (?=.+ thang )")
_DAY_SAID = re.compile(rf"\bngay ({_ANY}) thang\b")
# "ngày 3 tháng sau" is the next month.
_MONTH_SAID = re.compile(rf"^(ngay [0-9]+) thang (?!sau$)({_ANY})$")
_MONTH_OF_A_YEAR_SAID = re.compile(rf"\bthang ({_ANY})(?=,?(?: nam)? [12][0-9]{{3}}$)")

_DAY, _MONTH, _YEAR = "(0?[1-9]|[12][0-9]|3[01])", "(0?[1-9]|1[0-2])", "([12][0-9]{3})"
_OF_A_YEAR = re.compile(rf"(?:(?:thang |t)?{_MONTH}(?:[/-]|,? nam )|thang {_MONTH},? ){_YEAR},?")
_OF_ANY_YEAR = re.compile(rf"(?:ngay |m[uo]ng )*{_DAY}(?:[/-]| thang ){_MONTH},?")
_SHORT_YEAR = re.compile(r"(?:ngay )?(\d{1,2})([/.-])(\d{1,2})\2(\d{2})", re.ASCII)
_UP_TO = {"-", "–", "—", "den", "toi"}
_SEAM = re.compile(r"(?<=[/.-][12]\d{3})([-–—])(?=\d{1,2}[/.-])", re.ASCII)


@dataclass(frozen=True)
class Written:
    """A date as it was typed, and what finds it."""

    text: str
    clause: Clause
    day: date | None = None
    """Where it is one."""
    of_any_year: bool = False
    """Then only the words of a text tell of it."""


def with_dates(line: str) -> list[str | Written]:
    """The words of a line, its dates put together. Takes any string."""
    words = _SEAM.sub(r" \1 ", line).split()
    folded = [fold(word) for word in words]
    parts: list[str | Written] = []
    start = 0
    while start < len(words):
        for end in range(min(start + _LONGEST, len(words)), start, -1):
            text = " ".join(words[start:end])
            if not _UP_TO & {folded[start], folded[end - 1]} and (
                written := _written(text, " ".join(folded[start:end]))
            ):
                parts.append(written)
                start = end
                break
        else:
            parts.append(words[start])
            start += 1
    return list(_with_spans(parts))


def _written(text: str, folded: str) -> Written | None:
    if not ("thang" in folded or any(map(str.isdigit, folded))):
        return None
    figures = _in_figures(folded)
    if month := _OF_A_YEAR.fullmatch(figures):
        days = _days_of(int(month[3]), int(month[1] or month[2]))
        return Written(text, (*_rows(days), _side_by_side(text)))
    if short := _SHORT_YEAR.fullmatch(figures):
        return Written(text, (*_rows(_in_either_century(short)), _side_by_side(text)))
    if day := _OF_ANY_YEAR.fullmatch(figures):
        number, of = str(int(day[1])), str(int(day[2]))
        rows = tuple(tuple(pairs(row)) for row in ([number, of], [number, "thang", of]))
        return Written(f"{number}-{of}", rows, of_any_year=True)
    with suppress(ValueError):
        whole = parse_date(figures)
        return Written(text, _rows([whole]), whole)
    return None


def _in_figures(folded: str) -> str:
    folded = _FIRST_TEN.sub("ngay ", folded)
    folded = _DAY_SAID.sub(lambda said: f"ngay {_SAID[said[1]]} thang", folded)
    folded = _MONTH_SAID.sub(lambda said: f"{said[1]} thang {_SAID[said[2]]}", folded)
    return _MONTH_OF_A_YEAR_SAID.sub(lambda said: f"thang {_SAID[said[1]]}", folded)


def _rows(days: Iterator[date] | Sequence[date]) -> Clause:
    return tuple((day_lexeme(day),) for day in days)


def _side_by_side(text: str) -> Row:
    return tuple(pairs(bares(syllables(text))))


def _with_spans(parts: list[str | Written]) -> Iterator[str | Written]:
    """Where one day, "đến" and a later day stand in a row: every day from the one to the other."""
    start = 0
    while start < len(parts):
        if span := _span(parts[start : start + 3]):
            yield span
            start += 3
        else:
            yield parts[start]
            start += 1


def _span(parts: list[str | Written]) -> Written | None:
    if len(parts) < 3 or not isinstance(parts[1], str) or fold(parts[1]) not in _UP_TO:
        return None
    first, last = (part.day if isinstance(part, Written) else None for part in parts[::2])
    if not (first and last and timedelta() <= last - first <= MOST_DAYS):
        return None
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    text = " ".join(part if isinstance(part, str) else part.text for part in parts)
    return Written(text, _rows(days))


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
