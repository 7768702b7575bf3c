"""A guest asks by mail what is kept of him."""

from django.db import models
from django.utils import timezone


class DataRequest(models.Model):
    """Asked for on the page for it; the link that is mailed names this row. Gone with the link."""

    email = models.EmailField()
    asked = models.DateTimeField(default=timezone.now)
    mailed = models.DateTimeField(null=True)

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
