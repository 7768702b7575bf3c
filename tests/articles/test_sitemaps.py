"""What search engines are told: every live piece once, by month, and the news of two days."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from articles.publishing import publish, withdraw
from core.dates import iso
from tests.biendoi.reader_pages import personal_traces, xml
from tests.factories.articles import (
    chief,
    make_article,
    make_many_published,
    make_published,
)

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def locations(client, address):
    return [element.text for element in xml(client.get(address)).iter(f"{MAP}loc")]


def test_index_names_each_month_from_the_first_piece_to_the_newest(client):
    make_published(at=datetime(2025, 11, 15, tzinfo=UTC))
    make_published(at=datetime(2026, 2, 1, tzinfo=UTC))
    months = ["2026-2", "2026-1", "2025-12", "2025-11"]
    assert locations(client, "/sitemap.xml") == [f"{SITE}/sitemap-{m}.xml" for m in months]


def test_index_of_an_empty_paper_is_empty(client):
    assert locations(client, "/sitemap.xml") == []


def test_month_is_hanois(client):
    last_of_march = make_published(at=datetime(2026, 3, 31, 16, 59, 59, tzinfo=UTC))
    first_of_april = make_published(at=datetime(2026, 3, 31, 17, 0, tzinfo=UTC))
    assert locations(client, "/sitemap.xml") == [
        f"{SITE}/sitemap-2026-4.xml",
        f"{SITE}/sitemap-2026-3.xml",
    ]
    assert locations(client, "/sitemap-2026-3.xml") == [SITE + last_of_march.get_absolute_url()]
    assert locations(client, "/sitemap-2026-4.xml") == [SITE + first_of_april.get_absolute_url()]


def test_every_live_piece_is_in_just_one_month(client):
    start = datetime(2025, 12, 30, 12, tzinfo=UTC)
    versions = make_many_published(start + timedelta(hours=7 * n) for n in range(20))
    maps = locations(client, "/sitemap.xml")
    found = [loc for address in maps for loc in locations(client, address.removeprefix(SITE))]
    assert sorted(found) == sorted(SITE + version.get_absolute_url() for version in versions)


def test_month_tells_when_a_piece_was_last_changed(client, clock):
    version = make_published(at=clock.after(days=-40))
    Article.objects.update(title="Tít đã sửa")
    publish(version.article, by=chief())
    address = "/sitemap-2026-1.xml"
    assert [row.text for row in xml(client.get(address)).iter(f"{MAP}lastmod")] == [iso(clock.now)]


@pytest.mark.parametrize(
    "name",
    [
        *("2026-0", "2026-13", "0-1", "1-1", "9999-12", "10000-1", "2026-99999999999999999999"),
        *("9" * 30 + "-1", "9" * 5000 + "-1", "1899-12", "2200-1", "x-1", "2026"),
        *("2026-03", "2026-003", "02026-3", "２０２６-3"),
    ],
)
def test_month_that_is_none_is_not_found(client, name):
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


@pytest.mark.parametrize("name", ["1900-1", "1959-4", "2199-12"])
def test_month_without_a_piece_is_empty(client, name):
    assert locations(client, f"/sitemap-{name}.xml") == []


def test_news_are_of_the_last_48_hours(client, clock):
    make_published(at=clock.after(hours=-48, microseconds=-1))
    oldest = make_published(at=clock.after(hours=-48))
    newest = make_published(at=clock.after(microseconds=-1))
    publish(make_article(), by=chief(), at=clock.after(hours=1))
    assert locations(client, "/news-sitemap.xml") == [
        SITE + newest.get_absolute_url(),
        SITE + oldest.get_absolute_url(),
    ]


def test_news_updated_today_are_not_new(client, clock):
    old = make_published(at=clock.after(days=-9))
    publish(old.article, by=chief())
    clock.forward(minutes=1)
    assert locations(client, "/news-sitemap.xml") == []


def test_news_tell_paper_language_time_and_title(client, clock):
    nasty = """Lời "nói" & <b>của</b> ]]> 'dân'"""
    version = make_published(at=clock.after(hours=-1), title=nasty)
    [news] = list(xml(client.get("/news-sitemap.xml")).iter(f"{NEWS}news"))
    assert {element.tag.removeprefix(NEWS): element.text for element in news.iter()} == {
        "news": None,
        "publication": None,
        "name": "Báo Biên phòng",
        "language": "vi",
        "publication_date": iso(version.first_published_at),
        "title": nasty,
    }


@pytest.mark.parametrize("address", ["/sitemap.xml", "/sitemap-2026-3.xml", "/news-sitemap.xml"])
def test_maps_leave_out_what_is_not_live(client, clock, address):
    make_article()
    gone = make_published(at=clock.after(hours=-1))
    withdraw(gone.article, by=chief(), reason="Theo lệnh.")
    publish(make_article(), by=chief(), at=clock.after(minutes=1))
    assert locations(client, address) == []


@pytest.mark.parametrize("count", [1, 3, 30])
@pytest.mark.parametrize(
    ("name", "queries"), [("sitemap", 2), ("sitemap-{}", 1), ("news-sitemap", 1)]
)
def test_maps_cost_the_same_for_any_number(client, count, name, queries, django_assert_num_queries):
    start = timezone.now() - timedelta(minutes=1)
    make_many_published(start - timedelta(microseconds=n) for n in range(count))
    month = start.astimezone(timezone.get_default_timezone())
    with django_assert_num_queries(queries):
        response = client.get(f"/{name.format(f'{month.year}-{month.month}')}.xml")
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    assert len(list(xml(response).iter(f"{MAP}loc"))) == (1 if name == "sitemap" else count)
    assert personal_traces(response) == []
