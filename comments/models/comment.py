from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models import Article, Section
from comments.sameness import digest_of
from core.fields import LineField, ProseField

NAME_LENGTH = 60
TEXT_LENGTH = 3000
REASON_LENGTH = 200
# What a writer is told of what was approved: on the page, or no longer to be found there.
ON_PAGE, OFF_PAGE = "Đã đăng", "Đã duyệt, nhưng không còn trên trang"


class Status(models.TextChoices):
    PENDING = "pending", "Chờ duyệt"
    APPROVED = "approved", "Đã đăng"
    REJECTED = "rejected", "Không đăng"
    SPAM = "spam", "Rác"
    WITHDRAWN = "withdrawn", "Người gửi rút lại"


# What is still kept of the person who wrote it.
REMEMBERED = (
    ~Q(email="") | Q(sender__isnull=False) | Q(network__isnull=False) | Q(holder__isnull=False)
)


class Voice(models.TextChoices):
    """For whom a comment speaks, as the server knows and nobody types; badges beside the name."""

    READER = "", "Bạn đọc"
    DESK = "toa-soan", "Tòa soạn"
    AUTHOR = "tac-gia", "Tác giả"


class CommentQuerySet(models.QuerySet["Comment"]):
    def approved(self) -> "CommentQuerySet":
        """Let through by a moderator. Readers see those of them whose root is let through too."""
        return self.filter(status=Status.APPROVED).exclude(shown=None)

    def public(self) -> "CommentQuerySet":
        """What readers may see: hiding a root hides its replies."""
        under_approved = Q(root__status=Status.APPROVED, root__shown__isnull=False)
        return self.approved().filter(Q(root=None) | under_approved)

    def own(self, pk: int | None) -> "CommentQuerySet":
        """One comment whatever became of it, for its writer alone: whoever holds its receipt."""
        return self.filter(pk=pk).select_related("latest")

    def sent_by(self, *, reader: int | None, holder: int | None) -> "CommentQuerySet":
        """All of one person, whatever became of them, for him alone: of his account, and those
        without an account from his browser."""
        by_account = Q(reader=reader) if reader else Q(pk__in=())
        by_browser = Q(holder=holder) if holder else Q(pk__in=())
        found = self.filter(by_account | by_browser).select_related("latest")
        return found.prefetch_related("decisions")

    def pending(self) -> "CommentQuerySet":
        """The moderators' queue, oldest first; what came in a flood stands behind all the rest."""
        return self.filter(status=Status.PENDING).order_by("behind", "created", "pk")

    def awaiting(self) -> "CommentQuerySet":
        """What a moderator has to look at: not yet decided, to be seen again, or reported."""
        return self.filter(Q(status=Status.PENDING) | Q(again=True) | Q(reports__gt=0))

    def roots(self) -> "CommentQuerySet":
        return self.filter(root=None)

    def featured(self) -> "CommentQuerySet":
        """What stands above the others as well: a reply does not without what it answers."""
        return self.approved().roots().filter(featured=True)


class Comment(models.Model):
    """A reader's word. Two levels: a reply to a reply stays under the same root.

    The text lives in numbered revisions; readers see the one a moderator approved.
    """

    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="comments", verbose_name="bài"
    )
    # An index of what a comment may lack (root, parent, reader, shown) leaves out those that lack
    # it: SQLite takes them for few and would walk through all of them for those of one piece.
    root = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="replies",
        editable=False,
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="answers",
        editable=False,
    )
    name = LineField("tên", max_length=NAME_LENGTH)
    email = models.EmailField("thư điện tử", blank=True)
    # Who wrote it, where it was one with an account; his own name and address stand above.
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        db_index=False,
        related_name="comments",
        editable=False,
        verbose_name="tài khoản",
    )
    voice = models.CharField(
        "tiếng nói",
        max_length=10,
        choices=Voice.choices,
        blank=True,
        default=Voice.READER,
        db_default="",
        editable=False,
    )
    # Where readers have the piece (comments/moving.py): whose moderators see it. Kept here, since a
    # queue of 100,000 is opened by section along an index.
    section = models.ForeignKey(
        Section,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        editable=False,
        verbose_name="chuyên mục",
    )
    # Keyed marks that nothing can be read back from, forgotten after a while: of the browser
    # (comments/voters.py), and of the network it was sent from.
    sender = models.BigIntegerField(null=True, editable=False)
    # A number drawn for the browser that a guest wrote in, by which it is shown his own comments
    # (comments/holders.py): two behind one address have one sender's mark, and two of these.
    holder = models.BigIntegerField(null=True, editable=False)
    network = models.BigIntegerField(null=True, editable=False)
    # What it was called where it was imported from, as "wxr:1234".
    source = models.CharField(max_length=100, null=True, unique=True, editable=False)  # noqa: DJ001 -- many have none
    status = models.CharField(
        "tình trạng", max_length=10, choices=Status.choices, default=Status.PENDING, editable=False
    )
    latest = models.ForeignKey(
        "CommentRevision", on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    shown = models.ForeignKey(
        "CommentRevision",
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        editable=False,
    )
    likes = models.PositiveIntegerField("thích", default=0, editable=False)
    # Those of `likes` that came with an import: of nobody known, so without rows of voters.
    likes_brought = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    # Likes as the order “Quan tâm nhất” counts them; two, so that who is paging keeps the old one
    # while the new one is made (comments/likes.py).
    ranked_even = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    ranked_odd = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    reports = models.PositiveIntegerField(
        "báo cáo chưa xem", default=0, db_default=0, editable=False
    )
    # Approved, and to be looked at again: it stays where it is until somebody decides.
    again = models.BooleanField("cần xem lại", default=False, db_default=False, editable=False)
    # It came while far more came in than anybody can read (comments/guarding.py).
    behind = models.BooleanField("xếp sau", default=False, db_default=False, editable=False)
    featured = models.BooleanField("nổi bật", default=False, db_default=False, editable=False)
    created = models.DateTimeField("gửi lúc", default=timezone.now, editable=False)
    # Since when readers see it, for pages that were open before (comments/fresh.py).
    shown_since = models.DateTimeField(null=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "ý kiến"
        verbose_name_plural = "ý kiến"
        ordering = ["-created", "-pk"]
        permissions = [
            ("moderate_comment", "Duyệt ý kiến bạn đọc"),
            ("export_comment", "Tải ý kiến bạn đọc về"),
            ("export_email", "Tải về cùng thư điện tử của bạn đọc"),
        ]
        indexes = [
            models.Index(
                fields=["root"], condition=Q(root__isnull=False), name="comment_of_thread"
            ),
            models.Index(
                fields=["parent"], condition=Q(parent__isnull=False), name="comment_answering"
            ),
            models.Index(
                fields=["shown"], condition=Q(shown__isnull=False), name="comment_showing"
            ),
            models.Index(fields=["name", "-created"], name="comment_by_name"),
            models.Index(fields=["email", "-created"], name="comment_by_email"),
            models.Index(
                fields=["sender", "-created"],
                condition=Q(sender__isnull=False),
                name="comment_by_sender",
            ),
            models.Index(
                fields=["network", "-created"],
                condition=Q(network__isnull=False),
                name="comment_by_network",
            ),
            models.Index(
                fields=["holder", "-created", "-id"],
                condition=Q(holder__isnull=False),
                name="comment_by_holder",
            ),
            models.Index(
                fields=["reader", "-created", "-id"],
                condition=Q(reader__isnull=False),
                name="comment_by_reader",
            ),
            models.Index(fields=["created", "id"], condition=REMEMBERED, name="comment_remembered"),
            models.Index(
                fields=["article", "-created", "-id"],
                condition=Q(root=None, status="approved"),
                name="comment_newest_roots",
            ),
            models.Index(
                fields=["article", "-created", "-id"],
                condition=Q(featured=True, root=None, status="approved"),
                name="comment_featured_roots",
            ),
            models.Index(
                fields=["article", "-ranked_even", "-id"],
                condition=Q(root=None, status="approved"),
                name="comment_liked_roots_even",
            ),
            models.Index(
                fields=["article", "-ranked_odd", "-id"],
                condition=Q(root=None, status="approved"),
                name="comment_liked_roots_odd",
            ),
            models.Index(
                fields=["root", "created", "id"],
                condition=Q(root__isnull=False, status="approved"),
                name="comment_replies",
            ),
            models.Index(
                fields=["article", "-shown_since", "-id"],
                condition=Q(status="approved", shown_since__isnull=False),
                name="comment_fresh",
            ),
            models.Index(
                fields=["behind", "created", "id"],
                condition=Q(status="pending"),
                name="comment_queue_in_order",
            ),
            models.Index(
                fields=["section", "behind", "created", "id"],
                condition=Q(status="pending"),
                name="comment_queue_by_section",
            ),
            models.Index(fields=["created"], name="comment_by_created"),
            *(
                models.Index(
                    fields=["-created", "-id"],
                    condition=Q(status=status),
                    name=f"comment_{status}",
                )
                for status in ("rejected", "spam", "withdrawn")
            ),
            models.Index(fields=["created", "id"], condition=Q(again=True), name="comment_again"),
            models.Index(
                fields=["created", "id"], condition=Q(reports__gt=0), name="comment_reported"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.latest.text[:60] if self.latest else ''}"

    @property
    def log_label(self) -> str:
        """What the log calls it: readers' names and words stay out of there."""
        return f"Ý kiến số {self.pk} về bài số {self.article_id}"

    @property
    def approved(self) -> bool:
        return self.status == Status.APPROVED and self.shown_id is not None

    @property
    def pending(self) -> bool:
        return self.status == Status.PENDING

    @property
    def outcome(self) -> str:
        """What became of it, for its writer. One query, unless the decisions are prefetched."""
        if self.withdrawn:
            return "Đã rút lại"
        if self.approved:
            # Annotated by whoever read the row (comments/policy.py).
            shown = ON_PAGE if getattr(self, "on_page", True) else OFF_PAGE
            return f"{shown}; bản sửa đang chờ duyệt" if self.edited_since else shown
        decision = None
        if not self.pending:
            decision = next((one for one in self.decisions.all() if one.says(self.status)), None)
        if decision is None:  # what the trap caught is not told of it
            return "Đang chờ duyệt"
        return decision.outcome

    @property
    def keeps_marks(self) -> bool:
        """Whether a mark of its writer's browser or network is kept still."""
        return any(mark is not None for mark in (self.sender, self.network, self.holder))

    @property
    def withdrawn(self) -> bool:
        return self.status == Status.WITHDRAWN

    @property
    def unsettled(self) -> bool:
        """Whether its latest text wants a decision: readers do not see it, or see it until somebody
        has looked again."""
        return self.again or self.shown_id != self.latest_id

    @property
    def edited_since(self) -> bool:
        """Whether readers see a text that its writer has changed since: the new one waits."""
        return self.approved and self.shown_id != self.latest_id


class DigestField(models.BigIntegerField):
    """By which the same words are found again (comments/sameness.py); kept with every save of the
    row's text."""

    def pre_save(self, model_instance: models.Model, add: bool) -> int:
        value = digest_of(model_instance.text)  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BigIntegerField", args, kwargs


class CommentRevision(models.Model):
    """What was typed, once; a later edit is another row."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    text = ProseField("nội dung", max_length=TEXT_LENGTH)
    digest = DigestField(null=True, editable=False)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "bản ghi ý kiến"
        verbose_name_plural = "bản ghi ý kiến"
        constraints = [
            models.UniqueConstraint(fields=["comment", "number"], name="one_comment_revision")
        ]
        indexes = [models.Index(fields=["digest"], name="comment_text_again")]

    def __str__(self) -> str:
        return self.text[:60]
