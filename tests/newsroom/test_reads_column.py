"""What the desk sees of the reads, in the list of pieces."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.publishing import publish, withdraw
from tests.factories.articles import chief, make_article, make_many_published, make_published
from tests.factories.people import make_user
from tests.newsroom.desk import LIST
from tests.readership.factories import make_reads

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_user("Biên tập viên"))
    return client


def column(response):
    """Title → what stands under “lượt đọc”."""
    page = response.content.decode()
    assert html.unescape(page).count("Lượt đọc 24 giờ / 7 ngày") == 1
    titles = re.findall(r'<th class="field-title"><a[^>]*>([^<]*)</a>', page)
    reads = re.findall(r'<td class="field-reads">([^<]*)</td>', page)
    return dict(zip(titles, reads, strict=True))


def test_list_tells_reads_of_a_day_and_of_a_week(desk):
    two_days_ago = timezone.now() - timedelta(days=2)
    old = make_published(title="Bài cũ", at=two_days_ago - timedelta(days=30))
    new = make_published(title="Bài mới", at=two_days_ago)
    make_published(title="Chưa ai đọc")
    make_reads({old: 1200, new: 3}, at=two_days_ago)
    make_reads({new: 1234})
    assert column(desk.get(LIST)) == {
        "Bài cũ": "0 / 1.200",
        "Bài mới": "1.234 / 1.237",
        "Chưa ai đọc": "0 / 0",
    }


def test_piece_nobody_can_read_has_no_reads(desk):
    gone = make_published(title="Đã gỡ")
    make_reads({gone: 5})
    withdraw(gone.article, by=chief(), reason="Sai.")
    make_article(title="Bản nháp")
    scheduled = make_article(title="Hẹn giờ")
    publish(scheduled, by=chief(), at=timezone.now() + timedelta(days=1))
    assert column(desk.get(LIST)) == dict.fromkeys(("Đã gỡ", "Bản nháp", "Hẹn giờ"), "–")


@pytest.mark.parametrize("count", [1, 3, 30])
def test_reads_cost_two_queries_for_any_number(desk, count, django_assert_num_queries):
    versions = make_many_published([timezone.now() - timedelta(hours=1)] * count)
    make_reads(dict.fromkeys(versions, 1))
    with django_assert_num_queries(12) as asked:
        assert set(column(desk.get(LIST)).values()) == {"1 / 1"}
    counts = [query for query in asked.captured_queries if "reads" in query["sql"]]
    assert len(counts) == 2


def test_search_and_a_page_that_is_not_there_keep_the_column(desk):
    make_reads({make_published(title="Bài mới"): 2})
    assert column(desk.get(LIST, {"q": "bai moi"})) == {"Bài mới": "2 / 2"}
    assert desk.get(LIST, {"q": "không có"}).status_code == 200
    assert column(desk.get(LIST, {"p": "999"})) == {"Bài mới": "2 / 2"}
