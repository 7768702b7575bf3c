from django.db import models

from articles.models import PublishedVersion


class Document(models.Model):
    """The folded words of one version. Whether readers may see it is asked at query time, so the
    words of a scheduled update find nothing before its hour."""

    version = models.OneToOneField(PublishedVersion, on_delete=models.CASCADE, primary_key=True)
    words = models.TextField()

    class Meta:
        verbose_name = "bản chỉ mục"
        verbose_name_plural = "bản chỉ mục"

    def __str__(self) -> str:
        return self.words[:60]
