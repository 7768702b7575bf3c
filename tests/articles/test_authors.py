"""An author's pieces with the rank, post and unit of their time."""

import re
from datetime import date, datetime

import pytest

from articles.models import Byline
from articles.publishing import publish, withdraw
from core.dates import HANOI
from tests.biendoi.reader_pages import titles
from tests.factories.articles import (
    chief,
    make_article,
    make_many_published,
)
from tests.factories.clock import MORNING
from tests.factories.people import make_author
from tests.factories.photos import make_photo
from tests.factories.units import make_officer, make_unit

pytestmark = pytest.mark.django_db


def address(author):
    return f"/tac-gia/{author.slug}-{author.pk}.html"


def signed_by(author, *day, **facts):
    facts.setdefault("title", f"Bài {day[0]}")
    return make_many_published([datetime(*day, 12, tzinfo=HANOI)], author=author, **facts)[0]


def lines(response):
    return re.findall(r'class="signed__line">([^<]*)<', response.content.decode())


def held(response):
    return re.findall(r"<dt>(\d+)</dt><dd>([^<]*)</dd>", response.content.decode())


@pytest.fixture
def officer():
    """Captain of a post from 2019 on, major from 2022 on, promoted again without a piece since."""
    author = make_officer(make_unit("Đồn Biên phòng A Pa", "Đồn A Pa"), since=date(2019, 1, 1))
    unit = make_unit("BĐBP tỉnh Pa Ủ", "BĐBP Pa Ủ")
    author.postings.create(since=date(2022, 1, 1), rank="Thiếu tá", post="Trợ lý", unit=unit)
    author.postings.create(since=date(2025, 1, 1), rank="Trung tá", post="Chính ủy", unit=unit)
    return author


def test_each_piece_carries_the_line_of_its_day(client, officer):
    signed_by(officer, 2019, 5, 1)
    signed_by(officer, 2023, 5, 1)
    response = client.get(address(officer))
    assert titles(response) == ["Bài 2023", "Bài 2019"]
    assert lines(response) == [
        "Thiếu tá Trần Văn Khởi, Trợ lý BĐBP Pa Ủ",
        "Đại úy Trần Văn Khởi, Đồn trưởng Đồn A Pa",
    ]


def test_head_tells_only_what_live_pieces_print(client, officer):
    signed_by(officer, 2019, 5, 1)
    signed_by(officer, 2021, 5, 1)
    gone = signed_by(officer, 2023, 5, 1)
    assert held(client.get(address(officer))) == [
        ("2023", "Thiếu tá Trần Văn Khởi, Trợ lý BĐBP Pa Ủ"),
        ("2021", "Đại úy Trần Văn Khởi, Đồn trưởng Đồn A Pa"),
    ]
    withdraw(gone.article, by=chief(), reason="Theo lệnh.")
    page = client.get(address(officer)).content.decode()
    assert "Thiếu tá" not in page
    assert "Trung tá" not in page


def test_corrected_posting_does_not_change_what_was_printed(client, officer):
    signed_by(officer, 2019, 5, 1)
    officer.postings.filter(since=date(2019, 1, 1)).update(rank="Thượng úy")
    assert held(client.get(address(officer))) == [
        ("2019", "Đại úy Trần Văn Khởi, Đồn trưởng Đồn A Pa")
    ]


def test_staff_have_a_badge_and_no_line(client):
    author = make_author("Viết Hà", bio="Phóng viên vùng cao.")
    signed_by(author, 2023, 5, 1)
    response = client.get(address(author))
    page = response.content.decode()
    assert '<p class="badge">Báo Biên phòng</p>' in page
    assert "Phóng viên vùng cao." in page
    assert (lines(response), held(response)) == ([], [])


def test_pen_name_and_other_work_are_told(client):
    author = make_author("Viết Hà")
    pen = author.pen_names.create(name="Hà Giang")
    for facts in ({"pen_name": pen}, {"role": Byline.Role.PHOTOS}):
        article = make_article(byline=False)
        Byline.objects.create(article=article, author=author, **facts)
        publish(article, by=chief())
    assert sorted(lines(client.get(address(author)))) == ["Hà Giang", "Ảnh: Viết Hà"]


def test_badge_is_not_for_outsiders(client, officer):
    signed_by(officer, 2019, 5, 1)
    assert 'class="badge"' not in client.get(address(officer)).content.decode()


@pytest.mark.parametrize("count", [1, 3, 30])
def test_page_of_an_outside_officer_costs_six_queries(
    client, officer, count, django_assert_num_queries
):
    make_many_published([MORNING] * count, author=officer, lead_photo=make_photo())
    with django_assert_num_queries(6):
        assert len(titles(client.get(address(officer)))) == min(count, 20)


def test_officer_without_a_posting_is_only_named(client):
    author = make_officer(None, rank="", post="")
    signed_by(author, 2023, 5, 1)
    response = client.get(address(author))
    assert (lines(response), held(response)) == ([], [])
