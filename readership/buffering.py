"""Reads on their way to the shared store, which is the database: kept in memory for a moment."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from threading import Lock
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone

from outbox.queue import enqueue
from readership.models import Read

FOLD = "readership.fold"
SIZE = 200
"""Reads a process writes at once, and what it loses when it is killed."""
WAIT = timedelta(seconds=10)
MOST = 5_000
"""Reads a process keeps while the database is away; more are not taken in."""

_log = logging.getLogger(__name__)


class Buffer:
    """The reads one process has heard of and not written yet."""

    def __init__(self) -> None:
        self._reads: list[Read] = []
        self._lock = Lock()
        self._due = timezone.now()
        self._failed = False

    def add(self, read: Read) -> None:
        with self._lock:
            if not self._reads:
                self._due = timezone.now() + WAIT
            if len(self._reads) < MOST:
                self._reads.append(read)

    def is_due(self) -> bool:
        """SIZE reads wait, or the oldest for WAIT; after a failure it is WAIT alone."""
        if not self._reads:
            return False
        is_full = len(self._reads) >= SIZE and not self._failed
        return is_full or timezone.now() >= self._due

    def flush(self) -> None:
        """Write what waits. A database that does not answer is asked again after WAIT."""
        with self._lock:
            reads, self._reads = self._reads, []
        if not reads:
            return
        try:
            keep(reads)
            self._failed = False
        except DatabaseError:
            _log.exception("%d reads could not be stored yet", len(reads))
            with self._lock:
                self._reads = (reads + self._reads)[:MOST]
                self._due = timezone.now() + WAIT
                self._failed = True


buffer = Buffer()


def keep(reads: Iterable[Read]) -> None:
    """Put reads into the shared store, repeats left out, and ask for their hours to be counted.

    The reads are in order of their marks: processes that write the same ones wait for each other
    and not crosswise. Every minute has an effect of its own: one for all times would be put off by
    each flush, and never done while there are readers.
    """
    rows = sorted(reads, key=lambda read: read.mark)
    due = timezone.now().replace(second=0, microsecond=0) + timedelta(minutes=1)
    with transaction.atomic():
        Read.objects.bulk_create(rows, ignore_conflicts=True)
        for hour in sorted({read.hour for read in rows}):
            enqueue(FOLD, f"{hour.isoformat()} {due:%H:%M}", due=due)


def on_request_finished(sender: Any, **kwargs: Any) -> None:
    """After an answer, whichever it was, has gone out: no reader waits for the writing."""
    if buffer.is_due():
        buffer.flush()
