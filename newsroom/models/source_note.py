"""Who told the reporter. Press law, article 31: nobody asks but by order of a court or a
prosecutor's office; the newsroom therefore shows it to those whom the writer names and to no one
else, whatever their rank. `newsroom/notes/sources.py` is the only door.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from core.fields import ProseField

SOURCE_LENGTH = 4000


class SourceNoteQuerySet(models.QuerySet["SourceNote"]):
    def readable_by(self, user: User) -> "SourceNoteQuerySet":
        named = SourceNote.readers.through.objects.filter(user=user).values("sourcenote")
        return self.filter(models.Q(by=user) | models.Q(pk__in=named))


class SourceNote(models.Model):
    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="+", verbose_name="bài"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người ghi",
    )
    readers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", blank=True, verbose_name="người được đọc"
    )
    words = ProseField("ghi chú nguồn tin", max_length=SOURCE_LENGTH)
    at = models.DateTimeField("lúc", default=timezone.now)
    changed_at = models.DateTimeField("sửa lúc", null=True)

    objects = SourceNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "ghi chú nguồn tin"
        verbose_name_plural = "ghi chú nguồn tin"
        default_permissions = ()

    def __str__(self) -> str:
        return f"Ghi chú nguồn tin số {self.pk}"
