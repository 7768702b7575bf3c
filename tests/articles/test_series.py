"""Numbered parts: their page, and the way from part to part."""

import re

import pytest

from articles.models import Series
from articles.publishing import publish, withdraw
from articles.series import AROUND, navigation
from tests.biendoi.reader_pages import personal_traces, titles
from tests.factories.articles import chief, make_article, make_many_published, make_published
from tests.factories.clock import MORNING
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def series():
    return Series.objects.create(name="Giữ mốc", description="Những người ở lại.")


def address(series):
    return f"/loat-bai/giu-moc-{series.pk}.html"


def part(series, number, **facts):
    return make_published(title=f"Bài {number}", series=series, part=number, **facts)


def numbers(page):
    return re.findall(r'class="parts__number">([^<]*)<', page)


def test_series_page_prints_the_parts_in_order(client, series):
    for number in (3, 1, 2):
        part(series, number)
    part(series, None)
    response = client.get(address(series))
    page = response.content.decode()
    assert titles(response) == ["Bài 1", "Bài 2", "Bài 3", "Bài None"]
    assert numbers(page) == ["Kỳ 1", "Kỳ 2", "Kỳ 3"]
    assert "<h1>Giữ mốc</h1>" in page
    assert "Những người ở lại." in page
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{address(series)}">' in page
    assert personal_traces(response) == []


def test_series_page_shows_live_parts_alone(client, series, clock):
    part(series, 1, at=MORNING)
    gone = part(series, 2, at=MORNING)
    withdraw(gone.article, by=chief(), reason="Theo lệnh.")
    publish(make_article(title="Bài 3", series=series, part=3), by=chief(), at=clock.after(days=1))
    make_article(title="Bài 4", series=series, part=4)
    assert titles(client.get(address(series))) == ["Bài 1"]
    clock.forward(days=1)
    assert titles(client.get(address(series))) == ["Bài 1", "Bài 3"]


def test_series_without_a_live_part_tells_not_even_its_name(client, series):
    make_article(series=series, part=1)
    for asked in (address(series), f"/loat-bai/x-{series.pk}.html"):
        response = client.get(asked)
        assert response.status_code == 404
        assert not response.has_header("Location")


@pytest.mark.parametrize("slug", ["x", "Giữ-mốc", "giu-moc-7"])
def test_wrong_slug_is_sent_on_for_good(client, series, slug):
    part(series, 1)
    response = client.get(f"/loat-bai/{slug}-{series.pk}.html")
    assert (response.status_code, response["Location"]) == (301, address(series))


@pytest.mark.parametrize("number", ["0", "999999", "9" * 18, "9" * 19, "x", "-1"])
def test_series_of_unknown_number_is_not_found(client, number):
    assert client.get(f"/loat-bai/x-{number}.html").status_code == 404


@pytest.mark.parametrize("count", [1, 3, 30])
def test_series_page_costs_three_queries(client, series, count, django_assert_num_queries):
    make_many_published([MORNING] * count, series=series, part=1, lead_photo=make_photo())
    with django_assert_num_queries(3):
        assert len(titles(client.get(address(series)))) == count


def test_parts_of_one_number_and_time_stand_by_id(client, series):
    versions = make_many_published([MORNING] * 3, series=series, part=1)
    assert titles(client.get(address(series))) == [version.title for version in versions]


# --- on the page of a part --------------------------------------------------------------------


def test_navigation_counts_live_parts_only(series, clock):
    one, three, five = (part(series, n, at=MORNING) for n in (1, 3, 5))
    gone = part(series, 2, at=MORNING)
    withdraw(gone.article, by=chief(), reason="Theo lệnh.")
    publish(make_article(series=series, part=4), by=chief(), at=clock.after(days=1))
    found = navigation(three)
    assert (found.position, found.total) == (2, 3)
    assert (found.previous, found.next) == (one, five)
    assert found.parts == [one, three, five]


def test_first_and_last_part_lead_one_way(series):
    one, two = part(series, 1), part(series, 2)
    assert (navigation(one).previous, navigation(one).next) == (None, two)
    assert (navigation(two).previous, navigation(two).next) == (one, None)


def test_long_series_names_the_parts_around(series):
    versions = make_many_published([MORNING] * 30, series=series, part=1)
    found = navigation(versions[15])
    assert found.parts == versions[15 - AROUND : 15 + AROUND + 1]
    assert (found.position, found.total) == (16, 30)


def test_piece_of_no_series_has_no_navigation(series):
    assert navigation(make_published()) is None


def test_part_that_is_not_out_yet_sees_the_ones_that_are(series, clock):
    one = part(series, 1, at=MORNING)
    waiting = publish(make_article(series=series, part=2), by=chief(), at=clock.after(days=1))
    found = navigation(waiting)
    assert (found.parts, found.position, found.total) == ([one], None, 1)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_article_in_a_series_costs_one_query_more(client, series, count, django_assert_num_queries):
    [version, *_] = make_many_published([MORNING] * count, series=series, part=1)
    with django_assert_num_queries(
        7
    ):  # piece, its series, what is beside, menu, comments and their policy, most read
        client.get(version.get_absolute_url())


def test_article_page_leads_to_the_other_parts(client, series):
    one, two, three = (part(series, n) for n in (1, 2, 3))
    page = client.get(two.get_absolute_url()).content.decode()
    assert f'<a href="{address(series)}">Giữ mốc</a>' in page
    assert '<span class="series-nav__place">Kỳ 2/3</span>' in page
    assert '<strong aria-current="page">Bài 2</strong>' in page
    assert f'<a rel="prev" href="{one.get_absolute_url()}">' in page
    assert f'<a rel="next" href="{three.get_absolute_url()}">' in page
