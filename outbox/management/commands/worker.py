"""Does the effects that wait in the outbox, one after another, for as long as it lives."""

import logging
import os
import signal
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections

from outbox.queue import look, run_one

POLL = 1.0  # seconds between looks at an empty queue
AWAY = 10.0  # seconds to leave a failing database alone
STEP = 0.5  # the longest sleep: how soon the end of the parent is seen

_log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Chạy việc nền."
    requires_system_checks = ()

    _told_to_stop = False
    _parent: int | None = None

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="chạy hết việc đến hạn rồi dừng")
        parser.add_argument(
            "--with-parent",
            type=int,
            metavar="PID",
            help="dừng khi tiến trình mẹ mang số này không còn",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self._parent = options["with_parent"]
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        os.nice(10)  # pages come first
        self.say("Việc nền: đang chạy.")
        if options["once"]:
            self.work()
        else:
            while self.wanted():
                self.rest(self.round())
        self.say("Việc nền: đã dừng.")

    def stop(self, *_signal: Any) -> None:
        """After the effect at hand; a second signal does not wait for it."""
        self._told_to_stop = True
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)

    def wanted(self) -> bool:
        return not self._told_to_stop and self._parent in {None, os.getppid()}

    def work(self) -> None:
        look()
        while self.wanted() and run_one():
            pass

    def round(self) -> float:
        """Everything that is due. Seconds to rest afterwards."""
        close_old_connections()
        try:
            self.work()
        except Error:
            _log.exception("The database does not answer; next try in %d seconds", AWAY)
            return AWAY
        finally:
            close_old_connections()
        return POLL

    def rest(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while self.wanted() and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, STEP))

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
