"""A guest asks by mail what is kept of him."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    def open(self) -> "DataRequestQuerySet":
        """Whose link opens still."""
        return self.filter(asked__gte=_oldest())

    def lapsed(self) -> "DataRequestQuerySet":
        return self.filter(asked__lt=_oldest())


class DataRequest(models.Model):
    """Asked for on the page for it; the link that is mailed names this row. Gone with the link."""

    email = models.EmailField(blank=True)
    """Empty once what was kept is erased."""
    asked = models.DateTimeField(default=timezone.now)
    mailed = models.DateTimeField(null=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "yêu cầu về dữ liệu"
        verbose_name_plural = "yêu cầu về dữ liệu"
        default_permissions = ()
        indexes = [
            models.Index(fields=["email", "-asked"], name="data_request_by_email"),
            models.Index(fields=["asked"], name="data_request_by_age"),
        ]

    def __str__(self) -> str:
        return f"Yêu cầu số {self.pk}"


def _oldest() -> datetime:
    return timezone.now() - timedelta(hours=settings.COMMENT_DATA_HOURS)
