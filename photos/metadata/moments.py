"""Times as XMP, IPTC and EXIF write them."""

import re
from datetime import date, datetime, time

from core.dates import HANOI, in_hanoi

# 2023-10-01T10:51:00+07:00, 2023:10:01 10:51:00 and 20231001105100+0700 are one form.
_MOMENT = re.compile(
    r"(\d{4})[-:]?(\d\d)[-:]?(\d\d)"
    r"(?:[T ]?(\d\d):?(\d\d)(?::?(\d\d)(?:\.\d{1,12})?)? ?(Z|[+-]\d\d:?\d\d)?)?.{0,40}",
    re.ASCII | re.DOTALL,
)
# The first photograph; and the calendar of Python ends at 9999, in any zone.
_FIRST_YEAR, _LAST_YEAR = 1826, 9998


def moment(text: str) -> date | datetime | None:
    """The time written in the text, in Hanoi's zone; without a zone it is Hanoi's.

    Midnight to the second is how programs write "no time known": the bare day is returned.
    """
    found = _MOMENT.fullmatch(text.strip()[:80])
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        taken_on = date(year, month, day)
    except ValueError:
        return None
    try:
        clock = time(hour, minute, second)
        zone = datetime.strptime(found[7], "%z").tzinfo if found[7] else HANOI
    except ValueError:
        return taken_on
    return in_hanoi(datetime.combine(taken_on, clock, zone)) if clock != time() else taken_on


def more_exact(other: date | datetime | None, known: date | datetime | None) -> bool:
    """Whether the other tells the time of a day of which only the date is known."""
    bare = isinstance(known, date) and not isinstance(known, datetime)
    return bare and isinstance(other, datetime) and other.date() == known
