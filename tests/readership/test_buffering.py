"""From the beacon into the store: in batches, and nothing lost on the way."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from outbox.models import Effect
from outbox.queue import run_due
from readership import buffering
from readership.buffering import MOST, SIZE, WAIT, Buffer, buffer, keep
from readership.models import HourlyReads, Read
from tests.factories.articles import make_published
from tests.readership.factories import beacon, make_read


@pytest.mark.django_db
def test_reads_wait_until_they_are_many(client):
    for n in range(SIZE - 1):
        beacon(client, 7, address=f"10.0.0.{n}")
    assert Read.objects.count() == 0
    beacon(client, 7, address="10.0.1.1")
    assert Read.objects.count() == SIZE


@pytest.mark.django_db
def test_reads_wait_until_any_answer_goes_out_ten_seconds_later(client, clock):
    beacon(client, 7)
    clock.forward(seconds=9)
    client.get("/healthz")
    assert Read.objects.count() == 0
    clock.forward(seconds=1)
    client.get("/healthz")
    assert Read.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3, 30])
def test_flush_costs_two_queries_once_it_was_asked_for(clock, count, django_assert_num_queries):
    keep([make_read(1)])
    savepoints = 2  # of the test's own transaction
    with django_assert_num_queries(2 + savepoints):
        keep([make_read(7) for _n in range(count)])


@pytest.mark.django_db
def test_many_flushes_of_one_minute_are_one_effect(clock):
    clock.now = clock.now.replace(second=5)
    for _n in range(3):
        keep([make_read(7)])
        clock.forward(seconds=10)
    assert list(Effect.objects.values_list("kind", "key", "ticket")) == [
        ("readership.fold", "2026-03-01T03:00:00+00:00 03:52", 3)
    ]
    assert Effect.objects.get().due == clock.now.replace(minute=52, second=0, microsecond=0)


@pytest.mark.django_db
def test_flushes_never_put_a_fold_off(clock):
    """While readers come, each minute's fold still falls due."""
    version = make_published(at=clock.after(days=-1))
    seen = []
    for _second in range(0, 180, 5):
        keep([make_read(version.article_id)])
        clock.forward(seconds=5)
        run_due()
        seen.append(sum(HourlyReads.objects.values_list("count", flat=True)))
    assert seen[0] == 0
    assert len(set(seen)) >= 3


@pytest.mark.django_db
def test_flush_of_two_hours_asks_for_both(clock):
    keep([make_read(7, clock.now), make_read(7, clock.after(hours=-1))])
    assert sorted(Effect.objects.values_list("key", flat=True)) == [
        "2026-03-01T02:00:00+00:00 03:52",
        "2026-03-01T03:00:00+00:00 03:52",
    ]


@pytest.mark.django_db
def test_reads_outlast_a_database_that_is_away(client, clock):
    def rename(old, new):
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {old} RENAME TO {new}")

    beacon(client, 7)
    clock.forward(seconds=WAIT.seconds)
    rename("readership_read", "away")
    for n in range(3):
        assert beacon(client, 8, address=f"10.0.0.{n}").status_code == 204
    assert [read.piece for read in buffer._reads] == [7, 8, 8, 8]
    rename("away", "readership_read")
    client.get("/healthz")
    assert Read.objects.count() == 0  # not asked again at once
    clock.forward(seconds=WAIT.seconds)
    client.get("/healthz")
    assert Read.objects.count() == 4


def test_buffer_holds_only_so_much_while_the_database_is_away():
    full = Buffer()
    for _n in range(MOST + 5):
        full.add(make_read(7))
    assert len(full._reads) == MOST


def test_empty_buffer_is_never_due():
    assert not Buffer().is_due()
    Buffer().flush()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_eight_threads_lose_nothing():
    barrier, statuses = threading.Barrier(8), []

    def send(reader):
        client = Client()
        barrier.wait(timeout=20)
        try:
            address = f"10.0.0.{reader}"
            answers = [beacon(client, piece, address=address) for piece in range(1, 201)]
            statuses.extend(answer.status_code for answer in answers)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[n]) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    buffer.flush()
    assert (set(statuses), len(statuses)) == ({204}, 1600)
    assert Read.objects.count() == 1600
    assert {Read.objects.filter(piece=n).count() for n in range(1, 201)} == {8}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_processes_that_write_the_same_marks_do_not_block_each_other():
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    errors, barrier = [], threading.Barrier(4)

    def write(step):
        barrier.wait(timeout=20)
        try:
            for _n in range(5):
                marks = range(1, 201)[::step]
                buffering.keep([Read(mark=n, piece=7, hour=hour) for n in marks])
        except Exception as error:  # noqa: BLE001 -- a thread's errors are judged outside it
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[step]) for step in (1, -1, 1, -1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert (errors, Read.objects.count()) == ([], 200)
