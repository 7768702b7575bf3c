"""Dates and times as the newspaper prints them and as people write them. Naive means Hanoi."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

from core.vietnamese import clean_line, fold

# Hanoi has kept +07:00 through the whole life of the paper. "Asia/Ho_Chi_Minh" is Saigon's
# history, +08:00 until June 1975: an archive photo of 1970 would print a false "GMT+7".
HANOI = timezone(timedelta(hours=7))
WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")

UNREADABLE = "Không đọc được ngày này. Hãy viết như 01/10/2023 hoặc 01/10/2023 10:51."
SHORT_YEAR = "Hãy viết năm đủ bốn chữ số, ví dụ 01/10/2023."


def in_hanoi(moment: datetime) -> datetime:
    """The moment on Hanoi's clock; a naive one is on it already."""
    return moment.astimezone(HANOI) if moment.tzinfo else moment.replace(tzinfo=HANOI)


# --- printing ---------------------------------------------------------------------------------


def long_datetime(moment: datetime) -> str:
    """As in "Chủ nhật, 01/10/2023 10:51 GMT+7"."""
    return f"{WEEKDAYS[in_hanoi(moment).weekday()]}, {short_datetime(moment)} GMT+7"


def long_date(day: date) -> str:
    """As in "Chủ nhật, 01/10/2023", of a date or of a moment's day in Hanoi."""
    if isinstance(day, datetime):
        day = in_hanoi(day)
    return f"{WEEKDAYS[day.weekday()]}, {short_date(day)}"


def short_datetime(moment: datetime) -> str:
    """As in "01/10/2023 10:51"."""
    local = in_hanoi(moment)
    return f"{short_date(local)} {local:%H:%M}"


def short_date(day: date) -> str:
    """As in "01/10/2023", of a date or of a moment's day in Hanoi."""
    if isinstance(day, datetime):
        day = in_hanoi(day)
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def clock(moment: datetime) -> str:
    """As in "10:51", on Hanoi's clock."""
    return f"{in_hanoi(moment):%H:%M}"


def iso(moment: datetime) -> str:
    """As in "2023-10-01T10:51:00+07:00", for `<time datetime>`, feeds and structured data."""
    return in_hanoi(moment).isoformat(timespec="seconds")


def relative(moment: datetime, now: datetime) -> str:
    """Within a day "5 phút trước" or "sau 5 phút"; beyond it 28/09, with the year if another.

    Less than a minute either way is "Vừa xong": two servers' clocks are never quite equal.
    """
    moment, now = in_hanoi(moment), in_hanoi(now)
    if abs(now - moment) < timedelta(days=1):
        return ago(moment, now)
    return short_date(moment) if moment.year != now.year else f"{moment:%d/%m}"


def ago(moment: datetime, now: datetime) -> str:
    """The distance at any range, in whole units: "3 tháng trước", "2 năm trước", "sau 2 ngày"."""
    moment, now = in_hanoi(moment), in_hanoi(now)
    amount = _distance(min(moment, now), max(moment, now))
    if not amount:
        return "Vừa xong"
    return f"{amount} trước" if moment < now else f"sau {amount}"


def lasting(start: datetime, end: datetime) -> str:
    """How long it has been, in its two largest units: "3 giờ 12 phút", "2 ngày 4 giờ", "5 phút"."""
    minutes = max(end - start, timedelta()) // timedelta(minutes=1)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    units = ((days, "ngày"), (hours, "giờ"), (minutes, "phút"))
    said = [f"{amount} {unit}" for amount, unit in units if amount]
    # Days are told without minutes.
    return (
        " ".join((said[:2] if days and hours else said[:1]) if days else said) or "chưa đến 1 phút"
    )


def _distance(start: datetime, end: datetime) -> str:
    months = (end.year - start.year) * 12 + end.month - start.month
    if (end.day, end.time()) < (start.day, start.time()):
        months -= 1
    seconds = (end - start) // timedelta(seconds=1)
    amounts = (
        (months // 12, "năm"),
        (months, "tháng"),
        (seconds // 86_400, "ngày"),
        (seconds // 3600, "giờ"),
        (seconds // 60, "phút"),
    )
    return next((f"{amount} {unit}" for amount, unit in amounts if amount), "")


# --- spans ------------------------------------------------------------------------------------


def day_span(day: date) -> tuple[datetime, datetime]:
    """From midnight to midnight in Hanoi. Raises OverflowError for the last day of all."""
    start = datetime(day.year, day.month, day.day, tzinfo=HANOI)
    return start, start + timedelta(days=1)


def month_span(year: int, month: int) -> tuple[datetime, datetime]:
    """From the first of the month to the first of the next. Raises ValueError for no month."""
    start = datetime(year, month, 1, tzinfo=HANOI)
    return start, (start + timedelta(days=32)).replace(day=1)


def year_span(year: int) -> tuple[datetime, datetime]:
    return datetime(year, 1, 1, tzinfo=HANOI), datetime(year + 1, 1, 1, tzinfo=HANOI)


# --- reading ----------------------------------------------------------------------------------

_WORDS = re.compile(r"(?<!\d)(\d{1,2}) thang (\d{1,2}),?(?: nam)? ([12]\d{3})(?!\d)", re.ASCII)
_ISO = re.compile(r"(?<![\d/.-])([12]\d{3})([/.-])(\d{1,2})\2(\d{1,2})(?![/.-]?\d)", re.ASCII)
# A hyphen in front is no part of a date: 8/10/1963-8/10/2023 and 19-21/3/2016 are spans.
_DATE = re.compile(r"(?<!\d)(?<!\d[/.])(\d{1,2})([/.-])(\d{1,2})\2([12]\d{3})(?![/.]?\d)", re.ASCII)
_SHORT_YEAR = re.compile(r"(?<!\d)\d{1,2}([/.-])\d{1,2}\1\d{2}(?!\d)", re.ASCII)
_CLOCK = re.compile(
    r"(?<![\d:])(\d{1,2})(?: ?(?:gio|h|g) ?|:(?=\d\d))"
    r"(?:(\d{2})(?: ?phut|:(\d{2})(?:\.\d{1,9})?)?)?"
    r"(?:(?<=\d)(z|[+-]\d{2}:?\d{2}))?(?![\d:])",
    re.ASCII,
)
_GMT = re.compile(r"\(?\b(?:gmt|utc) ?([+-]\d{1,2}(?::?\d{2})?)\b\)?", re.ASCII)
_AROUND = re.compile(
    r"(?:[ ,|–-]|\bngay\b|\bluc\b|\bt(?!\w)"
    r"|\b(?:chu nhat|cn|thu (?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7])\b|\([a-z][a-z. ]*\)$)*"
)
_LONGEST = 100


def parse_datetime(text: str) -> datetime:
    """The moment written in the text, in Hanoi's zone; without a time, midnight there.

    Day first, always: 01/10/2023 is 1 October. Reads 1-10-2023, 01.10.2023, "ngày 1 tháng 10 năm
    2023", 2023-10-01T10:51, with 10:51, 10h51, 10g51 or "10 giờ 51" before or after it, a weekday
    (not checked), GMT+7 with or without brackets, another zone too, and a source in brackets at
    the end, which is ignored: "30/05/2024 13:26(Chinhphu.vn)".
    Raises ValueError with a sentence for the person who typed it.
    """
    rest = _in_figures(text) if len(text) <= _LONGEST else ""
    day, rest = _take(_DATE, rest)
    if day is None:
        raise ValueError(SHORT_YEAR if _SHORT_YEAR.search(rest) else UNREADABLE)
    clock, rest = _take(_CLOCK, rest)
    zone, rest = _take(_GMT, rest)
    if not _AROUND.fullmatch(rest):
        raise ValueError(UNREADABLE)
    moment = datetime.combine(_calendar_day(day), datetime.min.time(), HANOI)
    if clock is not None:
        moment = _at_clock(moment, clock)
    offset = (clock and clock[4]) or (zone and zone[1])
    return moment.replace(tzinfo=_zone(offset)).astimezone(HANOI) if offset else moment


def parse_date(text: str) -> date:
    """The day written in the text, in all the forms of `parse_datetime`; a time is dropped.

    Raises ValueError with a sentence for the person who typed it.
    """
    return parse_datetime(text).date()


def find_dates(text: str) -> list[date]:
    """The full dates of running text, in order, each once; days that no calendar has are skipped.

    21-3-2016, 21/3/2016, 21.3.2016 and "ngày 21 tháng 3 năm 2016" are the same date.
    """
    found: dict[date, None] = {}
    for match in _DATE.finditer(_in_figures(text)):
        try:
            found[_calendar_day(match)] = None
        except ValueError:
            continue
    return list(found)


def _in_figures(text: str) -> str:
    """Folded, with dates in words and of ISO rewritten day first: one form is left to read."""
    figures = _WORDS.sub(r"\1/\2/\3", fold(clean_line(text)))
    return _ISO.sub(r"\4/\3/\1", figures)


def _take(pattern: re.Pattern[str], text: str) -> tuple[re.Match[str] | None, str]:
    match = pattern.search(text)
    return match, f"{text[: match.start()]} {text[match.end() :]}" if match else text


def _calendar_day(match: re.Match[str]) -> date:
    day, month, year = int(match[1]), int(match[3]), int(match[4])
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"Lịch không có ngày {day}/{month}/{year}.") from None


def _at_clock(midnight: datetime, clock: re.Match[str]) -> datetime:
    hour, minute, second = int(clock[1]), int(clock[2] or 0), int(clock[3] or 0)
    try:
        return midnight.replace(hour=hour, minute=minute, second=second)
    except ValueError:
        raise ValueError(f"Đồng hồ không có {hour} giờ {minute:02} phút.") from None


def _zone(offset: str) -> timezone:
    if offset == "z":
        return UTC
    digits = offset[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, 0)
    distance = timedelta(hours=int(hours), minutes=int(minutes))
    if distance > timedelta(hours=14):  # Kiribati; beyond it is a slip
        raise ValueError(UNREADABLE)
    return timezone(-distance if offset[0] == "-" else distance)
