"""Where each working copy stands on its way to readers, and who has it."""

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Now

from articles.models.article import Article
from core.fields import ProseField


class Stage(models.TextChoices):
    """Whether readers see the piece is worked out from its versions, not kept here."""

    DRAFT = "draft", "Bản nháp"
    SUBMITTED = "submitted", "Chờ biên tập"
    EDITING = "editing", "Đang biên tập"
    LAYOUT = "layout", "Trình bày, soát lỗi"
    AWAITING = "awaiting", "Chờ duyệt"
    APPROVED = "approved", "Đã duyệt"
    RELEASED = "released", "Đã xuất bản"
    UPDATING = "updating", "Đang cập nhật"
    PAUSED = "paused", "Tạm dừng"
    WITHDRAWN = "withdrawn", "Không còn đăng"
    ARCHIVED = "archived", "Lưu"


class Priority(models.IntegerChoices):
    NORMAL = 0, "Thường"
    HIGH = 1, "Ưu tiên"
    URGENT = 2, "Khẩn"


OPEN = (
    *(Stage.DRAFT, Stage.SUBMITTED, Stage.EDITING, Stage.LAYOUT),
    *(Stage.AWAITING, Stage.APPROVED, Stage.UPDATING),
)
"""Somebody still has to do something. Written out in the conditions of the indexes below."""
_AT_WORK = Q(stage__in=OPEN, trashed_at=None)


class Progress(models.Model):
    """One row for each piece, made by the database with it (migration 0015). Written by
    articles/workflow.py alone; no part of what a revision holds or brings back."""

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, primary_key=True, related_name="progress"
    )
    stage = models.CharField(
        "khâu", max_length=12, choices=Stage.choices, default=Stage.DRAFT, db_default=Stage.DRAFT
    )
    since = models.DateTimeField("ở khâu này từ", db_default=Now())
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người giữ bài",
    )
    due = models.DateTimeField("hạn", null=True, blank=True)
    priority = models.PositiveSmallIntegerField(
        "ưu tiên", choices=Priority.choices, default=Priority.NORMAL, db_default=Priority.NORMAL
    )
    returned_reason = ProseField("lý do trả lại", blank=True, default="", db_default="")
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="người sửa sau cùng",
    )
    editors = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    """Numbers of all who saved the piece since it was last released."""
    # The approval that stands: of exactly these words.
    approved_revision = models.ForeignKey(
        "reversion.Revision", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    approved_sha256 = models.CharField(max_length=64, blank=True, default="", db_default="")
    approved_files = models.CharField(max_length=64, blank=True, default="", db_default="")
    """Of the pictures and files beside them (articles/figures.py). Empty: not asked then."""
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người duyệt",
    )
    approved_at = models.DateTimeField("duyệt lúc", null=True)
    voided_at = models.DateTimeField("lời duyệt mất hiệu lực lúc", null=True)
    trashed_at = models.DateTimeField("bỏ vào thùng rác lúc", null=True)
    trashed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "tiến độ bài"
        verbose_name_plural = "tiến độ bài"
        indexes = [
            models.Index(
                fields=["stage", "-priority", "due"], name="progress_at_work", condition=_AT_WORK
            ),
            models.Index(
                fields=["assignee", "stage", "-priority", "due"],
                name="progress_in_hand",
                condition=_AT_WORK & Q(assignee__isnull=False),
            ),
            models.Index(
                fields=["due"],
                name="progress_due",
                condition=_AT_WORK & Q(due__isnull=False),
            ),
            models.Index(
                fields=["-voided_at"], name="progress_voided", condition=Q(voided_at__isnull=False)
            ),
            models.Index(
                fields=["-trashed_at"], name="progress_trash", condition=Q(trashed_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.get_stage_display()}"
