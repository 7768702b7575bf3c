"""Reads into counts: each once, whatever is killed, late or repeated."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.publishing import withdraw
from outbox.models import Effect
from outbox.queue import run_due
from readership import folding
from readership.buffering import keep as store
from readership.models import DailyReads, HourlyReads, Rank, Read
from tests.factories.articles import chief, make_article, make_many_published, make_published
from tests.factories.clock import MORNING, stopped_clock
from tests.outbox.process import wait_until
from tests.outbox.test_many_workers import at_once
from tests.readership.factories import hour_of, keep, make_read, make_reads

pytestmark = pytest.mark.django_db


def hourly():
    return {
        (row.article_id, row.hour): row.count for row in HourlyReads.objects.order_by("hour", "pk")
    }


def daily():
    return {(row.article_id, row.day): row.count for row in DailyReads.objects.all()}


def places(hours=24):
    return list(Rank.objects.filter(hours=hours).order_by("place").values_list("article", "count"))


def fold_all(clock):
    clock.forward(minutes=1)
    run_due()
    assert Effect.objects.count() == 0


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 2), st.integers(0, 40), st.integers(0, 4)), max_size=12),
        max_size=4,
    ),
    st.booleans(),
)
def test_counts_are_the_sums_of_different_readers(batches, twice):
    """Batches of (piece, hours ago, reader): by the hour and by Hanoi's day, each reader once.

    Folded after each batch, they are of today's eleven hours: a fold closes the days before.
    """
    span = 11 if twice else 41
    with transaction.atomic(), stopped_clock() as clock:
        pieces = [version.article_id for version in make_many_published([clock.after(days=-3)] * 3)]
        by_mark = {}
        for batch in batches:
            reads = [
                Read(
                    mark=piece * 1000 + hour % span * 10 + reader,
                    piece=pieces[piece],
                    hour=hour_of(clock.after(hours=-(hour % span))),
                )
                for piece, hour, reader in batch
            ]
            by_mark |= {read.mark: read for read in reads}
            store(reads)
            if twice:
                fold_all(clock)
        fold_all(clock)
        assert hourly() == Counter((read.piece, read.hour) for read in by_mark.values())
        assert daily() == Counter(
            (read.piece, (read.hour + timedelta(hours=7)).date()) for read in by_mark.values()
        )
        of_day = Counter(
            read.piece for read in by_mark.values() if read.hour > MORNING - timedelta(hours=24)
        )
        assert dict(places(24)) == of_day
        assert dict(places(168)) == Counter(read.piece for read in by_mark.values())
        transaction.set_rollback(True)


def test_what_readers_cannot_open_is_not_counted(clock):
    shown = make_published(at=clock.after(days=-1)).article
    gone = make_published(at=clock.after(days=-1)).article
    withdraw(gone, by=chief(), reason="Theo lệnh.")
    draft, later = make_article(), make_published(at=clock.after(days=1)).article
    clock.forward(seconds=1)
    keep(dict.fromkeys((shown.pk, gone.pk, draft.pk, later.pk, draft.pk + 999, 10**17), 3))
    fold_all(clock)
    assert {piece for piece, _hour in hourly()} == {shown.pk}
    assert places(24) == places(168) == [(shown.pk, 3)]


def test_piece_withdrawn_keeps_what_it_had_and_gets_no_more(clock):
    article = make_published(at=clock.after(days=-1)).article
    keep({article.pk: 3})
    fold_all(clock)
    withdraw(article, by=chief(), reason="Theo lệnh.")
    clock.forward(seconds=1)
    keep({article.pk: 2})
    fold_all(clock)
    assert list(hourly().values()) == [3]
    assert (places(24), places(168)) == ([], [])


def test_equal_ones_stand_newest_first(clock):
    old, new, most = make_many_published([clock.after(days=-n) for n in (3, 1, 2)])
    make_reads({old: 2, new: 2, most: 5})
    assert [pk for pk, _count in places()] == [v.article_id for v in (most, new, old)]


def test_order_follows_the_window(clock):
    one, other = make_many_published([clock.after(days=-9)] * 2)
    make_reads({one: 5}, at=clock.after(hours=-23))
    make_reads({other: 1})
    assert places(24) == [(one.article_id, 5), (other.article_id, 1)]
    clock.forward(hours=1)
    folding.rank(clock.now)
    assert places(24) == [(other.article_id, 1)]
    assert places(168) == [(one.article_id, 5), (other.article_id, 1)]


def test_no_more_than_the_first_places_are_kept(clock, monkeypatch):
    monkeypatch.setattr(folding, "PLACES", 2)
    versions = make_many_published([clock.after(days=-1)] * 3)
    make_reads({version: n for n, version in enumerate(versions, start=1)})
    assert [count for _pk, count in places()] == [3, 2]


def test_day_is_hanois(clock):
    clock.now = datetime(2026, 3, 1, 17, 30, tzinfo=UTC)
    version = make_published(at=clock.after(days=-1))
    make_reads({version: 2}, at=clock.after(hours=-1))
    make_reads({version: 3})
    assert daily() == {
        (version.article_id, date(2026, 3, 1)): 2,
        (version.article_id, date(2026, 3, 2)): 3,
    }


# --- the end of a day -------------------------------------------------------------------------


def test_reads_of_a_day_go_an_hour_after_its_end(clock):
    piece = make_published(at=clock.after(days=-1)).article_id
    clock.now = datetime(2026, 3, 1, 16, 58, tzinfo=UTC)  # 23:58 in Hanoi
    keep({piece: 3})
    fold_all(clock)
    clock.forward(hours=1, minutes=-1)  # 00:58
    keep({piece: 2})
    fold_all(clock)
    assert Read.objects.count() == 5
    clock.forward(minutes=2)
    keep({piece: 1})
    fold_all(clock)
    assert Read.objects.count() == 3
    assert list(hourly().values()) == [3, 2, 1]
    assert list(daily().values()) == [3, 3]


def test_reads_nobody_counted_yet_are_counted_before_they_go(clock):
    """A worker was missing for two days; the first fold closes what others were asked for."""
    piece = make_published(at=clock.after(days=-9)).article_id
    keep({piece: 3}, at=clock.after(hours=-49))
    keep({piece: 4}, at=clock.after(hours=-48))
    folding.close_days(clock.now)
    assert (list(hourly().values()), Read.objects.count()) == ([3, 4], 0)
    fold_all(clock)
    assert list(hourly().values()) == [3, 4]


def test_reads_that_come_after_their_day_is_closed_replace_nothing(clock):
    piece = make_published(at=clock.after(days=-9)).article_id
    yesterday = clock.after(days=-1)
    keep({piece: 3}, at=yesterday)
    fold_all(clock)
    keep({piece: 1}, at=yesterday)
    fold_all(clock)
    assert (list(hourly().values()), Read.objects.count()) == ([3], 0)


def test_hours_go_after_eight_days_and_days_stay(clock):
    version = make_published(at=clock.after(days=-20))
    make_reads({version: 4})
    clock.forward(days=8, hours=-1)
    folding.close_days(clock.now)
    assert list(hourly().values()) == [4]
    clock.forward(hours=1)
    folding.close_days(clock.now)
    assert (hourly(), list(daily().values())) == ({}, [4])


def test_reads_older_than_the_hours_are_taken_away_uncounted(clock):
    piece = make_published(at=clock.after(days=-20)).article_id
    keep({piece: 4}, at=clock.after(days=-9))
    folding.close_days(clock.now)
    assert (hourly(), daily(), Read.objects.count()) == ({}, {}, 0)


# --- many, killed, at once --------------------------------------------------------------------


class Killed(BaseException):
    pass


@pytest.mark.parametrize("table", ["hourlyreads", "dailyreads", "rank"])
def test_fold_killed_at_any_table_loses_and_doubles_nothing(clock, table):
    """The worker dies at its first write there; another one finds the claim lapsed."""
    version = make_published(at=clock.after(days=-1))
    keep({version.article_id: 3})
    clock.forward(minutes=1)

    def die(execute, sql, *rest):
        if sql.startswith("INSERT") and f"readership_{table}" in sql:
            raise Killed
        return execute(sql, *rest)

    with connection.execute_wrapper(die), pytest.raises(Killed):
        run_due()
    assert (hourly(), daily(), places()) == ({}, {}, [])
    keep({version.article_id: 2})
    clock.forward(minutes=11)
    run_due()
    assert (list(hourly().values()), list(daily().values())) == ([5], [5])
    assert (places(), Effect.objects.count()) == ([(version.article_id, 5)], 0)


def test_hundred_thousand_reads_are_folded_in_a_few_statements(clock, django_assert_num_queries):
    pieces = [v.article_id for v in make_many_published([clock.after(days=-1)] * 500)]
    reads = [make_read(pieces[n * n % 500]) for n in range(100_000)]
    store(reads)
    savepoints, lock = 2, connection.vendor == "postgresql"
    with django_assert_num_queries(18 + savepoints + lock):
        folding.fold(hour_of(clock.now))
    assert sum(hourly().values()) == sum(daily().values()) == 100_000
    assert sum(count for _pk, count in places()) == 100_000


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_folds_and_writers_at_once_count_all():
    pieces = [
        version.article_id
        for version in make_many_published([timezone.now() - timedelta(days=1)] * 5)
    ]
    now = timezone.now()
    hours = [hour_of(now), hour_of(now - timedelta(hours=1))]

    def write():
        for _n in range(10):
            store([make_read(piece, at) for piece in pieces for at in hours])

    def fold():
        for hour in hours * 4:
            folding.fold(hour)

    assert at_once(write, write, fold, fold) == []
    Effect.objects.update(due=now)
    run_due()
    wait_until(lambda: not Effect.objects.exists())
    assert set(hourly().values()) == {20}
    assert sum(daily().values()) == 200
