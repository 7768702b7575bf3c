"""Pages of pieces: section, tag, topic, author. What stands there, in which order, at what cost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Genre, PublishedVersion, Tag
from articles.publishing import publish, withdraw
from tests.biendoi.reader_pages import personal_traces, titles
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

pytestmark = pytest.mark.django_db

LISTS = ["section", "tag", "topic", "author"]
# Section with its children, or the owner of a list; pieces with their photos; the menu.
QUERIES = {"section": 5, "tag": 3, "topic": 3, "author": 3}


@pytest.fixture
def world():
    """Owners of one list of each kind; `facts` put a piece into all four, among other lists."""

    class World:
        section = make_section(name="Xã hội", slug="xa-hoi")
        author = make_author("Viết Hà")
        topic = make_topic("Biên giới bình yên")
        facts = {
            "section": section,
            "author": author,
            "topics": (topic, make_topic("Một sự kiện khác")),
            "tags": ("Quảng Ninh", "Hải đảo", "Rừng"),
        }

        def fill(self, count, **facts):
            start = timezone.now() - timedelta(days=1)
            times = [start - timedelta(minutes=n) for n in range(count)]
            return make_many_published(times, **{**self.facts, **facts})

        def address(self, kind):
            tag = Tag.objects.get_or_create(name="Quảng Ninh")[0]
            return {
                "section": "/xa-hoi/",
                "tag": f"/tag/quang-ninh-{tag.pk}.html",
                "topic": f"/chu-de/bien-gioi-binh-yen-{self.topic.pk}.html",
                "author": f"/tac-gia/viet-ha-{self.author.pk}.html",
            }[kind]

    return World()


def walk(client, address):
    """Titles of all pages, as a reader comes to them by “Xem thêm”."""
    read, query = [], ""
    while True:
        response = client.get(address + query)
        assert response.status_code == 200
        read += titles(response)
        _page, _link, rest = response.content.decode().partition('rel="next" href="')
        if not rest:
            return read
        query = rest.split('"', 1)[0].replace("&amp;", "&")


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("count", [1, 3, 30])
def test_list_costs_the_same_for_any_number(client, world, kind, count, django_assert_num_queries):
    world.fill(count, lead_photo=make_photo())
    address = world.address(kind)
    with django_assert_num_queries(QUERIES[kind]):
        response = client.get(address)
    assert len(titles(response)) == min(count, 20)
    assert personal_traces(response) == []


@pytest.mark.parametrize("kind", LISTS)
def test_list_shows_each_piece_once_over_all_its_pages_newest_first(client, world, kind):
    versions = world.fill(45)
    make_published(section=make_section(), tags=("Khác",))
    assert walk(client, world.address(kind)) == [version.title for version in versions]


@pytest.mark.parametrize("kind", LISTS)
def test_second_page_costs_what_the_first_does(client, world, kind, django_assert_num_queries):
    world.fill(45, lead_photo=make_photo())
    address = world.address(kind)
    link = client.get(address).content.decode().partition('rel="next" href="')[2].split('"')[0]
    with django_assert_num_queries(QUERIES[kind]):
        assert len(titles(client.get(address + link))) == 20


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize(
    "cursor", ["x", "1", "1-2-3", "9" * 30, "9" * 18 + "-1", "%00", "١-١", "1-2%27--", "-"]
)
def test_cursor_not_of_ours_is_not_found(client, world, kind, cursor):
    world.fill(1)
    response = client.get(f"{world.address(kind)}?truoc={cursor}")
    assert response.status_code == 404
    assert personal_traces(response) == []


@pytest.mark.parametrize("kind", ["tag", "topic", "author"])
@pytest.mark.parametrize("slug", ["x", "Quảng-Ninh", "quang-ninh-7", "a b"])
def test_wrong_slug_of_a_list_is_sent_on_for_good(client, world, kind, slug):
    world.fill(1)
    address = world.address(kind)
    folder, number = address.rsplit("/", 1)[0], address.rsplit("-", 1)[1]
    response = client.get(f"{folder}/{slug}-{number}")
    assert (response.status_code, response["Location"]) == (301, address)
    assert personal_traces(response) == []


@pytest.mark.parametrize("kind", LISTS[1:])
def test_wrong_slug_of_an_older_page_leads_to_that_page(client, world, kind):
    world.fill(1)
    address = world.address(kind)
    folder, number = address.rsplit("/", 1)[0], address.rsplit("-", 1)[1]
    response = client.get(f"{folder}/khac-{number}?truoc=9999999999999999-1")
    assert response["Location"] == f"{address}?truoc=9999999999999999-1"


def test_genre_that_the_section_says_already_is_not_said_twice(client):
    video = make_section(name="Video", slug="video")
    make_published(title="Một", section=video, genre=Genre.VIDEO)
    make_published(title="Hai", section=make_section(name="Xã hội"), genre=Genre.VIDEO)
    page = client.get("/tin-moi/").content.decode()
    assert page.count('<span class="teaser__genre">Video</span>') == 1


@pytest.mark.parametrize("folder", ["tag", "chu-de", "tac-gia"])
@pytest.mark.parametrize("number", ["0", "999999", "9" * 18, "9" * 19, "9" * 400, "x", "-1"])
def test_list_of_unknown_number_is_not_found(client, folder, number):
    assert client.get(f"/{folder}/x-{number}.html").status_code == 404


@pytest.mark.parametrize("kind", ["tag", "topic", "author"])
@pytest.mark.parametrize("query", ["", "?truoc=", "?truoc=1-1", "?truoc=99999999999999999-1"])
def test_list_without_a_live_piece_tells_not_even_its_name(client, world, kind, query):
    [version] = world.fill(1)
    PublishedVersion.objects.filter(pk=version.pk).update(valid_until=version.valid_from)
    address = world.address(kind)
    wrong_slug = f"{address.rsplit('/', 1)[0]}/x-{address.rsplit('-', 1)[1]}"
    for asked in (address, wrong_slug):
        response = client.get(asked + query)
        assert response.status_code == 404
        assert not response.has_header("Location")


def test_section_without_a_piece_says_so(client):
    make_section(name="Xã hội", slug="xa-hoi")
    response = client.get("/xa-hoi/")
    assert response.status_code == 200
    assert "Chưa có bài nào ở đây." in response.content.decode()


@pytest.mark.parametrize("address", ["/khong-co/", "/XA-HOI/", "/xa_hoi/", "/xã-hội/", "/a/b/"])
def test_section_unknown_is_not_found(client, address):
    make_section(slug="xa-hoi")
    assert client.get(address).status_code == 404


def test_section_without_its_slash_is_sent_on(client):
    make_section(slug="xa-hoi")
    response = client.get("/xa-hoi")
    assert (response.status_code, response["Location"]) == (301, "/xa-hoi/")


def test_section_off_the_menu_is_still_to_be_read(client):
    section = make_section(name="Covid", slug="covid", active=False)
    make_published(section=section, title="Chốt biên giới")
    assert titles(client.get("/covid/")) == ["Chốt biên giới"]
    assert ">Covid</a></li>" not in client.get("/").content.decode()


def test_section_shows_its_childrens_pieces_and_ways_to_them(client):
    parent = make_section(name="Xã hội", slug="xa-hoi")
    child = make_section(name="Y tế", slug="y-te", parent=parent)
    make_section(name="Cũ", slug="cu", parent=parent, active=False)
    make_published(section=child, title="Trạm quân dân y")
    page = client.get("/xa-hoi/")
    assert titles(page) == ["Trạm quân dân y"]
    assert '<li><a href="/y-te/">Y tế</a></li>' in page.content.decode()
    assert '<a href="/cu/">' not in page.content.decode()
    below = client.get("/y-te/").content.decode()
    assert '<p class="kicker"><a href="/xa-hoi/">Xã hội</a></p>' in below
    assert '<a href="/xa-hoi/" aria-current="true">Xã hội</a>' in below


@pytest.mark.parametrize("kind", LISTS)
def test_list_follows_what_is_live(client, world, kind, clock):
    [version] = world.fill(1, title="Có mặt")
    address = world.address(kind)
    clock.now = version.valid_from - timedelta(microseconds=1)
    assert "Có mặt" not in client.get(address).content.decode()
    clock.now = version.valid_from
    assert titles(client.get(address)) == ["Có mặt"]
    clock.forward(minutes=1)
    withdraw(version.article, by=chief(), reason="Theo lệnh.")
    assert "Có mặt" not in client.get(address).content.decode()


def test_tag_list_follows_the_published_tags_not_the_copys(client, clock):
    article = make_article(tags=("Quảng Ninh",))
    publish(article, by=chief())
    article.tags.set(["Hải đảo"])
    old, new = Tag.objects.get(name="Quảng Ninh"), Tag.objects.get(name="Hải đảo")

    def found(tag):
        return client.get(f"/tag/{tag.slug}-{tag.pk}.html").status_code

    assert (found(old), found(new)) == (200, 404)
    clock.forward(minutes=1)
    publish(Article.objects.get(pk=article.pk), by=chief())
    assert (found(old), found(new)) == (404, 200)


@pytest.mark.parametrize("kind", LISTS)
def test_list_escapes_the_titles(client, world, kind):
    nasty = """<img src=x onerror="alert('1')">"""
    world.fill(1, title=nasty, kicker=nasty, sapo=nasty, short_title=nasty)
    response = client.get(world.address(kind))
    assert "<img src=x" not in response.content.decode()
    assert titles(response) == [nasty]
