"""What the library keeps beside its photos: collections, acts, and files that made room."""

from django.conf import settings
from django.db import models

from core.fields import LineField, ProseField
from photos.models.photo import Photo, private_storage


class CollectionQuerySet(models.QuerySet["Collection"]):
    def in_use(self) -> "CollectionQuerySet":
        return self.filter(trashed_at=None)


class Collection(models.Model):
    """Photos that belong together for the desk: an event, a unit, a coming page."""

    name = LineField("tên bộ ảnh", max_length=120, unique=True)
    note = ProseField("ghi chú", max_length=500, blank=True)
    photos = models.ManyToManyField(
        Photo, through="CollectionItem", related_name="collections", verbose_name="ảnh"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        verbose_name="người lập",
    )
    created = models.DateTimeField("lập lúc", auto_now_add=True)
    trashed_at = models.DateTimeField("bỏ vào thùng rác lúc", null=True, editable=False)
    trashed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = "bộ ảnh"
        verbose_name_plural = "bộ ảnh"
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return self.name


class CollectionItem(models.Model):
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="items")
    photo = models.ForeignKey(
        Photo, on_delete=models.PROTECT, related_name="collection_items", verbose_name="ảnh"
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=1)
    caption = ProseField("chú thích ở bộ này", max_length=500, blank=True)

    class Meta:
        verbose_name = "ảnh trong bộ"
        verbose_name_plural = "ảnh trong bộ"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "photo"],
                name="photo_once_a_collection",
                violation_error_message="Ảnh đã có trong bộ.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.collection_id}: {self.photo_id}"


class PhotoAct(models.Model):
    """Who did what to a photo, and what stood there before. Rows are only ever added."""

    class Kind(models.TextChoices):
        ADDED = "dua-vao", "Đưa vào kho"
        CHANGED = "sua", "Sửa"
        REPLACED = "thay", "Thay ảnh gốc"
        TRASHED = "bo", "Bỏ vào thùng rác"
        RESTORED = "lay-lai", "Lấy lại từ thùng rác"
        TAKEN = "tai-goc", "Tải ảnh gốc"

    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField("việc", max_length=12, choices=Kind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, verbose_name="người làm"
    )
    at = models.DateTimeField("lúc", auto_now_add=True)
    # {field name: [before, after]}, both as a person reads them; never the location.
    changes = models.JSONField("thay đổi", default=dict)

    class Meta:
        verbose_name = "việc đã làm với ảnh"
        verbose_name_plural = "việc đã làm với ảnh"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: ảnh số {self.photo_id}"


class FormerOriginal(models.Model):
    """The file a photo came with before a better one took its place; what was printed from it
    may have to be shown in law."""

    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, related_name="former_originals")
    file = models.FileField(storage=private_storage, max_length=200)
    sha256 = models.CharField(max_length=64)
    replaced_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "ảnh gốc cũ"
        verbose_name_plural = "ảnh gốc cũ"
        ordering = ["-replaced_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.photo_id}: {self.sha256[:12]}"


class RetiredFile(models.Model):
    """A public file no page names any more, kept for pages that are still cached somewhere."""

    name = models.CharField(max_length=200, unique=True)
    since = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = "tệp đã thay"
        verbose_name_plural = "tệp đã thay"

    def __str__(self) -> str:
        return self.name
