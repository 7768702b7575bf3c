"""Whose words need no moderator where a section or a piece says so."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.fields import LineField


class TrustQuerySet(models.QuerySet["Trust"]):
    def in_force(self) -> "TrustQuerySet":
        return self.filter(ended=None)


class Trust(models.Model):
    """A reader with an account whom a moderator trusts; the row stays when the trust has ended,
    and says why. What went before it is in the log."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="comment_trust",
        verbose_name="tài khoản",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người quyết định",
    )
    at = models.DateTimeField("từ lúc")
    name = LineField("dưới tên", max_length=120, blank=True, db_default="")
    reason = LineField("lý do", max_length=200)
    ended = models.DateTimeField("thôi lúc", null=True)
    why_ended = LineField("vì sao thôi", max_length=200, blank=True)

    objects = TrustQuerySet.as_manager()

    class Meta:
        verbose_name = "bạn đọc được tin cậy"
        verbose_name_plural = "bạn đọc được tin cậy"
        ordering = ["-at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(ended=None, why_ended="") | Q(ended__isnull=False),
                name="trust_ended_for_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"Tài khoản số {self.pk}"

    @property
    def in_force(self) -> bool:
        return self.ended is None
