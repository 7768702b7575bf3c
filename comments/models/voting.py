"""What readers say of others' comments with one click."""

from django.db import models
from django.utils import timezone

from comments.models.comment import Comment
from core.fields import LineField

# Whose voter's mark is still kept: below nought are numbers of nobody.
MARKED = models.Q(voter__gte=0)


class Like(models.Model):
    """One a voter and comment, by the database's word. `voter` is a mark (comments/voters.py)."""

    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="like_rows", db_index=False
    )
    voter = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "voter"], name="one_like_a_voter")
        ]
        indexes = [models.Index(fields=["at"], condition=MARKED, name="like_marked")]

    def __str__(self) -> str:
        return f"{self.voter} → {self.comment_id}"


class Report(models.Model):
    """A reader says that a comment should not stand. One a voter and comment."""

    class Reason(models.TextChoices):
        RUDE = "tho-tuc", "Lời lẽ thô tục, xúc phạm"
        FALSE = "sai-su-that", "Thông tin sai sự thật"
        SPAM = "rac", "Quảng cáo, rác"
        PRIVATE = "rieng-tu", "Lộ thông tin riêng của người khác"
        OTHER = "khac", "Lý do khác"

    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="report_rows", db_index=False
    )
    voter = models.BigIntegerField()
    reason = models.CharField("lý do", max_length=12, choices=Reason.choices)
    words = LineField("nói thêm", max_length=300, blank=True)
    at = models.DateTimeField("lúc", default=timezone.now)

    class Meta:
        verbose_name = "báo cáo của bạn đọc"
        verbose_name_plural = "báo cáo của bạn đọc"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "voter"], name="one_report_a_voter")
        ]
        indexes = [models.Index(fields=["at"], condition=MARKED, name="report_marked")]

    def __str__(self) -> str:
        return self.get_reason_display()
