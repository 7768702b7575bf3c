"""What the outbox promises: one row per effect, tried until done, nothing lost on the way."""

import logging
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from outbox import queue
from outbox.models import PATIENCE, Effect
from outbox.queue import claim, delay_after, enqueue, hurry, run_due, run_one

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def fail(key):
    raise OSError(f"no room for {key}")


def make_due(effect):
    """As if the delay were over."""
    Effect.objects.filter(pk=effect.pk).update(due=timezone.now())


# --- asking -------------------------------------------------------------------------------------


def test_enqueue_makes_a_row_that_is_due(done):
    before = timezone.now()
    enqueue("test.do", "7")
    effect = Effect.objects.get()
    assert (effect.kind, effect.key, effect.ticket, effect.attempts) == ("test.do", "7", 1, 0)
    assert before <= effect.due <= timezone.now()
    assert (effect.claimed_until, effect.last_error) == (None, "")


def test_enqueue_again_raises_the_ticket_of_the_one_row(done):
    for _n in range(3):
        enqueue("test.do", "7")
    enqueue("test.do", "8")
    enqueue("test.other", "7")
    rows = Effect.objects.order_by("pk").values_list("kind", "key", "ticket")
    assert list(rows) == [("test.do", "7", 3), ("test.do", "8", 1), ("test.other", "7", 1)]


def test_enqueue_again_forgets_the_failures(register):
    register(fail)
    enqueue("test.do", "7")
    run_one()
    enqueue("test.do", "7")
    effect = Effect.objects.get()
    assert (effect.attempts, effect.last_error, effect.ticket) == (0, "", 2)
    assert effect.due <= timezone.now()


def test_enqueue_for_later_waits(done):
    enqueue("test.do", "7", due=timezone.now() + HOUR)
    assert (run_due(), done) == (0, [])
    assert claim(timezone.now() + HOUR).key == "7"


def test_enqueue_in_a_transaction_that_fails_leaves_nothing(done):
    @transaction.atomic
    def change():
        enqueue("test.do", "7")
        fail("7")

    with pytest.raises(OSError, match="no room"):
        change()
    assert (run_due(), done, Effect.objects.count()) == (0, [], 0)


def test_enqueue_costs(django_assert_num_queries):
    with django_assert_num_queries(3):
        enqueue("test.do", "7")
    with django_assert_num_queries(1):
        enqueue("test.do", "7")


# --- doing --------------------------------------------------------------------------------------


def test_run_due_does_all_in_order_of_their_time(done):
    now = timezone.now()
    for key, age in (("a", 1), ("b", 3), ("c", 2)):
        enqueue("test.do", key, due=now - age * MINUTE)
    assert (run_due(), done) == (3, ["b", "c", "a"])
    assert Effect.objects.count() == 0
    assert (run_due(), run_one()) == (0, False)


def test_run_due_stops_at_its_limit(done):
    for key in "abc":
        enqueue("test.do", key)
    assert (run_due(limit=2), len(done), Effect.objects.count()) == (2, 2, 1)
    assert (run_due(limit=0), run_due(limit=9)) == (0, 1)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_effect_runs_in_no_transaction_and_sees_its_claim(register):
    seen = []
    register(lambda key: seen.append((connection.in_atomic_block, Effect.objects.get().attempts)))
    enqueue("test.do", "7")
    run_one()
    assert seen == [(False, 1)]


def test_failure_stays_with_its_error_and_its_traceback(register, caplog):
    register(fail)
    enqueue("test.do", "7")
    before = timezone.now()
    with caplog.at_level(logging.ERROR):
        assert run_one() is True
    effect = Effect.objects.get()
    assert (effect.attempts, effect.last_error) == (1, "OSError: no room for 7")
    assert effect.claimed_until is None
    assert before + 30 * SECOND <= effect.due <= timezone.now() + 30 * SECOND
    (record,) = caplog.records
    assert record.getMessage() == "test.do 7 failed, attempt 1"
    assert record.exc_info[0] is OSError


def test_failure_waits_longer_each_time_and_success_ends_it(register):
    failures = ["first", "second", "third"]

    def fail_thrice(key):
        if failures:
            fail(failures.pop(0))

    register(fail_thrice)
    enqueue("test.do", "7")
    waits = []
    for _n in range(3):
        run_one()
        effect = Effect.objects.get()
        waits.append(round((effect.due - timezone.now()).total_seconds()))
        make_due(effect)
    assert waits == [30, 60, 120]
    run_one()
    assert Effect.objects.count() == 0


def test_failure_does_not_hold_up_others(register):
    done = []
    register(fail)
    register(done.append, kind="test.good")
    enqueue("test.do", "1", due=timezone.now() - MINUTE)
    enqueue("test.good", "2")
    assert (run_due(), done) == (2, ["2"])


@pytest.mark.parametrize(
    ("attempts", "delay"),
    [
        *((1, 30 * SECOND), (2, MINUTE), (3, 2 * MINUTE), (10, 256 * MINUTE)),
        *((11, 6 * HOUR), (12, 6 * HOUR), (2_000_000_000, 6 * HOUR)),
    ],
)
def test_delay_doubles_up_to_six_hours(attempts, delay):
    assert delay_after(attempts) == delay


def test_unknown_kind_is_an_error_on_its_row(done):
    enqueue("test.gone", "7")
    assert (run_due(), done) == (1, [])
    effect = Effect.objects.get()
    assert (effect.attempts, effect.claimed_until) == (1, None)
    assert effect.last_error == (
        "outbox.queue.Unknown: Bản đang chạy không biết loại việc “test.gone”."
    )


@pytest.mark.parametrize(
    ("error", "kept"),
    [
        (ValueError("one\ntwo\n\n"), "ValueError: one two"),
        (ValueError("a\x00b\udcff"), "ValueError: ab"),
        (ValueError(), "ValueError"),
        (ValueError("x" * 2000), "ValueError: " + "x" * 488),
        (ExceptionGroup("several", [OSError("disk")]), "ExceptionGroup: several (1 sub-exception)"),
    ],
)
def test_any_error_can_be_kept(register, error, kept):
    def raising(key):
        raise error

    register(raising)
    enqueue("test.do", "7")
    run_one()
    assert Effect.objects.get().last_error == kept


def test_registering_a_kind_twice_is_refused(done):
    with pytest.raises(ValueError, match=r"^test\.do is registered already$"):
        queue.effect("test.do", name="Việc khác")(print)
    assert queue.name_of("test.do") == "Việc thử"
    assert queue.name_of("test.gone") == "test.gone"


# --- asked for again while running --------------------------------------------------------------


def test_change_while_running_is_done_once_more(register):
    states, seen = ["new"], []

    def read(key):
        seen.append(states[-1])
        if len(seen) == 1:
            states.append("newer")
            enqueue("test.do", key)

    register(read)
    enqueue("test.do", "7")
    assert (run_due(), seen, Effect.objects.count()) == (2, ["new", "newer"], 0)


def test_change_while_failing_is_tried_at_once(register):
    tries = []

    def fail_first(key):
        tries.append(key)
        if len(tries) == 1:
            enqueue("test.do", key)
            fail(key)

    register(fail_first)
    enqueue("test.do", "7")
    assert (run_due(), len(tries), Effect.objects.count()) == (2, 2, 0)


def test_effect_may_ask_for_itself_later(register):
    later = timezone.now() + HOUR
    register(lambda key: enqueue("test.do", key, due=later))
    enqueue("test.do", "7")
    assert run_due() == 1
    effect = Effect.objects.get()
    assert (effect.due, effect.claimed_until, effect.attempts) == (later, None, 0)


# --- claims -------------------------------------------------------------------------------------


def test_claimed_effect_is_nobody_elses_until_the_lease_lapses(done):
    enqueue("test.do", "7")
    now = timezone.now()
    first = claim(now)
    assert (first.attempts, first.claimed_until) == (1, now + queue.LEASE)
    assert claim(now + queue.LEASE - SECOND) is None
    second = claim(now + queue.LEASE)
    assert (second.pk, second.attempts, second.last_error) == (first.pk, 2, queue.CUT_SHORT)


@pytest.mark.parametrize("ending", [lambda key: None, fail])
def test_worker_that_outlived_its_lease_decides_nothing(register, ending):
    """Its effect may be running elsewhere: freeing or ending it here would start a third."""
    other = []

    def outlive(key):
        other.append(claim(timezone.now() + queue.LEASE))
        ending(key)

    register(outlive)
    enqueue("test.do", "7")
    run_one()
    effect = Effect.objects.get()
    assert effect.claimed_until == other[0].claimed_until
    assert (effect.attempts, effect.last_error) == (2, queue.CUT_SHORT)


def test_idle_look_costs_one_query_and_no_lock(django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        assert claim() is None
    assert asked.captured_queries[0]["sql"].startswith("SELECT 1")


@pytest.mark.parametrize("count", [1, 3, 30])
def test_one_effect_costs_the_same_however_many_wait(done, django_assert_num_queries, count):
    for number in range(count):
        enqueue("test.do", str(number))
    savepoints = 4
    with django_assert_num_queries(5 + savepoints):
        run_one()


# --- what is late -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "lease_left", "state"),
    [
        (-MINUTE, None, (False, False, False)),
        (0 * SECOND, None, (True, False, False)),
        (PATIENCE - SECOND, None, (True, False, False)),
        (PATIENCE, None, (True, True, False)),
        (HOUR, SECOND, (False, False, True)),
        (HOUR, 0 * SECOND, (True, True, False)),
    ],
)
def test_due_overdue_and_running(age, lease_left, state):
    at = timezone.now()
    held = None if lease_left is None else at + lease_left
    Effect.objects.create(kind="test.do", key="7", due=at - age, claimed_until=held)
    effect = Effect.objects.with_state(at).get()
    sets = (Effect.objects.due(at).exists(), Effect.objects.overdue(at).exists())
    assert (*sets, effect.is_running) == state
    assert effect.is_overdue == sets[1]


def test_hurry_makes_due_now(register):
    register(fail)
    enqueue("test.do", "7")
    run_one()
    assert run_due() == 0
    assert hurry(Effect.objects.all()) == 1
    assert run_due() == 1
    assert Effect.objects.get().attempts == 2
