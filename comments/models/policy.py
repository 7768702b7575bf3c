"""Whether and how a piece takes comments: by the piece, its section, or for the whole newspaper."""

from django.conf import settings
from django.db import models

from articles.models import Article, Section
from core.fields import LineField


class Mode(models.TextChoices):
    BEFORE = "duyet-truoc", "Duyệt trước khi đăng"
    TRUSTED = "tin-cay", "Duyệt trước, bạn đọc được tin cậy đăng ngay"
    CLOSED = "dong", "Không nhận thêm"
    HIDDEN = "an", "Ẩn tất cả"


class SectionPolicy(models.Model):
    """What holds for the pieces of a section, and of those below it that have none of their own."""

    section = models.OneToOneField(
        Section,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="comment_policy",
        verbose_name="chuyên mục",
    )
    mode = models.CharField("cách nhận ý kiến", max_length=12, choices=Mode.choices)
    days = models.PositiveSmallIntegerField(
        "tự đóng sau (ngày)",
        null=True,
        blank=True,
        help_text="Tính từ ngày đăng bài. Để trống: theo mức chung của Báo.",
    )
    two_pairs = models.BooleanField(
        "hai người cùng duyệt",
        default=False,
        db_default=False,
        help_text="Ý kiến chỉ được đăng khi hai người khác nhau cùng duyệt.",
    )

    class Meta:
        verbose_name = "ý kiến theo chuyên mục"
        verbose_name_plural = "ý kiến theo chuyên mục"

    def __str__(self) -> str:
        return f"{self.section}: {self.get_mode_display()}"


class Discussion(models.Model):
    """What is kept of the comments of one piece: its own policy, and which order by likes holds."""

    article = models.OneToOneField(
        Article,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="discussion",
        verbose_name="bài",
    )
    mode = models.CharField(
        "cách nhận ý kiến",
        max_length=12,
        choices=Mode.choices,
        blank=True,
        default="",
        db_default="",
        help_text="Để trống: theo chuyên mục.",
    )
    look_again_on = models.DateField(
        "xem lại các ý kiến vào ngày",
        null=True,
        blank=True,
        help_text="Đến ngày ấy, các ý kiến đã đăng của bài trở lại hàng chờ để xem lại.",
    )
    edition = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    """Of the order by likes: even ones read Comment.ranked_even, odd ones ranked_odd."""

    class Meta:
        verbose_name = "ý kiến của một bài"
        verbose_name_plural = "ý kiến của từng bài"

    def __str__(self) -> str:
        return f"{self.article_id}: {self.get_mode_display()}"


class Closing(models.Model):
    """The one switch: while its newest row says closed, no piece takes comments. Never changed."""

    closed = models.BooleanField("đóng mọi ý kiến")
    reason = LineField("lý do", max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name="người quyết định"
    )
    at = models.DateTimeField("lúc", auto_now_add=True)

    class Meta:
        verbose_name = "đóng, mở mọi ý kiến"
        verbose_name_plural = "đóng, mở mọi ý kiến"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{'Đóng' if self.closed else 'Mở'}: {self.reason}"
