"""What search engines are told: every live piece once, by month, and the news of two days."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone

from articles.models import Article, Byline, Series, SitemapMonth, Tag
from articles.models import sitemap as sitemap_model
from articles.publishing import publish, withdraw
from core.dates import iso
from pages import footer
from tests.biendoi.reader_pages import personal_traces, xml
from tests.factories.articles import (
    chief,
    make_article,
    make_many_published,
    make_published,
    make_section,
    make_topic,
)
from tests.factories.people import make_author
from tests.factories.photos import make_photo
from tests.factories.units import make_unit

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def locations(client, address):
    return [element.text for element in xml(client.get(address)).iter(f"{MAP}loc")]


def months(client):
    """The files of pieces that the index names; that of pages stands before them."""
    first, *rest = locations(client, "/sitemap.xml")
    assert first == f"{SITE}/sitemap-trang.xml"
    return rest


def test_index_names_each_month_with_a_piece_newest_first(client):
    make_published(at=datetime(2025, 11, 15, tzinfo=UTC))
    make_published(at=datetime(2026, 2, 1, tzinfo=UTC))
    assert months(client) == [f"{SITE}/sitemap-2026-2.xml", f"{SITE}/sitemap-2025-11.xml"]


def test_index_of_an_empty_paper_names_no_month(client):
    assert months(client) == []


def test_month_is_hanois(client):
    last_of_march = make_published(at=datetime(2026, 3, 31, 16, 59, 59, tzinfo=UTC))
    first_of_april = make_published(at=datetime(2026, 3, 31, 17, 0, tzinfo=UTC))
    assert months(client) == [
        f"{SITE}/sitemap-2026-4.xml",
        f"{SITE}/sitemap-2026-3.xml",
    ]
    assert locations(client, "/sitemap-2026-3.xml") == [SITE + last_of_march.get_absolute_url()]
    assert locations(client, "/sitemap-2026-4.xml") == [SITE + first_of_april.get_absolute_url()]


def test_every_live_piece_is_in_just_one_month(client):
    start = datetime(2025, 12, 30, 12, tzinfo=UTC)
    versions = make_many_published(start + timedelta(hours=7 * n) for n in range(20))
    maps = months(client)
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
        *("2026-3-0", "2026-3-1", "2026-3-2", "2026-3-02", "2026-3-9999", "2026-3-x"),
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
    index = [f"{SITE}/sitemap-trang.xml"] if address == "/sitemap.xml" else []
    assert locations(client, address) == index


# A month: what is known of it, its pieces, their photos.
@pytest.mark.parametrize("count", [1, 3, 30])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("sitemap", 1), ("sitemap-{}", 3), ("news-sitemap", 1), ("sitemap-trang", 6)],
)
def test_maps_cost_the_same_for_any_number(client, count, name, queries, django_assert_num_queries):
    start = timezone.now() - timedelta(minutes=1)
    make_many_published(
        (start - timedelta(microseconds=n) for n in range(count)), lead_photo=make_photo()
    )
    month = start.astimezone(timezone.get_default_timezone())
    with django_assert_num_queries(queries):
        response = client.get(f"/{name.format(f'{month.year}-{month.month}')}.xml")
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    told = {"sitemap": 2, "sitemap-trang": 7 + len(footer.links())}.get(name, count)
    assert len(list(xml(response).iter(f"{MAP}loc"))) == told
    assert personal_traces(response) == []


# --- photos -----------------------------------------------------------------------------------

IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"


def figure(photo):
    return f'<figure data-photo="{photo.pk}"><figcaption>Lời.</figcaption></figure>'


def test_month_names_the_photos_of_each_piece_that_may_be_shown(client, clock):
    lead, inside, hidden = make_photo(), make_photo(), make_photo(for_online=False)
    body = figure(inside) + figure(hidden) + figure(lead) + '<figure data-photo="999999"></figure>'
    make_published(at=clock.after(hours=-1), lead_photo=lead, body=body)
    make_published(at=clock.after(hours=-2))
    images = [
        [image.text for image in url.iter(f"{IMAGE}loc")]
        for url in xml(client.get("/sitemap-2026-3.xml")).iter(f"{MAP}url")
    ]
    assert images == [[SITE + photo.best_url("free", 1200) for photo in (lead, inside)], []]


# --- when a month was changed -----------------------------------------------------------------


def changed(client):
    """When the index says that each month was changed, newest month first."""
    index = xml(client.get("/sitemap.xml"))
    return [row.text for row in index.iter(f"{MAP}lastmod")]


def test_index_tells_when_a_month_was_last_changed(client, clock):
    january, march = clock.after(days=-40), clock.after(hours=-1)
    old = make_published(at=january)
    make_published(at=march)
    assert changed(client) == [iso(march), iso(january)]
    Article.objects.filter(pk=old.article_id).update(title="Tít đã sửa")
    publish(old.article, by=chief())
    updated = iso(clock.now)
    clock.forward(hours=1)
    assert changed(client) == [iso(march), updated]


def test_index_tells_of_a_piece_taken_down(client, clock):
    version = make_published(at=clock.after(days=-40))
    make_published(at=clock.after(days=-40, hours=-1))
    withdraw(version.article, by=chief(), reason="Theo lệnh.")
    assert changed(client) == [iso(clock.now)]


def test_month_with_something_to_come_is_never_told_too_old(client, clock):
    version = make_published(at=clock.after(days=-40))
    publish(version.article, by=chief(), at=clock.after(hours=3), until=clock.after(hours=5))
    due = clock.after(hours=5)
    for hours in (1, 3, 9):
        clock.forward(hours=hours)
        make_published(at=clock.after(days=-50))
        assert changed(client)[0] == iso(min(clock.now, due))


# --- a month of many pieces -------------------------------------------------------------------


@pytest.mark.parametrize(("count", "files"), [(3, 1), (4, 2), (9, 3), (10, 4)])
def test_month_of_many_pieces_is_cut_into_files(client, clock, monkeypatch, count, files):
    monkeypatch.setattr(sitemap_model, "PIECES_A_FILE", 3)
    versions = make_many_published(clock.after(minutes=-n) for n in range(1, count + 1))
    maps = months(client)
    names = ["", *(f"-{part}" for part in range(2, files + 1))]
    assert maps == [f"{SITE}/sitemap-2026-3{name}.xml" for name in names]
    found = [locations(client, address.removeprefix(SITE)) for address in maps]
    assert max(map(len, found)) <= 4
    told = sorted(place for file in found for place in file)
    assert told == sorted(SITE + version.get_absolute_url() for version in versions)
    assert client.get(f"/sitemap-2026-3-{files + 1}.xml").status_code == 404


# --- pages that are no piece ------------------------------------------------------------------


def test_pages_are_the_sections_and_owners_with_a_live_piece(client, clock):
    section = make_section(name="Xã hội", slug="xa-hoi")
    child = make_section(name="Y tế", slug="y-te", parent=section)
    make_section(name="Trống", slug="trong", parent=section)
    make_section(name="Cả hai trống", slug="ca-hai-trong")
    hidden = make_section(name="Ẩn", slug="an", active=False)
    told = {"source": "Theo TTXVN", "byline": False}
    publish(make_article(section=hidden, **told), by=chief())
    unit = make_unit("Đồn Biên phòng Pa Ủ")
    make_unit("Đồn Biên phòng Pa Vệ")

    def piece(name):
        series = Series.objects.create(name=f"Loạt {name}")
        article = make_article(
            byline=False,
            section=child,
            series=series,
            tags=(f"Thẻ {name}",),
            body="<p>Đồn Biên phòng Pa Ủ.</p>",
        )
        author, topic = make_author(f"Tác giả {name}"), make_topic(f"Sự kiện {name}")
        Byline.objects.create(article=article, author=author)
        article.topics.add(topic)
        return article, series, author, topic

    live, series, author, topic = piece("một")
    publish(live, by=chief())
    piece("nháp")
    publish(piece("hẹn giờ")[0], by=chief(), at=clock.after(hours=1))
    gone = piece("gỡ")[0]
    publish(gone, by=chief())
    withdraw(gone, by=chief(), reason="Theo lệnh.")
    assert locations(client, "/sitemap-trang.xml") == [
        f"{SITE}/",
        f"{SITE}/tin-moi/",
        f"{SITE}/doc-nhieu/",
        f"{SITE}/luu-tru/",
        f"{SITE}/cai-chinh/",
        f"{SITE}/rss/",
        f"{SITE}/xa-hoi/",
        f"{SITE}/y-te/",
        f"{SITE}/chu-de/su-kien-mot-{topic.pk}.html",
        f"{SITE}/loat-bai/loat-mot-{series.pk}.html",
        f"{SITE}/tac-gia/tac-gia-mot-{author.pk}.html",
        f"{SITE}/don-vi/don-bien-phong-pa-u-{unit.pk}.html",
        f"{SITE}/tag/the-mot-{Tag.objects.get(name='Thẻ một').pk}.html",
        *(f"{SITE}{link.url}" for link in footer.links()),
    ]
    assert len(footer.links()) > 0


# --- what the database notes ------------------------------------------------------------------


def test_database_notes_each_month_of_hanoi(clock):
    make_published(at=datetime(2026, 1, 31, 16, 59, 59, 999_999, tzinfo=UTC))
    make_published(at=datetime(2026, 1, 31, 17, 0, tzinfo=UTC))
    make_published(at=datetime(1959, 4, 22, 1, 0, tzinfo=UTC))
    told = SitemapMonth.objects.values_list("start", "stop", "versions")
    assert list(told) == [
        (datetime(2026, 1, 31, 17, tzinfo=UTC), datetime(2026, 2, 28, 17, tzinfo=UTC), 1),
        (datetime(2025, 12, 31, 17, tzinfo=UTC), datetime(2026, 1, 31, 17, tzinfo=UTC), 1),
        (datetime(1959, 3, 31, 17, tzinfo=UTC), datetime(1959, 4, 30, 17, tzinfo=UTC), 1),
    ]


def test_notes_made_of_an_archive_are_those_kept_since():
    make_many_published(datetime(2026, 1, 25, tzinfo=UTC) + timedelta(days=n) for n in range(9))
    gone = make_published(at=datetime(2025, 5, 1, tzinfo=UTC))
    withdraw(gone.article, by=chief(), reason="Theo lệnh.")
    kept = list(SitemapMonth.objects.values_list())
    SitemapMonth.objects.all().delete()
    migration = import_module("articles.migrations.0011_sitemap_months")
    with connection.cursor() as cursor:
        migration.fill(None, SimpleNamespace(connection=connection, execute=cursor.execute))
    assert list(SitemapMonth.objects.values_list()) == kept
    assert [month.versions for month in SitemapMonth.objects.all()] == [2, 7, 1]
