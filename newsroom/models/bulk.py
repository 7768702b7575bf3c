"""Work on many pieces at once: what was decided, and what became of each piece."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models import Article


class BulkJob(models.Model):
    """One decision over many pieces, as its preview showed it. Written by newsroom/bulk/running.py
    alone."""

    kind = models.CharField("việc", max_length=20)
    params = models.JSONField(default=dict)
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="undone_by"
    )
    plan = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 -- many have none
    """SHA-256 of the signed preview: sent twice, it is one job. An undoing has none."""
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người làm",
    )
    created = models.DateTimeField("lúc", default=timezone.now)
    finished = models.DateTimeField("xong lúc", null=True)
    total = models.PositiveIntegerField("số bài")

    class Meta:
        verbose_name = "việc hàng loạt"
        verbose_name_plural = "việc hàng loạt"
        ordering = ["-created", "-pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["-created", "-id"], name="bulk_job_newest"),
            models.Index(fields=["by", "-created", "-id"], name="bulk_job_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class BulkStep(models.Model):
    """One piece of a job."""

    class Outcome(models.TextChoices):
        WAITING = "", "Đang chờ"
        DONE = "done", "Xong"
        REFUSED = "refused", "Không làm"

    job = models.ForeignKey(BulkJob, on_delete=models.CASCADE, related_name="steps")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    stamp = models.DateTimeField()
    """When the piece had been changed last, as the preview showed it."""
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True, default="")
    said = models.TextField(blank=True, default="")
    """Why not, or what is to be known besides."""
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    left = models.DateTimeField(null=True)
    """When the piece was changed last as the step left it: whoever came later is not undone."""

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["job", "article"], name="one_step_a_piece"),
        ]
        indexes = [models.Index(fields=["job", "outcome", "id"], name="bulk_step_by_outcome")]

    def __str__(self) -> str:
        return f"{self.job_id}: {self.article_id}"
