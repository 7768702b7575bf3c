"""What is typed into the form of a piece before it is saved."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models import Article

ALIVE = timedelta(seconds=90)
"""Without a word from its browser for this long, a sitting is over. Browsers let a page that is not
looked at speak once a minute."""


class SittingQuerySet(models.QuerySet["Sitting"]):
    def alive(self) -> "SittingQuerySet":
        return self.filter(seen__gt=timezone.now() - ALIVE)

    def with_words(self) -> "SittingQuerySet":
        """With words that no save has taken in."""
        return self.filter(typed_at__isnull=False)


class Sitting(models.Model):
    """One opening of the form of a piece in one tab of a browser. `typed` are the fields that
    were changed since, as they stand there: they are cleaned when they leave this row.

    `number` counts what the browser sent; a lower one that comes late changes nothing. `digest` is
    of the post that saved the piece from here: the same post again saves nothing again.
    """

    key = models.CharField(max_length=32, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, related_name="+")
    base = models.BigIntegerField(null=True)
    number = models.PositiveBigIntegerField(default=0)
    typed = models.JSONField(default=dict)
    typed_at = models.DateTimeField("gõ lúc", null=True)
    set_aside = models.BooleanField(default=False)
    """Words that were given up when two saves were joined."""
    opened = models.DateTimeField(default=timezone.now)
    seen = models.DateTimeField(default=timezone.now)
    writes = models.BooleanField(default=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    digest = models.CharField(max_length=64, blank=True, default="")
    told_at = models.DateTimeField(null=True)
    """When the person was shown these words, or told of them."""

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = "phiên gõ"
        verbose_name_plural = "phiên gõ"
        default_permissions = ()
        indexes = [
            models.Index(fields=["article", "seen"], name="sitting_at_a_piece"),
            models.Index(fields=["user", "article"], name="sitting_of_a_person"),
            models.Index(fields=["seen"], name="sitting_by_age"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=models.Q(writes=True), name="one_writes_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.typed_at or self.opened}"

    @property
    def alive(self) -> bool:
        return self.seen > timezone.now() - ALIVE
