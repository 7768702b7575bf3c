"""Readers whose words go straight before others, where a section or a piece says so.

A moderator trusts an account and says why; under another name it waits like everybody, until it is
trusted anew. The trust ends by hand, or by itself as soon as a
comment of the reader is refused: whoever wrote one thing that could not stand is read beforehand
again. Every step is in the log.
"""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import User
from articles.models import PublishedVersion
from audit.log import record
from comments.models import Comment, Decision, Flag, Mode, Status, Trust
from comments.policy import needs_two, policy_of
from comments.words import too_long
from core.vietnamese import clean_line

REASON_LENGTH = 200


def trust(user: User, *, by: User, reason: str) -> Trust:
    """Raises PermissionDenied, or ValidationError by field: reason. Trusting anew is told anew."""
    if not by.has_perm("comments.trust", user):
        raise PermissionDenied
    reason = _checked(reason)
    with transaction.atomic():
        facts = {"by": by, "at": timezone.now(), "reason": reason, "ended": None, "why_ended": ""}
        facts["name"] = user.get_full_name()
        row, _made = Trust.objects.update_or_create(user=user, defaults=facts)
        record("comments.trusted", by=by, about=row, facts={"reason": reason})
    return row


def distrust(user: User, *, by: User, reason: str) -> Trust | None:
    """None where the reader is not trusted. Raises as trust() does."""
    if not by.has_perm("comments.trust", user):
        raise PermissionDenied
    reason = _checked(reason)
    with transaction.atomic():
        row = Trust.objects.in_force().select_for_update().filter(user=user).first()
        if row:
            _end(row, reason)
            record("comments.trust_ended", by=by, about=row, facts={"reason": reason})
    return row


def end_after_refusal(comments: Iterable[Comment], *, by: User) -> None:
    """The readers of these comments, just refused, are trusted no longer. In the transaction of the
    refusal, with every comment locked: the log is written here. One query where none was trusted,
    none where none has an account."""
    refused = {comment.reader_id: comment for comment in comments if comment.reader_id}
    if not refused:
        return
    for row in Trust.objects.in_force().select_for_update().filter(pk__in=refused).order_by("pk"):
        comment = refused[row.pk]
        _end(row, _refused(comment))
        record("comments.trust_ended", by=by, about=row, facts={"comment": comment.pk})


def restore_after_undoing(comments: Iterable[Comment]) -> None:
    """The refusals of these comments were taken back, and with them the end of trust they brought.
    One query where none had been trusted, none where none has an account."""
    readers = {comment.reader_id: _refused(comment) for comment in comments if comment.reader_id}
    if not readers:
        return
    ended = Trust.objects.filter(
        pk__in=readers, why_ended__in=readers.values(), ended__isnull=False
    )
    for row in ended.select_for_update().order_by("pk"):
        if row.why_ended == readers[row.pk]:
            row.ended, row.why_ended = None, ""
            row.save(update_fields=["ended", "why_ended"])


def goes_through(comment: Comment) -> bool:
    """Whether the latest text needs no moderator: its reader is trusted, the piece takes it so, and
    nothing was noticed of it or of an earlier text that nobody has looked at since. What was taken
    from readers, or refused, is a moderator's to bring back. One query for most, none for guests.
    """
    if comment.reader_id is None or comment.status not in {Status.PENDING, Status.APPROVED}:
        return False
    trust = Trust.objects.in_force().filter(pk=comment.reader_id).select_related("user").first()
    if trust is None or trust.name != trust.user.get_full_name():
        return False
    if _noticed(comment).exists() or comment.reports or needs_two(comment.article):
        return False
    if comment.pending and comment.decisions.exists():
        return False
    version = PublishedVersion.objects.live().filter(article=comment.article_id).first()
    if version is None:
        return False
    policy = policy_of(version)
    return policy.takes and policy.mode == Mode.TRUSTED


def _noticed(comment: Comment) -> QuerySet[Flag]:
    """Of any of its texts, with no person's verdict since that stands."""
    verdicts = Decision.objects.standing().filter(comment=comment, by__isnull=False)
    answered = Exists(verdicts.filter(at__gte=OuterRef("at")))
    flags = Flag.objects.filter(revision__comment=comment).exclude(reason=Flag.Reason.EDITED)
    return flags.exclude(answered)


def _refused(comment: Comment) -> str:
    return f"Ý kiến số {comment.pk} không được đăng."


def _end(row: Trust, why: str) -> None:
    row.ended, row.why_ended = timezone.now(), why
    row.save(update_fields=["ended", "why_ended"])


def _checked(reason: str) -> str:
    reason = clean_line(reason)
    if not reason:
        raise ValidationError({"reason": "Xin ghi lý do."})
    if len(reason) > REASON_LENGTH:
        raise ValidationError({"reason": too_long("Lý do", reason, REASON_LENGTH)})
    return reason
