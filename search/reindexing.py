"""A new index beside the old one: readers are answered by the old until the new is whole."""

from django.db import transaction
from django.db.models import Max

from articles.models import PublishedVersion
from search.engines import engine
from search.indexing import index, other, state
from search.models import IndexState

REINDEX = "search.reindex"
SLICE = 500
"""Versions indexed between two notes of how far it got."""


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


def missing(copy: str) -> list[int]:
    """Numbers of versions the copy does not hold, looked up a slice at a time."""
    lacking: list[int] = []
    last = 0
    numbers = PublishedVersion.objects.order_by("pk").values_list("pk", flat=True)
    while batch := list(numbers.filter(pk__gt=last)[:SLICE]):
        lacking += sorted(set(batch) - engine().holds(copy, batch))
        last = batch[-1]
    return lacking


def take_over() -> None:
    """The new copy answers from now on; the old one is emptied."""
    with transaction.atomic():
        now = IndexState.objects.select_for_update().get(pk=state().pk)
        fresh, old = other(now.live), now.live
        index(PublishedVersion.objects.filter(pk__in=missing(fresh)), fresh)
        now.live, now.building, now.done = fresh, False, 0
        now.save(update_fields=["live", "building", "done"])
    engine().clear(old)


def total() -> int:
    """The highest number of a version: what progress is measured by."""
    return PublishedVersion.objects.aggregate(last=Max("pk"))["last"] or 0
