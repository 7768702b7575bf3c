"""What speaks against printing a photo: sentences for editors, none where nothing does."""

from datetime import date, timedelta

from django.utils import timezone

from core.dates import short_date
from photos.models import Consent, Licence, Photo

LAPSING = timedelta(days=14)


def blocks(photo: Photo, day: date | None = None) -> list[str]:
    """Why the photo must not be published online on a day, today unless told."""
    day = day or timezone.localdate()
    until = photo.usable_until
    found = {
        "đã bỏ vào thùng rác": photo.trashed_at is not None,
        "đang cất giữ cùng một bài đã gỡ": photo.withheld_at is not None,
        "chưa ghi chú thích": not photo.caption,
        "chưa ghi người chụp": not photo.credit,
        "không được đăng báo điện tử": not photo.for_online,
        "đã hết hạn sử dụng": until is not None and until < day,
        "người trong ảnh chưa đồng ý": not photo.consented and not photo.minors,
        "có trẻ em mà chưa có sự đồng ý của người giám hộ": not photo.consented and photo.minors,
    }
    return [reason for reason, stands in found.items() if stands]


def warnings(photo: Photo, day: date | None = None) -> list[str]:
    """What an editor should know before he prints it."""
    day = day or timezone.localdate()
    until = photo.usable_until
    lapsing = until is not None and day <= until <= day + LAPSING
    found = {
        f"chỉ được dùng đến hết ngày {short_date(until)}" if until else "": lapsing,
        "không được đăng báo in": not photo.for_print,
        "chưa rõ quyền sử dụng": photo.licence == Licence.UNKNOWN,
        "chưa có mô tả cho người khiếm thị": not photo.alt,
        "có trẻ em": photo.minors and photo.consent == Consent.GIVEN,
        "do AI tạo hoặc sửa": photo.made_by_ai,
        "chưa soát thông tin": not photo.checked,
    }
    return [reason for reason, stands in found.items() if stands]
