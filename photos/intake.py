"""A picture comes into the library: judged by its header, kept private as it came, shown as
renditions. Raises ValidationError with a sentence for the upload field."""

import hashlib
import io
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction
from PIL import Image, UnidentifiedImageError

from accounts.models import User
from core.numbers import file_size, number
from photos.models import Photo, Rendition
from photos.renditions import render

# MPO is what Pillow calls the JPEG of many a camera: a preview follows the picture.
SUFFIXES = {"JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png", "WEBP": ".webp"}
FORMATS = ("JPEG", "PNG", "WEBP")
MIN_SIDE = 320
# A WebP copy of 1,600 pixels across can be 16,383 high and no more.
MAX_RATIO = 10

# The pixel limit is ours and judged from the header; Pillow's own would raise half-way.
Image.MAX_IMAGE_PIXELS = None


class AlreadyKnown(Exception):
    """The same picture came in by another hand in the same second."""


@dataclass(frozen=True)
class Arrival:
    """What the header and the bytes say of an upload."""

    content: bytes
    sha256: str
    suffix: str


def inspect(upload: File) -> Arrival:
    """The upload read whole and proven to be a picture we can show. Leaves nothing behind."""
    if upload.size > settings.PHOTO_MAX_BYTES:
        most = file_size(settings.PHOTO_MAX_BYTES)
        raise ValidationError(f"Ảnh nặng {file_size(upload.size)}, quá mức {most}.")
    upload.seek(0)
    content = upload.read()
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            _judge_header(image)
            suffix = SUFFIXES[image.format or ""]
            image.load()
    except ValidationError:
        raise
    except UnidentifiedImageError:
        raise ValidationError("Tệp này không phải ảnh JPEG, PNG hay WebP.") from None
    except Exception:  # noqa: BLE001 -- broken files, of which Pillow raises many kinds
        raise ValidationError("Ảnh bị hỏng, không mở được. Hãy xuất lại từ máy ảnh.") from None
    return Arrival(content, hashlib.sha256(content).hexdigest(), suffix)


def _judge_header(image: Image.Image) -> None:
    width, height = image.size
    if width * height > settings.PHOTO_MAX_PIXELS:
        most = number(settings.PHOTO_MAX_PIXELS // 1_000_000)
        raise ValidationError(
            f"Ảnh {number(width)}×{number(height)} quá lớn, quá {most} triệu điểm."
        )
    if min(width, height) < MIN_SIDE:
        raise ValidationError(
            f"Ảnh {number(width)}×{number(height)} quá nhỏ, mỗi cạnh cần ít nhất {MIN_SIDE} điểm."
        )
    if max(width, height) > MAX_RATIO * min(width, height):
        raise ValidationError(
            f"Ảnh {number(width)}×{number(height)} quá dài: cạnh dài hơn {MAX_RATIO} lần cạnh ngắn."
        )


def refuse_known(arrival: Arrival) -> None:
    known = Photo.objects.filter(sha256=arrival.sha256).first()
    if known:
        raise ValidationError(f"Ảnh này đã có trong kho: số {known.pk}, “{known}”.")


def admit(photo: Photo, arrival: Arrival, *, by: User | None) -> Photo:
    """Store an inspected picture with the facts already set on `photo`, and its renditions.

    Files first, rows after: encoding takes a second and must not hold the database meanwhile.
    Raises AlreadyKnown.
    """
    photo.sha256 = arrival.sha256
    photo.uploaded_by = by
    name = f"{photo.key[:2]}/{photo.key}{arrival.suffix}"
    photo.original.save(name, ContentFile(arrival.content), save=False)
    renditions: list[Rendition] = []
    try:
        with Image.open(io.BytesIO(arrival.content)) as image:
            renditions.extend(render(photo, image))
        with transaction.atomic():
            photo.save()
            Rendition.objects.bulk_create(renditions)
    except BaseException as error:
        # Nothing half-stored: not even when the worker is told to stop.
        for stored in (photo.original, *(rendition.file for rendition in renditions)):
            stored.storage.delete(stored.name or "")
        if isinstance(error, IntegrityError):
            raise AlreadyKnown from error
        raise
    return photo
