"""What the newsroom tells one of its people. `newsroom/messages.py` is the only writer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models import Article
from core.fields import ProseField

WORDS_LENGTH = 1000


class Kind(models.TextChoices):
    RETURNED = "returned", "Trả lại bài"
    ASSIGNED = "assigned", "Giao việc"
    MOVED = "moved", "Bài sang bước khác"
    UNAPPROVED = "unapproved", "Mất hiệu lực duyệt"
    WITHDRAWN = "withdrawn", "Gỡ, ngừng đăng, tạm dừng bài"
    CORRECTED = "corrected", "Cải chính"
    TAKEN_OVER = "taken-over", "Người khác giành quyền sửa"
    REVIEWED = "reviewed", "Người ngoài trả lời"
    MENTIONED = "mentioned", "Được nhắc tên"
    NOTED = "noted", "Ghi chú ở bài của bạn"
    ANSWERED = "answered", "Trả lời ghi chú"
    TRUSTED = "trusted", "Được đọc ghi chú nguồn tin"
    BULK = "bulk", "Việc hàng loạt"
    OTHER = "other", "Việc khác"


class Message(models.Model):
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="messages",
        verbose_name="người nhận",
    )
    # Without choices: a new kind is no new state of the table.
    kind = models.CharField("loại", max_length=20)
    words = ProseField("lời nhắn", max_length=WORDS_LENGTH)
    about = models.ForeignKey(
        Article, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="về bài"
    )
    at = models.DateTimeField("lúc", default=timezone.now)
    read_at = models.DateTimeField("đọc lúc", null=True)
    mailed_at = models.DateTimeField("gửi thư lúc", null=True)

    class Meta:
        verbose_name = "tin nhắn"
        verbose_name_plural = "tin nhắn"
        default_permissions = ()
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["to", "-at", "-id"], name="message_newest"),
            models.Index(fields=["to"], condition=Q(read_at=None), name="message_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_name}: {self.to}"

    @property
    def kind_name(self) -> str:
        """One that the table above lost is told as something else."""
        return Kind(self.kind).label if self.kind in Kind.values else Kind.OTHER.label


class MailWish(models.Model):
    """How a person wants messages as mail too. Who never said wants each at once."""

    class Rhythm(models.TextChoices):
        AT_ONCE = "at-once", "Ngay khi có tin"
        DAILY = "daily", "Gom thành một thư, 7 giờ sáng hôm sau"
        NEVER = "never", "Không gửi thư"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="mail_wish",
        verbose_name="người nhận",
    )
    rhythm = models.CharField(
        "gửi thư", max_length=10, choices=Rhythm.choices, default=Rhythm.AT_ONCE
    )
    silent = models.JSONField("không gửi thư về", default=list, blank=True)
    """Kinds that stay in the inbox alone."""

    class Meta:
        verbose_name = "cách nhận thư"
        verbose_name_plural = "cách nhận thư"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user}: {self.get_rhythm_display()}"
