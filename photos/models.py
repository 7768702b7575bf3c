import secrets

from django.conf import settings
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from core.fields import LineField, ProseField


def private_storage() -> Storage:
    return storages["private"]


def new_key() -> str:
    """Public file names must not be guessable from the picture: drafts' photos share the folder."""
    return secrets.token_hex(12)


class PhotoQuerySet(models.QuerySet["Photo"]):
    def with_renditions(self) -> "PhotoQuerySet":
        return self.prefetch_related("renditions")


class Photo(models.Model):
    """A picture in the library. The original stays private; readers get renditions only."""

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    original = models.FileField("ảnh gốc", storage=private_storage, max_length=200)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    width = models.PositiveIntegerField("rộng", editable=False)
    height = models.PositiveIntegerField("cao", editable=False)
    caption = ProseField("chú thích", max_length=500)
    credit = LineField(
        "người chụp", max_length=120, help_text="Chỉ ghi tên hoặc nguồn; trang báo tự in “Ảnh: …”."
    )
    alt = LineField(
        "mô tả cho người khiếm thị", max_length=300, blank=True, help_text="Trong ảnh thấy gì."
    )
    place = LineField("nơi chụp", max_length=120, blank=True)
    taken_on = models.DateField("ngày chụp", null=True, blank=True)
    illustration = models.BooleanField("ảnh minh họa", default=False)
    focal_x = models.FloatField(
        default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)], editable=False
    )
    focal_y = models.FloatField(
        default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)], editable=False
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        verbose_name="người tải lên",
    )
    created = models.DateTimeField("tải lên lúc", auto_now_add=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = "ảnh"
        verbose_name_plural = "kho ảnh"
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return self.caption[:80]


class Rendition(models.Model):
    """A public, re-encoded copy without any metadata. Made by photos/renditions.py."""

    class Format(models.TextChoices):
        WEBP = "webp", "WebP"
        JPEG = "jpeg", "JPEG"

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="renditions")
    format = models.CharField(max_length=8, choices=Format.choices)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file = models.FileField(max_length=200)

    class Meta:
        verbose_name = "bản hiển thị"
        verbose_name_plural = "bản hiển thị"
        ordering = ["format", "width"]
        constraints = [
            models.UniqueConstraint(fields=["photo", "format", "width"], name="one_rendition")
        ]

    def __str__(self) -> str:
        return f"{self.photo_id} {self.format} {self.width}×{self.height}"
