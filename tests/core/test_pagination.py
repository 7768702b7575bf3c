"""Pages by key: whatever arrives while somebody reads on, each piece comes once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import queries
from articles.models import PublishedVersion, Tag
from core.pagination import PUBLISHED, BadCursor, Page, page_after, page_before
from search import names, turning
from search.indexing import index
from search.queries import search
from tests.factories.articles import make_many_published, make_section

NOON = datetime(2026, 3, 1, 5, tzinfo=UTC)
# Few moments, so that many pieces share one; the paper is older than 1970.
moments = st.sampled_from([0, 1, 2, 3, -1, -40, -60 * 365]).map(
    lambda days: NOON + timedelta(days=days)
)


def walk(pieces, size, between, keys=PUBLISHED):
    """The pieces of all pages, read while `between` (a page's number) lets others arrive."""
    read, cursor, number = [], "", 0
    while True:
        page = page_after(pieces(), cursor, size, keys=keys)
        assert len(page.items) <= size
        read += page.items
        between(number)
        number += 1
        if not page.next_cursor:
            return read
        cursor = page.next_cursor


@pytest.mark.django_db
@settings(max_examples=40, deadline=None)
@given(
    st.lists(moments, min_size=1, max_size=9),
    st.lists(st.lists(moments, max_size=2), max_size=4),
    st.integers(1, 4),
    st.sampled_from(["latest", "section", "tag"]),
)
def test_walk_loses_and_doubles_nothing_while_pieces_arrive(there, arriving, size, kind):
    with transaction.atomic():
        section = make_section()
        facts = {"section": section, "tags": ("Biên giới", "Hải đảo", "Rừng")}

        def arrive(times):
            if times:
                make_many_published(times, **facts)

        arrive(there)
        at_first = list(queries.latest(NOON + timedelta(days=9)).values_list("pk", flat=True))
        later = NOON + timedelta(days=9)
        pieces, keys = {
            "latest": (lambda: queries.latest(later), PUBLISHED),
            "section": (lambda: queries.in_section(section, later), PUBLISHED),
            "tag": (lambda: queries.tagged(Tag.objects.get(name="Hải đảo"), later), queries.LISTED),
        }[kind]
        waiting = iter(arriving)
        read = [v.pk for v in walk(pieces, size, lambda _n: arrive(next(waiting, [])), keys)]
        assert len(read) == len(set(read))
        assert [pk for pk in read if pk in at_first] == at_first
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=15, deadline=None)
@given(
    st.lists(moments, min_size=1, max_size=9),
    st.lists(st.lists(moments, max_size=2), max_size=4),
    st.integers(1, 4),
    st.booleans(),
)
def test_walk_through_a_search_loses_and_doubles_nothing_while_pieces_arrive(
    there, arriving, size, newest_first
):
    later = NOON + timedelta(days=9)
    waiting, read, turn = iter(arriving), [], turning.Turn()
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(turning, "PAGE_SIZE", size)
        names.forget()
        first = make_many_published(there, section=make_section())
        index(first)
        while True:
            page = search("đồn", turn=turn, newest_first=newest_first, at=later)
            assert len(page.items) <= size
            read += [version.pk for version in page.items]
            index(make_many_published(next(waiting, [])))
            if not page.next_cursor:
                break
            turn = turning.turn_to(page.next_cursor)
        assert len(read) == len(set(read))
        assert {version.pk for version in first} <= set(read)
        transaction.set_rollback(True)
    names.forget()


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_page_tells_of_another_only_when_there_is_one(count):
    make_many_published([NOON - timedelta(days=n) for n in range(count)])
    page = page_after(PublishedVersion.objects.newest_first(), "", 2)
    assert (len(page.items), bool(page.next_cursor)) == (min(count, 2), count > 2)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3, 30])
def test_page_costs_one_query_wherever_it_is(count, django_assert_num_queries):
    versions = make_many_published([NOON - timedelta(days=n) for n in range(count)])
    pieces = PublishedVersion.objects.newest_first()
    cursor = page_after(pieces, "", 1).next_cursor or f"0-{versions[0].article_id}"
    with django_assert_num_queries(1):
        page_after(pieces, cursor, 20)


@pytest.mark.django_db
def test_piece_that_moved_past_the_reader_is_not_read_again():
    versions = make_many_published([NOON - timedelta(days=n) for n in range(4)])
    first = page_after(queries.latest(), "", 2)
    second = page_after(queries.latest(), first.next_cursor, 2)
    assert [v.pk for v in first.items + second.items] == [v.pk for v in versions]
    assert second == Page(second.items, "", second.previous_cursor)


@pytest.mark.parametrize(
    "cursor",
    [
        *("x", "-", "1", "1-", "-1", "1-2-3", " 1-2", "1-2 ", "1-2\n", "1_0-2", "1.5-2", "+1-2"),
        *("1--2", "١-١", "1-2x", "0x1-2", "9" * 19 + "-1", "1-" + "9" * 19, "\x00", "1-2'--"),
        *("9" * 18 + "-1", "-" + "9" * 18 + "-1"),
    ],
)
def test_cursor_not_of_ours_is_refused(cursor):
    with pytest.raises(BadCursor):
        page_after(PublishedVersion.objects.none(), cursor, 20)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "cursor", ["0-0", "0-" + "9" * 18, "253402300799999999-1", "-62135596800000000-1"]
)
def test_cursor_at_the_ends_of_time_is_read(cursor):
    make_many_published([NOON])
    assert len(page_after(queries.latest(), cursor, 20).items) in {0, 1}


@pytest.mark.django_db
@settings(max_examples=25, deadline=None)
@given(st.lists(moments, min_size=1, max_size=9), st.integers(1, 4), st.booleans())
def test_way_back_shows_the_pages_that_were_read(times, size, oldest_first):
    with transaction.atomic():
        make_many_published(times, section=make_section())
        pieces = queries.latest(NOON + timedelta(days=9))
        ways = {"size": size, "oldest_first": oldest_first}
        pieces = pieces.reverse() if oldest_first else pieces
        pages = [page_after(pieces, "", **ways)]
        while pages[-1].next_cursor:
            pages.append(page_after(pieces, pages[-1].next_cursor, **ways))
        back = pages[-1]
        for earlier in pages[-2::-1]:
            back = page_before(pieces, back.previous_cursor, **ways)
            assert back == earlier
        assert back.previous_cursor == ""
        transaction.set_rollback(True)
