"""What makes a moderator look twice: words of the lists, and what was noticed of a text."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from articles.models import Section
from comments.matching import Matcher
from comments.models.comment import CommentRevision
from core.derived import DerivedField
from core.fields import LineField
from core.vietnamese import tone_key


class WordQuerySet(models.QuerySet["Word"]):
    def in_force(self) -> "WordQuerySet":
        return self.filter(active=True)


class Word(models.Model):
    """A word of a list, as a moderator typed it; comments/matching.py says what it matches."""

    class List(models.TextChoices):
        BANNED = "cam", "Cấm"
        SUSPECT = "nghi-ngo", "Nghi ngờ"

    text = LineField("từ, cụm từ", max_length=60)
    key = DerivedField(
        "khóa",
        source="text",
        derive=tone_key,
        max_length=120,
        unique=True,
    )
    list = models.CharField(
        "danh sách",
        max_length=10,
        choices=List.choices,
        default=List.SUSPECT,
        db_default=List.SUSPECT,
    )
    active = models.BooleanField("đang dùng", default=True, db_default=True)
    hides = models.BooleanField(
        "ẩn ngay ý kiến đã đăng",
        default=False,
        db_default=False,
        help_text="Không chọn: ý kiến đã đăng có từ này được đưa ra xem lại mà vẫn còn trên trang.",
    )
    note = LineField("ghi chú", max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        verbose_name="người thêm",
    )
    added = models.DateTimeField("thêm lúc", default=timezone.now, editable=False)
    changed = models.DateTimeField("sửa lúc", auto_now=True)

    objects = WordQuerySet.as_manager()

    class Meta:
        verbose_name = "từ cấm, từ nghi ngờ"
        verbose_name_plural = "từ cấm, từ nghi ngờ"
        ordering = ["text"]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        if self.text and not Matcher([(0, self.text)]):
            raise ValidationError({"text": "Từ phải có chữ."})
        same = Word.objects.filter(key=tone_key(self.text)).exclude(pk=self.pk).first()
        if same:
            where = same.get_list_display().lower()
            raise ValidationError({"text": f"“{same}” đã có trong danh sách {where}."})


class Flag(models.Model):
    """Something noticed of one text, with its place where it has one."""

    class Reason(models.TextChoices):
        BANNED = "cam", "Từ cấm"
        SUSPECT = "nghi-ngo", "Từ nghi ngờ"
        LINK = "lien-ket", "Có liên kết"
        REPEATED = "lap-lai", "Gửi lại chữ đã gửi"
        FAST = "qua-nhanh", "Gửi quá nhanh"
        MANY = "qua-nhieu", "Gửi quá nhiều"
        FLOOD = "don-dap", "Gửi lúc dồn dập"
        TRAP = "o-bay", "Điền vào ô phải để trống"
        PROOF = "phep-tinh", "Không kèm phép tính"
        BARRED = "bi-chan", "Đang bị chặn"
        UNCHECKED = "chua-kiem", "Chưa kiểm tra được"
        REPORTED = "bao-cao", "Bạn đọc báo cáo"
        ARTICLE = "bai-doi", "Bài đã thay đổi"
        EDITED = "da-sua", "Người gửi đã sửa"
        HOUSE = "mao-danh", "Tên như của tòa soạn"

    revision = models.ForeignKey(CommentRevision, on_delete=models.CASCADE, related_name="flags")
    reason = models.CharField("lý do", max_length=10, choices=Reason.choices)
    word = models.ForeignKey(
        Word,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="flags",
        verbose_name="từ",
    )
    start = models.PositiveIntegerField("từ ký tự", default=0)
    end = models.PositiveIntegerField("đến ký tự", default=0)
    note = LineField("nói rõ", max_length=120, blank=True, default="", db_default="")
    at = models.DateTimeField("lúc", default=timezone.now)

    class Meta:
        verbose_name = "dấu hiệu"
        verbose_name_plural = "dấu hiệu"
        ordering = ["start", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "word", "start"], name="one_flag_a_word_and_place"
            ),
            models.UniqueConstraint(
                fields=["revision", "reason"],
                condition=models.Q(word=None),
                name="one_flag_a_reason",
            ),
        ]
        indexes = [
            # Its first texts, of however many flags there are (comments/admin/lists.py).
            models.Index(
                fields=["word", "revision"],
                condition=models.Q(word__isnull=False),
                name="flag_of_word",
            )
        ]

    def __str__(self) -> str:
        told = ", ".join(filter(None, (str(self.word or ""), self.note)))
        return f"{self.get_reason_display()}: {told}" if told else self.get_reason_display()


class Rescan(models.Model):
    """One walk through the comments readers see, batch by batch: all of them after the lists
    changed, or those of a section that was made delicate."""

    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, null=True, related_name="+", verbose_name="chuyên mục"
    )
    asked = models.DateTimeField("yêu cầu lúc", default=timezone.now)
    reached = models.BigIntegerField("đã xem đến số", default=0)
    last = models.BigIntegerField("số cuối", null=True)
    """The newest comment when the walk began: later ones were screened as they came."""
    found = models.PositiveIntegerField("đưa ra xem lại", default=0)
    finished = models.DateTimeField("xong lúc", null=True)

    class Meta:
        verbose_name = "lượt soát lại"
        verbose_name_plural = "các lượt soát lại"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.reached}/{self.last}"
