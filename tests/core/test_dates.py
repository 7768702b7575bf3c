from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import (
    HANOI,
    WEEKDAYS,
    ago,
    clock,
    day_span,
    find_dates,
    in_hanoi,
    iso,
    long_date,
    long_datetime,
    month_span,
    parse_date,
    parse_datetime,
    relative,
    short_date,
    short_datetime,
    year_span,
)
from tests.core.strategies import any_text

MOMENT = datetime(2023, 10, 1, 10, 51, tzinfo=HANOI)
NOW = datetime(2023, 10, 1, 12, 0, tzinfo=HANOI)

minutes = st.datetimes(datetime(1000, 1, 2), datetime(2999, 12, 30)).map(
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=HANOI)
)


# --- printing ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "moment",
    [
        MOMENT,
        datetime(2023, 10, 1, 10, 51),
        datetime(2023, 10, 1, 3, 51, tzinfo=UTC),
        datetime(2023, 10, 1, 10, 51, 0, 999_999, ZoneInfo("Asia/Ho_Chi_Minh")),
    ],
)
def test_one_moment_prints_one_way(moment):
    assert long_datetime(moment) == "Chủ nhật, 01/10/2023 10:51 GMT+7"
    assert short_datetime(moment) == "01/10/2023 10:51"
    assert short_date(moment) == "01/10/2023"
    assert iso(moment) == "2023-10-01T10:51:00+07:00"


def test_day_of_a_late_moment_in_london_is_the_next_in_hanoi():
    assert short_date(datetime(2023, 9, 30, 17, 0, tzinfo=UTC)) == "01/10/2023"


def test_long_date_and_clock_are_hanois():
    moment = datetime(2023, 9, 30, 17, 5, tzinfo=UTC)
    assert (long_date(moment), clock(moment)) == ("Chủ nhật, 01/10/2023", "00:05")
    assert long_date(date(1959, 3, 3)) == "Thứ ba, 03/03/1959"


def test_spans_end_where_the_next_begins():
    assert day_span(date(2023, 12, 31)) == (
        datetime(2023, 12, 31, tzinfo=HANOI),
        datetime(2024, 1, 1, tzinfo=HANOI),
    )
    assert month_span(2023, 12)[1] == month_span(2024, 1)[0] == year_span(2023)[1]
    with pytest.raises(ValueError, match="month"):
        month_span(2023, 13)


def test_short_date_of_a_date():
    assert short_date(date(1959, 3, 3)) == "03/03/1959"


def test_weekdays_from_monday():
    week = [datetime(2023, 9, 25 + day, 8) for day in range(6)] + [MOMENT]
    assert [long_datetime(moment).partition(",")[0] for moment in week] == list(WEEKDAYS)


def test_archive_of_before_1975_keeps_the_same_clock():
    assert iso(parse_datetime("22/4/1970 08:00")) == "1970-04-22T08:00:00+07:00"


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=59), "Vừa xong"),
        (timedelta(seconds=-59), "Vừa xong"),
        (timedelta(seconds=60), "1 phút trước"),
        (timedelta(minutes=59, seconds=59), "59 phút trước"),
        (timedelta(hours=1), "1 giờ trước"),
        (timedelta(hours=23, minutes=59), "23 giờ trước"),
        (timedelta(hours=24), "30/09"),
        (timedelta(days=300), "05/12/2022"),
        (timedelta(minutes=-5), "sau 5 phút"),
        (timedelta(hours=-3, minutes=-30), "sau 3 giờ"),
        (timedelta(days=-1), "02/10"),
        (timedelta(days=-100), "09/01/2024"),
    ],
)
def test_relative(before, words):
    assert relative(NOW - before, NOW) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOW, "Vừa xong"),
        (NOW - timedelta(minutes=5), "5 phút trước"),
        (NOW - timedelta(days=1), "1 ngày trước"),
        (datetime(2023, 9, 1, 12, 1), "29 ngày trước"),
        (datetime(2023, 9, 1, 12, 0), "1 tháng trước"),
        (datetime(2023, 6, 30, 12, 0), "3 tháng trước"),
        (datetime(2022, 10, 1, 12, 1), "11 tháng trước"),
        (datetime(2021, 10, 1, 12, 0), "2 năm trước"),
        (datetime(2023, 10, 3, 13, 0), "sau 2 ngày"),
        (datetime(2025, 1, 1, 0, 0), "sau 1 năm"),
    ],
)
def test_ago(moment, words):
    assert ago(moment, NOW) == words


# --- reading ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "01/10/2023 10:51",
        "1/10/2023 10:51",
        "1-10-2023 10:51",
        "01.10.2023 10:51",
        "01/10/2023 10h51",
        "01/10/2023 10g51",
        "01/10/2023 10 giờ 51",
        "10 giờ 51 phút ngày 1 tháng 10 năm 2023",
        "lúc 10h51, ngày 01/10/2023",
        "2023-10-01T10:51",
        "2023-10-01 10:51:00",
        "2023-10-01T03:51:00Z",
        "2023-10-01T10:51:00.000+0700",
        "Chủ nhật, 01/10/2023 10:51 GMT+7",
        "CHỦ NHẬT, 01/10/2023 10:51 (GMT+7)",
        "CN 01/10/2023 - 10:51",
        "01/10/2023, 10:51 (GMT+7)",
        "10:51 | 01/10/2023 GMT+7",
        "01/10/2023 | 10:51",
        "01/10/2023 11:51 GMT+8",
        "01/10/2023 10:51(Chinhphu.vn)",
        "  01/10/2023\u00a010:51\n",
    ],
)
def test_parse_datetime_of_every_form_seen(text):
    assert parse_datetime(text) == MOMENT
    assert parse_datetime(text).utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("01/10/2023", date(2023, 10, 1)),
        ("1-10-2023", date(2023, 10, 1)),
        ("01.10.2023", date(2023, 10, 1)),
        ("17-7-2019", date(2019, 7, 17)),
        ("21-3-2016", date(2016, 3, 21)),
        ("ngày 21 tháng 3 năm 2016", date(2016, 3, 21)),
        ("21 tháng 3, 2016", date(2016, 3, 21)),
        ("2023-10-01", date(2023, 10, 1)),
        ("Thứ sáu, 21/06/2024 GMT+7", date(2024, 6, 21)),
        ("Thứ Sáu, 21/2/2025", date(2025, 2, 21)),
        ("29/2/2024", date(2024, 2, 29)),
        ("01/10/2023 23:30", date(2023, 10, 1)),
    ],
)
def test_parse_date(text, day):
    assert parse_date(text) == day


def test_parse_datetime_without_a_time_is_midnight():
    assert parse_datetime("01/10/2023") == datetime(2023, 10, 1, tzinfo=HANOI)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("01/10/23", "bốn chữ số"),
        ("10:51 1-10-23", "bốn chữ số"),
        ("31/02/2023", "Lịch không có ngày 31/2/2023"),
        ("29.2.2023", "Lịch không có ngày 29/2/2023"),
        ("1/13/2023", "Lịch không có ngày 1/13/2023"),
        ("0/10/2023", "Lịch không có ngày 0/10/2023"),
        ("01/10/2023 25:00", "Đồng hồ không có 25 giờ 00 phút"),
        ("01/10/2023 10:61", "Đồng hồ không có 10 giờ 61 phút"),
        ("", "Không đọc được"),
        ("hôm qua", "Không đọc được"),
        ("10:51", "Không đọc được"),
        ("01/10-2023", "Không đọc được"),
        ("01/10/0023", "Không đọc được"),
        ("9999-12-31T23:59Z", "Không đọc được"),
        ("01/10/2023 10:5", "Không đọc được"),
        ("01/10/2023 10:51 GMT+99", "Không đọc được"),
        ("01/10/2023 10:51 (gmt+99)", "Không đọc được"),
        ("01/10/2023 02/10/2023", "Không đọc được"),
        ("01/10/2023 10:51 và nữa", "Không đọc được"),
        ("1" * 1_000_000, "Không đọc được"),
    ],
)
def test_parse_datetime_refuses_with_a_sentence(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        parse_datetime(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Đề án 174-ĐA/TU ngày 21-3-2016", [date(2016, 3, 21)]),
        ("21/3/2016; 21.3.2016; ngày 21 tháng 3 năm 2016; 2016-03-21", [date(2016, 3, 21)]),
        ("2016/03/21, 2016.3.21", [date(2016, 3, 21)]),
        ("(8/10/1963-8/10/2023)", [date(1963, 10, 8), date(2023, 10, 8)]),
        ("8-10-1963-8-10-2023", [date(1963, 10, 8), date(2023, 10, 8)]),
        ("từ ngày 19-21/3/2016", [date(2016, 3, 21)]),
        ("sau đó, 2/1/2020. Trước: 1/1/2020.", [date(2020, 1, 2), date(2020, 1, 1)]),
        ("28/9, 20.2, 31/2/2020, 237/2026/NĐ-CP, 1.2.2020.5, 1/1/20200, 01/10/23", []),
    ],
)
def test_find_dates(text, days):
    assert find_dates(text) == days


# --- properties -------------------------------------------------------------------------------


@given(minutes)
def test_what_is_printed_reads_back(moment):
    for write in (long_datetime, short_datetime, iso):
        assert parse_datetime(write(moment)) == moment
    assert parse_date(short_date(moment)) == moment.date()


@given(minutes, st.integers(-12 * 60, 14 * 60))
def test_every_zone_prints_hanoi(moment, offset):
    elsewhere = moment.astimezone(timezone(timedelta(minutes=offset)))
    assert iso(elsewhere) == iso(moment)
    assert parse_datetime(elsewhere.isoformat()) == moment
    assert in_hanoi(elsewhere).utcoffset() == timedelta(hours=7)


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)), st.sampled_from("/-."))
def test_a_date_is_found_in_every_form(day, separator):
    figures = separator.join(str(part) for part in (day.day, day.month, day.year))
    words = f"ngày {day.day} tháng {day.month} năm {day.year}"
    assert find_dates(f"Từ {figures}, tức {words}; {day.isoformat()}.") == [day]


@given(any_text)
def test_find_dates_of_anything(text):
    assert all(isinstance(day, date) for day in find_dates(text))


@given(any_text, st.sampled_from(["", "01/10/2023 ", "10:51 ", "1-1-2023 10:51+"]))
def test_parse_raises_nothing_but_value_error(text, beginning):
    with suppress(ValueError):
        assert parse_datetime(beginning + text).tzinfo == HANOI


@given(minutes, minutes)
def test_ago_and_later_mirror_one_another(moment, now):
    past, future = min(moment, now), max(moment, now)
    assert ago(past, future).removesuffix(" trước") == ago(future, past).removeprefix("sau ")
    assert relative(past, future)
