"""The home page: the newest lead, each section shows its own, nothing stands there twice."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.publishing import publish, withdraw
from frontpage import queries
from tests.biendoi.reader_pages import personal_traces, titles
from tests.factories.articles import (
    chief,
    make_article,
    make_many_published,
    make_published,
    make_section,
    make_topic,
)
from tests.factories.clock import MORNING, stopped_clock
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db


def at(hours):
    return MORNING - timedelta(hours=hours)


def test_front_of_an_empty_paper_says_so(client):
    make_section()
    response = client.get("/")
    assert "Tòa soạn đang chuẩn bị số báo đầu tiên." in response.content.decode()
    assert queries.home() == queries.Front([], [])


def test_front_shows_seven_headlines_and_then_each_sections_newest():
    one, two = make_section(position=1), make_section(position=2)
    newest = make_many_published([at(n) for n in range(7)], section=one)
    older = make_many_published([at(10 + n) for n in range(6)], section=one)
    others = make_many_published([at(20 + n) for n in range(6)], section=two)
    front = queries.home(MORNING)
    assert front.headlines == newest
    assert [block.section for block in front.blocks] == [one, two]
    assert [block.pieces for block in front.blocks] == [older[:4], others[:4]]


@pytest.mark.parametrize(
    ("genres", "layout"),
    [
        (["phong-su-anh", "video"], "band"),
        (["infographic", "longform"], "band"),
        (["tin-van", "tin-van"], "briefs"),
        (["binh-luan"], "voices"),
        (["tin", "tin"], "list"),
        (["tin-van", "binh-luan"], "list"),
        (["video", "tin"], "list"),
    ],
)
def test_box_is_laid_out_by_what_is_in_it(genres, layout):
    section = make_section()
    pieces = [make_published(section=section, genre=genre) for genre in genres]
    assert queries.Block(section, pieces).layout == layout


@pytest.mark.parametrize("genre", ["tin", "tin-van", "binh-luan", "video"])
def test_every_layout_leads_to_its_pieces(client, genre):
    section = make_section()
    make_many_published([at(n) for n in range(7)])
    pieces = make_many_published([at(9), at(10)], section=section, genre=genre)
    page = client.get("/").content.decode()
    assert [page.count(f'href="{piece.get_absolute_url()}"') for piece in pieces] == [1, 1]


def test_front_names_the_events_most_pieces_belong_to(client):
    one, two, lone = (make_topic(name=name) for name in ("Biển đảo", "Đề án 174", "Một bài"))
    make_many_published([at(1)], topics=(lone,))
    make_many_published([at(2), at(3)], topics=(one,))
    make_many_published([at(4), at(5)], topics=(two,))
    assert [topic["name"] for topic in queries.home(MORNING).topics] == ["Biển đảo", "Đề án 174"]


def test_front_leaves_out_sections_with_nothing_more_to_show():
    lone = make_section()
    make_section()
    make_many_published([at(1)], section=lone)
    assert queries.home(MORNING).blocks == []


def test_front_leaves_out_sections_off_the_menu_but_not_their_news():
    hidden = make_section(active=False)
    [version] = make_many_published([at(1)], section=hidden)
    make_many_published([at(2 + n) for n in range(9)], section=hidden)
    front = queries.home(MORNING)
    assert front.headlines[0] == version
    assert front.blocks == []


def test_front_puts_a_childs_pieces_into_its_parents_block():
    parent = make_section()
    child = make_section(parent=parent)
    make_many_published([at(n) for n in range(7)], section=parent)
    inside = make_many_published([at(9)], section=child)
    [block] = queries.home(MORNING).blocks
    assert (block.section, block.pieces) == (parent, inside)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 3), max_size=30))
def test_front_repeats_nothing_and_fills_every_block_it_can(places):
    with transaction.atomic(), stopped_clock():
        sections = [make_section(position=n) for n in range(4)]
        made = [
            make_many_published([at(n)], section=sections[place])[0]
            for n, place in enumerate(places)
        ]
        front = queries.home(MORNING)
        assert front.headlines == made[: queries.HEADLINES]
        below = made[queries.HEADLINES :]
        by_hand = {s.pk: [v for v in below if v.section_id == s.pk][:4] for s in sections}
        shown = {block.section.pk: block.pieces for block in front.blocks}
        assert shown == {pk: pieces for pk, pieces in by_hand.items() if pieces}
        transaction.set_rollback(True)


def test_home_prints_what_the_front_holds(client, clock):
    make_section(name="Xã hội", slug="xa-hoi")
    pieces = make_many_published([at(n) for n in range(9)], short_title="")
    response = client.get("/")
    assert titles(response) == [version.title for version in pieces]
    assert '<a href="/xa-hoi/">Xã hội</a></h2>' in response.content.decode()


def test_home_prints_the_short_title_in_small_places_only(client):
    make_published(title="Tít dài thứ nhất", short_title="Ngắn một")
    make_published(title="Tít dài thứ hai", short_title="Ngắn hai", ago=timedelta(hours=2))
    assert titles(client.get("/")) == ["Tít dài thứ nhất", "Ngắn hai"]


def test_home_follows_what_is_live(client, clock):
    article = make_article(title="Có mặt", short_title="")
    publish(article, by=chief(), at=clock.after(hours=1), until=clock.after(hours=2))
    assert titles(client.get("/")) == []
    clock.forward(hours=1)
    assert titles(client.get("/")) == ["Có mặt"]
    clock.forward(hours=1)
    assert titles(client.get("/")) == []
    publish(article, by=chief())
    clock.forward(minutes=1)
    withdraw(article, by=chief(), reason="Theo lệnh.")
    assert titles(client.get("/")) == []


@pytest.mark.parametrize("count", [1, 3, 30])
def test_home_costs_seven_queries(client, count, django_assert_num_queries):
    photo = make_photo()
    start = timezone.now() - timedelta(days=1)
    for place in range(3):
        times = [start - timedelta(hours=3 * n + place) for n in range(count)]
        make_many_published(times, section=make_section(), lead_photo=photo)
    with django_assert_num_queries(7):
        response = client.get("/")
    assert personal_traces(response) == []
    assert len(titles(response)) == min(7, 3 * count) + {1: 0, 3: 2, 30: 12}[count]


def test_home_is_the_same_for_who_is_signed_in(client, clock):
    make_published(at=at(1))
    before = client.get("/")
    client.force_login(chief())
    after = client.get("/")
    assert after.content == before.content
    assert personal_traces(before) == []
    assert "cookie" not in after.headers.get("Vary", "").lower()
