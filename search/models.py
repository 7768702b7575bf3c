"""What searching is made of: the index in two copies, the words it knows, what readers asked."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models

from articles.models import Article, PublishedVersion
from core.derived import DerivedField
from core.fields import LineField
from core.vietnamese import fold

MOST_PINS = 5
"""Of one term."""


class Document(models.Model):
    """One published version in one copy of the index. Its lexemes stand beside it, where the
    database's own engine keeps them (migration 0002). Whether readers may see it is asked at query
    time, so the words of a scheduled update find nothing before its hour."""

    place = models.BigIntegerField(primary_key=True)
    """Where it stands in time: see analysis.place_of()."""
    version = models.OneToOneField(PublishedVersion, on_delete=models.CASCADE, related_name="+")
    title = models.TextField()
    sapo = models.TextField()
    fingerprint = models.CharField(max_length=16, null=True)  # noqa: DJ001 -- unknown is not empty
    """Of all it is found by: see analysis.Sheet. None in rows of an older make."""

    class Meta:
        abstract = True
        default_permissions = ()


class DocumentA(Document):
    class Meta(Document.Meta):
        abstract = False


class DocumentB(Document):
    class Meta(Document.Meta):
        abstract = False


class Copy(models.TextChoices):
    A = "a", "A"
    B = "b", "B"


class IndexState(models.Model):
    """The one row that says which copy answers, and how far another has been built."""

    live = models.CharField(max_length=1, choices=Copy.choices, default=Copy.A)
    building = models.BooleanField(default=False)
    done = models.BigIntegerField(default=0)
    """The number of the last version the copy being built holds."""
    steps = models.JSONField(null=True)
    """[place]: where the index of the copy that answers is parted; see Engine.settle()."""

    class Meta:
        default_permissions = ()

    @property
    def parted(self) -> tuple[int, ...]:
        return tuple(self.steps or ())


class Abbreviation(models.Model):
    """BĐBP is Bộ đội Biên phòng: who types the one finds the other."""

    short = LineField("viết tắt", max_length=20, help_text="Như in trên báo, ví dụ: BĐBP")
    key = DerivedField("khóa", source="short", derive=fold, max_length=20, unique=True)
    full = LineField(
        "viết đủ", max_length=120, help_text="Gõ chữ nào cũng thấy bài viết theo chữ kia."
    )

    class Meta:
        verbose_name = "chữ viết tắt"
        verbose_name_plural = "chữ viết tắt"
        ordering = ["short"]

    def __str__(self) -> str:
        return f"{self.short}: {self.full}"

    def clean(self) -> None:
        """The key is no field of the form, so the form asks nobody whether it is taken."""
        key = fold(self.short)
        if not any(char.isalnum() for char in key):
            raise ValidationError({"short": "Hãy viết bằng chữ cái hoặc chữ số."})
        if self.full and key == fold(self.full):
            raise ValidationError({"full": "Chữ viết đủ phải khác chữ viết tắt."})
        if Abbreviation.objects.filter(key=key).exclude(pk=self.pk).exists():
            raise ValidationError({"short": "Đã có chữ viết tắt đọc như thế."})


class Pin(models.Model):
    """A piece that stands first for what was typed, whatever the ranking says."""

    term = LineField(
        "khi bạn đọc tìm",
        max_length=200,
        help_text="Cả câu bạn đọc gõ; dấu và chữ hoa không phân biệt.",
    )
    key = DerivedField("khóa", source="term", derive=fold, max_length=200, db_index=True)
    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="+", verbose_name="bài"
    )
    position = models.PositiveSmallIntegerField(
        "thứ tự", default=1, validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = "bài ghim khi tìm"
        verbose_name_plural = "bài ghim khi tìm"
        ordering = ["key", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "article"],
                name="one_pin",
                violation_error_message="Bài này đã được ghim cho chữ ấy.",
            )
        ]

    def __str__(self) -> str:
        return self.term

    def clean(self) -> None:
        """As of an abbreviation: what the form does not hold it does not ask about."""
        key = fold(self.term)
        if not any(char.isalnum() for char in key):
            raise ValidationError({"term": "Hãy viết bằng chữ cái hoặc chữ số."})
        others = Pin.objects.filter(key=key).exclude(pk=self.pk)
        if self.article_id and others.filter(article=self.article_id).exists():
            raise ValidationError({"article": "Bài này đã được ghim cho chữ ấy."})
        if others.count() >= MOST_PINS:
            raise ValidationError({"term": f"Mỗi chữ ghim được nhiều nhất {MOST_PINS} bài."})


class Asked(models.Model):
    """What was looked for on a day, and how it went. No person, no address, no hour."""

    day = models.DateField("ngày")
    term = LineField("chữ đã tìm", max_length=200)
    count = models.PositiveIntegerField("số lần", default=0)
    hits = models.PositiveIntegerField("số bài thấy", default=0)
    """As of the last time; counted up to 1,001."""
    chosen = models.PositiveIntegerField("số lần mở bài", default=0)
    ranks = models.PositiveIntegerField("tổng thứ hạng bài được mở", default=0)

    class Meta:
        verbose_name = "chữ bạn đọc tìm"
        verbose_name_plural = "chữ bạn đọc tìm"
        default_permissions = ("view",)
        ordering = ["-day", "-count", "term"]
        constraints = [models.UniqueConstraint(fields=["day", "term"], name="asked_once_a_day")]

    def __str__(self) -> str:
        return self.term


class Syllable(models.Model):
    """A syllable that stands in some piece, folded: for the one wrong letter, and for typing on."""

    text = models.CharField(max_length=20, primary_key=True)

    class Meta:
        default_permissions = ()


class Kind(models.TextChoices):
    """What the newsroom looks for in the back-office."""

    ARTICLE = "bai", "Bài"
    PHOTO = "anh", "Ảnh"
    AUTHOR = "tac-gia", "Tác giả"
    UNIT = "don-vi", "Đơn vị"


class DeskDocument(models.Model):
    """What a row of the newsroom is found by. Its lexemes stand beside it (migration 0006); whether
    a person may see the row is asked at query time."""

    place = models.BigIntegerField(primary_key=True)
    """Where it stands in time, as in desk/cards.py."""
    kind = models.CharField(max_length=8, choices=Kind.choices)
    number = models.BigIntegerField()
    """The row's primary key."""
    title = models.TextField()
    sapo = models.TextField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="one_desk_document")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Change(models.Model):
    """A row that changed since its document was written. The database itself adds these, within
    the transaction of the change (desk/noting.py)."""

    kind = models.CharField(max_length=8, choices=Kind.choices)
    number = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
