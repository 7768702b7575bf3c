"""RSS: what other programs read of the paper."""

from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
from django.utils import timezone

from articles.publishing import publish, withdraw
from tests.biendoi.reader_pages import personal_traces, xml
from tests.factories.articles import (
    chief,
    make_article,
    make_many_published,
    make_published,
    make_section,
)
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db

LATEST = "/rss/tin-moi.rss"
SITE = "http://127.0.0.1:8000"
NASTY = """Lời "nói" & <b>của</b> ]]> 'dân' &amp; &nbsp;"""
ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"


def items(client, address=LATEST):
    return xml(client.get(address)).findall("channel/item")


def test_feed_tells_of_a_piece(client):
    section = make_section(name="Xã hội", slug="xa-hoi")
    version = make_published(
        title="Năm cán bộ về xã", sapo="Góp sức.", tags=("Quảng Ninh",), section=section
    )
    [item] = items(client)
    assert {child.tag: child.text for child in item if child.tag != "category"} == {
        "title": "Năm cán bộ về xã",
        "link": SITE + version.get_absolute_url(),
        "description": "Biên phòng - Góp sức.",
        f"{DC}creator": "Viết Hà",
        "pubDate": item.findtext("pubDate"),
        "guid": f"bienphong.com.vn:{version.article_id}",
    }
    assert item.find("guid").attrib == {"isPermaLink": "false"}
    assert [row.text for row in item.findall("category")] == ["Xã hội", "Quảng Ninh"]
    told = parsedate_to_datetime(item.findtext("pubDate"))
    assert told == version.first_published_at.replace(microsecond=0)


def test_feed_tells_of_the_paper(client):
    make_published()
    response = client.get(LATEST)
    channel = xml(response).find("channel")
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert channel.findtext("title") == "Tin mới - Báo Biên phòng"
    assert channel.findtext("link") == f"{SITE}/"
    assert channel.findtext("language") == "vi"
    assert channel.find(f"{ATOM}link").attrib == {"rel": "self", "href": SITE + LATEST}
    assert channel.findtext("lastBuildDate") is not None


def test_feed_of_a_section_has_its_pieces_and_name(client):
    section = make_section(name="Xã hội", slug="xa-hoi", description="Đời sống biên giới.")
    version = make_published(section=section)
    make_published(section=make_section())
    address = f"/rss/xa-hoi-{section.pk}.rss"
    channel = xml(client.get(address)).find("channel")
    assert channel.findtext("title") == "Xã hội - Báo Biên phòng"
    assert channel.findtext("link") == f"{SITE}/xa-hoi/"
    assert channel.findtext("description") == "Đời sống biên giới."
    assert channel.find(f"{ATOM}link").attrib["href"] == SITE + address
    guids = [item.findtext("guid") for item in channel.findall("item")]
    assert guids == [f"bienphong.com.vn:{version.article_id}"]


def test_guid_stays_when_title_and_address_change(client, clock):
    article = make_article(title="Một")
    publish(article, by=chief())
    before = items(client)
    article.title = "Hai"
    article.save()
    clock.forward(hours=1)
    publish(article, by=chief())
    after = items(client)
    assert [item.findtext("guid") for item in before] == [item.findtext("guid") for item in after]
    assert [item.findtext("link") for item in after] == [f"{SITE}/hai-post{article.pk}.html"]
    assert [item.findtext("pubDate") for item in before] == [
        item.findtext("pubDate") for item in after
    ]


def test_feed_keeps_every_sign_of_a_nasty_title(client):
    section = make_section(name=NASTY, description=NASTY)
    make_published(title=NASTY, sapo=NASTY, tags=(NASTY,), section=section)
    [item] = items(client, f"/rss/{section.slug}-{section.pk}.rss")
    assert item.findtext("title") == NASTY
    assert item.findtext("description") == f"Biên phòng - {NASTY}"
    assert [row.text for row in item.findall("category")] == [NASTY, NASTY]


def test_feed_without_a_piece_is_a_feed_all_the_same(client):
    assert items(client) == []


def test_feed_leaves_out_what_is_not_live(client, clock):
    make_article(title="Bài nháp")
    publish(make_article(), by=chief(), at=clock.after(hours=1))
    gone = make_published(at=clock.after(hours=-1))
    withdraw(gone.article, by=chief(), reason="Theo lệnh.")
    assert items(client) == []


@pytest.mark.parametrize("slug", ["x", "Xã-hội", "xa-hoi-1"])
def test_feed_under_a_wrong_slug_is_sent_on_for_good(client, slug):
    section = make_section(slug="xa-hoi")
    response = client.get(f"/rss/{slug}-{section.pk}.rss")
    target = f"/rss/xa-hoi-{section.pk}.rss"
    assert (response.status_code, response["Location"]) == (301, target)


@pytest.mark.parametrize("name", ["x-0", "x-999999", "x-" + "9" * 19, "x", "tin-moi-0", "x--1"])
def test_feed_of_no_section_is_not_found(client, name):
    assert client.get(f"/rss/{name}.rss").status_code == 404


@pytest.mark.parametrize(("rows", "shown"), [(1, 1), (3, 3), (30, 30), (31, 30)])
def test_feeds_cost_the_same_for_any_number(client, rows, shown, django_assert_num_queries):
    section = make_section()
    start = timezone.now() - timedelta(days=1)
    times = [start - timedelta(minutes=n) for n in range(rows)]
    make_many_published(times, section=section, tags=("Một", "Hai"), lead_photo=make_photo())
    with django_assert_num_queries(1):
        response = client.get(LATEST)
    assert len(xml(response).findall("channel/item")) == shown
    assert personal_traces(response) == []
    with django_assert_num_queries(2):
        assert len(items(client, f"/rss/{section.slug}-{section.pk}.rss")) == shown
