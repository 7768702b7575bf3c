"""What the newspaper got wrong and said so. Written by articles/corrections.py alone."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from articles.models.article import Article
from articles.models.removal import Removal
from articles.models.version import PublishedVersion
from core.fields import ProseField

WORDS_LENGTH = 2_000


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def newest_first(self) -> "CorrectionQuerySet":
        return self.order_by("-published_at", "-pk")

    def on_front(self, at: datetime | None = None) -> "CorrectionQuerySet":
        """What the home page has to show: the corrections of the last CORRECTION_DAYS."""
        days = timedelta(days=settings.CORRECTION_DAYS)
        return self.filter(published_at__gt=(at or timezone.now()) - days)

    def with_links(self, at: datetime | None = None) -> "CorrectionQuerySet":
        """Each with the address of its piece, where readers can open it, and the ground on which
        the piece is removed, where it is."""
        live = PublishedVersion.objects.live(at).filter(article=OuterRef("article"))
        removed = Removal.objects.standing().filter(article=OuterRef("article"))
        return self.annotate(
            live_slug=Subquery(live.values("slug")[:1]),
            removed_ground=Subquery(removed.values("ground")[:1]),
        )


class Correction(models.Model):
    """One act of “cải chính, xin lỗi”, as the press law words it; it never changes.

    Title, section and time are those the piece had before readers, whatever becomes of it.
    """

    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="corrections", verbose_name="bài"
    )
    title = models.CharField("tít bài sai", max_length=180)
    section_name = models.CharField("chuyên mục", max_length=80)
    first_published_at = models.DateTimeField("bài đăng lúc")
    wrong = ProseField("thông tin sai", max_length=WORDS_LENGTH)
    right = ProseField("thông tin đúng", max_length=WORDS_LENGTH)
    note = ProseField("lời giải thích", max_length=WORDS_LENGTH, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name="người cải chính"
    )
    published_at = models.DateTimeField("cải chính lúc", default=timezone.now)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = "lời cải chính"
        verbose_name_plural = "cải chính, xin lỗi"
        ordering = ["-published_at", "-pk"]
        default_permissions = ("add", "view")
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="correction_newest"),
            models.Index(fields=["article", "-published_at", "-id"], name="correction_of_piece"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        """Where the piece is read now; "" when it is not, or was not asked (with_links)."""
        slug = getattr(self, "live_slug", None)
        return reverse("article", args=[slug, self.article_id]) if slug else ""

    @property
    def statement(self) -> str:
        """The whole in one line of plain text, for machines that read along."""
        said = f"Đã đăng: “{self.wrong}”. Sửa lại là: “{self.right}”."
        return f"{said} {self.note}" if self.note else said
