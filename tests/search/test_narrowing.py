"""Filters, facets, both orders and their pages: links and a form, no script."""

import html
import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.models import Genre
from core.dates import in_hanoi
from search import queries
from search.facets import facets
from search.indexing import index
from search.names import names
from search.queries import Filters, search
from search.turning import PAGE_SIZE, turn_to
from tests.biendoi.reader_pages import titles as titles_of
from tests.factories.articles import make_many_published, make_published, make_section
from tests.factories.photos import make_photo
from tests.factories.units import make_unit, rename

pytestmark = pytest.mark.django_db


@pytest.fixture
def festival():
    """Two pieces that differ in everything a search can be narrowed to."""
    old, new = make_unit("BĐBP Hà Giang"), make_unit("BCH BĐBP Tuyên Quang")
    rename(old, new)
    society = make_section(name="Xã hội", slug="xa-hoi")
    health = make_section(name="Y tế", slug="y-te", parent=society)
    sport = make_section(name="Thể thao", slug="the-thao")
    one = make_published(
        title="Hội xuân một",
        section=health,
        genre=Genre.BRIEF,
        lead_photo=make_photo(),
        at=timezone.now() - timedelta(days=800),
        body="<p>BĐBP Hà Giang mở hội.</p>",
    )
    two = make_published(title="Hội xuân hai", section=sport)
    index([one, two])
    return {"one": one, "two": two, "society": society, "sport": sport, "unit": new}


def found(client, parameters=""):
    titles = titles_of(client.get(f"/tim-kiem/?q=hoi+xuan&{parameters}"))
    return [re.sub("</?mark>", "", title) for title in titles]


BOTH, ONE, TWO = ["Hội xuân hai", "Hội xuân một"], ["Hội xuân một"], ["Hội xuân hai"]


def test_each_filter_narrows_by_its_address_alone(client, festival):
    author = festival["one"].article.bylines.get().author_id
    day = in_hanoi(festival["one"].first_published_at).date()
    asked = {
        "": BOTH,
        "muc=y-te": ONE,
        "muc=xa-hoi": ONE,
        "muc=the-thao": TWO,
        "the-loai=tin-van": ONE,
        f"tac-gia={author}": ONE,
        f"don-vi={festival['unit'].pk}": ONE,
        f"tu={day}&den={day}": ONE,
        f"den={day - timedelta(days=1)}": [],
        f"tu={day + timedelta(days=1)}": TWO,
        "anh=1": ONE,
        "anh=1&muc=the-thao": [],
    }
    assert {parameters: found(client, parameters) for parameters in asked} == asked


def groups(client, parameters=""):
    """{group: {link: (number, address)}} of the facets."""
    page = client.get(f"/tim-kiem/?q=hoi+xuan&{parameters}").content.decode()
    return {
        name: {
            label: (told, html.unescape(address))
            for address, label, told in re.findall(
                r'<li><a href="([^"]*)">([^<]*)</a> <span>([^<]*)</span></li>', inside
            )
        }
        for name, inside in re.findall(
            r'<nav class="facets" aria-label="([^"]*)">(.*?)</nav>', page, re.DOTALL
        )
    }


def test_facets_lead_to_what_they_count(client, festival):
    told = groups(client)
    assert list(told) == ["Chuyên mục", "Thể loại", "Thời gian", "Tác giả", "Đơn vị", "Ảnh"]
    for name, links in told.items():
        for label, (number, address) in links.items():
            page = client.get(f"/tim-kiem/{address}")
            assert (name, label, len(titles_of(page))) == (name, label, int(number))


def test_facets_lead_to_sub_sections_and_to_the_other_names_of_a_unit(client, festival):
    three = make_published(title="Hội xuân ba", section=festival["society"])
    four = make_published(title="Hội xuân bốn", body="<p>BCH BĐBP Tuyên Quang.</p>")
    index([three, four])
    told = groups(client)
    sections = {label: number for label, (number, _address) in told["Chuyên mục"].items()}
    assert (sections["Xã hội"], sections["Y tế"]) == ("3", "1")
    [(number, address)] = told["Đơn vị"].values()
    assert (number, len(titles_of(client.get(f"/tim-kiem/{address}")))) == ("2", 2)


def test_facet_that_is_chosen_is_a_chip_to_take_off(client, festival):
    page = client.get("/tim-kiem/?q=hoi+xuan&muc=y-te&anh=1").content.decode()
    chips = re.findall(r'<a href="([^"]*)"><span class="visually-hidden">Bỏ lọc: </span>', page)
    assert [html.unescape(chip) for chip in chips] == [
        "?q=hoi+xuan&anh=1",
        "?q=hoi+xuan&muc=y-te",
    ]
    assert groups(client, "muc=y-te&anh=1") == {}


def test_author_and_unit_stay_with_the_form(client, festival):
    unit = festival["unit"].pk
    page = client.get(f"/tim-kiem/?q=hoi+xuan&don-vi={unit}&sap=moi").content.decode()
    assert f'<input type="hidden" name="don-vi" value="{unit}">' in page
    assert '<input type="hidden" name="sap" value="moi">' in page
    assert "Về BCH BĐBP Tuyên Quang, kể cả tên cũ và tên mới" in page


def test_where_more_is_found_than_counted_the_numbers_say_so(festival, monkeypatch):
    times = [timezone.now() - timedelta(minutes=n) for n in range(3)]
    index(make_many_published(times, sapo="Hội xuân.", section=festival["sport"]))
    third = timedelta(minutes=9)
    index([make_published(title="Hội xuân ba", section=festival["society"], ago=third)])
    monkeypatch.setattr(queries, "MOST_COUNTED", 4)
    results = search("hội xuân")
    assert (results.many, len(results.counted)) == (True, 5)
    told = {group.name: [row.told for row in group.choices] for group in facets(results)}
    assert told["Chuyên mục"] == ["ít nhất 4", "ít nhất 1"]
    monkeypatch.setattr("search.facets.MOST_COUNTED", 3)
    assert facets(results)[0].choices[0].told == "hơn 3"


def test_thousand_are_told_as_more_than_a_thousand(client, festival, monkeypatch):
    monkeypatch.setattr(queries, "MOST_COUNTED", 1)
    assert "Hơn 1.000 bài cho" in client.get("/tim-kiem/?q=hoi+xuan").content.decode()


@pytest.mark.parametrize("count", [1, 3, 30])
def test_facets_cost_five_queries(count, django_assert_num_queries):
    times = [timezone.now() - timedelta(days=20 * n) for n in range(1, count + 1)]
    index(make_many_published(times))
    results = search("đồn")
    with django_assert_num_queries(5):
        facets(results)


# --- pages ------------------------------------------------------------------------------------


@pytest.fixture
def many():
    """Forty-five pieces, the words in every third title."""
    times = [timezone.now() - timedelta(days=n) for n in range(1, 46)]
    versions = make_many_published(times)
    third = [make_published(title=f"Đồn biên giới {n}", ago=timedelta(days=n)) for n in range(9)]
    index([*versions, *third])
    names()
    return versions, third


def links(page):
    """{rel: address} of the ways to other pages."""
    return {
        rel: f"/tim-kiem/{html.unescape(address)}"
        for rel, address in re.findall(r'rel="(prev|next)" href="([^"]*)"', page.content.decode())
    }


@pytest.mark.parametrize("order", ["", "&sap=moi"])
def test_way_there_and_back_shows_the_same_pages(client, many, order):
    there = [client.get(f"/tim-kiem/?q=don+bien{order}")]
    while address := links(there[-1]).get("next"):
        there.append(client.get(address))
    read = [title for page in there for title in titles_of(page)]
    assert [len(titles_of(page)) for page in there] == [20, 20, 14]
    assert len(read) == 54
    back = there[-1]
    for page in reversed(there[:-1]):
        back = client.get(links(back)["prev"])
        assert titles_of(back) == titles_of(page)
    assert "prev" not in links(back)
    offered = ["facets" in page.content.decode() for page in (there[0], there[1], back)]
    assert offered == [True, False, True]


def test_pages_by_time_are_in_order_of_time(many):
    read, turn = [], turn_to("")
    while True:
        page = search("đồn biên", newest_first=True, turn=turn)
        read += page.items
        if not page.next_cursor:
            break
        turn = turn_to(page.next_cursor)
    times = [version.first_published_at for version in read]
    assert times == sorted(times, reverse=True)
    assert len({version.pk for version in read}) == 54


def test_piece_that_arrives_while_somebody_reads_on_moves_no_page(many):
    first = search("đồn biên", newest_first=True)
    index([make_published(title="Đồn biên mới", ago=timedelta(0))])
    second = search("đồn biên", newest_first=True, turn=turn_to(first.next_cursor))
    back = search("đồn biên", newest_first=True, turn=turn_to(second.previous_cursor, back=True))
    assert not {v.pk for v in first.items} & {v.pk for v in second.items}
    assert back.items[1:] == first.items[:-1] or back.items == first.items


def test_filters_hold_on_every_page(many):
    versions, _third = many
    since = in_hanoi(versions[30].first_published_at).date()
    narrowed = Filters(since=since)
    for newest_first in (True, False):
        options = {"filters": narrowed, "newest_first": newest_first}
        first = search("đồn biên", **options)
        second = search("đồn biên", turn=turn_to(first.next_cursor), **options)
        days = [in_hanoi(v.first_published_at).date() for v in first.items + second.items]
        assert (len(days), min(days)) == (40, since)


def test_unit_holds_on_the_second_page(client):
    unit = make_unit("Đồn Biên phòng Trà Lĩnh")
    times = [timezone.now() - timedelta(hours=n) for n in range(1, 26)]
    index(make_many_published(times, body="<p>Đồn Biên phòng Trà Lĩnh mở hội.</p>"))
    index(make_many_published(times[:5], body="<p>Đồn khác mở hội.</p>"))
    first = client.get(f"/tim-kiem/?q=mo+hoi&sap=moi&don-vi={unit.pk}")
    second = client.get(links(first)["next"])
    assert (len(titles_of(first)), len(titles_of(second))) == (PAGE_SIZE, 5)


def test_what_is_beyond_the_ranked_is_read_by_time(client, many, monkeypatch):
    monkeypatch.setattr("search.ranking.RANKED", 5)
    page = client.get("/tim-kiem/?q=bien")
    while address := links(page).get("next"):
        page = client.get(address)
    assert "Xem hết theo bài mới trước" in page.content.decode()
    assert "Xem hết" not in client.get("/tim-kiem/?q=bien&sap=moi").content.decode()


@pytest.mark.parametrize(
    "raw",
    [
        *("truoc=-1", "sau=-1", "truoc=NaN", "sau=NaN_NaN", "truoc=1_2_3", "sau=%00"),
        *("truoc=1e9_1", "sau=" + "9" * 60),
    ],
)
def test_page_that_is_none_of_ours_is_not_found(client, many, raw):
    assert client.get(f"/tim-kiem/?q=don&{raw}").status_code == 404


@pytest.mark.parametrize(
    "raw",
    [
        *("truoc[]=1", "trang=-1", "trang=NaN", "muc[]=x", "muc=' OR 1=1", "tac-gia=NaN"),
        *("don-vi=999999999999999", "tu=0001-01-01", "den=9999-12-31", "tu=NaN&den=-1", "anh=2"),
        *("the-loai=%C2%A7loai", "sap[]=moi", "tac-gia=1%00", "don-vi=" + "1" * 5000),
    ],
)
def test_filter_that_means_nothing_is_left_out(client, many, raw):
    page = client.get(f"/tim-kiem/?q=don+bien&{raw}")
    assert (page.status_code, len(titles_of(page))) == (200, PAGE_SIZE)


def test_days_that_lie_the_wrong_way_round_find_nothing(many):
    backwards = Filters(since=date(2026, 2, 1), until=date(2026, 1, 1))
    assert search("đồn", filters=backwards).items == []
