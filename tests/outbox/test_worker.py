"""`manage.py worker` as it lives: started, told to stop, killed, left alone by its parent."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from outbox.models import Effect
from outbox.queue import LEASE, enqueue
from tests.outbox.process import (
    CLOSING,
    OPENING,
    command,
    noted,
    surroundings,
    wait_until,
    worker,
)

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def finish(process, seconds=20):
    """(status, what it said, what it complained of)"""
    said, complained = process.communicate(timeout=seconds)
    return process.returncode, said, complained


def test_once_does_what_is_due_and_ends(tmp_path):
    path = tmp_path / "done"
    enqueue("test.quick", f"{path}|7")
    enqueue("test.gone", "7")
    enqueue("test.quick", f"{path}|later", due=timezone.now() + timedelta(hours=1))
    with worker("--once") as process:
        status, said, complained = finish(process)
    assert (status, said) == (0, OPENING + CLOSING)
    assert complained.splitlines()[-1] == (
        "outbox.queue.Unknown: Bản đang chạy không biết loại việc “test.gone”."
    )
    assert noted(path) == ["start 7", "end 7"]
    assert list(Effect.objects.order_by("due").values_list("kind", "attempts")) == [
        ("test.gone", 1),
        ("test.quick", 0),
    ]


def test_worker_takes_what_comes_later_and_stops_when_told(tmp_path):
    path = tmp_path / "done"
    with worker() as process:
        assert process.stdout.readline() == OPENING
        enqueue("test.quick", f"{path}|7")
        wait_until(lambda: noted(path) == ["start 7", "end 7"])
        assert os.getpriority(os.PRIO_PROCESS, process.pid) >= 10
        process.terminate()
        assert finish(process, seconds=5) == (0, CLOSING, "")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_lets_the_effect_at_hand_end(tmp_path, number):
    path = tmp_path / "done"
    enqueue("test.slow", str(path))
    enqueue("test.quick", f"{path}|next", due=timezone.now())
    with worker() as process:
        wait_until(lambda: noted(path) == ["start"])
        process.send_signal(number)
        time.sleep(0.3)
        assert process.poll() is None
        (tmp_path / "done.go").touch()
        assert finish(process) == (0, OPENING + CLOSING, "")
    assert noted(path) == ["start", "end"]
    assert list(Effect.objects.values_list("kind", flat=True)) == ["test.quick"]


def test_second_signal_ends_at_once(tmp_path):
    path = tmp_path / "done"
    enqueue("test.slow", str(path))
    with worker() as process:
        wait_until(lambda: noted(path) == ["start"])
        process.terminate()
        time.sleep(0.3)
        process.terminate()
        assert finish(process, seconds=5) == (-signal.SIGTERM, OPENING, "")
    assert noted(path) == ["start"]


def test_effect_of_a_killed_worker_is_done_by_another_when_its_lease_lapsed(tmp_path):
    path = tmp_path / "done"
    enqueue("test.slow", str(path))
    with worker() as process:
        wait_until(lambda: noted(path) == ["start"])
        process.kill()
        assert process.wait(timeout=5) == -signal.SIGKILL
    (tmp_path / "done.go").touch()
    with worker("--once") as process:
        assert finish(process) == (0, OPENING + CLOSING, "")
    effect = Effect.objects.get()  # still the dead one's
    assert (effect.attempts, noted(path)) == (1, ["start"])
    assert timezone.now() < effect.claimed_until <= timezone.now() + LEASE
    Effect.objects.update(claimed_until=timezone.now(), due=timezone.now() - LEASE)
    assert (Effect.objects.overdue().count(), effect.last_error) == (1, "")
    with worker("--once") as process:
        assert finish(process) == (0, OPENING + CLOSING, "")
    assert (noted(path), Effect.objects.count()) == (["start", "start", "end"], 0)


def test_worker_outlives_a_database_that_is_away(tmp_path):
    """It says so, waits, and still ends in order."""
    away = "postgres://nobody@127.0.0.1:1/nothing"
    with worker(DATABASE_URL=away) as process:
        assert process.stdout.readline() == OPENING
        lines = iter(process.stderr.readline, "")
        first = next(line for line in lines if "worker" in line)
        assert first.endswith("The database does not answer; next try in 10 seconds\n")
        time.sleep(0.5)
        assert process.poll() is None
        process.terminate()
        assert finish(process, seconds=5)[:2] == (0, CLOSING)


def test_worker_goes_on_when_the_database_is_back(tmp_path):
    path = tmp_path / "done"
    enqueue("test.quick", f"{path}|7")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE outbox_effect RENAME TO outbox_away")
        try:
            with worker(AWAY="0.2") as process:
                assert "worker The database does not answer" in process.stderr.readline()
                assert noted(path) == []
                cursor.execute("ALTER TABLE outbox_away RENAME TO outbox_effect")
                wait_until(lambda: noted(path) == ["start 7", "end 7"])
                process.terminate()
                assert finish(process, seconds=5)[:2] == (0, OPENING + CLOSING)
        finally:
            if "outbox_away" in connection.introspection.table_names(cursor):
                cursor.execute("ALTER TABLE outbox_away RENAME TO outbox_effect")


PARENT = """
import os, subprocess, sys, time
child = subprocess.Popen([*sys.argv[1:], f"--with-parent={os.getpid()}"])
print(child.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("while_starting", [False, True])
def test_worker_ends_when_its_parent_is_killed(while_starting):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, *command()],
        cwd=settings.BASE_DIR,
        env=surroundings(),
        stdout=subprocess.PIPE,
        text=True,
    )
    with parent:
        child = int(parent.stdout.readline())
        if not while_starting:
            assert parent.stdout.readline() == OPENING
            time.sleep(1)
            os.kill(child, 0)  # it is there
        parent.kill()
        # The worker holds the other end of what is read here: it is closed when it has ended.
        said, _nothing = parent.communicate(timeout=20 if while_starting else 5)
    assert said == (OPENING if while_starting else "") + CLOSING
