"""A picture comes into the library: judged by its header, kept private as it came, shown at once
by one small copy; the worker makes the others. Sentences for the upload field come as
ValidationError."""

import errno
import hashlib
import io
import threading
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Q
from PIL import Image, UnidentifiedImageError

from accounts.models import User
from audit.log import record
from core.numbers import file_size, number
from core.vietnamese import clean_line
from photos.describing import location, words_of
from photos.metadata import Facts, read
from photos.models import FormerOriginal, Photo, PhotoAct
from photos.opening import as_seen
from photos.rendering import FIRST, files_of, first_copy, order, retire

# MPO is what Pillow calls the JPEG of many a camera: a preview follows the picture.
SUFFIXES = {"JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png", "WEBP": ".webp"}
FORMATS = ("JPEG", "PNG", "WEBP")
MIN_SIDE = 320
# A WebP copy of 1,600 pixels across can be 16,383 high and no more.
MAX_RATIO = 10

NO_PICTURE = "Tệp này không phải ảnh JPEG, PNG hay WebP."
HEIC = (
    "Ảnh HEIC của điện thoại chưa dùng được. Hãy gửi bản JPEG: trên iPhone chọn Cài đặt, Camera, "
    "Định dạng, Tương thích nhất."
)
SVG = "Kho ảnh không nhận SVG: tệp ấy có thể chứa mã chạy. Hãy xuất ra PNG."
HEIC_BRANDS = {
    *(b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"),
    *(b"mif1", b"msf1"),
}
NO_ROOM = "Máy chủ không còn chỗ để cất ảnh. Hãy báo quản trị hệ thống rồi tải lại."

TOO_MANY_SCANS = "Ảnh JPEG này được dựng khác thường, mở ra quá lâu. Hãy xuất lại từ máy ảnh."
# Programs write ten or so; each one is a walk over all pixels.
MAX_SCANS = 40

# Pictures are decoded one at a time in each process: 200 uploads at once take no more memory.
_decoding = threading.Lock()


class AlreadyKnown(Exception):
    """The same picture came in by another hand in the same second."""


class NoRoom(Exception):
    """The disk or bucket took no more; nothing was left there."""


@dataclass(frozen=True)
class Arrival:
    """What the header and the bytes say of an upload."""

    content: bytes
    sha256: str
    suffix: str
    size: tuple[int, int]
    picture: Image.Image
    """Upright and in sRGB, as large as the first copy needs."""
    file_name: str = ""


def inspect(upload: File) -> Arrival:
    """The upload read whole and proven to be a picture we can show. Leaves nothing behind."""
    if upload.size > settings.PHOTO_MAX_BYTES:
        most = file_size(settings.PHOTO_MAX_BYTES)
        raise ValidationError(f"Ảnh nặng {file_size(upload.size)}, quá mức {most}.")
    upload.seek(0)
    content = upload.read()
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            _judge_header(image, content)
            suffix = SUFFIXES[image.format or ""]
            with _decoding:
                picture, size = as_seen(image, min(1.0, FIRST[1] / min(image.size)))
    except ValidationError:
        raise
    except UnidentifiedImageError:
        raise ValidationError(_no_picture(content)) from None
    except Exception:  # noqa: BLE001 -- broken files, of which Pillow raises many kinds
        raise ValidationError("Ảnh bị hỏng, không mở được. Hãy xuất lại từ máy ảnh.") from None
    sha256 = hashlib.sha256(content).hexdigest()
    name = clean_line(upload.name or "")[-150:]
    return Arrival(content, sha256, suffix, size, picture, name)


def _no_picture(content: bytes) -> str:
    start = content[:1000]
    if start[4:8] == b"ftyp" and start[8:12] in HEIC_BRANDS:
        return HEIC
    return SVG if b"<svg" in start.lower() else NO_PICTURE


def _judge_header(image: Image.Image, content: bytes) -> None:
    width, height = image.size
    most = settings.PHOTO_MAX_PIXELS // _weight(image)
    if width * height > most:
        raise ValidationError(
            f"Ảnh {number(width)}×{number(height)} quá lớn, "
            f"quá {number(most // 1_000_000)} triệu điểm."
        )
    if min(width, height) < MIN_SIDE:
        raise ValidationError(
            f"Ảnh {number(width)}×{number(height)} quá nhỏ, mỗi cạnh cần ít nhất {MIN_SIDE} điểm."
        )
    if max(width, height) > MAX_RATIO * min(width, height):
        raise ValidationError(
            f"Ảnh {number(width)}×{number(height)} quá dài: cạnh dài hơn {MAX_RATIO} lần cạnh ngắn."
        )

    # In the data of a JPEG this pair of bytes never stands: each one begins a scan.
    if image.format in {"JPEG", "MPO"} and content.count(b"\xff\xda") > MAX_SCANS:
        raise ValidationError(TOO_MANY_SCANS)


def _weight(image: Image.Image) -> int:
    """How many times the memory of a plain JPEG, decoded line by line and small, a picture of this
    kind takes: it stands there whole, and twice where it has to be laid on white."""
    if image.format in {"JPEG", "MPO"}:
        return 2 if image.info.get("progressive") else 1
    opaque = image.mode in {"1", "L", "RGB"} and "transparency" not in image.info
    return 2 if opaque else 4


def refuse_known(arrival: Arrival) -> None:
    standing = Q(sha256=arrival.sha256) | Q(former_originals__sha256=arrival.sha256)
    known = Photo.objects.filter(standing).first()
    if known:
        where = "trong thùng rác của kho" if known.trashed_at else "trong kho"
        raise ValidationError(f"Ảnh này đã có {where}: số {known.pk}, “{known}”.")


def admit(photo: Photo, arrival: Arrival, *, by: User | None) -> Photo:
    """Store an inspected picture with the facts already set on `photo`, and its first copy.

    Files first, rows after: encoding must not hold the database meanwhile. Raises AlreadyKnown
    and NoRoom.
    """
    photo.uploaded_by = by
    photo.file_name = arrival.file_name
    _take_in(photo, arrival)
    try:
        with transaction.atomic():
            photo.save()
            photo.words = words_of(photo)  # the number is one of them
            photo.save(update_fields=["words"])
            PhotoAct.objects.create(photo=photo, kind=PhotoAct.Kind.ADDED, by=by)
            order(photo)
            record("photos.uploaded", by=by, about=photo)
    except BaseException as error:
        _discard(photo)
        if isinstance(error, IntegrityError):
            raise AlreadyKnown from error
        raise
    return photo


def replace(photo: Photo, arrival: Arrival, *, by: User) -> Facts:
    """Another file for the same photo, as when the agency sends a better one. The words, the
    number and the pages stay; the old file is kept. What the new one says of itself.

    Raises AlreadyKnown and NoRoom, and ValidationError while the photo is put away with a removed
    piece: the new file would be public at once.
    """
    _refuse_withheld(Photo.objects.get(pk=photo.pk))
    facts = read(arrival.content)
    photo.focal_x, photo.focal_y, photo.crops = 0.5, 0.5, {}
    photo.location = location(facts)
    photo.file_name = arrival.file_name
    _take_in(photo, arrival)
    try:
        with transaction.atomic():
            # As it is now: another replacement may have come before.
            before = Photo.objects.select_for_update().get(pk=photo.pk)
            _refuse_withheld(before)
            FormerOriginal.objects.create(
                photo=photo, file=before.original.name, sha256=before.sha256
            )
            photo.made_by_ai = before.made_by_ai or facts.made_by_ai
            photo.words = words_of(photo)
            photo.save(update_fields=_OF_THE_FILE)
            retire(files_of(before), unless=set(files_of(photo)))
            PhotoAct.objects.create(photo=photo, kind=PhotoAct.Kind.REPLACED, by=by)
            order(photo)
            record("photos.replaced", by=by, about=photo)
    except BaseException as error:
        _discard(photo)
        if isinstance(error, IntegrityError):
            raise AlreadyKnown from error
        raise
    return facts


def _refuse_withheld(photo: Photo) -> None:
    if photo.withheld_at:
        raise ValidationError("Ảnh đang cất giữ cùng một bài đã gỡ: không thay được.")


_OF_THE_FILE = [
    *("original", "sha256", "width", "height", "file_name", "color", "fingerprint", "location"),
    *("focal_x", "focal_y", "crops", "made", "made_by_ai", "words"),
]


def _take_in(photo: Photo, arrival: Arrival) -> None:
    """The files of the photo stored, its row not yet."""
    # What it shows so far is not ours to discard.
    photo.original, photo.made = None, {}
    photo.sha256 = arrival.sha256
    photo.width, photo.height = arrival.size
    name = f"{photo.key[:2]}/{photo.key}-{arrival.sha256[:8]}{arrival.suffix}"
    try:
        photo.original.save(name, ContentFile(arrival.content), save=False)
        first_copy(photo, arrival.picture)
    except BaseException as error:
        _discard(photo)
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise NoRoom from error
        raise


def _discard(photo: Photo) -> None:
    """Nothing half-stored: not even when the process is told to stop."""
    if photo.original.name:
        photo.original.storage.delete(photo.original.name)
    for name in files_of(photo):
        default_storage.delete(name)
