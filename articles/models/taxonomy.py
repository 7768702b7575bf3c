"""Where a piece belongs: sections, topics, series, tags."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from taggit.models import ItemBase, TagBase

from core.derived import DerivedField
from core.fields import LineField, ProseField
from core.vietnamese import slug, tone_key

# First parts of addresses that are not sections; a section named so could never be opened.
RESERVED_SLUGS = frozenset(
    "admin anh api bai-viet ban-doc binh-luan cai-chinh chu-de con-dang da-luu doc doc-nhieu"
    " don-vi favicon healthz huong-dan kho-rieng lien-he lite loat-bai luu-tru media moi-nhat"
    " news-sitemap ngoai-tuyen robots rss series sitemap static tac-gia tag tai-khoan thong-tin"
    " tim-kiem tin-anh tin-moi toa-soan van-ban videos xem-truoc".split()
)
_section_slug = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$", "Đường dẫn chỉ gồm chữ thường không dấu, số và gạch nối."
)


class SectionQuerySet(models.QuerySet["Section"]):
    def main(self) -> "SectionQuerySet":
        """The sections of the menu, in its order."""
        return self.filter(parent=None, active=True).order_by("position", "pk")

    def menu(self) -> "list[Section]":
        """The sections of the menu, each with `sub_sections`: the active ones below it. One
        query."""
        active = list(self.filter(active=True).order_by("position", "pk"))
        for section in active:
            section.sub_sections = [row for row in active if row.parent_id == section.pk]
        return [section for section in active if section.parent_id is None]


class Section(models.Model):
    """A chuyên mục. Two levels: a piece in a sub-section also stands in its parent."""

    name = LineField("tên chuyên mục", max_length=80)
    # Sections are addressed by slug alone, so it stays as first published.
    slug = models.CharField(
        "đường dẫn",
        max_length=80,
        unique=True,
        validators=[_section_slug],
        error_messages={"unique": "Đã có chuyên mục dùng đường dẫn này."},
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="thuộc chuyên mục",
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=100)
    description = ProseField("mô tả", blank=True, max_length=500)
    active = models.BooleanField("hiện trên menu", default=True)
    # The way of a piece to its readers. Empty: as in the section above, and there: no.
    skips_editing = models.BooleanField("bỏ khâu biên tập", null=True, blank=True)
    skips_layout = models.BooleanField("bỏ khâu trình bày, soát lỗi", null=True, blank=True)
    skips_awaiting = models.BooleanField("bỏ khâu chờ duyệt", null=True, blank=True)
    two_people = models.BooleanField(
        "duyệt phải là người khác",
        null=True,
        blank=True,
        help_text="Ai viết, đứng tên hay đã sửa bài từ lần đăng trước thì không được duyệt bài ấy.",
    )
    full_route = models.BooleanField(
        "bắt buộc đi đủ các khâu",
        null=True,
        blank=True,
        help_text="Chỉ xuất bản được bài đã qua khâu duyệt.",
    )

    objects = SectionQuerySet.as_manager()

    sub_sections: "list[Section]"
    """Only on sections that menu() gave."""

    class Meta:
        verbose_name = "chuyên mục"
        verbose_name_plural = "chuyên mục"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("section", args=[self.slug])

    def clean(self) -> None:
        # A section that was there before its word was reserved may still be edited.
        if self.slug in RESERVED_SLUGS and not self._has_this_slug():
            raise ValidationError({"slug": "Đường dẫn này dành cho trang khác của tòa soạn."})
        if self.parent and (self.parent.parent_id or self.parent_id == self.pk):
            raise ValidationError({"parent": "Chuyên mục chỉ có hai cấp."})
        if self.parent and self.pk and self.children.exists():
            raise ValidationError({"parent": "Chuyên mục này đang có chuyên mục con."})

    def _has_this_slug(self) -> bool:
        return Section.objects.filter(pk=self.pk, slug=self.slug).exists()

    @property
    def root_id(self) -> int:
        return self.parent_id or self.pk

    def switch(self, name: str) -> bool:
        """A switch of the way to readers, as it is here or else in the section above."""
        own = getattr(self, name)
        if own is None and self.parent:
            own = getattr(self.parent, name)
        return bool(own)


class SectionHead(models.Model):
    """A trưởng ban and a section whose pieces this person may approve, those below included."""

    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, related_name="heads", verbose_name="chuyên mục"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="headed",
        verbose_name="trưởng ban",
    )

    class Meta:
        verbose_name = "trưởng ban phụ trách"
        verbose_name_plural = "trưởng ban phụ trách"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "section"],
                name="heads_a_section_once",
                violation_error_message="Người này đã phụ trách chuyên mục.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.section}"


class NamedQuerySet(models.QuerySet[Any]):
    def in_use(self) -> "NamedQuerySet":
        """Those a desk may choose: not in the trash, not merged into another."""
        return self.filter(**_in_use(self.model))


def _in_use(model: Any) -> dict[str, None]:
    merges = any(field.name == "merged_into" for field in model._meta.fields)
    return {"trashed_at": None, **({"merged_into": None} if merges else {})}


class Trashable(models.Model):
    """Out of all lists and choosers, and back again; see articles/trash.py."""

    trashed_at = models.DateTimeField("bỏ vào thùng rác lúc", null=True, editable=False)
    trashed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        abstract = True


class Topic(Trashable):
    """A dòng sự kiện: pieces of any section about one matter that goes on."""

    name = LineField("tên dòng sự kiện", max_length=120, unique=True)
    slug = DerivedField("đường dẫn", derive=lambda name: slug(name) or "dong-su-kien")
    description = ProseField("giới thiệu", blank=True, max_length=1000)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="merged"
    )

    objects = NamedQuerySet.as_manager()

    class Meta:
        verbose_name = "dòng sự kiện"
        verbose_name_plural = "dòng sự kiện"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Series(Trashable):
    """A loạt bài: numbered parts by the same hand."""

    name = LineField("tên loạt bài", max_length=120, unique=True)
    slug = DerivedField("đường dẫn", derive=lambda name: slug(name) or "loat-bai")
    description = ProseField("giới thiệu", blank=True, max_length=1000)

    objects = NamedQuerySet.as_manager()

    class Meta:
        verbose_name = "loạt bài"
        verbose_name_plural = "loạt bài"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TagQuerySet(NamedQuerySet):
    def meant_by(self, keys: Iterable[str]) -> "dict[str, Tag]":
        """The tag that each key stands for, where there is one: of its own name, of a synonym, or
        the one into which it was merged. Two queries."""
        wanted = list(keys)
        found = {tag.key: tag for tag in self.filter(key__in=wanted).select_related("merged_into")}
        aliases = TagAlias.objects.filter(key__in=set(wanted) - found.keys()).select_related("tag")
        named = {alias.key: alias.tag for alias in aliases}
        return {key: tag.merged_into or tag for key, tag in (found | named).items()}


class Tag(Trashable, TagBase):
    """One row per name that reads alike. The key keeps marks: Trà Linh is not Trà Lĩnh."""

    name = LineField("tên thẻ", max_length=100)
    slug = DerivedField("đường dẫn", derive=lambda name: slug(name) or "the")
    key = DerivedField("khóa", derive=tone_key, max_length=200, unique=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="merged"
    )

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = "thẻ"
        verbose_name_plural = "thẻ"
        ordering = ["name"]

    def save(self, *args: object, **kwargs: object) -> None:
        # TagBase.save invents numbered slugs; ours is derived and the id tells twins apart.
        models.Model.save(self, *args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        holder = Tag.objects.meant_by([tone_key(self.name)]).get(tone_key(self.name))
        if holder and holder.pk != self.pk:
            raise ValidationError({"name": "Đã có thẻ đọc giống hệt như vậy."})


class TagAlias(models.Model):
    """A synonym: who types it gives the piece its tag."""

    tag = models.ForeignKey(
        Tag, on_delete=models.CASCADE, related_name="aliases", verbose_name="thẻ"
    )
    name = LineField("cách gọi khác", max_length=100)
    key = DerivedField("khóa", derive=tone_key, max_length=200, unique=True)

    class Meta:
        verbose_name = "cách gọi khác"
        verbose_name_plural = "cách gọi khác"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        key = tone_key(self.name)
        if holder := Tag.objects.meant_by([key]).get(key):
            others = TagAlias.objects.filter(key=key).exclude(pk=self.pk)
            if Tag.objects.filter(key=key).exists() or others.exists():
                raise ValidationError({"name": f"Cách gọi này đã là của thẻ “{holder}”."})


class TermMerge(models.Model):
    """A tag or topic that went into another, with all that moved along, so that it can be undone.
    Written by articles/merging.py alone."""

    kind = models.CharField(
        "loại", max_length=8, choices=[("tag", "Thẻ"), ("topic", "Dòng sự kiện")]
    )
    source = models.PositiveBigIntegerField()
    target = models.PositiveBigIntegerField()
    source_name = models.CharField("tên cũ", max_length=120)
    target_name = models.CharField("gộp vào", max_length=120)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người gộp",
    )
    at = models.DateTimeField("gộp lúc", default=timezone.now)
    undone_at = models.DateTimeField("tách lại lúc", null=True)
    moved = models.JSONField(default=dict)

    class Meta:
        verbose_name = "lần gộp"
        verbose_name_plural = "các lần gộp"
        ordering = ["-at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.source_name} → {self.target_name}"


class TaggedArticle(ItemBase):
    content_object = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="tagged_items"
    )
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_articles")

    class Meta:
        verbose_name = "thẻ của bài"
        verbose_name_plural = "thẻ của bài"
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="one_tag_an_article")
        ]
