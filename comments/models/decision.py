"""Verdicts on readers' words: who decided what, when and why."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from comments.models.comment import ON_PAGE, REASON_LENGTH, Comment, CommentRevision, Status
from core.fields import LineField


class DecisionQuerySet(models.QuerySet["Decision"]):
    def standing(self) -> "DecisionQuerySet":
        """Verdicts that nobody took back."""
        return self.filter(undoes=None, undone=None)


class Decision(models.Model):
    """A verdict on one revision, a moderator's or a rule's; never changed, never deleted. Taken
    back, it stays, with another row that says so (`undoes`), whose verdict is what was before."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="decisions")
    revision = models.ForeignKey(CommentRevision, on_delete=models.PROTECT)
    verdict = models.CharField("quyết định", max_length=10, choices=Status.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        verbose_name="người duyệt",
    )
    """Nobody where a rule decided: its reader is trusted (comments/trusting.py), or a word that
    hides at once was found in it (comments/rescanning.py)."""
    at = models.DateTimeField("lúc", default=timezone.now)
    reason = LineField("lý do", max_length=REASON_LENGTH, blank=True)
    # The same for all that one press of a button decided.
    act = models.UUIDField(null=True, editable=False)
    # What stood before: {"status", "shown", "again", "reports", "featured"}; of old ones unknown.
    before = models.JSONField(null=True, editable=False)
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="undone", editable=False
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "quyết định duyệt"
        verbose_name_plural = "quyết định duyệt"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["at"], name="decision_by_time"),
            models.Index(fields=["by", "-at", "-id"], name="decision_by_person"),
            models.Index(fields=["act"], condition=Q(act__isnull=False), name="decision_by_act"),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} – {self.decider}"

    def says(self, status: str) -> bool:
        """Whether somebody decided so; putting back what stood before is no verdict."""
        return self.verdict == status and self.undoes_id is None

    @property
    def outcome(self) -> str:
        """What it said, for the writer of the comment."""
        if self.verdict == Status.APPROVED:
            return ON_PAGE
        return f"Không đăng: {self.reason}" if self.reason else "Không đăng"

    @property
    def decider(self) -> str:
        """Costs a query unless `by` is loaded."""
        if self.by:
            return str(self.by)
        approved = self.verdict == Status.APPROVED
        return "theo quy tắc: bạn đọc được tin cậy" if approved else "theo quy tắc"
