"""Where a place or a case gives itself away in a line: coordinates in all the ways people write
them, and the codes of special cases. Spans, in the order they stand; linear in the line."""

import re
from collections.abc import Iterable
from urllib.parse import unquote_plus

from core.vietnamese import document_codes
from photos.metadata.places import place_spans

Span = tuple[int, int]

_SENTENCE_END = re.compile(r"(?<=\d)[.,;](?=\s|\Z)")
_PART = r"\d{1,2}(?:[.,]\d{1,8})?"
_DEGREES = (
    rf"\d{{1,3}}(?:[.,]\d{{3,12}}(?:\s?[°º])?|\s?[°º](?:\s?{_PART}\s?['’′])?"
    rf"(?:\s?{_PART}\s?(?:[\"”″]|['’′]{{2}}))?)"
)
_SIDE = r"(?:Bắc|Nam|Đông|Tây)"
_COORDINATES = [
    re.compile(words, re.IGNORECASE)
    for words in (
        # N22.7012 E106.2345, and N 22°42'10", E 106°15'02"
        rf"(?<!\w)[NSB]\s?{_DEGREES}\s{{0,3}}[,;/|-]?\s{{0,3}}[EWĐT]\s?{_DEGREES}",
        # 22 độ 42 phút 10 giây Bắc; without a side or seconds it may be an angle or a span of time
        (
            rf"(?<![\d.,])\d{{1,3}}\s?độ\s?{_PART}\s?phút\s?"
            rf"(?:{_PART}\s?giây(?:\s?(?:độ\s|vĩ\s|kinh\s|tuyến\s){{0,3}}{_SIDE})?"
            rf"|(?:độ\s|vĩ\s|kinh\s|tuyến\s){{0,3}}{_SIDE}(?!\w))"
        ),
        # Vĩ độ 22.7012; 22,7012 độ vĩ Bắc
        (
            rf"(?<!\w)(?:vĩ|kinh)\s(?:độ|tuyến)\s?(?:{_SIDE}\s?|là\s)?[:=]?\s?"
            r"\d{1,3}(?:[.,]\d{3,12}|\s?[°º]\s?\d|\s?độ\s\d)"
        ),
        r"(?<![\d.,])\d{1,3}[.,]\d{3,12}\s?(?:°|độ)?\s?(?:vĩ|kinh)(?!\w)",
        # VN-2000: X = 2512345.67; Y = 456789
        (
            r"(?<!\w)[XY]\s?[=:]?\s?\d[\d.,]{4,14}\d\s?m?\s?[,;-]?\s?(?:và\s)?"
            r"[XY]\s?[=:]?\s?\d[\d.,]{4,14}\d"
        ),
    )
]
# The zones that our land and sea lie in: 48Q VK 12345 67890.
_MGRS = re.compile(
    r"(?<!\w)4[789]\s?[NPQR]\s?[A-HJ-NP-Z]{2}\s?(?:\d{2}){2,5}(?!\w)"
    r"|(?<!\w)4[789]\s?[NPQR]\s?[A-HJ-NP-Z]{2}\s\d{2,5}\s\d{2,5}(?!\w)"
)
# Addresses of maps put names of their own between the two numbers.
_BETWEEN_IN_ADDRESS = re.compile(r"&(?:amp;)?\w{1,20}=|!\dd|=")

_CASE = re.compile(r"(?:chuyên án|bí số|mật danh)[^.;!?\n]{0,30}\Z", re.IGNORECASE)
_LOOK_BACK = 60
# Roads, rifles and the like wear such numbers too.
_CODE = re.compile(
    r"(?<![\w/-])(?!(?:QL|TL|ĐT|HL|AK|CK|K)-?\d)"
    r"(?:[A-ZĐ]{1,4}-?\d{2,5}[A-Za-zĐđ]?|\d{3,5}[A-KM-ZĐLp])(?![\w/]|-\w)"
)
_BARE_CODE = re.compile(r"(?<![\w/-])[A-ZĐ]{1,2}-?\d{3}p(?![\w/]|-\w)")


def coordinates(line: str) -> list[Span]:
    line = _SENTENCE_END.sub(" ", line)
    found = [one.span() for each in (*_COORDINATES, _MGRS) for one in each.finditer(line)]
    spans = _apart([*place_spans(line), *found])
    return [(start, start + len(line[start:end].rstrip())) for start, end in spans]


def names_a_place(address: str) -> bool:
    """Whether an address, of a map for example, carries coordinates."""
    return bool(place_spans(_BETWEEN_IN_ADDRESS.sub(" ", unquote_plus(address))))


def case_codes(line: str) -> list[Span]:
    found = [one.span() for one in _BARE_CODE.finditer(line)]
    found += [one.span() for one in _CODE.finditer(line) if _is_of_a_case(line, one.start())]
    if "chuyên án" in line.lower():
        for code in document_codes(line):
            at = line.find(code.code)
            if at >= 0 and _is_of_a_case(line, at):
                found.append((at, at + len(code.code)))
    return _apart(found)


def _is_of_a_case(line: str, at: int) -> bool:
    return _CASE.search(line[max(0, at - _LOOK_BACK) : at]) is not None


def _apart(spans: Iterable[Span]) -> list[Span]:
    """In order; of those that overlap the first, the longest of those that begin together."""
    kept: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
