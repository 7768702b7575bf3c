"""A recording or a document comes in: judged by its headers, kept private as it came, copied for
readers without what it tells of its making. Raises ValidationError with a sentence for the field.

Nothing here holds a whole recording in memory.
"""

import hashlib
import tempfile
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, default_storage, storages
from django.db import IntegrityError, transaction

from accounts.models import User
from core.numbers import file_size
from multimedia.models import Document, Recording
from multimedia.quarantine import Sheets, prepare
from multimedia.stripping import SVG_REFUSED, Refused, Survey, is_svg, survey, transcribe

BLOCK = 1 << 20
_Facts = TypeVar("_Facts")


class AlreadyKnown(Exception):
    """The same file came in by another hand in the same second."""


@dataclass(frozen=True)
class Arrival(Generic[_Facts]):
    """An upload that was judged, with what was found."""

    upload: File
    sha256: str
    facts: _Facts


def inspect_recording(upload: File) -> Arrival[Survey]:
    _judge_size(upload, settings.RECORDING_MAX_BYTES)
    try:
        facts = survey(_bytes_of(upload))
    except Refused as refusal:
        raise ValidationError(str(refusal)) from None
    sha256 = _sha256(upload)
    refuse_known(Recording, sha256)
    return Arrival(upload, sha256, facts)


def inspect_document(upload: File) -> Arrival[Sheets]:
    """A known document is refused before it is opened."""
    _judge_size(upload, settings.DOCUMENT_MAX_BYTES)
    upload.seek(0)
    if is_svg(upload.read(1024)):
        raise ValidationError(SVG_REFUSED)
    sha256 = _sha256(upload)
    refuse_known(Document, sha256)
    try:
        sheets = prepare(_bytes_of(upload))
    except Refused as refusal:
        raise ValidationError(str(refusal)) from None
    return Arrival(upload, sha256, sheets)


def refuse_known(model: type[Recording] | type[Document], sha256: str) -> None:
    known: Any = model._default_manager.filter(sha256=sha256).first()
    if known:
        raise ValidationError(f"Tệp này đã có trong kho: số {known.pk}, “{known}”.")


def admit_recording(
    recording: Recording, arrival: Arrival[Survey], *, by: User | None
) -> Recording:
    """Store an inspected recording with the words already set. Files first, the row after.

    Raises AlreadyKnown, OSError; leaves nothing behind then.
    """
    facts = arrival.facts
    recording.sha256, recording.uploaded_by, recording.form = arrival.sha256, by, facts.form
    recording.kind = Recording.Kind.VIDEO if facts.width else Recording.Kind.AUDIO
    recording.duration, recording.width, recording.height = (
        *(facts.duration, facts.width, facts.height),
    )
    name = f"{recording.kind}/{recording.key[:2]}/{recording.key}.{facts.form}"
    captions = recording.captions.file if recording.captions else None
    with _Shelf() as shelf, tempfile.TemporaryFile() as copy:
        transcribe(_bytes_of(arrival.upload), copy, facts.edits)
        recording.size = copy.tell()
        recording.file = shelf.put(default_storage, name, File(copy))
        recording.original = shelf.put(storages["private"], _private(name), arrival.upload)
        if captions:
            field: Any = Recording._meta.get_field("captions")
            named = field.generate_filename(recording, "")
            recording.captions = shelf.put(default_storage, named, captions)
        with transaction.atomic():
            recording.save()
    return recording


def admit_document(document: Document, arrival: Arrival[Sheets], *, by: User | None) -> Document:
    """Store an inspected document with the words already set, as `admit_recording` does."""
    sheets = arrival.facts
    document.sha256, document.uploaded_by = arrival.sha256, by
    document.page_count, document.preview_count = sheets.page_count, len(sheets.pictures)
    document.size = len(sheets.clean)
    _picture, document.preview_width, document.preview_height = sheets.pictures[0]
    name = f"tai-lieu/{document.key[:2]}/{document.key}.pdf"
    with _Shelf() as shelf:
        document.file = shelf.put(default_storage, name, ContentFile(sheets.clean))
        for drawn, (picture, *_sides) in zip(
            document.preview_names(), sheets.pictures, strict=True
        ):
            shelf.put(default_storage, drawn, ContentFile(picture))
        document.original = shelf.put(storages["private"], _private(name), arrival.upload)
        with transaction.atomic():
            document.save()
    return document


class _Shelf:
    """Files that are put away together: all of them stay, or none."""

    def __init__(self) -> None:
        self._stored: list[tuple[Storage, str]] = []

    def put(self, storage: Storage, name: str, content: File) -> str:
        content.seek(0)
        stored = storage.save(name, content)
        self._stored.append((storage, stored))
        return stored

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            return
        # Not even when the worker is told to stop.
        for storage, name in self._stored:
            storage.delete(name)
        if isinstance(error, IntegrityError):
            raise AlreadyKnown from error


def _private(name: str) -> str:
    """The two must never meet, not even in one bucket."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}-goc{dot}{suffix}"


def _judge_size(upload: File, most: int) -> None:
    if upload.size > most:
        raise ValidationError(f"Tệp nặng {file_size(upload.size)}, quá mức {file_size(most)}.")


def _sha256(upload: File) -> str:
    digest = hashlib.sha256()
    for block in upload.chunks(BLOCK):
        digest.update(block)
    return digest.hexdigest()


def _bytes_of(upload: File) -> Any:
    """The bare file beneath: it is asked for a few bytes many thousand times."""
    upload.seek(0)
    return getattr(upload.file, "file", upload.file)
