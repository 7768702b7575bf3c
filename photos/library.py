"""What people do to photos that are in the library. Each act leaves a row that tells who did what.

Raises: InUse (a photo that readers or pieces need goes to no trash), Trashed.
"""

import copy
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.log import record
from core.dates import short_date
from photos.describing import words_of
from photos.models import Photo, PhotoAct
from photos.rendering import order
from photos.usage import Use, uses_of

# What a change of makes other files; the credit does where it is written into them.
_SEEN = {"focal_x", "focal_y", "crops", "credit", "licence", "source"}
# Said in the log that it changed, never what it was.
_SECRET = {"location"}
_UNLOGGED = {"words", "checked"}


class InUse(Exception):
    """Pieces stand on this photo."""

    def __init__(self, uses: list[Use]) -> None:
        super().__init__(uses)
        self.uses = uses


def change(photo: Photo, *, by: User | None, fields: Iterable[str]) -> None:
    """Store these fields of the photo as they are now, and what they were before.

    A photo somebody changed has been looked at: it counts as checked.
    """
    names = set(fields)
    with transaction.atomic():
        now = Photo.objects.select_for_update().get(pk=photo.pk)
        before = copy.copy(now)
        changed = {name for name in names if getattr(now, name) != getattr(photo, name)}
        for name in changed:
            setattr(now, name, getattr(photo, name))
        # Of the row as it is, with what others changed meanwhile in other fields.
        photo.words = now.words = words_of(now)
        photo.checked = now.checked = True
        now.save(update_fields=[*changed, "words", "checked"])
        if changed - _UNLOGGED:
            PhotoAct.objects.create(
                photo=photo,
                kind=PhotoAct.Kind.CHANGED,
                by=by,
                changes={name: _told(name, before, now) for name in sorted(changed - _UNLOGGED)},
            )
        if changed & _SEEN:
            order(photo)
        if changed - _UNLOGGED:
            facts = {"columns": sorted(changed - _UNLOGGED)}
            record("photos.changed", by=by, about=photo, facts=facts)


def trash(photo: Photo, *, by: User) -> None:
    """Out of the library's lists; files and rows stay. Raises InUse."""
    with transaction.atomic():
        held = Photo.objects.select_for_update().in_library().filter(pk=photo.pk).first()
        if held is None:
            return
        standing = [use for use in uses_of([photo.pk], by=by).get(photo.pk, []) if use.kept]
        if standing:
            raise InUse(standing)
        photo.trashed_at, photo.trashed_by = timezone.now(), by
        photo.save(update_fields=["trashed_at", "trashed_by"])
        PhotoAct.objects.create(photo=photo, kind=PhotoAct.Kind.TRASHED, by=by)
        record("photos.trashed", by=by, about=photo)


def restore(photo: Photo, *, by: User) -> None:
    with transaction.atomic():
        held = Photo.objects.select_for_update().trashed().filter(pk=photo.pk).first()
        if held is None:
            return
        photo.trashed_at = photo.trashed_by = None
        photo.save(update_fields=["trashed_at", "trashed_by"])
        PhotoAct.objects.create(photo=photo, kind=PhotoAct.Kind.RESTORED, by=by)
        record("photos.restored", by=by, about=photo)


def may_take_original(user: User, photo: Photo) -> bool:
    """The file tells where it was taken: whose right does not reach so far gets it only of a
    photo that says nothing of that, or that he brought himself."""
    if not user.has_perm("photos.take_original"):
        return False
    own = photo.uploaded_by_id == user.pk
    return own or not photo.location or user.has_perm("photos.view_location")


def take_original(photo: Photo, *, by: User) -> str:
    """A link to the original that lapses; who asked for it is written down."""
    with transaction.atomic():
        PhotoAct.objects.create(photo=photo, kind=PhotoAct.Kind.TAKEN, by=by)
        record("photos.original_taken", by=by, about=photo)
    return photo.original.storage.url(photo.original.name)


def _told(name: str, before: Photo, after: Photo) -> list[str]:
    if name in _SECRET:
        return ["…", "…"]
    return [_in_words(name, before), _in_words(name, after)]


def _in_words(name: str, photo: Photo) -> str:
    """A field's value as a person reads it."""
    display = getattr(photo, f"get_{name}_display", None)
    value: Any = display() if display else getattr(photo, name)
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, date):
        return short_date(value)
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.0%}"
    if isinstance(value, dict):
        return ", ".join(sorted(value))
    return str(value)
