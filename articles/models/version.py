"""Published versions: the only rows readers ever see. Written by articles/publishing.py alone."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from articles.models.article import Article, Genre
from articles.models.taxonomy import Section, Series, Tag, Topic
from authors.models import Author, Unit
from multimedia.models import Document, Recording
from photos.models import Photo

# Everything a reader can read of a version; the hash and the database's own guard go over these.
CONTENT = (
    *("slug", "genre", "kicker", "title", "short_title", "social_title", "sapo", "body"),
    *("source", "signature", "section_id", "root_section_id", "series_id", "part"),
    *("bylines", "tags", "topics", "photos", "codes", "related", "facts"),
)


class PublishedVersionQuerySet(models.QuerySet["PublishedVersion"]):
    """The one door for readers: begin every set with live()."""

    def live(self, at: datetime | None = None) -> "PublishedVersionQuerySet":
        """Versions in force at a time, now unless told: at most one of each article."""
        at = at or timezone.now()
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=at), valid_from__lte=at)

    def shown_by(self, at: datetime | None = None) -> "PublishedVersionQuerySet":
        """Versions that readers have been able to see up to a time, withdrawn ones included."""
        never_cancelled = Q(valid_until=None) | Q(valid_until__gt=F("valid_from"))
        return self.filter(never_cancelled, valid_from__lte=at or timezone.now())

    def in_section(self, section: Section) -> "PublishedVersionQuerySet":
        if section.parent_id:
            return self.filter(section=section)
        return self.filter(root_section=section)

    def newest_first(self) -> "PublishedVersionQuerySet":
        return self.order_by("-first_published_at", "-article_id")

    def for_teaser(self) -> "PublishedVersionQuerySet":
        """With what a teaser prints; the body stays in the database."""
        return self.select_related("section", "lead_photo", "article").defer(
            *("body", "related", "codes", "article__body", "article__sapo", "lead_photo__words")
        )

    def with_body(self) -> "PublishedVersionQuerySet":
        """With what a teaser prints, and the body."""
        bare = ("related", "codes", "article__body", "article__sapo", "lead_photo__words")
        return self.for_teaser().defer(None).defer(*bare)


class PublishedVersion(models.Model):
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("lần")
    valid_from = models.DateTimeField("từ")
    valid_until = models.DateTimeField("đến", null=True)
    first_published_at = models.DateTimeField("xuất bản lần đầu")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name="người duyệt"
    )
    approved_at = models.DateTimeField("duyệt lúc")
    # Null only for pieces that came with an archive, where no revision of ours was approved.
    revision = models.ForeignKey("reversion.Revision", on_delete=models.PROTECT, null=True)
    sha256 = models.CharField(max_length=64)

    slug = models.CharField(max_length=140)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="+")
    root_section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="+")
    genre = models.CharField(max_length=20, choices=Genre.choices)
    kicker = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=180)
    short_title = models.CharField(max_length=90, blank=True)
    social_title = models.CharField(max_length=120, blank=True)
    sapo = models.TextField(blank=True)
    body = models.TextField(blank=True)
    source = models.CharField(max_length=120, blank=True)
    signature = models.CharField(max_length=300, blank=True)
    lead_photo = models.ForeignKey(Photo, on_delete=models.PROTECT, null=True, related_name="+")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, related_name="+")
    part = models.PositiveSmallIntegerField(null=True)
    # Names, ranks and captions as they were; the shapes are in articles/snapshots.py.
    bylines = models.JSONField(default=list)
    tags = models.JSONField(default=list)
    topics = models.JSONField(default=list)
    photos = models.JSONField(default=list)
    codes = models.JSONField(default=list)
    related = models.JSONField(default=list)
    facts = models.JSONField(default=dict, db_default={})

    objects = PublishedVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "bản đã xuất bản"
        verbose_name_plural = "bản đã xuất bản"
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="one_version_a_number"),
            models.UniqueConstraint(
                fields=["article"], condition=Q(valid_until=None), name="one_open_version"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="version_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["-first_published_at", "-article"], name="version_newest"),
            models.Index(
                fields=["root_section", "-first_published_at", "-article"], name="version_by_root"
            ),
            models.Index(
                fields=["section", "-first_published_at", "-article"], name="version_by_section"
            ),
            models.Index(fields=["series", "part"], name="version_by_part"),
            models.Index(fields=["valid_from"], name="version_by_start"),
            models.Index(fields=["article", "-valid_from"], name="version_of_article"),
        ]

    def __str__(self) -> str:
        return f"{self.title} (lần {self.number})"

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.slug, self.article_id])

    @property
    def updated_at(self) -> datetime | None:
        """When readers first saw this text, if they had seen another before."""
        return self.valid_from if self.valid_from > self.first_published_at else None

    @property
    def seen_rather_than_read(self) -> bool:
        """Lists say so beforehand: such a piece weighs more on a thin line."""
        return self.genre in {Genre.PHOTO_REPORT, Genre.VIDEO, Genre.INFOGRAPHIC, Genre.LONGFORM}

    @property
    def cancelled(self) -> bool:
        """Scheduled, and taken back before anybody could see it."""
        return self.valid_until == self.valid_from

    @property
    def lead(self) -> dict[str, Any] | None:
        """Caption, credit and alt of the lead photo in this piece."""
        return next((use for use in self.photos if use["lead"]), None)

    @property
    def film(self) -> dict[str, Any] | None:
        """The recording that opens a video piece, as it was told then."""
        return next((use for use in self.photos if use.get("main")), None)

    def content_hash(self) -> str:
        """SHA-256 over the canonical JSON of all a reader can read."""
        content = {name: getattr(self, name) for name in CONTENT}
        if not self.facts:
            del content["facts"]  # no word of versions from before there were any
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def is_intact(self) -> bool:
        return self.sha256 == self.content_hash()


class Listing(models.Model):
    """One line of a list page: lets a tag with 100,000 pieces be paged from its index."""

    version = models.ForeignKey(PublishedVersion, on_delete=models.CASCADE)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    first_published_at = models.DateTimeField()

    class Meta:
        abstract = True


class TagListing(Listing):
    version = models.ForeignKey(
        PublishedVersion, on_delete=models.CASCADE, related_name="tag_listings"
    )
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="listings")

    class Meta:
        indexes = [
            models.Index(fields=["tag", "-first_published_at", "-article"], name="listing_by_tag")
        ]


class TopicListing(Listing):
    version = models.ForeignKey(
        PublishedVersion, on_delete=models.CASCADE, related_name="topic_listings"
    )
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="listings")

    class Meta:
        indexes = [
            models.Index(
                fields=["topic", "-first_published_at", "-article"], name="listing_by_topic"
            )
        ]


class AuthorListing(Listing):
    version = models.ForeignKey(
        PublishedVersion, on_delete=models.CASCADE, related_name="author_listings"
    )
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="listings")

    class Meta:
        indexes = [
            models.Index(
                fields=["author", "-first_published_at", "-article"], name="listing_by_author"
            )
        ]


class CodeListing(Listing):
    """A document cited: 174-ĐA/TU, found by its key 174-da-tu."""

    version = models.ForeignKey(
        PublishedVersion, on_delete=models.CASCADE, related_name="code_listings"
    )
    key = models.CharField(max_length=80)

    class Meta:
        indexes = [
            models.Index(fields=["key", "-first_published_at", "-article"], name="listing_by_code")
        ]


class UnitListing(Listing):
    """A unit of the Border Guard that a piece names, or whose people made it."""

    version = models.ForeignKey(
        PublishedVersion, on_delete=models.CASCADE, related_name="unit_listings", db_index=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="listings")

    class Meta:
        constraints = [
            # Rows are also written by effects, which may run twice at once.
            models.UniqueConstraint(fields=["version", "unit"], name="unit_once_a_version")
        ]
        indexes = [
            models.Index(fields=["unit", "-first_published_at", "-article"], name="listing_by_unit")
        ]


class PhotoUse(models.Model):
    """Which published version shows which photo, as the lead or in the body."""

    version = models.ForeignKey(
        PublishedVersion, on_delete=models.CASCADE, related_name="photo_uses"
    )
    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, related_name="uses")


class FileUse(models.Model):
    """Which published version shows which film, sound or paper; one of the two is none."""

    version = models.ForeignKey(
        PublishedVersion, on_delete=models.CASCADE, related_name="file_uses"
    )
    recording = models.ForeignKey(
        Recording, on_delete=models.CASCADE, null=True, related_name="uses"
    )
    document = models.ForeignKey(Document, on_delete=models.CASCADE, null=True, related_name="uses")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(recording=None, document__isnull=False)
                | Q(recording__isnull=False, document=None),
                name="file_use_of_one",
            )
        ]


class PublishingAct(models.Model):
    """The log of publishing: who put what before readers, or took it away, when and why."""

    class Act(models.TextChoices):
        PUBLISHED = "published", "Xuất bản"
        SCHEDULED = "scheduled", "Hẹn giờ"
        WITHDRAWN = "withdrawn", "Ngừng đăng"
        PAUSED = "paused", "Tạm dừng"
        LIFTED = "lifted", "Bỏ hẹn gỡ"

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="publishing_acts")
    version = models.ForeignKey(PublishedVersion, on_delete=models.PROTECT, null=True)
    act = models.CharField("việc", max_length=12, choices=Act.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name="người làm"
    )
    at = models.DateTimeField("lúc", default=timezone.now)
    effective = models.DateTimeField("hiệu lực từ")
    reason = models.TextField("lý do", blank=True)

    class Meta:
        verbose_name = "nhật ký xuất bản"
        verbose_name_plural = "nhật ký xuất bản"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.article_id}"
