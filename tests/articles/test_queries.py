"""The sets readers see, against what a person would count by hand."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import queries
from articles.models import Byline, PublishedVersion, Section
from articles.publishing import publish, withdraw
from tests.factories.articles import (
    chief,
    make_article,
    make_many_published,
    make_published,
    make_section,
)
from tests.factories.clock import MORNING
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db

hours = st.integers(-40, 5).map(lambda n: MORNING + timedelta(hours=n))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 4), hours, st.booleans()), max_size=14),
    st.integers(1, 4),
)
def test_newest_of_sections_is_what_sorting_all_by_hand_gives(pieces, count):
    with transaction.atomic():
        mains = [make_section() for _n in range(3)]
        places = [*mains, make_section(parent=mains[0]), make_section(parent=mains[0])]
        for place, time, gone in pieces:
            [version] = make_many_published([time], section=places[place])
            if gone:
                PublishedVersion.objects.filter(pk=version.pk).update(valid_until=time)
        seen = [
            version
            for version in PublishedVersion.objects.all()
            if version.valid_from <= MORNING and version.valid_until is None
        ]
        seen.sort(
            key=lambda version: (version.first_published_at, version.article_id), reverse=True
        )
        by_hand = {
            main.pk: [version.pk for version in seen if version.root_section_id == main.pk][:count]
            for main in mains
        }
        found = queries.newest_of_sections(mains, count, MORNING)
        assert {pk: [v.pk for v in versions] for pk, versions in found.items()} == by_hand
        transaction.set_rollback(True)


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_newest_of_sections_costs_two_queries(rows, django_assert_num_queries):
    photo = make_photo()
    for _n in range(3):
        times = [MORNING - timedelta(hours=n) for n in range(rows)]
        make_many_published(times, section=make_section(), lead_photo=photo)
    sections = list(Section.objects.main())
    with django_assert_num_queries(2):
        found = queries.newest_of_sections(sections, 6)
    assert [len(versions) for versions in found.values()] == [min(rows, 6)] * 3


def test_newest_of_sections_leaves_out_what_is_taken_down_between_its_queries(clock):
    version = make_published(at=clock.after(hours=-1))

    def take_down(execute, sql, *rest):
        if sql.startswith("SELECT") and "place_0" not in sql:
            PublishedVersion.objects.update(valid_until=clock.now)
        return execute(sql, *rest)

    with connection.execute_wrapper(take_down):
        found = queries.newest_of_sections([version.section], 1)
    assert found == {version.section_id: []}


def test_newest_of_no_sections_is_nothing():
    assert queries.newest_of_sections([], 6) == {}


def test_for_reader_is_the_live_version_and_none_else(clock):
    article = make_article(title="Một")
    assert queries.for_reader(article.pk) is None
    publish(article, by=chief())
    article.title = "Hai"
    article.save()
    publish(article, by=chief(), at=clock.after(hours=1))
    assert queries.for_reader(article.pk).title == "Một"
    assert queries.for_reader(article.pk, clock.after(hours=1)).title == "Hai"
    withdraw(article, by=chief(), reason="Theo lệnh.")
    assert queries.for_reader(article.pk) is None


def test_was_shown_remembers_the_withdrawn_and_not_the_cancelled(clock):
    seen, unseen, draft = make_article(), make_article(), make_article()
    publish(seen, by=chief())
    publish(unseen, by=chief(), at=clock.after(hours=1))
    clock.forward(minutes=1)
    withdraw(seen, by=chief(), reason="Theo lệnh.")
    withdraw(unseen, by=chief(), reason="Theo lệnh.")
    clock.forward(days=1)
    assert [queries.was_shown(article.pk) for article in (seen, unseen, draft)] == [
        *(True, False, False),
    ]


def test_was_shown_does_not_know_the_future(clock):
    article = make_article()
    publish(article, by=chief(), at=clock.after(hours=1))
    assert queries.was_shown(article.pk) is False
    assert queries.was_shown(article.pk, clock.after(hours=1)) is True


def test_latest_is_by_first_publication_not_by_update(clock):
    old = make_published(at=clock.after(days=-2))
    new = make_published(at=clock.after(days=-1))
    publish(old.article, by=chief())
    assert [v.article_id for v in queries.latest()] == [new.article_id, old.article_id]


def test_pieces_of_one_moment_stand_by_number():
    versions = make_many_published([MORNING] * 3)
    assert list(queries.latest()) == versions[::-1]


def test_chosen_keeps_the_order_and_leaves_out_what_is_not_live(clock):
    one, two, three = (make_published(at=clock.after(hours=-1)) for _n in range(3))
    withdraw(two.article, by=chief(), reason="Theo lệnh.")
    wanted = [three.article_id, make_article().pk, two.article_id, one.article_id, 0]
    assert queries.chosen(wanted) == [three, one]
    assert queries.chosen([]) == []


def test_two_roles_of_one_author_list_a_piece_once():
    article = make_article()
    author = article.bylines.get().author
    Byline.objects.create(article=article, author=author, role=Byline.Role.PHOTOS)
    version = publish(article, by=chief())
    assert list(queries.by_author(author)) == [version]


def test_first_and_last_published_are_of_what_is_live(clock):
    assert queries.first_and_last_published() is None
    first = make_published(at=clock.after(days=-9))
    gone = make_published(at=clock.after(days=-99))
    last = make_published(at=clock.after(days=-1))
    withdraw(gone.article, by=chief(), reason="Theo lệnh.")
    assert queries.first_and_last_published() == (
        first.first_published_at,
        last.first_published_at,
    )
