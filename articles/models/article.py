"""The working copy: what editors change and readers never see."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from taggit.managers import TaggableManager

from articles.fields import BodyField
from articles.models.taxonomy import Section, Series, TaggedArticle, Topic
from articles.tags import TagManager
from authors.models import Author, PenName
from core.derived import DerivedField
from core.fields import LineField, ProseField
from core.html import photo_captions
from core.vietnamese import slug
from multimedia.models import Recording
from photos.models import Photo

MOST_FIGURES = 200
"""In one body: the list of their numbers, of at most twelve digits each, must fit its column."""


def photos_named(body: str) -> str:
    """Numbers of the photos in a body, as ",7,12,": each is found with a comma on both sides."""
    numbers = sorted({number for number, _caption in photo_captions(body)})
    return f",{','.join(map(str, numbers))}," if numbers else ""


class Genre(models.TextChoices):
    NEWS = "tin", "Tin"
    BRIEF = "tin-van", "Tin vắn"
    REPORT = "bai-phan-anh", "Bài phản ánh"
    FEATURE = "phong-su", "Phóng sự"
    NOTES = "but-ky", "Bút ký"
    INTERVIEW = "phong-van", "Phỏng vấn"
    PORTRAIT = "nguoi-tot", "Gương người tốt, việc tốt"
    COMMENTARY = "binh-luan", "Bình luận"
    ANSWERS = "tra-loi-ban-doc", "Trả lời bạn đọc"
    PHOTO_REPORT = "phong-su-anh", "Phóng sự ảnh"
    VIDEO = "video", "Video"
    INFOGRAPHIC = "infographic", "Infographic"
    LONGFORM = "longform", "Longform"


class ArticleQuerySet(models.QuerySet["Article"]):
    def for_snapshot(self) -> "ArticleQuerySet":
        """With everything a published version is made of, in a fixed number of queries."""
        return self.select_related(
            "section__parent", "series", "lead_photo", "recording__poster"
        ).prefetch_related(
            models.Prefetch(
                "bylines", Byline.objects.select_related("author", "pen_name").order_by("position")
            ),
            "bylines__author__postings__unit",
            models.Prefetch(
                "tagged_items",
                TaggedArticle.objects.select_related("tag__merged_into").order_by("pk"),
            ),
            models.Prefetch("topics", Topic.objects.select_related("merged_into")),
            models.Prefetch("related_rows", RelatedArticle.objects.order_by("position")),
        )


class Article(models.Model):
    section = models.ForeignKey(
        Section,
        on_delete=models.PROTECT,
        related_name="articles",
        verbose_name="chuyên mục",
        error_messages={"required": "Hãy chọn chuyên mục cho bài."},
    )
    genre = models.CharField("thể loại", max_length=20, choices=Genre.choices, default=Genre.NEWS)
    kicker = LineField("trên tít", max_length=80, blank=True)
    title = LineField("tít", max_length=180)
    title_slug = DerivedField("khóa tìm tít", source="title", derive=slug)
    short_title = LineField(
        "tít ngắn", max_length=90, blank=True, help_text="Cho ô nhỏ trên trang nhất."
    )
    social_title = LineField("tít mạng xã hội", max_length=120, blank=True)
    slug = models.SlugField(
        "đường dẫn", max_length=140, blank=True, help_text="Để trống: lấy từ tít."
    )
    sapo = ProseField(
        "sapo", max_length=700, blank=True, help_text="Không gõ “Biên phòng - ”, trang báo tự in."
    )
    body = BodyField("nội dung", blank=True)
    # After the body: columns are written in this order, and the body is cleaned as it is written.
    body_photos = DerivedField(
        "ảnh trong bài",
        source="body",
        derive=photos_named,
        max_length=13 * MOST_FIGURES + 1,
        blank=True,
        default="",
        db_default="",
    )
    lead_photo = models.ForeignKey(
        Photo,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="leading",
        verbose_name="ảnh chính",
    )
    lead_caption = ProseField(
        "chú thích ảnh chính ở bài này",
        max_length=500,
        blank=True,
        help_text="Để trống: dùng chú thích trong kho ảnh.",
    )
    source = LineField("nguồn", max_length=120, blank=True, help_text="Ví dụ: Theo TTXVN")
    signature = LineField(
        "dòng ký tên",
        max_length=200,
        blank=True,
        help_text="Như in ở cuối bài. Để trống: tác giả ngoài tòa soạn được ký theo hồ sơ.",
    )
    tags = TaggableManager(
        "thẻ",
        through=TaggedArticle,
        manager=TagManager,
        blank=True,
        help_text="Cách nhau bằng dấu phẩy: Bộ đội Biên phòng, Quảng Ninh",
    )
    topics = models.ManyToManyField(
        Topic,
        blank=True,
        related_name="articles",
        verbose_name="dòng sự kiện",
        limit_choices_to={"trashed_at": None, "merged_into": None},
    )
    series = models.ForeignKey(
        Series,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name="loạt bài",
        limit_choices_to={"trashed_at": None},
    )
    part = models.PositiveSmallIntegerField(
        "kỳ", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    recording = models.ForeignKey(
        Recording,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="opening",
        verbose_name="video chính",
        help_text="Đứng đầu bài video.",
    )
    # What the genres ask for besides; names and shapes are in articles/genres.py.
    facts = models.JSONField(
        "thông tin riêng của thể loại", default=dict, db_default={}, editable=False
    )
    related = models.ManyToManyField(
        "self", through="RelatedArticle", symmetrical=False, verbose_name="bài liên quan"
    )
    comment_count = models.PositiveIntegerField("ý kiến đã đăng", default=0, editable=False)
    # Null: readers see them (comments/hiding.py).
    comments_hidden_since = models.DateTimeField("ẩn ý kiến từ", null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="articles",
        editable=False,
        verbose_name="người nhập",
    )
    created = models.DateTimeField("nhập lúc", default=timezone.now, editable=False)
    modified = models.DateTimeField("sửa lúc", auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "bài"
        verbose_name_plural = "bài"
        ordering = ["-modified", "-pk"]
        indexes = [models.Index(fields=["-modified", "-id"], name="article_recently_modified")]
        permissions = [
            ("change_any_article", "Sửa bài của người khác"),
            ("publish_article", "Duyệt và xuất bản bài"),
            ("withdraw_article", "Ngừng đăng, gỡ bài"),
            ("release_article", "Phát hành bài đã được duyệt"),
            ("publish_headed_article", "Duyệt và xuất bản bài của ban mình phụ trách"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def comments_told(self) -> int:
        """How many comments lists say it has; 0 where they say nothing: few, hidden. Where the
        newspaper hides them, of all pieces: the rows follow sections and pieces alone."""
        if self.comments_hidden_since is not None or settings.COMMENT_MODE == "an":
            return 0
        return self.comment_count if self.comment_count >= settings.COMMENT_COUNT_FROM else 0


class BodyPhoto(models.Model):
    """A photo that a body names, there in the library or not. The database keeps these rows itself,
    by Article.body_photos (migration 0005): nothing else writes them."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    number = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["number", "article"], name="body_photo_by_number")]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.number}"


class Byline(models.Model):
    """Who did what for a piece, in the order printed."""

    class Role(models.TextChoices):
        TEXT = "viet", "Viết"
        PHOTOS = "anh", "Ảnh"
        TRANSLATION = "bien-dich", "Biên dịch"
        COMPILED = "tong-hop", "Tổng hợp"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(
        Author, on_delete=models.PROTECT, related_name="bylines", verbose_name="tác giả"
    )
    role = models.CharField("việc", max_length=12, choices=Role.choices, default=Role.TEXT)
    pen_name = models.ForeignKey(
        PenName, on_delete=models.PROTECT, null=True, blank=True, verbose_name="ký bút danh khác"
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=1)

    class Meta:
        verbose_name = "người thực hiện"
        verbose_name_plural = "người thực hiện"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author", "role"],
                name="one_byline_a_role",
                violation_error_message="Tác giả đã có trong bài với việc này.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.author} ({self.get_role_display()})"


class RelatedArticle(models.Model):
    """A piece chosen by hand to stand beside another."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="related_rows")
    other = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="+", verbose_name="bài liên quan"
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=1)

    class Meta:
        verbose_name = "bài liên quan"
        verbose_name_plural = "bài liên quan"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "other"],
                name="related_once",
                violation_error_message="Bài này đã được chọn.",
            ),
            models.CheckConstraint(
                condition=~models.Q(article=models.F("other")),
                name="not_related_to_itself",
                violation_error_message="Bài không thể liên quan đến chính nó.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} → {self.other_id}"
