from datetime import date

from django.conf import settings
from django.db import models

from authors import ranks
from core.collation import sort_name
from core.derived import DerivedField
from core.fields import LineField, ProseField
from core.vietnamese import slug

GENERATIONS = 8
"""How far back and forth names are followed: since 1959 no unit has been renamed so often."""


class Unit(models.Model):
    """A post, command or office. A renamed or merged unit is a new row tied by a succession."""

    name = LineField("tên đơn vị", max_length=160)
    short_name = LineField(
        "tên in sau chức vụ", max_length=100, blank=True, help_text="Ví dụ: BĐBP Quảng Ninh"
    )
    slug = DerivedField("đường dẫn", derive=lambda name: slug(name) or "don-vi")
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="đơn vị cấp trên",
    )
    since = models.DateField("thành lập", null=True, blank=True)
    successors = models.ManyToManyField(
        "self",
        through="Succession",
        symmetrical=False,
        related_name="predecessors",
        verbose_name="đơn vị kế tục",
    )

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def printed_name(self) -> str:
        return self.short_name or self.name

    def lineage(self) -> list["Unit"]:
        """This unit with all it came from and became, itself included; a query per generation, of
        which the nearest GENERATIONS are asked."""
        found = {self.pk: self}
        edge = [self.pk]
        for _generation in range(GENERATIONS):
            if not edge:
                break
            touching = Succession.objects.filter(
                models.Q(predecessor__in=edge) | models.Q(successor__in=edge)
            ).select_related("predecessor", "successor")
            fresh = {unit.pk: unit for row in touching for unit in (row.predecessor, row.successor)}
            edge = [pk for pk in fresh if pk not in found]
            found |= fresh
        return list(found.values())


class Succession(models.Model):
    predecessor = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="succeeded_by", verbose_name="đơn vị cũ"
    )
    successor = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="preceded_by", verbose_name="đơn vị mới"
    )
    on = models.DateField("từ ngày")
    note = LineField("căn cứ", max_length=200, blank=True)

    class Meta:
        verbose_name = "kế tục"
        verbose_name_plural = "kế tục"
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="one_succession"),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")),
                name="not_its_own_successor",
                violation_error_message="Một đơn vị không thể kế tục chính nó.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class Author(models.Model):
    """Whoever signs: a staff reporter, an officer at a post, a collaborator."""

    name = LineField("bút danh", max_length=120, help_text="Tên in dưới bài, ví dụ: Viết Hà")
    full_name = LineField("họ và tên", max_length=120, blank=True)
    slug = DerivedField("đường dẫn", derive=lambda name: slug(name) or "tac-gia")
    sort_name = DerivedField("khóa sắp xếp", derive=sort_name, max_length=500, db_index=True)
    staff = models.BooleanField(
        "thuộc tòa soạn",
        default=False,
        help_text="Tác giả ngoài tòa soạn được in cấp bậc, chức vụ, đơn vị ở cuối bài.",
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name="tài khoản",
    )
    bio = ProseField("giới thiệu", blank=True, max_length=1000)

    class Meta:
        verbose_name = "tác giả"
        verbose_name_plural = "tác giả"
        ordering = ["sort_name"]

    def __str__(self) -> str:
        return self.name

    def posting_on(self, day: date) -> "Posting | None":
        """What this person was on that day; no query where postings are prefetched."""
        held = [posting for posting in self.postings.all() if posting.since <= day]
        return max(held, key=lambda posting: posting.since, default=None)


class PenName(models.Model):
    author = models.ForeignKey(
        Author, on_delete=models.CASCADE, related_name="pen_names", verbose_name="tác giả"
    )
    name = LineField("bút danh khác", max_length=120)

    class Meta:
        verbose_name = "bút danh khác"
        verbose_name_plural = "bút danh khác"
        constraints = [
            models.UniqueConstraint(
                fields=["author", "name"],
                name="one_pen_name",
                violation_error_message="Tác giả đã có bút danh này.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Posting(models.Model):
    """Rank, post and unit from a day on, until the author's next row."""

    author = models.ForeignKey(
        Author, on_delete=models.CASCADE, related_name="postings", verbose_name="tác giả"
    )
    since = models.DateField("từ ngày")
    rank = models.CharField("cấp bậc", max_length=30, blank=True, choices=ranks.CHOICES)
    post = LineField("chức vụ", max_length=120, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, verbose_name="đơn vị"
    )

    class Meta:
        verbose_name = "cấp bậc, chức vụ, đơn vị"
        verbose_name_plural = "cấp bậc, chức vụ, đơn vị theo thời gian"
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "since"],
                name="one_posting_a_day",
                violation_error_message="Đã có một dòng cho ngày này.",
            )
        ]

    def __str__(self) -> str:
        return self.printed(self.author.full_name or self.author.name)

    def printed(self, name: str) -> str:
        """As papers sign: “Đại tá Trần Văn Khởi, Chính ủy BĐBP Quảng Ninh”."""
        unit = self.unit.printed_name if self.unit else ""
        return signed(name, rank=self.rank, post=self.post, unit=unit)


def signed(name: str, *, rank: str, post: str, unit: str) -> str:
    # “Phóng viên Báo Biên phòng” already says where.
    office = post if unit in post else f"{post} {unit}".strip()
    return ", ".join(filter(None, [f"{rank} {name}".strip(), office]))
