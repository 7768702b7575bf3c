"""Coordinates that stand in the words of a file: apps for the field write them into captions."""

import re

# Four places after the point at least: 12.500 is a number as Vietnamese write it.
_DECIMAL = r"(-?\d{1,3}[.,]\d{4,12})\s*°?\s*([NSEWBĐT]?)(?![\w.])"
# 23°18'12.4"N, and 23°18.2'
_SEXAGESIMAL = (
    r"(\d{1,3})\s*[°º]\s*(?:(\d{1,2}(?:[.,]\d{1,8})?)\s*['’′]\s*)?"
    r"(?:(\d{1,2}(?:[.,]\d{1,8})?)\s*(?:[\"”″]|['’′]{2})\s*)?([NSEWBĐT]?)(?!\w)"
)
_BETWEEN = r"\s*(?:[,;/|-]|\s)\s*"
_DECIMALS = re.compile(rf"(?<![\d.,]){_DECIMAL}{_BETWEEN}{_DECIMAL}")
_SEXAGESIMALS = re.compile(rf"(?<!\d){_SEXAGESIMAL}{_BETWEEN}{_SEXAGESIMAL}")
# Emptied brackets, doubled blanks, a comma at the end.
_LEFT_OVER = re.compile(r"\(\s*\)|\[\s*\]|(?<=\s)[ \t]+|[\s,;:–-]+\Z|\A[\s,;]+")
_SOUTH_WEST = {"S", "W", "T"}
"""T is “tây”; S stays the English south, for “nam” is written in full."""


def without_places(text: str) -> tuple[str, tuple[float, float] | None]:
    """The text without coordinates, and the first ones that stood there: north, east in degrees.

    Only pairs are taken out: a bare number of degrees may be a temperature.
    """
    place = None
    for pattern, degrees in ((_DECIMALS, _from_decimals), (_SEXAGESIMALS, _from_sexagesimals)):
        found = pattern.search(text)
        if found:
            place = place or degrees(found)
            text = pattern.sub("", text)
    return (_LEFT_OVER.sub("", text).strip(), place) if place else (text, None)


def place_spans(text: str) -> list[tuple[int, int]]:
    """Where pairs of coordinates stand, as without_places takes them out."""
    return [found.span() for each in (_DECIMALS, _SEXAGESIMALS) for found in each.finditer(text)]


def _from_decimals(found: re.Match[str]) -> tuple[float, float]:
    north, north_side, east, east_side = found.groups()
    return _signed(_number(north), north_side), _signed(_number(east), east_side)


def _from_sexagesimals(found: re.Match[str]) -> tuple[float, float]:
    parts = found.groups()
    return _summed(*parts[:4]), _summed(*parts[4:])


def _summed(degrees: str, minutes: str | None, seconds: str | None, side: str) -> float:
    value = _number(degrees) + _number(minutes) / 60 + _number(seconds) / 3600
    return _signed(value, side)


def _number(text: str | None) -> float:
    return float((text or "0").replace(",", "."))


def _signed(value: float, side: str) -> float:
    return -abs(value) if side in _SOUTH_WEST else value
