"""How strict the checks before publishing are, and which findings were looked at and let pass."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models import Article
from core.fields import LineField

REASON_LENGTH = 300
PASSAGE_LENGTH = 200


class CheckRule(models.Model):
    """What the newsroom set for a check; where there is no row, what it comes with holds."""

    kind = models.CharField("kiểm tra", max_length=40, primary_key=True)
    used = models.BooleanField("dùng", default=True)
    blocking = models.BooleanField("chặn đăng", default=False)
    limit = models.PositiveIntegerField("giới hạn", null=True, blank=True)

    class Meta:
        verbose_name = "thiết lập kiểm tra"
        verbose_name_plural = "thiết lập kiểm tra"
        default_permissions = ("change",)

    def __str__(self) -> str:
        return self.kind


class Dismissal(models.Model):
    """A finding that somebody answers for. It holds for these words; other words are asked anew."""

    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="+", verbose_name="bài"
    )
    kind = models.CharField("kiểm tra", max_length=40)
    field = models.CharField("ô", max_length=40)
    passage = LineField("đoạn", max_length=PASSAGE_LENGTH, blank=True)
    reason = LineField("lý do", max_length=REASON_LENGTH)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người bỏ qua",
    )
    at = models.DateTimeField("lúc", default=timezone.now)

    class Meta:
        verbose_name = "kiểm tra đã bỏ qua"
        verbose_name_plural = "kiểm tra đã bỏ qua"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["article", "kind", "field", "passage"], name="dismissed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.reason}"
