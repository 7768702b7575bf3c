"""A dòng sự kiện as a line of time, and its strip on the pages of its pieces."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from articles.publishing import withdraw
from tests.biendoi.reader_pages import titles
from tests.factories.articles import chief, make_many_published, make_topic
from tests.factories.clock import MORNING

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic():
    return make_topic("Biên giới bình yên", description="Mọi bài về cuộc vận động.")


def address(topic):
    return f"/chu-de/bien-gioi-binh-yen-{topic.pk}.html"


def days(response):
    return re.findall(r'<h2 class="timeline__date".*?>([^<]+)</time>', response.content.decode())


def test_topic_stands_under_the_days_of_hanoi(client, topic):
    late = datetime(2025, 9, 30, 16, 59, tzinfo=UTC)  # 23:59 on the 30th in Hanoi
    times = [late + timedelta(minutes=1), late, late - timedelta(hours=1)]
    versions = make_many_published(times, topics=(topic,))
    response = client.get(address(topic))
    assert days(response) == ["Thứ tư, 01/10/2025", "Thứ ba, 30/09/2025"]
    assert titles(response) == [version.title for version in versions]
    clocks = re.findall(r'timeline__time" datetime="([^"]+)">(..:..)<', response.content.decode())
    assert clocks[0] == ("2025-10-01T00:00:00+07:00", "00:00")


def turn(response, way):
    """The address of the next or the previous page, as the page gives it."""
    link = response.content.decode().partition(f'rel="{way}" href="')[2].split('"')[0]
    return link.replace("&amp;", "&")


def walk(client, start):
    """The pages one after another, by “Xem thêm”."""
    pages = [client.get(start)]
    while link := turn(pages[-1], "next"):
        pages.append(client.get(start.partition("?")[0] + link))
    return pages


def test_topic_is_read_both_ways_without_loss(client, topic):
    times = [MORNING - timedelta(minutes=n // 3) for n in range(45)]  # three of each moment
    make_many_published(times, topics=(topic,))
    down = [title for page in walk(client, address(topic)) for title in titles(page)]
    up = walk(client, address(topic) + "?thu-tu=cu-nhat")
    assert len(set(down)) == len(down) == 45
    assert [title for page in up for title in titles(page)] == down[::-1]


def test_unknown_order_is_the_newest_first(client, topic):
    versions = make_many_published([MORNING - timedelta(days=n) for n in range(2)], topics=(topic,))
    response = client.get(address(topic) + "?thu-tu=x")
    assert titles(response) == [version.title for version in versions]


@pytest.mark.parametrize("order", ["", "thu-tu=cu-nhat&"])
def test_way_back_shows_the_page_before(client, topic, order):
    make_many_published([MORNING - timedelta(minutes=n) for n in range(65)], topics=(topic,))
    pages = walk(client, f"{address(topic)}?{order}")
    assert [len(titles(page)) for page in pages] == [20, 20, 20, 5]
    back = pages[-1]
    for earlier in pages[2::-1]:
        back = client.get(address(topic) + turn(back, "prev"))
        assert titles(back) == titles(earlier)
    assert turn(back, "prev") == ""


@pytest.mark.parametrize("count", [1, 3, 30])
@pytest.mark.parametrize("query", ["", "?thu-tu=cu-nhat"])
def test_topic_costs_three_queries_either_way(
    client, topic, count, query, django_assert_num_queries
):
    make_many_published([MORNING - timedelta(days=n) for n in range(count)], topics=(topic,))
    with django_assert_num_queries(3):
        assert len(titles(client.get(address(topic) + query))) == min(count, 20)


def test_strip_leads_to_the_newest_of_the_topic(client, topic, clock):
    times = [MORNING - timedelta(days=n) for n in range(7)]
    versions = make_many_published(times, topics=(topic,))
    withdraw(versions[1].article, by=chief(), reason="Theo lệnh.")
    page = client.get(versions[0].get_absolute_url()).content.decode()
    strip = page.partition('class="topic-strip"')[2].partition("</aside>")[0]
    named = re.findall(r'<a href="([^"]+)">', strip)
    assert named == [address(topic), *(v.get_absolute_url() for v in versions[2:6])]


def test_topic_of_one_piece_prints_no_strip(client, topic):
    [version] = make_many_published([MORNING], topics=(topic,))
    assert "topic-strip" not in client.get(version.get_absolute_url()).content.decode()
