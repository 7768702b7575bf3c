from django.db import models

from articles.models import Article


class Document(models.Model):
    """The folded words of a piece. Whether readers may see it is asked at query time."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True)
    words = models.TextField()

    class Meta:
        verbose_name = "bản chỉ mục"
        verbose_name_plural = "bản chỉ mục"

    def __str__(self) -> str:
        return self.words[:60]
