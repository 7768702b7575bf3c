"""The newest, the archive, and one day of it: of the paper and of a section."""

import re
from datetime import datetime, timedelta

import pytest

from articles.models import PublishedVersion
from articles.publishing import publish, withdraw
from core.dates import HANOI
from tests.biendoi.reader_pages import personal_traces, titles
from tests.factories.articles import (
    chief,
    make_article,
    make_many_published,
    make_published,
    make_section,
)
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db

NOON = datetime(2023, 10, 1, 12, tzinfo=HANOI)


@pytest.fixture
def section():
    return make_section(name="Xã hội", slug="xa-hoi")


def at(*day, **facts):
    return make_published(at=datetime(*day, tzinfo=HANOI), **facts)


def text(response):
    return response.content.decode()


def ways(response):
    """Where the page leads as its days before and after."""
    nav = text(response).partition('class="day-nav"')[2].partition("</nav>")[0]
    return re.findall(r'<a rel="(prev|next)" href="([^"]+)">', nav)


# --- Tin mới ----------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 30])
def test_latest_costs_two_queries(client, count, django_assert_num_queries):
    versions = make_many_published(
        [NOON - timedelta(hours=n) for n in range(count)], lead_photo=make_photo()
    )
    with django_assert_num_queries(2):
        response = client.get("/tin-moi/")
    assert titles(response) == [version.title for version in versions[:20]]
    assert personal_traces(response) == []


def test_latest_of_an_empty_paper_says_so(client):
    response = client.get("/tin-moi/")
    assert response.status_code == 200
    assert "Chưa có bài nào ở đây." in text(response)


# --- a day of a section -----------------------------------------------------------------------


def test_day_of_a_section_is_the_day_of_hanoi(client, section):
    first = at(2023, 10, 1, 0, 0, section=section, title="Nửa đêm")
    last = at(2023, 10, 1, 23, 59, section=section, title="Cuối ngày")
    at(2023, 9, 30, 23, 59, section=section)
    at(2023, 10, 2, 0, 0, section=section)
    at(2023, 10, 1, 9, 0, section=make_section())
    response = client.get("/xa-hoi/?ngay=2023-10-01")
    assert titles(response) == [last.title, first.title]
    assert "<h1>Chủ nhật, 01/10/2023</h1>" in text(response)
    assert ways(response) == [
        ("prev", "/xa-hoi/?ngay=2023-09-30"),
        ("next", "/xa-hoi/?ngay=2023-10-02"),
    ]
    assert personal_traces(response) == []


def test_day_of_a_section_leads_over_the_empty_days(client, section):
    at(2023, 8, 5, section=section)
    at(2023, 10, 1, section=section)
    gone = at(2023, 9, 1, section=section)
    withdraw(gone.article, by=chief(), reason="Theo lệnh.")
    assert ways(client.get("/xa-hoi/?ngay=2023-10-01")) == [("prev", "/xa-hoi/?ngay=2023-08-05")]
    response = client.get("/xa-hoi/?ngay=2023-09-01")
    assert response.status_code == 404
    assert "Chuyên mục không có bài nào trong ngày này." in text(response)
    assert ways(response) == [
        ("prev", "/xa-hoi/?ngay=2023-08-05"),
        ("next", "/xa-hoi/?ngay=2023-10-01"),
    ]


@pytest.mark.parametrize(
    "typed", ["01/10/2023", "1-10-2023", "1.10.2023", "ngày 1 tháng 10 năm 2023", " 2023-10-01 "]
)
@pytest.mark.parametrize(
    ("form", "day"),
    [("/xa-hoi/", "/xa-hoi/?ngay=2023-10-01"), ("/luu-tru/", "/luu-tru/2023/10/01/")],
)
def test_typed_dates_lead_to_the_day(client, section, form, day, typed):
    response = client.get(form, {"ngay": typed})
    assert (response.status_code, response["Location"]) == (302, day)
    assert personal_traces(response) == []


@pytest.mark.parametrize("form", ["/xa-hoi/", "/luu-tru/"])
@pytest.mark.parametrize(
    "typed", ["x", "31/02/2023", "2023-13-01", "0", "1/1/23", "%", "9" * 400, "2023-10-01'--", "\0"]
)
def test_odd_date_is_answered_in_the_dress_of_the_page(client, section, form, typed):
    at(2023, 10, 1, section=section, title="Có mặt")
    response = client.get(form, {"ngay": typed})
    assert response.status_code == 404
    assert 'role="alert"' in text(response)
    for words in ('rel="canonical"', "(toàn văn)", "ld+json", "Chưa có bài nào"):
        assert words not in text(response)
    assert '<meta name="robots" content="noindex">' in text(response)
    assert personal_traces(response) == []


@pytest.mark.parametrize("form", ["/xa-hoi/", "/luu-tru/"])
def test_typed_text_is_escaped_in_the_answer(client, section, form):
    page = text(client.get(form, {"ngay": "<script>x</script>"}))
    assert "<script>x" not in page
    assert "“<bdi>&lt;script&gt;x&lt;/script&gt;</bdi>”" in page


@pytest.mark.parametrize("form", ["/xa-hoi/", "/luu-tru/"])
def test_empty_date_is_the_list_itself(client, section, form):
    assert client.get(form, {"ngay": ""}).status_code == 200


@pytest.mark.parametrize("day", ["1000-01-01", "2999-12-31"])
def test_day_far_away_is_not_found(client, section, day):
    at(2023, 10, 1, section=section)
    assert client.get(f"/xa-hoi/?ngay={day}").status_code == 404
    assert client.get(f"/luu-tru/{day.replace('-', '/')}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3, 30])
@pytest.mark.parametrize(
    ("address", "cost"), [("/xa-hoi/?ngay=2023-10-01", 5), ("/luu-tru/2023/10/01/", 4)]
)
def test_day_costs_the_same_for_any_number(
    client, section, address, cost, count, django_assert_num_queries
):
    make_many_published(
        [NOON - timedelta(minutes=n) for n in range(count)],
        section=section,
        lead_photo=make_photo(),
    )
    with django_assert_num_queries(cost):
        assert len(titles(client.get(address))) == min(count, 20)


@pytest.mark.parametrize("address", ["/xa-hoi/?ngay=2023-10-01", "/luu-tru/2023/10/01/"])
def test_long_day_goes_on_and_back(client, section, address):
    versions = make_many_published(
        [NOON - timedelta(minutes=n // 2) for n in range(45)], section=section
    )

    def turn(response, way):
        link = text(response).partition(f'rel="{way}" href="')[2].split('"')[0]
        return client.get(address.partition("?")[0] + link.replace("&amp;", "&"))

    pages = [client.get(address)]
    pages += [turn(pages[0], "next")]
    pages += [turn(pages[1], "next")]
    read = [title for page in pages for title in titles(page)]
    by_hand = sorted(versions, key=lambda v: (v.first_published_at, v.article_id), reverse=True)
    assert read == [version.title for version in by_hand]
    assert titles(turn(pages[2], "prev")) == titles(pages[1])


def test_section_opens_with_its_newest_piece_large(client, section):
    make_many_published([NOON - timedelta(hours=n) for n in range(25)], section=section)
    first = text(client.get("/xa-hoi/"))
    assert first.count("teaser--lead") == 1
    second = first.partition('rel="next" href="')[2].split('"')[0]
    assert "teaser--lead" not in text(client.get(f"/xa-hoi/{second}"))


# --- the archive ------------------------------------------------------------------------------


def test_archive_names_the_years_and_months_that_have_pieces(client):
    at(2019, 3, 1)
    at(2023, 10, 1)
    at(2023, 12, 31, 23, 59)
    withdraw(at(2021, 5, 5).article, by=chief(), reason="Theo lệnh.")
    page = text(client.get("/luu-tru/"))
    assert re.findall(r'href="(/luu-tru/\d+/)"', page) == ["/luu-tru/2023/", "/luu-tru/2019/"]
    months = re.findall(r'href="(/luu-tru/\d+/\d+/)"', page)
    assert months == ["/luu-tru/2023/10/", "/luu-tru/2023/12/"]
    page = text(client.get("/luu-tru/2019/"))
    assert re.findall(r'href="(/luu-tru/\d+/\d+/)"', page) == ["/luu-tru/2019/03/"]


def test_archive_of_an_empty_paper_says_so(client):
    response = client.get("/luu-tru/")
    assert response.status_code == 200
    assert "Chưa có bài nào trong kho lưu trữ." in text(response)


def test_month_is_a_calendar_with_its_pieces_under_their_days(client):
    one, two = at(2023, 10, 1, 8, title="Một"), at(2023, 10, 31, 23, 59, title="Hai")
    at(2023, 9, 30, 23, 59)
    at(2023, 12, 1)
    response = client.get("/luu-tru/2023/10/")
    page = text(response)
    assert titles(response) == [two.title, one.title]
    link = r'<td><a href="([^"]+)">(\d+)<span class="visually-hidden">([^<]+)</span></a></td>'
    assert re.findall(link, page) == [
        ("/luu-tru/2023/10/01/", "1", "/10/2023"),
        ("/luu-tru/2023/10/31/", "31", "/10/2023"),
    ]
    first_week = page.partition("<tbody><tr>")[2].partition("</tr>")[0]
    assert first_week.startswith("<td></td>" * 6)  # the first was a Sunday
    assert ways(response) == [("prev", "/luu-tru/2023/09/"), ("next", "/luu-tru/2023/12/")]
    assert personal_traces(response) == []


@pytest.mark.parametrize("count", [1, 3, 30])
@pytest.mark.parametrize(
    ("address", "cost"), [("/luu-tru/", 5), ("/luu-tru/2023/", 5), ("/luu-tru/2023/10/", 5)]
)
def test_archive_costs_the_same_for_any_number(
    client, address, cost, count, django_assert_num_queries
):
    make_many_published([NOON + timedelta(hours=n) for n in range(count)])
    with django_assert_num_queries(cost):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("/luu-tru/2023/1/", "/luu-tru/2023/01/"),
        ("/luu-tru/2023/1/2/", "/luu-tru/2023/01/02/"),
        ("/luu-tru/2023/10", "/luu-tru/2023/10/"),
    ],
)
def test_other_writing_of_an_archive_address_is_sent_on(client, asked, right):
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (301, right)


@pytest.mark.parametrize(
    "address",
    [
        *("/luu-tru/2022/", "/luu-tru/0/", "/luu-tru/x/", "/luu-tru/99999/", "/luu-tru/2023/00/"),
        *("/luu-tru/2023/13/", "/luu-tru/2023/9/", "/luu-tru/2023/10/00/", "/luu-tru/2023/10/32/"),
        *("/luu-tru/2023/02/29/", "/luu-tru/2023/10/01/01/", "/luu-tru/2023/10/x/"),
        *("/luu-tru/2023/10/?truoc=x", "/luu-tru/2023/10/01/?sau=x", "/tin-moi/?sau=-"),
    ],
)
def test_odd_archive_address_is_not_found(client, address):
    at(2023, 10, 1)
    response = client.get(address, follow=True)
    assert response.status_code == 404
    assert personal_traces(response) == []


@pytest.mark.parametrize(
    "address",
    [
        *("/tin-moi/", "/luu-tru/", "/luu-tru/2026/", "/luu-tru/2026/03/", "/luu-tru/2026/03/01/"),
        "/xa-hoi/?ngay=2026-03-01",
    ],
)
def test_days_show_what_is_live_and_nothing_else(client, section, clock, address):
    def pieces(response):
        return titles(response) if response.status_code == 200 else []

    make_article(title="Bài nháp", section=section)
    scheduled = make_article(title="Bài hẹn giờ", section=section)
    publish(scheduled, by=chief(), at=clock.after(hours=1))
    gone = make_published(title="Bài gỡ", at=clock.after(hours=-1), section=section)
    withdraw(gone.article, by=chief(), reason="Theo lệnh.")
    expired = make_published(title="Bài hết hạn", at=clock.after(hours=-2), section=section)
    PublishedVersion.objects.filter(pk=expired.pk).update(valid_until=clock.now)
    response = client.get(address)
    assert pieces(response) == []
    assert re.findall("Bài (?:nháp|hẹn giờ|gỡ|hết hạn)", text(response)) == []
    clock.forward(hours=1)
    there = "Tháng 3</a>" if address in {"/luu-tru/", "/luu-tru/2026/"} else "Bài hẹn giờ"
    assert there in text(client.get(address))
