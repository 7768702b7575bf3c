from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse

from core.fields import LineField
from pages.fields import WordsField

_slug = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$", "Đường dẫn chỉ gồm chữ thường không dấu, số và gạch nối."
)


class PageQuerySet(models.QuerySet["Page"]):
    def published(self) -> "PageQuerySet":
        return self.filter(published=True)

    def in_footer(self) -> "PageQuerySet":
        """What the foot of every page leads to, in its order."""
        return self.published().filter(in_footer=True).order_by("position", "pk")


class Page(models.Model):
    """A page about the newspaper itself: who makes it, what it does with readers' data."""

    title = LineField("tên trang", max_length=120)
    # Others link here for years, contracts among them: the address stays as it was opened.
    slug = models.CharField(
        "đường dẫn",
        max_length=80,
        unique=True,
        validators=[_slug],
        help_text="Phần cuối của địa chỉ /thong-tin/…/. Đặt một lần, không đổi.",
        error_messages={"unique": "Đã có trang dùng đường dẫn này."},
    )
    body = WordsField("nội dung")
    with_masthead = models.BooleanField(
        "in thông tin tòa soạn",
        default=False,
        help_text="Tên báo, cơ quan chủ quản, giấy phép, người đứng đầu, địa chỉ, điện thoại, "
        "lấy từ măng sét nên luôn đúng với chân trang.",
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=100)
    in_footer = models.BooleanField("có ở chân trang", default=True)
    published = models.BooleanField(
        "công khai", default=False, help_text="Bỏ chọn: bạn đọc mở địa chỉ này sẽ không thấy trang."
    )
    modified = models.DateTimeField("sửa lúc", auto_now=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = "trang thông tin"
        verbose_name_plural = "trang thông tin"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("page", args=[self.slug])
