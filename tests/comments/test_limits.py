"""Buckets: how full they are after a sending, whoever else is at them, and how they run empty."""

import threading

import pytest
from django.db import connection

from comments.limits import HOUR, Limit, fill
from comments.models import Bucket
from tests.factories.clock import stopped_clock

pytestmark = pytest.mark.django_db


def sent(limit, times, mark=7):
    return [fill({limit: mark})[limit] for _n in range(times)]


def test_a_bucket_is_over_after_what_is_free():
    with stopped_clock():
        levels = sent(Limit.SENDER, 7)
    assert [level.sent for level in levels] == [1, 2, 3, 4, 5, 6, 7]
    assert [level.over for level in levels] == [False] * 5 + [True] * 2


def test_a_bucket_runs_empty_by_and_by():
    with stopped_clock() as clock:
        sent(Limit.SENDER, 6)
        clock.forward(minutes=3)
        assert [level.sent for level in sent(Limit.SENDER, 1)] == [4]
        clock.forward(days=1)
        assert [level.sent for level in sent(Limit.SENDER, 1)] == [1]


def test_a_bucket_holds_an_hours_worth_and_has_room_again_after_one_step():
    with stopped_clock() as clock:
        levels = sent(Limit.SENDER, 100)
        assert [level.full for level in levels] == [False] * 59 + [True] * 41
        assert Bucket.objects.get().full_until == int(clock.now.timestamp() * 1000) + HOUR
        clock.forward(minutes=2)
        assert sent(Limit.SENDER, 1)[0].full is False


def test_several_buckets_are_filled_by_one_statement(django_assert_num_queries):
    marks = {Limit.SENDER: 2**63 - 1, Limit.NETWORK: 5, Limit.PIECE: 10**12, Limit.ALL: 0}
    with django_assert_num_queries(1):
        levels = fill(marks)
    assert {limit: level.sent for limit, level in levels.items()} == dict.fromkeys(marks, 1)


def test_places_of_one_limit_do_not_share_a_bucket_with_those_of_another():
    slots = [range(limit.place, limit.place + limit.size) for limit in Limit]
    assert all(
        one.stop <= other.start or other.stop <= one.start
        for one in slots
        for other in slots
        if one != other
    )


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_many_at_once_each_is_counted():
    """Eight hands at the same buckets, in other orders, and none of them waits in a circle."""
    barrier, seen = threading.Barrier(8), []

    def run(own):
        marks = {Limit.ALL: 0, Limit.PIECE: 3, Limit.NETWORK: 4}
        if own % 2:
            marks = dict(reversed(marks.items()))
        try:
            barrier.wait(timeout=20)
            seen.extend(fill(marks) for _n in range(10))
        finally:
            connection.close()

    with stopped_clock():
        hands = [threading.Thread(target=run, args=[n]) for n in range(8)]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join(timeout=60)
    for limit in (Limit.ALL, Limit.PIECE, Limit.NETWORK):
        assert sorted(levels[limit].sent for levels in seen) == list(range(1, 81))
