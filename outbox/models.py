from datetime import datetime, timedelta

from django.db import models
from django.db.models import ExpressionWrapper, Q
from django.utils import timezone

# What is due longer than this and not at work is overdue: a worker is missing or behind.
PATIENCE = timedelta(minutes=5)
KIND_LENGTH = 60
KEY_LENGTH = 200


def _running(at: datetime) -> Q:
    """Claimed, and the worker's lease has not lapsed."""
    return Q(claimed_until__isnull=False, claimed_until__gt=at)


def _waiting(since: datetime, at: datetime) -> Q:
    return Q(due__lte=since) & (Q(claimed_until=None) | Q(claimed_until__lte=at))


class EffectQuerySet(models.QuerySet["Effect"]):
    def due(self, at: datetime | None = None) -> "EffectQuerySet":
        """What a worker may take, the longest waiting first."""
        at = at or timezone.now()
        return self.filter(_waiting(at, at)).order_by("due", "pk")

    def overdue(self, at: datetime | None = None) -> "EffectQuerySet":
        """Due for more than PATIENCE, and no worker is at it."""
        at = at or timezone.now()
        return self.filter(_waiting(at - PATIENCE, at))

    def with_state(self, at: datetime | None = None) -> "EffectQuerySet":
        """Each row with `is_overdue` and `is_running`, as of this moment."""
        at, yes_no = at or timezone.now(), models.BooleanField()
        return self.annotate(
            is_overdue=ExpressionWrapper(_waiting(at - PATIENCE, at), yes_no),
            is_running=ExpressionWrapper(_running(at), yes_no),
        )


class Effect(models.Model):
    """Something to be done after a commit, until it is done. `outbox.queue` alone writes here.

    A row is one effect by kind and key; asking again for what still waits raises its `ticket`.
    """

    kind = models.CharField("loại việc", max_length=KIND_LENGTH)
    key = models.CharField("đối tượng", max_length=KEY_LENGTH)
    ticket = models.PositiveIntegerField("số lần yêu cầu", default=1)
    due = models.DateTimeField("đến hạn")
    attempts = models.PositiveIntegerField("số lần đã chạy", default=0)
    claimed_until = models.DateTimeField("đang chạy, giữ đến", null=True)
    last_error = models.TextField("lỗi gần nhất", blank=True)
    created = models.DateTimeField("yêu cầu lúc", default=timezone.now)

    objects = EffectQuerySet.as_manager()

    class Meta:
        verbose_name = "việc nền"
        verbose_name_plural = "việc nền"
        default_permissions = ("view", "change")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="effect_once")]
        indexes = [models.Index(fields=["due", "id"], name="effect_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
