"""What the database itself refuses, whoever writes past articles/publishing.py."""

from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.models import CONTENT, Article, PublishedVersion
from articles.publishing import publish
from articles.snapshots import snapshot
from tests.factories.articles import chief, make_article, make_published, make_section
from tests.factories.clock import MORNING
from tests.factories.people import make_user
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db

FROZEN = set(import_module("articles.migrations.0013_guard_facts_of_versions").FROZEN)
COLUMNS = {field.attname for field in PublishedVersion._meta.concrete_fields}
# What a version says of itself; readers read the rest, and the hash goes over it.
ABOUT = {
    *("id", "article_id", "number", "valid_from", "valid_until", "first_published_at"),
    *("approved_by_id", "approved_at", "revision_id", "sha256", "lead_photo_id"),
}


@contextmanager
def refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        yield


def insert(article, number, start, end):
    """A version written past publishing.py."""
    copy = Article.objects.for_snapshot().get(pk=article.pk)
    version = snapshot(copy, first_published_at=start, valid_from=start)
    version.number, version.valid_until = number, end
    version.approved_by, version.approved_at = chief(), start
    version.save(force_insert=True)
    return version


def test_every_column_is_frozen_but_the_end():
    assert COLUMNS - {"id", "valid_until"} == FROZEN


def test_hash_goes_over_every_column_readers_read():
    assert set(CONTENT) == COLUMNS - ABOUT


@pytest.mark.parametrize("column", sorted(FROZEN))
def test_frozen_column_is_refused_another_value(column):
    version = make_published()
    other = {
        "article_id": make_article().pk,
        "number": 2,
        "valid_from": version.valid_from - timedelta(days=1),
        "first_published_at": version.valid_from - timedelta(days=1),
        "approved_by_id": make_user().pk,
        "approved_at": timezone.now(),
        "revision_id": publish(make_article(), by=chief()).revision_id,
        "section_id": make_section().pk,
        "root_section_id": make_section().pk,
        "lead_photo_id": make_photo().pk,
        "series_id": 1,
        "part": 2,
        **{name: [1] for name in ("bylines", "tags", "topics", "photos", "codes", "related")},
    }.get(column, "khác")
    with refused():
        PublishedVersion.objects.filter(pk=version.pk).update(**{column: other})
    again = PublishedVersion.objects.get(pk=version.pk)
    assert getattr(again, column) == getattr(version, column)


def test_whole_row_is_refused_even_unchanged():
    version = make_published()
    with refused():
        version.save()


def test_many_rows_are_refused_at_once():
    make_published()
    make_published()
    with refused():
        PublishedVersion.objects.update(title="khác")


def test_raw_statement_is_refused():
    make_published()
    with refused(), connection.cursor() as cursor:
        cursor.execute("UPDATE articles_publishedversion SET body = 'khác'")


def test_end_may_move():
    version = make_published()
    end = version.valid_from + timedelta(days=1)
    assert PublishedVersion.objects.filter(pk=version.pk).update(valid_until=end) == 1


def test_end_before_the_beginning_is_refused():
    version = make_published()
    with refused():
        PublishedVersion.objects.update(valid_until=version.valid_from - timedelta(microseconds=1))


def test_same_number_twice_is_refused():
    version = make_published(at=MORNING)
    PublishedVersion.objects.update(valid_until=MORNING + timedelta(days=1))
    with refused():
        insert(version.article, 1, MORNING + timedelta(days=2), None)


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        *((0, 2), (0, None), (-1, 1), (-5, 9), (-5, None), (1, 1.5), (1, 5), (1, None)),
        *((1.9999, 2), (-1, 0.0001)),
    ],
)
def test_second_version_over_the_first_is_refused(start, end):
    version = make_published(at=MORNING)
    PublishedVersion.objects.update(valid_until=MORNING + 2 * HOUR)
    with refused():
        insert(
            version.article,
            2,
            MORNING + start * HOUR,
            None if end is None else MORNING + end * HOUR,
        )


@pytest.mark.parametrize(("start", "end"), [(2, None), (2, 9), (-3, 0), (1, 1), (0, 0), (50, 60)])
def test_second_version_beside_the_first_is_taken(start, end):
    version = make_published(at=MORNING)
    PublishedVersion.objects.update(valid_until=MORNING + 2 * HOUR)
    insert(
        version.article, 2, MORNING + start * HOUR, None if end is None else MORNING + end * HOUR
    )
    assert version.article.versions.count() == 2


def test_two_open_versions_are_refused_however_far_apart():
    version = make_published(at=MORNING)
    with refused():
        insert(version.article, 2, MORNING + timedelta(days=9999), None)


def test_two_articles_do_not_stand_in_each_others_way():
    make_published(at=MORNING)
    make_published(at=MORNING)
    assert PublishedVersion.objects.live(MORNING).count() == 2


def test_end_moved_over_the_next_version_is_refused():
    version = make_published(at=MORNING)
    PublishedVersion.objects.update(valid_until=MORNING + HOUR)
    insert(version.article, 2, MORNING + 2 * HOUR, MORNING + 3 * HOUR)
    first = PublishedVersion.objects.filter(pk=version.pk)
    for end in (None, MORNING + timedelta(hours=2, microseconds=1)):
        with refused():
            first.update(valid_until=end)
    assert first.update(valid_until=MORNING + 2 * HOUR) == 1


# Whole seconds and parts of one: SQLite compares times as it wrote them.
moments = st.integers(0, 6).flatmap(
    lambda second: st.sampled_from([0, 1, 500_000, 999_999]).map(
        lambda micro: MORNING.replace(microsecond=0) + timedelta(seconds=second, microseconds=micro)
    )
)
spans = st.tuples(moments, moments | st.none()).filter(
    lambda span: span[1] is None or span[0] <= span[1]
)


def overlap(one, other):
    """As the trade means it: some instant at which both are seen."""
    far = MORNING + timedelta(days=1)
    start = max(one[0], other[0])
    return start < min(one[1] or far, other[1] or far)


@settings(max_examples=60, deadline=None)
@given(one=spans, other=spans)
def test_database_refuses_exactly_what_overlaps(one, other):
    with transaction.atomic():
        article = make_article()
        insert(article, 1, *one)
        if overlap(one, other):
            with refused():
                insert(article, 2, *other)
        else:
            insert(article, 2, *other)
        transaction.set_rollback(True)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="names of SQLite's triggers")
def test_sqlite_has_all_its_triggers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        names = [name for (name,) in cursor.fetchall() if "version" in name]
    assert names == [
        "one_version_at_a_time_insert",
        "one_version_at_a_time_update",
        "published_version_is_frozen",
        "sitemap_month_of_ended_version",
        "sitemap_month_of_new_version",
    ]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="names of PostgreSQL's guards")
def test_postgresql_has_its_constraint_and_trigger():
    with connection.cursor() as cursor:
        cursor.execute("SELECT contype FROM pg_constraint WHERE conname = 'one_version_at_a_time'")
        constraint = cursor.fetchall()
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgname = 'published_version_is_frozen'"
        )
        triggers = cursor.fetchall()
    assert (constraint, triggers) == ([("x",)], [(1,)])
