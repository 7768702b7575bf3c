"""What is shown to people outside before it is published, and what they said."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models import Article, Section
from core.fields import LineField, ProseField

RECIPIENT_LENGTH = 150
ANSWER_LENGTH = 4000
QUOTE_LENGTH = 600


class Purpose(models.TextChoices):
    FACTS = "facts", "Xác nhận sự việc, số liệu, ảnh"
    INTERVIEW = "interview", "Lấy ý kiến người được phỏng vấn"
    READING = "reading", "Đọc trước"


class ReviewLink(models.Model):
    """A link for one recipient to the words of one moment. Made and revoked by review/links.py.

    Of the token only its hash is kept. `snapshot` are the columns named in articles' CONTENT, as
    they would have been published when the link was made.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    saved = models.ForeignKey("reversion.Version", on_delete=models.PROTECT, related_name="+")
    snapshot = models.JSONField()
    words_sha256 = models.CharField(max_length=64)
    token_sha256 = models.CharField(max_length=64, unique=True)
    recipient = LineField("gửi cho", max_length=RECIPIENT_LENGTH)
    purpose = models.CharField("để làm gì", max_length=12, choices=Purpose.choices)
    answerable = models.BooleanField("người nhận được trả lời", default=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người gửi",
    )
    made = models.DateTimeField("gửi lúc", default=timezone.now)
    expires = models.DateTimeField("hết hạn")
    revoked = models.DateTimeField("thu hồi lúc", null=True)
    views = models.PositiveIntegerField("lượt mở", default=0)
    first_opened = models.DateTimeField("mở lần đầu", null=True)
    last_opened = models.DateTimeField("mở lần cuối", null=True)

    class Meta:
        verbose_name = "đường dẫn xem trước"
        verbose_name_plural = "đường dẫn xem trước"
        default_permissions = ("add", "view")
        indexes = [models.Index(fields=["article", "-id"], name="review_link_of_article")]

    def __str__(self) -> str:
        return f"Bản gửi {self.recipient}"

    @property
    def open(self) -> bool:
        return self.revoked is None and self.expires > timezone.now()


class ReviewAnswer(models.Model):
    """What a recipient said; never changed. Written by review/answering.py."""

    class Kind(models.TextChoices):
        APPROVED = "approved", "Đồng ý"
        CHANGES = "changes", "Đề nghị sửa"
        COMMENT = "comment", "Góp ý"

    link = models.ForeignKey(ReviewLink, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    quote = ProseField(blank=True)
    text = ProseField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.link_id})"


class ReviewDemand(models.Model):
    """Pieces that may not be published before the person interviewed has agreed: one piece, or the
    interviews of a section."""

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    section = models.OneToOneField(
        Section,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="chuyên mục",
    )

    class Meta:
        verbose_name = "chuyên mục buộc có ý kiến người được phỏng vấn"
        verbose_name_plural = "chuyên mục buộc có ý kiến người được phỏng vấn"
        constraints = [
            models.CheckConstraint(
                condition=Q(article=None, section__isnull=False)
                | Q(article__isnull=False, section=None),
                name="demand_of_a_piece_or_a_section",
            )
        ]

    def __str__(self) -> str:
        return str(self.section or self.article)

    def clean(self) -> None:
        """The form of a section leaves the piece out, and with it the constraint of both."""
        if not (self.article_id or self.section_id):
            raise ValidationError({"section": "Hãy chọn chuyên mục."})


class ReviewOverride(models.Model):
    """A named person answers for publishing these words without the review."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    words_sha256 = models.CharField(max_length=64)
    reason = ProseField("lý do", max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["article", "words_sha256"], name="one_override_a_text")
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.reason}"
