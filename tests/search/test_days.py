"""Dates in whatever way they are typed, and what only looks like one."""

import pytest

from search.days import Written, with_dates
from search.indexing import index
from search.queries import search
from search.query import parse
from tests.factories.articles import make_published

DAY, MONTH = ("§20160321",), tuple(f"§201603{n:02}" for n in range(1, 32))


def days(line):
    """The days that each date of the line is found by."""
    dates = [part for part in with_dates(line) if isinstance(part, Written)]
    return [tuple(row[0] for row in date.clause if row[0][0] == "§") for date in dates]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("ngày hai mươi mốt tháng ba năm 2016", DAY),
        ("ngay hai muoi mot thang ba nam 2016", DAY),
        ("21 tháng ba, 2016", DAY),
        ("Thứ hai, 21/3/2016", DAY),
        ("tháng ba năm 2016", MONTH),
        ("tháng Ba 2016", MONTH),
        ("T3/2016", MONTH),
        ("tháng năm năm 2016", tuple(f"§201605{n:02}" for n in range(1, 32))),
        ("ngày ba mươi mốt tháng mười hai năm 2015", ("§20151231",)),
        ("mùng mười lăm tháng tư năm 2016", ("§20160415",)),
        ("20/3/2016 - 22/3/2016", ("§20160320", "§20160321", "§20160322")),
        ("20/3/2016–21/3/2016", ("§20160320", "§20160321")),
        ("ngày 20 tháng 3 năm 2016 đến ngày 21 tháng 3 năm 2016", ("§20160320", "§20160321")),
        ("31.12.2015 tới 1.1.2016", ("§20151231", "§20160101")),
    ],
)
def test_date_is_read(typed, wanted):
    assert days(typed) == [wanted]
    assert days(f"lễ {typed} ở đồn") == [wanted]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("22/3/2016 - 20/3/2016", [("§20160322",), ("§20160320",)]),
        ("1/1/2016 đến 1/12/2016", [("§20160101",), ("§20161201",)]),
        ("20/3/2016 và 21/3/2016", [("§20160320",), ("§20160321",)]),
        ("đến 21/3/2016", [DAY]),
        ("31/2/2016", []),
        ("ba tháng hai", []),
        ("tháng ba", []),
        ("3 tháng sau", []),
        ("ngày 3 tháng sau", []),
        ("thang 13/2016", []),
        ("năm 2016", []),
    ],
)
def test_what_is_no_span_or_no_date_is_not(typed, wanted):
    assert days(typed) == wanted


@pytest.mark.parametrize(
    "typed",
    [
        "3-3",
        "03/03",
        "3 tháng 3",
        "ngày 3-3",
        "mùng 3 tháng ba",
        "ngày mồng ba tháng ba",
        "Ngày 3/3,",
    ],
)
def test_day_of_any_year_is_one_thing_however_it_is_typed(typed):
    query = parse(typed)
    assert query.needed == [(("3·3",), ("3·thang", "thang·3"))]
    assert (query.plain, query.dates, query.code) == (["3", "3"], [], "")


@pytest.mark.django_db
def test_day_of_any_year_is_found_in_figures_and_in_words():
    figures, words = make_published(title="Hội 22-12"), make_published(title="Ngày 22 tháng 12")
    index([figures, words, make_published(title="Tháng 12 có 22 buổi")])
    for typed in ("22/12", "22 tháng 12", "ngày 22-12"):
        assert {version.title for version in search(typed).items} == {figures.title, words.title}
