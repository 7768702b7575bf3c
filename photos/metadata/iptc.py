"""IPTC-IIM, the caption record of the picture agencies since 1991."""

from collections import defaultdict

from photos.metadata.charsets import decode
from photos.metadata.facts import MOST_KEYWORDS, Facts, joined, line, prose, words
from photos.metadata.moments import moment

_UTF8 = b"\x1b%G"
_CHARSET = (1, 90)
# Dataset numbers of record 2.
_KEYWORDS, _DATE, _TIME, _BYLINE = 25, 55, 60, 80
_PLACE = (92, 90, 95, 101)  # sublocation, city, province, country
_HEADLINE, _CREDIT, _SOURCE, _COPYRIGHT, _CAPTION = 105, 110, 115, 116, 120
_TEXTS = {
    "caption": (_CAPTION, _HEADLINE),
    "byline": (_BYLINE,),
    "credit": (_CREDIT,),
    "agency": (_SOURCE,),
    "copyright": (_COPYRIGHT,),
    "keywords": (_KEYWORDS,),
    "place": _PLACE,
}


def read_iptc(record: bytes) -> Facts:
    datasets = _datasets(record)
    declared = _UTF8 in datasets[_CHARSET]
    doubtful: set[int] = set()

    def texts(number: int) -> list[str]:
        found = []
        for value in datasets[2, number][:MOST_KEYWORDS]:
            text, guessed = decode(value)
            if guessed and declared:
                text, guessed = value.decode("utf-8", "replace"), False
            if guessed:
                doubtful.add(number)
            found.append(text)
        return found

    def first(number: int) -> str:
        return next(iter(texts(number)), "")

    return Facts(
        caption=prose(first(_CAPTION)) or line(first(_HEADLINE)),
        byline=joined(texts(_BYLINE)),
        credit=line(first(_CREDIT)),
        agency=line(first(_SOURCE)),
        copyright=line(first(_COPYRIGHT)),
        place=joined([first(number) for number in _PLACE]),
        keywords=words(texts(_KEYWORDS)),
        taken_at=moment(first(_DATE) + first(_TIME)),
        guessed=tuple(name for name, numbers in _TEXTS.items() if doubtful & set(numbers)),
    )


def _datasets(record: bytes) -> defaultdict[tuple[int, int], list[bytes]]:
    """Values by record and dataset number. Ends where the record stops making sense."""
    found: defaultdict[tuple[int, int], list[bytes]] = defaultdict(list)
    at = 0
    while record[at : at + 1] == b"\x1c" and at + 5 <= len(record):
        key = record[at + 1], record[at + 2]
        length = int.from_bytes(record[at + 3 : at + 5])
        at += 5
        if length & 0x8000:  # then it is the size of the length that follows
            size = length & 0x7FFF
            if size > 4:
                break
            length = int.from_bytes(record[at : at + size])
            at += size
        found[key].append(record[at : at + length])
        at += length
    return found
