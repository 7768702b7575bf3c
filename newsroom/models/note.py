"""Notes beside a piece. `newsroom/notes/writing.py` is the only writer."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models import Article
from core.fields import LineField, ProseField

WORDS_LENGTH = 2000
QUOTE_LENGTH = 300
CONTEXT_LENGTH = 60


class NoteQuerySet(models.QuerySet["Note"]):
    def threads(self) -> "NoteQuerySet":
        """Each thread in order, the first note of it and then its answers; hidden ones left out."""
        return self.filter(hidden_at=None).select_related("by", "resolved_by").order_by("at", "pk")


class Note(models.Model):
    """Said of a piece, or of a passage by its words; an answer belongs to the thread's first."""

    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="notes", verbose_name="bài"
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="answers",
        verbose_name="trả lời ghi chú",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người ghi",
    )
    words = ProseField("ghi chú", max_length=WORDS_LENGTH)
    quote = LineField("đoạn được nói đến", max_length=QUOTE_LENGTH, blank=True)
    before = LineField("chữ đứng trước", max_length=CONTEXT_LENGTH, blank=True)
    after = LineField("chữ đứng sau", max_length=CONTEXT_LENGTH, blank=True)
    at = models.DateTimeField("lúc", default=timezone.now)
    edited_at = models.DateTimeField("sửa lúc", null=True)
    hidden_at = models.DateTimeField("xóa lúc", null=True)
    resolved_at = models.DateTimeField("xong lúc", null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người đóng",
    )

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = "ghi chú"
        verbose_name_plural = "ghi chú"
        default_permissions = ()
        indexes = [models.Index(fields=["article", "at", "id"], name="note_of_article")]

    def __str__(self) -> str:
        return f"Ghi chú số {self.pk}"


class NoteEdit(models.Model):
    """What a note said before it was changed."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="edits")
    words = ProseField("ghi chú", max_length=WORDS_LENGTH)
    at = models.DateTimeField("sửa lúc", default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.note}, trước {self.at}"
