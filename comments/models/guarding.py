"""What keeps abuse from readers and moderators: who may not write, how much came from where, and
by what a text is known again."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from comments.models.comment import Comment
from core.dates import in_hanoi, short_date
from core.fields import LineField

RULE_LENGTH = 200


class BanQuerySet(models.QuerySet["Ban"]):
    def in_force(self) -> "BanQuerySet":
        lasting = Q(until=None) | Q(until__gte=in_hanoi(timezone.now()).date())
        return self.filter(lasting, lifted=None)

    def over(self, before: datetime) -> "BanQuerySet":
        """Ended or lifted before a time."""
        return self.filter(Q(lifted__lt=before) | Q(until__lt=in_hanoi(before).date()))

    def of(self, subjects: "list[tuple[str, int]]") -> "BanQuerySet":
        """Of any of these (kind, mark)."""
        wanted = Q(pk__in=[])
        for kind, mark in subjects:
            wanted |= Q(kind=kind, mark=mark)
        return self.filter(wanted)


class Ban(models.Model):
    """Somebody may not write for a while, or until it is lifted; never changed otherwise, never
    deleted. `mark` says whom (comments/banning.py): it cannot be read back, and goes in time."""

    class Kind(models.TextChoices):
        ACCOUNT = "tai-khoan", "Tài khoản"
        EMAIL = "thu", "Thư điện tử"
        SENDER = "trinh-duyet", "Trình duyệt"
        NETWORK = "mang", "Mạng"

    kind = models.CharField("chặn theo", max_length=12, choices=Kind.choices)
    mark = models.BigIntegerField(null=True, editable=False)
    # Empty once the one it is about was forgotten: the account left, or had all of it erased.
    whom = LineField("người bị chặn", max_length=120)
    comment = models.ForeignKey(
        Comment,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="vì ý kiến",
    )
    until = models.DateField("đến hết ngày", null=True)
    rule = LineField("quy tắc bị vi phạm", max_length=RULE_LENGTH)
    note = LineField("ghi chú nội bộ", max_length=RULE_LENGTH, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="người chặn",
    )
    at = models.DateTimeField("lúc", default=timezone.now)
    lifted = models.DateTimeField("bỏ chặn lúc", null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người bỏ chặn",
    )

    objects = BanQuerySet.as_manager()

    class Meta:
        verbose_name = "lệnh chặn"
        verbose_name_plural = "lệnh chặn người gửi"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kind", "mark"], name="ban_by_subject")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.told}"

    @property
    def told(self) -> str:
        """What moderators call whom it is about; who was forgotten has no name any more."""
        return self.whom or "không còn lưu tên"

    @property
    def log_label(self) -> str:
        """Whom it is about stays out of the log."""
        return f"Lệnh chặn số {self.pk}, theo {self.get_kind_display().lower()}"

    @property
    def sentence(self) -> str:
        """What the one it is about is told."""
        lasts = f" đến hết ngày {short_date(self.until)}" if self.until else ""
        return f"Bạn không gửi được ý kiến{lasts} vì vi phạm quy tắc: {self.rule}"

    def holds_on(self, day: date) -> bool:
        return self.lifted is None and (self.until is None or self.until >= day)


class Bucket(models.Model):
    """How much came from one place of late (comments/limits.py). A table of a set size, which needs
    no sweeping: two places that share a row by chance share a limit."""

    slot = models.IntegerField(primary_key=True)
    full_until = models.BigIntegerField()
    """Milliseconds since 1970 when it will be empty again: the further off, the fuller it is."""

    def __str__(self) -> str:
        return f"{self.slot}: {self.full_until}"


class Print(models.Model):
    """One of the few numbers by which a text is known again (comments/repeats.py), and the newest
    comment that had it. A table of a set size, too: old prints give way to new ones."""

    slot = models.IntegerField(primary_key=True)
    key = models.BigIntegerField()
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.key} → {self.comment_id}"
