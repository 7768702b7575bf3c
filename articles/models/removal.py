"""Pieces taken down for good: by whose order, on what ground. Written by articles/removals.py."""

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.utils import timezone

from articles.models.article import Article
from core.fields import LineField, ProseField
from photos.models import private_storage

REASON_LENGTH = 2_000


class Ground(models.TextChoices):
    ORDER = "order", "Theo lệnh của cơ quan có thẩm quyền"
    OWN = "own", "Tòa soạn tự phát hiện"
    CORRECTION = "correction", "Để đính chính"
    REQUEST = "request", "Theo yêu cầu của người có liên quan"


class RemovalQuerySet(models.QuerySet["Removal"]):
    def standing(self) -> "RemovalQuerySet":
        """Not undone: no version of the piece may come before readers."""
        return self.filter(undone_at=None)


class Removal(models.Model):
    """One act of “gỡ bài”. Title and section are those readers saw last.

    `stood` tells what the act ended, so that undoing it brings back just that:
      [{"version": id, "until": the end it had, or null}], in order of time
    """

    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="removals", verbose_name="bài"
    )
    title = models.CharField("tít bài", max_length=180)
    section_name = models.CharField("chuyên mục", max_length=80)
    ground = models.CharField("căn cứ", max_length=12, choices=Ground.choices)
    number = LineField("số lệnh, công văn", max_length=60, blank=True)
    ordered_by = LineField("người ra lệnh, người yêu cầu", max_length=120, blank=True)
    body = LineField("cơ quan ra lệnh", max_length=200, blank=True)
    ordered_on = models.DateField("ngày ra lệnh", null=True, blank=True)
    document = models.FileField(
        "ảnh chụp văn bản", storage=private_storage, max_length=200, blank=True
    )
    reason = ProseField("lý do", max_length=REASON_LENGTH)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người gỡ",
    )
    rank = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField("gỡ lúc", default=timezone.now)
    stood = models.JSONField(default=list)
    photos = models.JSONField(default=list)
    files = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    undone_at = models.DateTimeField("khôi phục lúc", null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người khôi phục",
    )
    undone_reason = ProseField("lý do khôi phục", max_length=REASON_LENGTH, blank=True)

    objects = RemovalQuerySet.as_manager()

    class Meta:
        verbose_name = "lệnh gỡ bài"
        verbose_name_plural = "bài đã gỡ"
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        permissions = [
            ("rank_of_head", "Gỡ, khôi phục bài ở cấp trưởng ban"),
            ("rank_of_secretary", "Gỡ, khôi phục bài ở cấp thư ký tòa soạn"),
            ("rank_of_deputy", "Gỡ, khôi phục bài ở cấp phó tổng biên tập"),
            ("rank_of_chief", "Gỡ, khôi phục bài ở cấp tổng biên tập"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=Q(undone_at=None), name="one_removal_stands"
            )
        ]
        indexes = [models.Index(fields=["-at", "-id"], name="removal_newest")]

    def __str__(self) -> str:
        return f"{self.title} (gỡ số {self.pk})"
