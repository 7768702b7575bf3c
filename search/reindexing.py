"""A new index beside the old one: readers are answered by the old until the new is whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from fcntl import LOCK_EX, LOCK_NB, flock

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from articles.models import PublishedVersion
from outbox.queue import enqueue
from search.analysis import sheet
from search.engines import engine
from search.indexing import index, other, state
from search.models import IndexState

REINDEX, TIDY = "search.reindex", "search.tidy"
SLICE = 500
"""Versions indexed between two notes of how far it got."""
REST = timedelta(minutes=5)
"""The old copy stays this long: a page that began to ask it is to be answered."""
LATE = 10_000
"""Numbers back in which a slow transaction may still put a version while the last are indexed."""
_LOCK = 7_174_2016  # any number that is ours alone


class Busy(Exception):
    """Another process is building."""


@contextmanager
def alone() -> Iterator[None]:
    """Nobody else builds in this block; a process that is killed leaves no lock behind. Raises
    Busy."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
            if not cursor.fetchone()[0]:
                raise Busy
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
        return
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR_DIR / "reindex.lock").open("w") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        yield


def begin(*, anew: bool = False) -> IndexState:
    """Takes up a build that was broken off, unless told to begin anew."""
    with transaction.atomic():
        now = IndexState.objects.select_for_update().get(pk=state().pk)
        if not now.building or anew:
            engine().clear(other(now.live))
            now.building, now.done = True, 0
            now.save(update_fields=["building", "done"])
    return now


def go_on() -> bool:
    """Indexes one slice. False when the new copy was whole and took over."""
    now = begin()
    versions = list(PublishedVersion.objects.filter(pk__gt=now.done).order_by("pk")[:SLICE])
    if not versions:
        take_over()
        return False
    index(versions, other(now.live))
    IndexState.objects.filter(pk=now.pk).update(done=versions[-1].pk)
    return True


def take_over() -> None:
    """The new copy answers from now on; the old one is emptied when nobody reads it any more."""
    now = state()
    fresh = other(now.live)
    _fill(fresh)
    steps = engine().settle(fresh)
    with transaction.atomic():
        # Held against indexing.index_block(): what it put into the old copy is seen here.
        now = IndexState.objects.select_for_update().get(pk=now.pk)
        _fill(fresh, above=now.done - LATE)
        now.live, now.building, now.done, now.steps = fresh, False, 0, steps
        now.save(update_fields=["live", "building", "done", "steps"])
        enqueue(TIDY, "", due=timezone.now() + REST)


def tidy() -> None:
    """Empties the copy that neither answers nor is being built."""
    with transaction.atomic():
        now = IndexState.objects.select_for_update().get(pk=state().pk)
        if not now.building:
            engine().clear(other(now.live))


def _fill(copy: str, above: int = 0) -> None:
    lacking = missing(copy, above=above)
    for start in range(0, len(lacking), SLICE):
        index(PublishedVersion.objects.filter(pk__in=lacking[start : start + SLICE]), copy)


def missing(copy: str, *, above: int = 0) -> list[int]:
    """Numbers of versions the copy does not hold, looked up a slice at a time."""
    lacking: list[int] = []
    numbers = PublishedVersion.objects.order_by("pk").values_list("pk", flat=True)
    while batch := list(numbers.filter(pk__gt=above)[:SLICE]):
        lacking += sorted(set(batch) - engine().holds(copy, batch))
        above = batch[-1]
    return lacking


@dataclass
class Faults:
    """Numbers of versions, in order."""

    missing: list[int] = field(default_factory=list)
    stale: list[int] = field(default_factory=list)
    """Held, but by other words than the version is found by."""
    foreign: list[int] = field(default_factory=list)
    """Held, and no such version is there."""

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.foreign)


def verify(copy: str) -> Iterator[tuple[int, Faults]]:
    """Holds a copy against the versions: (number of the last one compared, faults of its slice)."""
    last = 0
    while True:
        versions = list(PublishedVersion.objects.filter(pk__gt=last).order_by("pk")[:SLICE])
        upto = versions[-1].pk if versions else None
        wanted = {version.pk: sheet(version) for version in versions}
        kept = engine().kept(copy, wanted, last, upto)
        faults = Faults(
            missing=sorted(wanted.keys() - kept.keys()),
            stale=sorted(pk for pk, right in kept.items() if pk in wanted and not right),
            foreign=sorted(kept.keys() - wanted.keys()),
        )
        yield upto or last, faults
        if upto is None:
            return
        last = upto


def total() -> int:
    """The highest number of a version: what progress is measured by."""
    return PublishedVersion.objects.aggregate(last=Max("pk"))["last"] or 0
