from django.conf import settings
from django.db import models

from articles.fields import BodyField
from articles.models import Genre, Section
from core.fields import LineField, ProseField


class StoryTemplateQuerySet(models.QuerySet["StoryTemplate"]):
    def in_use(self) -> "StoryTemplateQuerySet":
        return self.filter(trashed_at=None)


class StoryTemplate(models.Model):
    """A skeleton that a new piece is begun with; what is written stays the writer's."""

    name = LineField("tên mẫu", max_length=120)
    genre = models.CharField("thể loại", max_length=20, choices=Genre.choices, default=Genre.NEWS)
    section = models.ForeignKey(
        Section,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="chuyên mục",
        help_text="Để trống: dùng cho mọi chuyên mục.",
    )
    title = LineField(
        "mẫu tít", max_length=180, blank=True, help_text="Ví dụ: Đồn Biên phòng … bắt giữ …"
    )
    sapo = ProseField("gợi ý sapo", max_length=700, blank=True)
    body = BodyField("khung nội dung", blank=True)
    tags = LineField("thẻ", max_length=300, blank=True, help_text="Cách nhau bằng dấu phẩy.")
    checklist = ProseField(
        "việc phải nhớ", max_length=2000, blank=True, help_text="Mỗi dòng một việc."
    )
    trashed_at = models.DateTimeField("bỏ vào thùng rác lúc", null=True, editable=False)
    trashed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = StoryTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "mẫu bài"
        verbose_name_plural = "mẫu bài"
        ordering = ["genre", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def reminders(self) -> list[str]:
        return [line.strip() for line in self.checklist.splitlines() if line.strip()]
