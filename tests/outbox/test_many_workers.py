"""Several workers and several people at once, on either database."""

import threading
from collections import Counter

import pytest
from django.db import connection, transaction

from outbox.models import Effect
from outbox.queue import enqueue, run_due
from tests.outbox.process import noted, wait_until, worker

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

EFFECTS = 200


def at_once(*acts):
    """Run all acts in threads that start together. The errors raised."""
    barrier, errors = threading.Barrier(len(acts)), []

    def run(act):
        try:
            barrier.wait(timeout=20)
            act()
        except Exception as error:  # noqa: BLE001 -- a thread's errors are judged outside it
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return errors


def test_two_processes_do_two_hundred_effects_once_each(tmp_path):
    path = tmp_path / "done"
    for number in range(EFFECTS):
        enqueue("test.quick", f"{path}|{number}")
    with worker("--once") as one, worker("--once") as other:
        assert (one.wait(timeout=60), other.wait(timeout=60)) == (0, 0)
        assert (one.stderr.read(), other.stderr.read()) == ("", "")
    lines = {f"{word} {number}" for number in range(EFFECTS) for word in ("start", "end")}
    assert Counter(noted(path)) == dict.fromkeys(lines, 1)
    assert Effect.objects.count() == 0


def test_two_threads_share_the_work_and_never_meet(register):
    inside, done, met = set(), [], []

    def do(key):
        met.extend(inside & {key})
        inside.add(key)
        done.append((key, threading.get_ident()))
        inside.discard(key)

    register(do)
    for number in range(EFFECTS):
        enqueue("test.do", str(number))
    assert at_once(run_due, run_due) == []
    assert sorted(int(key) for key, _thread in done) == list(range(EFFECTS))
    assert (met, Effect.objects.count()) == ([], 0)


def test_effect_asked_for_all_the_time_never_runs_twice_at_once_and_sees_the_last_state(register):
    """Askers count up; whatever the order, the last count is seen by a run that began after it."""
    state, seen, inside, met, finished = [0], [], [], [], threading.Event()

    def look(key):
        met.extend(inside)
        inside.append(key)
        seen.append(state[0])
        inside.remove(key)

    def ask():
        for _n in range(25):
            state[0] += 1
            enqueue("test.do", "7")

    def work():
        while not finished.is_set():
            if not run_due():
                finished.wait(0.01)  # who asks must come to his turn on a busy machine

    def end():
        try:
            wait_until(lambda: state[0] >= 50 and not Effect.objects.exists())
        finally:
            finished.set()  # else the workers would take the effects of every later test

    register(look)
    assert at_once(ask, ask, work, work, end) == []
    assert (met, seen[-1], Effect.objects.count()) == ([], state[0], 0)


def test_several_ask_for_one_effect_at_once(register):
    asking = [lambda: enqueue("test.do", "7") for _n in range(8)]
    assert at_once(*asking) == []
    assert list(Effect.objects.values_list("key", "ticket")) == [("7", 8)]


def test_what_is_not_committed_is_not_done(done):
    """And on PostgreSQL nobody waits for it: the worker goes on to the next one."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer: a worker waits for the commit")
    enqueue("test.do", "changing")
    enqueue("test.do", "other")
    with transaction.atomic():
        enqueue("test.do", "changing")
        enqueue("test.do", "new")
        assert at_once(run_due) == []
        assert done == ["other"]
    assert (run_due(), done) == (2, ["other", "changing", "new"])
