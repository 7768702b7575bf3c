"""What moderators need among themselves: who looks at what, who is given which sections, the
reasons they give, and what a day of theirs came to."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models import Section
from comments.models.comment import REASON_LENGTH, Comment, Status
from core.fields import LineField


class Claim(models.Model):
    """Somebody has the card of a comment open, until `until` at most (comments/claiming.py)."""

    comment = models.OneToOneField(
        Comment, on_delete=models.CASCADE, primary_key=True, related_name="claim"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.by_id}"


class Assignment(models.Model):
    """A moderator decides in this section and those below it. Who has none decides everywhere."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name="người duyệt",
    )
    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, related_name="+", verbose_name="chuyên mục"
    )

    class Meta:
        verbose_name = "phân công duyệt ý kiến"
        verbose_name_plural = "phân công duyệt ý kiến"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "section"],
                name="assigned_a_section_once",
                violation_error_message="Người này đã được giao chuyên mục.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.section}"


class ReasonTemplateQuerySet(models.QuerySet["ReasonTemplate"]):
    def offered(self) -> "ReasonTemplateQuerySet":
        return self.filter(archived=False)


class ReasonTemplate(models.Model):
    """A reason in the house's wording, as its reader will read it."""

    class Verdict(models.TextChoices):
        REJECTED = Status.REJECTED.value, "Không đăng"
        SPAM = Status.SPAM.value, "Rác"

    text = LineField("lý do", max_length=REASON_LENGTH, help_text="Người gửi đọc đúng câu này.")
    verdict = models.CharField(
        "quyết định", max_length=10, choices=Verdict.choices, default=Verdict.REJECTED
    )
    position = models.PositiveSmallIntegerField(
        "thứ tự", default=100, help_text="Chín lý do đầu chọn được bằng phím 1 đến 9."
    )
    archived = models.BooleanField("thôi dùng", default=False)

    objects = ReasonTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "mẫu lý do"
        verbose_name_plural = "mẫu lý do"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class DeskDay(models.Model):
    """A day that is over, counted once (comments/tallying.py), so that no view counts it again."""

    day = models.DateField("ngày", primary_key=True)
    facts = models.JSONField()

    class Meta:
        verbose_name = "số liệu một ngày duyệt"
        verbose_name_plural = "số liệu từng ngày duyệt"
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%d-%m-%Y}"
