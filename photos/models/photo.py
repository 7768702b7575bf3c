import hashlib
import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.core.files.storage import default_storage, storages
from django.core.files.storage.base import Storage
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, Value
from django.utils import timezone

from authors.models import Author, Unit
from core.fields import LineField, ProseField
from core.terms import terms
from photos.encoding import RECIPE, SUFFIXES
from photos.geometry import FREE, RATIOS, WIDTHS, Box, Point, crop_box
from photos.likeness import ALIKE, distance

# Columns added to a table that is in use carry their default: the code before this one goes on
# adding rows while a deploy is under way.
_EMPTY = Value({}, models.JSONField())
_PART = [MinValueValidator(0), MaxValueValidator(1)]


def private_storage() -> Storage:
    return storages["private"]


def new_key() -> str:
    """Public file names must not be guessable from the picture: drafts' photos share the folder."""
    return secrets.token_hex(12)


class Licence(models.TextChoices):
    OWN = "cua-bao", "Ảnh của báo"
    STATE_AGENCY = "ttxvn", "Hãng thông tấn, theo hợp đồng"
    GRANTED = "cho-phep", "Tác giả hoặc chủ sở hữu cho phép"
    OPEN = "giay-phep-mo", "Giấy phép mở"
    UNKNOWN = "chua-ro", "Chưa rõ"


class Consent(models.TextChoices):
    """Of the persons shown; of their guardians where they are children."""

    NOT_NEEDED = "khong-can", "Không cần (sự kiện công khai, không rõ mặt người)"
    GIVEN = "da-co", "Đã có"
    MISSING = "chua-co", "Chưa có"


class Copy(NamedTuple):
    """One public file of a photo."""

    name: str
    width: int
    height: int

    @property
    def url(self) -> str:
        return default_storage.url(self.name)


class PhotoQuerySet(models.QuerySet["Photo"]):
    def in_library(self) -> "PhotoQuerySet":
        return self.filter(trashed_at=None)

    def trashed(self) -> "PhotoQuerySet":
        return self.exclude(trashed_at=None)

    def search(self, query: str) -> "PhotoQuerySet":
        """With every word of the query somewhere in their words, marks and case aside."""
        found = self
        for term in terms(query):
            found = found.filter(words__contains=term)
        return found

    def alike(self, fingerprint: int | None) -> list["Photo"]:
        """At most six pictures that look like one of this fingerprint, the most alike first.

        Reads all fingerprints: 0.1 s at 100,000 photos.
        """
        if not fingerprint:  # of one colour, and alike to all others of one colour
            return []
        rows = self.exclude(fingerprint=None).exclude(fingerprint=0)
        near = (
            (distance(fingerprint, other), pk)
            for pk, other in rows.order_by().values_list("pk", "fingerprint").iterator()
        )
        nearest = [pk for off, pk in sorted(near)[:6] if off <= ALIKE]
        found = self.in_bulk(nearest)
        return [found[pk] for pk in nearest]


class Photo(models.Model):
    """A picture in the library. The original stays private; readers get copies only.

    `made` tells which copies stand ready, written by photos/rendering.py alone:
      {ratio: {"cut": edition, "avif": [widths], "webp": [widths], "jpeg": [widths]}}
    """

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    original = models.FileField("ảnh gốc", storage=private_storage, max_length=200)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    file_name = LineField(
        "tên tệp gửi đến", max_length=150, blank=True, editable=False, default="", db_default=""
    )
    width = models.PositiveIntegerField("rộng", editable=False)
    height = models.PositiveIntegerField("cao", editable=False)

    caption = ProseField("chú thích", max_length=500)
    credit = LineField(
        "người chụp", max_length=120, help_text="Chỉ ghi tên hoặc nguồn; trang báo tự in “Ảnh: …”."
    )
    alt = LineField(
        "mô tả cho người khiếm thị", max_length=300, blank=True, help_text="Trong ảnh thấy gì."
    )
    persons = LineField("người trong ảnh", max_length=300, blank=True, default="", db_default="")
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="photos",
        verbose_name="đơn vị trong ảnh",
    )
    place = LineField("nơi chụp", max_length=120, blank=True)
    taken_on = models.DateField("ngày chụp", null=True, blank=True)
    photographer = models.ForeignKey(
        Author,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="photos",
        verbose_name="tác giả trong hồ sơ",
    )
    keywords = LineField("từ khóa", max_length=300, blank=True, default="", db_default="")
    location = LineField(
        "tọa độ nơi chụp",
        max_length=40,
        blank=True,
        editable=False,
        help_text="Vĩ độ, kinh độ đọc từ ảnh gốc. Chỉ người có quyền mới thấy; không bao giờ in.",
        default="",
        db_default="",
    )
    illustration = models.BooleanField("ảnh minh họa", default=False)
    made_by_ai = models.BooleanField(
        "ảnh do AI tạo hoặc sửa",
        default=False,
        help_text="Bạn đọc sẽ thấy nhãn này dưới ảnh.",
        db_default=False,
    )

    source = LineField(
        "nguồn gửi",
        max_length=120,
        blank=True,
        help_text="Ai gửi, hãng nào cấp.",
        default="",
        db_default="",
    )
    licence = models.CharField(
        "quyền sử dụng",
        max_length=20,
        choices=Licence.choices,
        default=Licence.OWN,
        db_default=Licence.OWN,
    )
    usable_until = models.DateField("được dùng đến hết ngày", null=True, blank=True)
    for_online = models.BooleanField("được đăng báo điện tử", default=True, db_default=True)
    for_print = models.BooleanField("được đăng báo in", default=True, db_default=True)
    consent = models.CharField(
        "người trong ảnh đồng ý",
        max_length=20,
        choices=Consent.choices,
        default=Consent.NOT_NEEDED,
        db_default=Consent.NOT_NEEDED,
    )
    minors = models.BooleanField(
        "có trẻ em",
        default=False,
        help_text="Ảnh có trẻ em chỉ đăng khi người giám hộ đồng ý.",
        db_default=False,
    )

    focal_x = models.FloatField(default=0.5, validators=_PART, editable=False)
    focal_y = models.FloatField(default=0.5, validators=_PART, editable=False)
    crops = models.JSONField(default=dict, db_default=_EMPTY, blank=True, editable=False)
    """Cut by hand: {ratio: [left, top, right, bottom]} as parts of the whole, 0 to 1."""
    color = models.CharField(max_length=7, blank=True, editable=False, default="", db_default="")
    fingerprint = models.BigIntegerField(null=True, editable=False)
    made = models.JSONField(default=dict, db_default=_EMPTY, editable=False)
    words = models.TextField(default=" ", editable=False, db_default=" ")

    checked = models.BooleanField("đã soát", default=True, editable=False, db_default=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        verbose_name="người tải lên",
    )
    created = models.DateTimeField("tải lên lúc", auto_now_add=True)
    trashed_at = models.DateTimeField("bỏ vào thùng rác lúc", null=True, editable=False)
    trashed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người bỏ",
    )
    withheld_at = models.DateTimeField("cất giữ từ", null=True, editable=False)
    """Its public files are put away with the piece that was removed (photos/withholding.py)."""

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = "ảnh"
        verbose_name_plural = "ảnh"
        ordering = ["-created", "-pk"]
        indexes = [
            models.Index(fields=["-created", "-id"], name="photo_newest"),
            models.Index(fields=["usable_until"], name="photo_lapsing"),
            models.Index(fields=["-id"], condition=Q(checked=False), name="photo_unchecked"),
        ]
        permissions = [
            ("view_location", "Xem tọa độ nơi chụp"),
            ("take_original", "Tải ảnh gốc"),
            ("trash_photo", "Bỏ ảnh vào thùng rác"),
        ]

    def __str__(self) -> str:
        return self.caption[:80] or self.file_name or f"Ảnh số {self.pk}"

    @property
    def focal(self) -> Point:
        return self.focal_x, self.focal_y

    def box(self, ratio: str) -> Box:
        """Where the original is cut for a ratio, in its own pixels."""
        return crop_box((self.width, self.height), ratio, self.focal, self.crops.get(ratio))

    def edition(self, ratio: str) -> str:
        """Names the copies of a ratio as they should be now: another picture, cut, recipe or
        credit written into the files gives another name, so caches never lie."""
        parts: list[Any] = [RECIPE, self.sha256, self.box(ratio)]
        if settings.PHOTO_CREDIT_IN_FILES:
            parts += [self.credit, self.rights_line]
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:8]

    @property
    def rights_line(self) -> str:
        """Whose the picture is, as written into public files: ours, or its source's."""
        own = self.licence == Licence.OWN
        return settings.PHOTO_RIGHTS if own else self.source or self.credit

    def file_name_of(self, ratio: str, cut: str, width: int, form: str) -> str:
        stem = f"{self.key}-{ratio}-{cut}" if cut else self.key  # as it was before there were cuts
        return f"anh/{self.key[:2]}/{stem}-{width}.{SUFFIXES[form]}"

    def files_of(self, ratio: str, entry: Mapping[str, Any]) -> set[str]:
        """Names of all files of one entry of `made`."""
        return {
            self.file_name_of(ratio, entry["cut"], width, form)
            for form in SUFFIXES
            for width in entry.get(form, ())
        }

    def copies(self, ratio: str, form: str) -> list[Copy]:
        """The copies that stand ready, narrow to wide. No query."""
        entry = {} if self.withheld_at else self.made.get(ratio, {})
        across, down = RATIOS[ratio] or (self.width, self.height)
        return [
            Copy(
                self.file_name_of(ratio, entry["cut"], width, form),
                width,
                max(1, round(width * down / across)),
            )
            for width in entry.get(form, ())
        ]

    def ready_ratio(self, ratio: str) -> str:
        """The ratio itself if its copies stand ready, else the whole picture."""
        return ratio if ratio in self.made else FREE

    def best(self, ratio: str = FREE, width: int = WIDTHS[FREE][-1]) -> Copy | None:
        """The one file to name where only one can be: JPEG if there is one, of that width or the
        next narrower; None before the first copy."""
        ratio = self.ready_ratio(ratio)
        copies = self.copies(ratio, "jpeg") or self.copies(ratio, "webp")
        fitting = [copy for copy in copies if copy.width <= width] or copies[:1]
        return fitting[-1] if fitting else None

    def best_url(self, ratio: str = FREE, width: int = WIDTHS[FREE][-1]) -> str:
        copy = self.best(ratio, width)
        return copy.url if copy else ""

    def may_be_shown(self, day: date | None = None) -> bool:
        """Whether readers may see it: what has lapsed goes from the pages it stands on, too."""
        day = day or timezone.localdate()
        lapsed = self.usable_until is not None and self.usable_until < day
        return self.for_online and not lapsed and self.consented and not self.withheld_at

    @property
    def consented(self) -> bool:
        """Whether nobody shown has still to be asked: of children the guardians, always."""
        needed = {Consent.GIVEN} if self.minors else {Consent.GIVEN, Consent.NOT_NEEDED}
        return self.consent in needed
