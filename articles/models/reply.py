"""Who answered a piece of ours, and where. Written by articles/replies.py alone."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models.article import Article
from core.fields import LineField, ProseField

REASON_LENGTH = 2_000


class Reply(models.Model):
    """One act of “phản hồi”: a piece of ours that prints the reply, or a refusal with its reason.

    `round` counts the replies printed to one piece; a refusal has none.
    """

    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="replies", verbose_name="bài bị phản hồi"
    )
    answer = models.OneToOneField(
        Article,
        on_delete=models.PROTECT,
        null=True,
        related_name="reply_to",
        verbose_name="bài phản hồi",
    )
    round = models.PositiveSmallIntegerField("lần", null=True)
    replier = LineField("người phản hồi", max_length=200)
    refused_because = ProseField("lý do không đăng", max_length=REASON_LENGTH, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người ghi",
    )
    at = models.DateTimeField("ghi lúc", default=timezone.now)

    class Meta:
        verbose_name = "phản hồi"
        verbose_name_plural = "phản hồi"
        ordering = ["at", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["article", "round"], name="one_reply_a_round"),
            models.CheckConstraint(
                condition=Q(answer__isnull=False, round__isnull=False, refused_because="")
                | Q(answer=None, round=None) & ~Q(refused_because=""),
                name="reply_is_printed_or_refused",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.replier} về bài số {self.article_id}"
