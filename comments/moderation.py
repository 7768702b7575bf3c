"""Taking in readers' words and deciding on them. Nothing else writes a comment's status.

A thread's decisions take turns on the row of its root, so its part of Article.comment_count, the
number of comments readers see, moves exactly once for each of them.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.dispatch import Signal
from django.utils import timezone

from accounts.models import User
from articles.models import Article, PublishedVersion
from audit.log import record
from comments import signals
from comments.models import (
    REASON_LENGTH,
    Comment,
    Decision,
    Flag,
    Status,
)
from comments.policy import needs_two
from comments.screening import flags_of
from comments.words import checked, too_long
from core.vietnamese import clean_line

# A finger that pressed twice, a page sent again: the same words within this time are one comment.
SAME_SENDING = timedelta(minutes=1)


class Closed(ValidationError):
    """The piece takes no comments: it is not before readers any more, or its policy says so."""

    def __init__(
        self, why: str = "Bài này không còn được đăng nên không nhận thêm ý kiến."
    ) -> None:
        super().__init__(why, code="closed")


class Unanswerable(ValidationError):
    """The comment replied to is not before readers, or stands under another piece."""

    def __init__(self) -> None:
        sentence = (
            "Ý kiến bạn muốn trả lời không còn trên trang."
            " Nếu gửi tiếp, ý kiến của bạn sẽ đứng riêng."
        )
        super().__init__({"parent": sentence})


def submit(
    *,
    article: Article,
    name: str,
    email: str,
    text: str,
    parent: Comment | None = None,
    trapped: bool = False,
) -> Comment:
    """Put a reader's words in the moderators' queue, or with the rubbish if `trapped`.

    Sent twice within a minute they are one comment. Lengths are in code points after cleaning.
    Raises Closed, Unanswerable, or ValidationError by field: name, email, text.
    """
    words = checked(name, email, text)
    with transaction.atomic():
        article = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
        if not PublishedVersion.objects.live().filter(article=article).exists():
            raise Closed
        if parent and not Comment.objects.public().filter(pk=parent.pk, article=article).exists():
            raise Unanswerable
        if first := _first_sending(article, parent, words):
            return first
        comment = Comment.objects.create(
            article=article,
            parent=parent,
            root_id=(parent.root_id or parent.pk) if parent else None,
            name=words["name"],
            email=words["email"],
            status=Status.SPAM if trapped else Status.PENDING,
        )
        comment.latest = comment.revisions.create(number=1, text=words["text"])
        comment.save(update_fields=["latest"])
        Flag.objects.bulk_create(flags_of(comment.latest))
        _tell_after_commit(signals.submitted, comment)
    return comment


def approve(
    comment: Comment, *, by: User, reason: str = "", revision: int | None = None
) -> Comment:
    """Let the latest text before readers. `revision` is the number of the text that was read.

    Deciding again what is decided already changes nothing. Raises PermissionDenied, or
    ValidationError by field: revision, reason. Returns the comment as it is now.
    """
    return _decide(comment, Status.APPROVED, by=by, reason=reason, revision=revision)


def reject(comment: Comment, *, by: User, reason: str = "", revision: int | None = None) -> Comment:
    """Keep the text from readers; its author can read the reason. See approve()."""
    return _decide(comment, Status.REJECTED, by=by, reason=reason, revision=revision)


def mark_spam(
    comment: Comment, *, by: User, reason: str = "", revision: int | None = None
) -> Comment:
    """Keep the text from readers as rubbish. See approve()."""
    return _decide(comment, Status.SPAM, by=by, reason=reason, revision=revision)


def decide_all(comments: Iterable[Comment], verdict: Status, *, by: User) -> list[Comment]:
    """The same verdict on the latest texts of many: all of them, or none. The log holds one entry
    with their numbers. Raises PermissionDenied."""
    if not by.has_perm("comments.moderate"):
        raise PermissionDenied
    # Everybody takes the threads in one order, so nobody waits in a circle.
    chosen = sorted(comments, key=lambda comment: (comment.root_id or comment.pk, comment.pk))
    with transaction.atomic():
        for comment in chosen:
            _lock(comment)
        decided = [_settle(comment, verdict, by=by, reason="", revision=None) for comment in chosen]
        moved = [comment.pk for comment, facts in decided if facts]
        if moved:
            facts = {"verdict": verdict, "comments": moved}
            record("comments.decided_many", by=by, facts=facts)
    return [comment for comment, _facts in decided]


def _decide(
    comment: Comment, verdict: Status, *, by: User, reason: str, revision: int | None
) -> Comment:
    if not by.has_perm("comments.moderate"):
        raise PermissionDenied
    with transaction.atomic():
        comment, facts = _settle(comment, verdict, by=by, reason=reason, revision=revision)
        if facts:
            record("comments.decided", by=by, about=comment, facts=facts)
    return comment


def _settle(
    comment: Comment, verdict: Status, *, by: User, reason: str, revision: int | None
) -> tuple[Comment, dict[str, Any]]:
    """The comment as it is now, and what the log is to tell: nothing if it stood so already."""
    reason = clean_line(reason)
    if len(reason) > REASON_LENGTH:
        raise ValidationError({"reason": too_long("Lý do", reason, REASON_LENGTH)})
    comment = _lock(comment)
    read = comment.latest
    if read is None or revision not in {None, read.number}:
        raise ValidationError(
            {"revision": "Người gửi đã sửa ý kiến này. Xin đọc lại bản mới rồi quyết định."}
        )
    if verdict == Status.APPROVED and not comment.approved and needs_two(comment.article):
        first = comment.decisions.filter(revision=read, verdict=verdict).order_by("pk").first()
        if first is None or first.by_id == by.pk:
            return comment, _first_of_two(comment, first, by=by, reason=reason)
    return _put(comment, verdict, by=by, reason=reason)


def _put(
    comment: Comment, verdict: Status, *, by: User, reason: str
) -> tuple[Comment, dict[str, Any]]:
    """A held comment to where the verdict puts it."""
    read = comment.latest
    assert read is not None
    was_approved = comment.approved
    shown = read if verdict == Status.APPROVED else None
    settled = not (comment.again or comment.reports)
    if (comment.status, comment.shown) == (verdict, shown) and settled:
        return comment, {}
    comment.status, comment.shown = verdict, shown
    comment.again, comment.reports = False, 0
    if comment.approved and not was_approved:
        comment.shown_since = timezone.now()
    comment.save(update_fields=["status", "shown", "shown_since", "again", "reports"])
    Decision.objects.create(comment=comment, revision=read, verdict=verdict, by=by, reason=reason)
    _move_count(comment, int(comment.approved) - int(was_approved))
    if comment.approved and not was_approved:
        _tell_after_commit(signals.approved, comment)
    elif was_approved and not comment.approved:
        _tell_after_commit(signals.hidden, comment)
    return comment, {"verdict": verdict, "text": read.number, "piece": comment.article_id}


def _first_of_two(
    comment: Comment, first: Decision | None, *, by: User, reason: str
) -> dict[str, Any]:
    """Where two must agree, the first word is kept and the comment waits for the second person."""
    if first is not None or comment.latest is None:
        return {}
    word = {"revision": comment.latest, "verdict": Status.APPROVED, "by": by, "reason": reason}
    Decision.objects.create(comment=comment, **word)
    return {"second_awaited": True, "text": comment.latest.number, "piece": comment.article_id}


def set_aside(comment: Comment) -> Comment:
    """Take a text from readers until somebody decides on it anew: a rule wants it, no person."""
    with transaction.atomic():
        comment = _lock(comment)
        if not comment.approved:
            return comment
        comment.status, comment.shown, comment.again = Status.PENDING, None, False
        comment.save(update_fields=["status", "shown", "again"])
        _move_count(comment, -1)
        _tell_after_commit(signals.hidden, comment)
        record("comments.set_aside", by=None, about=comment, facts={"piece": comment.article_id})
    return comment


def _lock(comment: Comment) -> Comment:
    """The comment as it is in the database now; its thread is held until the transaction ends."""
    Comment.objects.select_for_update(no_key=True).get(pk=comment.root_id or comment.pk)
    return Comment.objects.select_related("latest", "shown", "root", "article").get(pk=comment.pk)


def _move_count(comment: Comment, step: int) -> None:
    """A root comes and goes with its replies; a reply counts only while its root is to be seen."""
    if not step:
        return
    if comment.root:
        change = step if comment.root.approved else 0
    else:
        change = step * (1 + comment.replies.approved().count())
    # A count that drifted, by an import perhaps, must not keep a moderator from hiding a text.
    moved = Greatest(F("comment_count") + change, 0)
    Article.objects.filter(pk=comment.article_id).update(comment_count=moved)


def _first_sending(
    article: Article, parent: Comment | None, words: dict[str, str]
) -> Comment | None:
    return Comment.objects.filter(
        article=article,
        created__gte=timezone.now() - SAME_SENDING,
        parent=parent,
        name=words["name"],
        latest__text=words["text"],
    ).first()


def _tell_after_commit(signal: Signal, comment: Comment) -> None:
    def tell() -> Any:
        return signal.send_robust(sender=Comment, comment=comment)

    transaction.on_commit(tell, robust=True)
