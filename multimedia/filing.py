"""Do the files on disk or in the bucket and the rows of the database agree?

Every file of ours lies in <kind>/<two digits>/<key>… or <two digits>/<key>…, the digits being the
first of its owner's random key. So both sides are compared in 256 parts, of any archive. What
lies elsewhere is nobody's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.files.storage import FileSystemStorage, storages
from django.core.files.storage.base import Storage
from django.utils import timezone

from multimedia.models import Document, Recording
from photos.models import FormerOriginal, Photo, RetiredFile
from photos.rendering import files_of

ALIASES = {"default": "công khai", "private": "riêng"}
# An upload under way has files and no rows yet.
UNDER_WAY = timedelta(days=1)
_PARTS = [f"{number:02x}" for number in range(256)]


@dataclass(frozen=True)
class Kept:
    """A file that has to be there, and whose it is."""

    alias: str
    name: str
    owner: Photo | Recording | Document | None


def missing() -> Iterator[Kept]:
    """Files the database names and the storage does not have."""
    folders = _folders()
    for part in _PARTS:
        found = _found(part, folders)
        unseen = (kept for kept in _kept(part) if kept.name not in found[kept.alias])
        # It may have come in while we were looking.
        yield from (kept for kept in unseen if not storages[kept.alias].exists(kept.name))


def orphans() -> Iterator[tuple[str, str]]:
    """(storage alias, name) of files nothing names, a day old at least."""
    newest = timezone.now() - UNDER_WAY
    for alias, name in _unnamed():
        if _older(storages[alias], name, newest):
            yield alias, name


def unguarded() -> str | None:
    """The name of an original that its bucket gives to anybody who asks. None on disk.

    One object stands for all: rights are the bucket's, never a single object's.
    """
    bucket: Any = storages["private"]
    if isinstance(bucket, FileSystemStorage):
        return None
    originals = (kept.name for part in _PARTS for kept in _kept(part) if kept.alias == "private")
    # Of what is not there many a service says "forbidden" too.
    name = next(filter(bucket.exists, originals), None)
    return name if name and _given_to_anybody(bucket, name) else None


def _given_to_anybody(bucket: Any, name: str) -> bool:
    stranger = bucket.unsigned_connection.meta.client
    try:
        answer = stranger.get_object(Bucket=bucket.bucket_name, Key=name, Range="bytes=0-0")
    except stranger.exceptions.ClientError:
        return False
    answer["Body"].close()
    return True


def _older(storage: Storage, name: str, time: datetime) -> bool:
    """Not if it went, or got its name, while we were looking."""
    try:
        return storage.get_modified_time(name) < time
    except Exception:
        if storage.exists(name):
            raise
        return False


def _unnamed() -> Iterator[tuple[str, str]]:
    folders = _folders()
    for part in _PARTS:
        named = {(kept.alias, kept.name) for kept in _kept(part)}
        for alias, names in _found(part, folders).items():
            yield from ((alias, name) for name in sorted(names) if (alias, name) not in named)
    for alias in ALIASES:
        storage = storages[alias]
        yield from ((alias, name) for name in _files(storage, ""))
        for root in _roots(storage):
            yield from ((alias, name) for name in _files(storage, root))
            yield from ((alias, name) for name in _strange(storage, root))


def _kept(part: str) -> Iterator[Kept]:
    """What has to be there of everything whose key begins with these digits."""
    put_away = set()
    for photo in Photo.objects.filter(key__startswith=part).iterator(500):
        yield Kept("private", str(photo.original.name), photo)
        place = "private" if photo.withheld_at else "default"
        put_away |= {photo.key} if photo.withheld_at else set()
        yield from (Kept(place, name, photo) for name in files_of(photo))
    for former in FormerOriginal.objects.filter(photo__key__startswith=part):
        yield Kept("private", str(former.file.name), former.photo)
    for retired in RetiredFile.objects.filter(name__startswith=f"anh/{part}/"):
        key = PurePosixPath(retired.name).name.partition("-")[0]
        yield Kept("private" if key in put_away else "default", retired.name, None)
    for recording in Recording.objects.filter(key__startswith=part):
        yield from _kept_of(recording)
    for document in Document.objects.filter(key__startswith=part):
        yield from _kept_of(document)


def _kept_of(row: Recording | Document) -> Iterator[Kept]:
    yield Kept("private", str(row.original.name), row)
    place = "private" if row.withheld_at else "default"
    yield from (Kept(place, name, row) for name in row.public_files())


def _found(part: str, folders: dict[str, list[str]]) -> dict[str, set[str]]:
    return {
        alias: {
            name
            for folder in folders[alias]
            if folder.endswith(part)
            for name in _deep(storages[alias], folder)
        }
        for alias in ALIASES
    }


def _folders() -> dict[str, list[str]]:
    """By storage, the folders of parts there are: a bucket is as slow to list one that is not."""
    return {
        alias: [
            f"{root}/{name}".lstrip("/")
            for root in ("", *_roots(storages[alias]))
            for name in _listed(storages[alias], root)[0]
            if name in _PARTS
        ]
        for alias in ALIASES
    }


def _roots(storage: Storage) -> list[str]:
    """The folders of the kinds."""
    return [name for name in _listed(storage, "")[0] if name not in _PARTS]


def _files(storage: Storage, folder: str) -> list[str]:
    return [f"{folder}/{name}".lstrip("/") for name in _listed(storage, folder)[1]]


def _strange(storage: Storage, root: str) -> Iterator[str]:
    """The files of a kind that lie in folders of no part."""
    names = [name for name in _listed(storage, root)[0] if name not in _PARTS]
    for folder in _within(storage, root, names):
        yield from _deep(storage, folder)


def _deep(storage: Storage, folder: str) -> Iterator[str]:
    """The files of a folder and of all within it."""
    ahead = [folder]
    while ahead:
        folder = ahead.pop()
        folders, files = _listed(storage, folder)
        yield from (f"{folder}/{name}" for name in files)
        ahead += _within(storage, folder, folders)


def _within(storage: Storage, folder: str, names: list[str]) -> list[str]:
    paths = (f"{folder}/{name}" for name in names)
    return [path for path in paths if not _is_link(storage, path)]


def _is_link(storage: Storage, folder: str) -> bool:
    """It may lead to files that are none of ours, or in a circle."""
    return isinstance(storage, FileSystemStorage) and Path(storage.path(folder)).is_symlink()


def _listed(storage: Storage, folder: str) -> tuple[list[str], list[str]]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return [], []
    # A bucket takes keys that are no paths ("../x", "a.jpg/."): they would lead to other files.
    files = [name for name in files if name.strip(".")]
    return sorted(name for name in folders if name and not name.startswith(".")), sorted(files)
