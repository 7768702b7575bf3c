"""What readers and the desk see of the counts."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from articles.publishing import publish, withdraw
from readership.models import DAY, WEEK
from readership.queries import most_read, reads_of
from tests.biendoi.reader_pages import personal_traces, titles
from tests.factories.articles import (
    chief,
    make_article,
    make_many_published,
    make_published,
    make_section,
)
from tests.factories.photos import make_photo
from tests.newsroom.desk import page_of
from tests.readership.factories import make_reads

pytestmark = pytest.mark.django_db

NOBODY = "Chưa đếm được lượt đọc nào trong 7 ngày qua."


def text(response):
    return response.content.decode()


def block(response):
    """The titles in the block “Đọc nhiều”, in order; None where there is no block."""
    _before, there, after = text(response).partition('<section class="most-read"')
    names = re.findall(r"<li><a href=[^>]+>([^<]+)</a>", after.split("</section>")[0])
    return names if there else None


def spans(response):
    """The titles of both lists of the page."""
    first, second = text(response).split('id="7-ngay"')
    return [re.findall(r'teaser__title"><a[^>]+>([^<]+)<', part) for part in (first, second)]


# --- lists ------------------------------------------------------------------------------------


def test_most_read_are_ordered_within_their_span(clock):
    one, two, three = make_many_published([clock.after(days=-9)] * 3)
    make_reads({one: 9}, at=clock.after(days=-2))
    make_reads({two: 2, three: 5})
    assert most_read() == [three, two]
    assert most_read(WEEK) == [one, three, two]
    assert most_read(WEEK, 1) == [one]
    assert most_read(WEEK, besides=one.article_id) == [three, two]


def test_most_read_of_a_section(clock):
    parent, other = make_section(), make_section()
    child = make_section(parent=parent)
    [elsewhere] = make_many_published([clock.after(days=-1)], section=other)
    [inside] = make_many_published([clock.after(days=-1)], section=child)
    make_reads({elsewhere: 9, inside: 1})
    assert most_read(section=parent) == most_read(section=child) == [inside]
    assert most_read(section=other) == [elsewhere]


def test_withdrawn_piece_is_gone_at_once_and_the_next_moves_up(clock):
    first, second, third = make_many_published([clock.after(days=-1)] * 3)
    make_reads({first: 3, second: 2, third: 1})
    withdraw(first.article, by=chief(), reason="Theo lệnh.")
    clock.forward(seconds=1)
    assert most_read(count=2) == [second, third]


def test_corrected_piece_keeps_its_place_with_the_new_words(clock):
    version = make_published(at=clock.after(days=-1))
    make_reads({version: 3})
    version.article.title = "Tít đã sửa"
    version.article.save()
    newer = publish(version.article, by=chief())
    assert most_read() == [newer]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_most_read_costs_one_query(count, django_assert_num_queries):
    versions = make_many_published(
        [timezone.now() - timedelta(days=1)] * count, lead_photo=make_photo()
    )
    make_reads(dict.fromkeys(versions, 2))
    with django_assert_num_queries(1):
        shown = most_read(count=30)
        assert len({version.section.name for version in shown}) == 1
        assert [bool(version.lead_photo.made) for version in shown]
    assert len(shown) == count


@pytest.mark.parametrize("count", [1, 3, 30])
def test_reads_of_cost_two_queries(count, django_assert_num_queries):
    versions = make_many_published([timezone.now() - timedelta(days=1)] * count)
    make_reads(dict.fromkeys(versions, 2))
    with django_assert_num_queries(2):
        assert reads_of(v.article_id for v in versions) == {v.article_id: (2, 2) for v in versions}


def test_reads_of_tell_day_and_week(clock):
    one, other = make_many_published([clock.after(days=-20)] * 2)
    draft = make_article()
    for days, count in ((8, 100), (7, 50), (6, 20), (1, 7), (0, 3)):
        make_reads({one: count}, at=clock.after(days=-days))
    assert reads_of([other.article_id, one.article_id, draft.pk]) == {
        other.article_id: (0, 0),
        one.article_id: (3, 30),
        draft.pk: (0, 0),
    }
    assert reads_of([]) == {}


# --- pages ------------------------------------------------------------------------------------


def test_nothing_counted_yet_says_so(client):
    version = make_published()
    assert (block(client.get("/")), block(client.get(version.get_absolute_url()))) == (None, None)
    response = client.get("/doc-nhieu/")
    assert (response.status_code, titles(response)) == (200, [])
    assert NOBODY in text(response)


def test_page_shows_both_spans(client, clock):
    one, two = make_many_published([clock.after(days=-5)] * 2)
    make_reads({one: 9}, at=clock.after(days=-2))
    make_reads({two: 2})
    response = client.get("/doc-nhieu/")
    assert spans(response) == [[two.title], [one.title, two.title]]
    assert NOBODY not in text(response)


def test_page_where_today_has_no_read(client, clock):
    version = make_published(at=clock.after(days=-5))
    make_reads({version: 9}, at=clock.after(days=-2))
    response = client.get("/doc-nhieu/")
    assert spans(response) == [[], [version.title]]
    assert text(response).count('<p class="empty">Chưa đếm được lượt đọc nào.</p>') == 1


@pytest.mark.parametrize("count", [1, 3, 30])
def test_page_costs_three_queries(client, count, django_assert_num_queries):
    versions = make_many_published(
        [timezone.now() - timedelta(days=1)] * count, lead_photo=make_photo()
    )
    make_reads(dict.fromkeys(versions, 2))
    with django_assert_num_queries(3):
        response = client.get("/doc-nhieu/")
    assert len(titles(response)) == 2 * min(count, 10)
    assert personal_traces(response) == []


def test_block_stands_on_home_and_article_and_leaves_the_open_piece_out(client, clock):
    versions = make_many_published([clock.after(days=-1)] * 8)
    make_reads({version: 9 - n for n, version in enumerate(versions)})
    names = [version.title for version in versions]
    assert block(client.get("/")) == names[:6]
    assert block(client.get(versions[0].get_absolute_url())) == names[1:7]
    assert block(client.get(versions[7].get_absolute_url())) == names[:6]


def test_block_prints_the_short_title_escaped(client, clock):
    version = make_published(at=clock.after(days=-1), short_title='Ngắn & "gọn"')
    make_reads({version: 1})
    assert block(client.get("/")) == ["Ngắn &amp; &quot;gọn&quot;"]


def test_article_page_carries_the_script_and_no_other_page_does(client, clock):
    version = make_published(at=clock.after(days=-1))
    make_reads({version: 1})
    line = (
        '<script type="module" src="/static/js/reads.js"'
        f' data-piece="{version.article_id}" data-to="/doc/"></script>'
    )
    assert text(client.get(version.get_absolute_url())).count(line) == 1
    for address in ("/", "/doc-nhieu/", version.section.get_absolute_url()):
        assert text(client.get(address)).count("js/reads.js") == 0


def test_preview_carries_no_script(client, clock):
    client.force_login(chief())
    response = client.get(page_of(make_article(), "preview-page"))
    assert (response.status_code, "reads.js" in text(response)) == (200, False)


def test_script_weighs_a_kilobyte_at_most():
    assert (settings.BASE_DIR / "static" / "js" / "reads.js").stat().st_size <= 1024


def test_spans_are_a_day_and_a_week():
    assert (DAY, WEEK) == (24, 168)
