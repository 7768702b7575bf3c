"""Photos whose public files are put away while a piece is removed, and given back after.

The files are moved to the private store under their own names, so that they come back byte for
byte; the row tells at once that readers may not have them.
"""

from collections.abc import Iterable, Iterator
from functools import partial

from django.core.files.storage import default_storage, storages
from django.db import transaction
from django.utils import timezone

from core.storage import move
from outbox.queue import enqueue
from photos.models import Photo, RetiredFile
from photos.rendering import files_of

WITHHOLD = "photos.withhold"


def withhold(numbers: Iterable[int]) -> list[int]:
    """Within a transaction: readers may not have these photos. Their files go after the commit,
    by a worker if not at once. The ids of those that were public until now."""
    photos = Photo.objects.select_for_update().filter(pk__in=set(numbers), withheld_at=None)
    held = [photo.pk for photo in photos.order_by("pk")]
    Photo.objects.filter(pk__in=held).update(withheld_at=timezone.now())
    _settle_after_commit(held)
    return held


def give_back(numbers: Iterable[int]) -> None:
    """Within a transaction: readers may have these photos again."""
    photos = Photo.objects.select_for_update().filter(pk__in=set(numbers))
    held = [photo.pk for photo in photos.order_by("pk")]
    Photo.objects.filter(pk__in=held).update(withheld_at=None)
    _settle_after_commit(held)


def settle(photo: Photo) -> None:
    """Bring the files to where the row says they belong. Run again, it does nothing."""
    public, private = default_storage, storages["private"]
    for name in _names(photo):
        if photo.withheld_at:
            move(name, public, private)
        else:
            move(name, private, public)


def _settle_after_commit(numbers: list[int]) -> None:
    for number in numbers:
        enqueue(WITHHOLD, str(number))
        transaction.on_commit(partial(settle_now, number), robust=True)


def settle_now(number: int) -> None:
    """What the effect does, without waiting for a worker; if it fails, the worker does it."""
    photo = Photo.objects.filter(pk=number).first()
    if photo is not None:
        settle(photo)


def _names(photo: Photo) -> Iterator[str]:
    """All files a page may ever have named, those of cut copies before included."""
    yield from files_of(photo)
    before = RetiredFile.objects.filter(name__startswith=f"anh/{photo.key[:2]}/{photo.key}")
    yield from before.values_list("name", flat=True)
