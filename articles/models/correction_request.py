"""Corrections somebody asked for, until they are said or declined. Written by
articles/correction_requests.py alone."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models.article import Article
from articles.models.correction import Correction
from core.dates import in_hanoi
from core.fields import LineField, ProseField

REASON_LENGTH = 2_000
MORNING = 7  # o'clock


class Asker(models.TextChoices):
    """On whose word a correction falls due."""

    CONCLUSION = "conclusion", "Kết luận của cơ quan có thẩm quyền"
    AUTHORITY = "authority", "Yêu cầu của cơ quan quản lý báo chí"
    CONCERNED = "concerned", "Ý kiến của tổ chức, cá nhân được nêu trong bài"
    OWN = "own", "Tòa soạn tự phát hiện"


class CorrectionRequestQuerySet(models.QuerySet["CorrectionRequest"]):
    def open(self) -> "CorrectionRequestQuerySet":
        """Neither answered by a correction nor declined."""
        return self.filter(correction=None, dropped_at=None)

    def unreminded(self, now: datetime) -> "CorrectionRequestQuerySet":
        """Open and overdue, nobody reminded: of the first day from its due time on, of every other
        from seven in the morning on, when somebody reads it."""
        morning = (in_hanoi(now) - timedelta(hours=MORNING)).date()
        waited = Q(reminded_on=None) | Q(reminded_on__lt=morning)
        return self.open().filter(waited, due__lt=now)

    def soonest_first(self) -> "CorrectionRequestQuerySet":
        return self.order_by("due", "pk")


class CorrectionRequest(models.Model):
    """One “yêu cầu cải chính”: the correction that answers it, or why there is none."""

    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="correction_requests", verbose_name="bài"
    )
    ground = models.CharField("căn cứ", max_length=12, choices=Asker.choices)
    asked_by = LineField("người, cơ quan yêu cầu", max_length=200)
    number = LineField("số văn bản", max_length=60, blank=True)
    words = ProseField("nội dung yêu cầu", max_length=REASON_LENGTH)
    due = models.DateTimeField("hạn cải chính")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người ghi",
    )
    at = models.DateTimeField("ghi lúc", default=timezone.now)
    correction = models.ForeignKey(
        Correction,
        on_delete=models.PROTECT,
        null=True,
        related_name="requests",
        verbose_name="lời cải chính",
    )
    dropped_at = models.DateTimeField("bỏ lúc", null=True)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người bỏ",
    )
    dropped_reason = ProseField("lý do không cải chính", max_length=REASON_LENGTH, blank=True)
    reminded_on = models.DateField("nhắc gần nhất", null=True, editable=False)
    """The last day, in Hanoi, on which the newsroom was reminded that it is overdue."""

    objects = CorrectionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "yêu cầu cải chính"
        verbose_name_plural = "yêu cầu cải chính"
        ordering = ["due", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(dropped_at=None, dropped_reason="")
                | Q(correction=None, dropped_at__isnull=False) & ~Q(dropped_reason=""),
                name="correction_asked_is_said_or_declined",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due", "id"],
                condition=Q(correction=None, dropped_at=None),
                name="correction_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_by}: bài số {self.article_id}"
