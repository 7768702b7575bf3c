"""Photos gathered into collections."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from audit.log import record
from photos.models import Collection, CollectionItem, Photo


def collect(collection: Collection, photos: Iterable[Photo]) -> int:
    """Put these at the end of the collection, in this order. How many were not there yet."""
    with transaction.atomic():
        held = Collection.objects.select_for_update().get(pk=collection.pk)
        there = set(held.items.values_list("photo_id", flat=True))
        last = held.items.aggregate(last=Max("position"))["last"] or 0
        new = [photo for photo in photos if photo.pk not in there]
        CollectionItem.objects.bulk_create(
            CollectionItem(collection=held, photo=photo, position=position)
            for position, photo in enumerate(new, last + 1)
        )
    return len(new)


def trash(collection: Collection, *, by: User) -> None:
    """Out of the lists; its photos stay where they are."""
    with transaction.atomic():
        held = Collection.objects.select_for_update().in_use().filter(pk=collection.pk).first()
        if held is None:
            return
        held.trashed_at, held.trashed_by = timezone.now(), by
        held.save(update_fields=["trashed_at", "trashed_by"])
        record("photos.collection_trashed", by=by, about=held)


def restore(collection: Collection, *, by: User) -> None:
    with transaction.atomic():
        held = Collection.objects.select_for_update().get(pk=collection.pk)
        if held.trashed_at is None:
            return
        held.trashed_at = held.trashed_by = None
        held.save(update_fields=["trashed_at", "trashed_by"])
        record("photos.collection_restored", by=by, about=held)
