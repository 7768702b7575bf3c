"""What the newspaper keeps about a reader with an account, and about nobody else."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models import Article
from comments.models import NAME_LENGTH, OFF_PAGE, Comment, Decision, Status
from core.fields import LineField


class Profile(models.Model):
    """Makes an account a reader's: the newsroom's people have none, and what stands under
    /tai-khoan/ is closed to whoever has none (readers/doors.py)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="profile",
        verbose_name="tài khoản",
    )
    # The user's full_name says the same: comments need not know this table.
    name = LineField("tên hiện cùng ý kiến", max_length=NAME_LENGTH)
    mail_replies = models.BooleanField("gửi thư khi có trả lời", default=True, db_default=True)
    mail_decisions = models.BooleanField(
        "gửi thư khi ý kiến được duyệt hay không đăng", default=True, db_default=True
    )
    unread = models.PositiveIntegerField("thông báo chưa đọc", default=0, db_default=0)
    agreed_at = models.DateTimeField("đồng ý lưu thông tin lúc", default=timezone.now)
    # Set while the account waits to be deleted (readers/leaving.py).
    leaves_at = models.DateTimeField("sẽ xóa lúc", null=True)
    withdraws = models.BooleanField(
        "khi xóa thì rút cả ý kiến đã đăng", default=False, db_default=False
    )

    class Meta:
        verbose_name = "bạn đọc"
        verbose_name_plural = "bạn đọc"
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class SavedPiece(models.Model):
    """A piece that a reader wants to find again; shown as long as readers can open it."""

    reader = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="saved")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["reader", "article"], name="saved_once")]
        indexes = [models.Index(fields=["reader", "-at", "-id"], name="saved_newest")]


class Notice(models.Model):
    """Something that happened to a reader's words. Of a reply it is worked out when it is read
    whether there is one still; of a decision it says what was decided, whatever came after."""

    class Kind(models.TextChoices):
        REPLY = "reply", "Có người trả lời"
        DECISION = "decision", "Kết quả biên tập"

    reader = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # The reply, or the reader's own comment that was decided on.
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    # The newest that was told; null on replies, and on rows from before it was kept.
    decision = models.ForeignKey(
        Decision, on_delete=models.CASCADE, null=True, db_index=False, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["reader", "comment", "kind"], name="told_once")
        ]
        indexes = [
            models.Index(fields=["reader", "-at", "-id"], name="notice_newest"),
            models.Index(
                fields=["reader", "at"],
                condition=Q(read_at__isnull=True, mailed_at__isnull=True),
                name="notice_to_mail",
            ),
        ]

    @property
    def outcome(self) -> str:
        """What was decided, in the words a reader's own comments are told in."""
        if self.decision is None:
            return self.comment.outcome
        approved = self.decision.verdict == Status.APPROVED
        if approved and not getattr(self.comment, "on_page", True):
            return OFF_PAGE
        return self.decision.outcome


class Letter(models.Model):
    """A mail to a reader from the moment it is written until it has gone: the page that asked for
    it neither waits for the mail server nor tells by its slowness that there was one."""

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    headers = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()


class Kept(models.Model):
    """The rows of the shared cache, which only django.core.cache reads and writes: counts of
    attempts, lost without harm. It is a model so that migrations make the table."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "shared_cache"
        default_permissions = ()
