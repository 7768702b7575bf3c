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
from comments import signals, trusting
from comments.models import (
    REASON_LENGTH,
    Comment,
    Decision,
    Flag,
    Print,
    Status,
)
from comments.policy import needs_two
from comments.refusals import Closed, NotEditable, Unanswerable
from comments.screening import Notice, flags_of
from comments.words import checked, checked_text, too_long
from core.vietnamese import clean_line

# A finger that pressed twice, a page sent again: the same words within this time are one comment.
SAME_SENDING = timedelta(minutes=1)
MOST_EDITS = 5
# What stands for the words and the name of who had his data erased.
ERASED_TEXT = "(Người gửi đã yêu cầu xóa.)"
ERASED_NAME = "Bạn đọc"


def submit(
    *,
    article: Article,
    name: str,
    email: str,
    text: str,
    parent: Comment | None = None,
    trapped: bool = False,
    reader: User | None = None,
    sender: int | None = None,
    network: int | None = None,
    holder: int | None = None,
    flags: Iterable[Notice] = (),
    behind: bool = False,
) -> Comment:
    """Put a reader's words in the moderators' queue, `behind` the others, or with the rubbish if
    `trapped`. `flags` are what was noticed of the sending.

    What a trusted reader wrote goes on from there by rule (comments/trusting.py). Sent twice within
    a minute by the same sender they are one comment. Lengths are in code points after cleaning.
    Raises Closed, Unanswerable, or ValidationError by field: name, email, text.
    """
    words = checked(name, email, text)
    marks = {"reader": reader, "sender": sender, "network": network, "holder": holder}
    with transaction.atomic():
        article = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
        if not PublishedVersion.objects.live().filter(article=article).exists():
            raise Closed
        if parent and not Comment.objects.public().filter(pk=parent.pk, article=article).exists():
            raise Unanswerable
        if first := _first_sending(article, parent, words, reader=reader, sender=sender):
            return first
        comment = Comment.objects.create(
            article=article,
            parent=parent,
            root_id=(parent.root_id or parent.pk) if parent else None,
            name=words["name"],
            email=words["email"],
            status=Status.SPAM if trapped else Status.PENDING,
            **marks,
            behind=behind,
        )
        comment.latest = comment.revisions.create(number=1, text=words["text"])
        comment.save(update_fields=["latest"])
        Flag.objects.bulk_create(flags_of(comment.latest, flags))
        _tell_after_commit(signals.submitted, comment)
    return _let_through(comment)


def edit(comment: Comment, *, text: str) -> Comment:
    """A later text by the same hand: it waits for a decision, and what readers see stays until
    then. What was refused comes before a moderator again; what was caught in the trap stays there.

    The same text again changes nothing. Raises NotEditable, Closed, or ValidationError by field:
    text. Returns the comment as it is now.
    """
    text = checked_text(text)
    with transaction.atomic():
        comment = _lock(comment)
        if comment.latest is not None and comment.latest.text == text:
            return comment
        number = _next_number(comment)
        if not PublishedVersion.objects.live().filter(article=comment.article).exists():
            raise Closed
        comment.latest = comment.revisions.create(number=number, text=text)
        if comment.status == Status.REJECTED:
            comment.status = Status.PENDING
        comment.again = comment.approved
        comment.save(update_fields=["latest", "status", "again"])
        edited = Flag(revision=comment.latest, reason=Flag.Reason.EDITED)
        Flag.objects.bulk_create([*flags_of(comment.latest), edited])
    return _let_through(comment)


def withdraw(comment: Comment) -> Comment:
    """Taken back by its writer, for good: the words leave readers at once, with the replies under
    them, and stay in the desk's hands. Doing it again changes nothing."""
    with transaction.atomic():
        comment = _lock(comment)
        if not comment.withdrawn:
            _take_back(comment)
            record("comments.withdrawn", by=None, about=comment, facts=_piece_of(comment))
    return comment


def erase(comment: Comment) -> Comment:
    """Its words, name and marks forgotten, for good, and withdrawn; that it was sent, and what was
    decided on it, stay as facts. Doing it again changes nothing."""
    with transaction.atomic():
        comment = _lock(comment)
        if not comment.withdrawn:
            _take_back(comment)
        comment.name, comment.email, comment.reader = ERASED_NAME, "", None
        comment.sender = comment.network = comment.holder = None
        comment.save(update_fields=["name", "email", "reader", "sender", "network", "holder"])
        Flag.objects.filter(revision__comment=comment).delete()
        Print.objects.filter(comment=comment).delete()
        kept = comment.revisions.exclude(text=ERASED_TEXT)
        if kept.update(text=ERASED_TEXT):
            record("comments.erased", by=None, about=comment, facts=_piece_of(comment))
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
    with their numbers. What was withdrawn meanwhile is left out. Raises PermissionDenied."""
    if not by.has_perm("comments.moderate"):
        raise PermissionDenied
    # Everybody takes the threads in one order, so nobody waits in a circle.
    chosen = sorted(comments, key=lambda comment: (comment.root_id or comment.pk, comment.pk))
    with transaction.atomic():
        held = [comment for comment in map(_lock, chosen) if not comment.withdrawn]
        decided = [_settle(comment, verdict, by=by, reason="", revision=None) for comment in held]
        moved = [comment.pk for comment, facts in decided if facts]
        if moved:
            _end_trust([comment for comment, _facts in decided], by=by)
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
            _end_trust([comment], by=by)
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
    if comment.withdrawn:
        raise ValidationError({"revision": "Người gửi đã rút lại ý kiến này."})
    if read is None or revision not in {None, read.number}:
        raise ValidationError(
            {"revision": "Người gửi đã sửa ý kiến này. Xin đọc lại bản mới rồi quyết định."}
        )
    unseen = comment.shown_id != read.pk
    if verdict == Status.APPROVED and unseen and needs_two(comment.article):
        said = comment.decisions.filter(revision=read, verdict=verdict).exclude(by=None)
        first = said.order_by("pk").first()
        if first is None or first.by_id == by.pk:
            return comment, _first_of_two(comment, first, by=by, reason=reason)
    return _put(comment, verdict, by=by, reason=reason)


def _put(
    comment: Comment, verdict: Status, *, by: User | None, reason: str
) -> tuple[Comment, dict[str, Any]]:
    """A held comment to where the verdict puts it, a moderator's or nobody's: a rule's."""
    read = comment.latest
    assert read is not None
    was_approved, was_shown = comment.approved, comment.shown_id
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
    if comment.approved and comment.shown_id != was_shown:
        _tell_after_commit(signals.approved, comment)
    elif was_approved and not comment.approved:
        _tell_after_commit(signals.hidden, comment)
    return comment, {"verdict": verdict, "text": read.number, "piece": comment.article_id}


def _let_through(comment: Comment) -> Comment:
    """Approve by rule what needs no moderator. After the words themselves are in: whatever goes
    wrong here, they wait in the queue."""
    if not trusting.goes_through(comment):
        return comment
    with transaction.atomic():
        held = _lock(comment)
        if held.latest_id != comment.latest_id or not trusting.goes_through(held):
            return held
        held, facts = _put(held, Status.APPROVED, by=None, reason="")
        if facts:
            record("comments.let_through", by=None, about=held, facts=facts)
    return held


def _next_number(comment: Comment) -> int:
    """Of the text that may follow a held comment's latest. Raises NotEditable."""
    caught = comment.status == Status.SPAM and not comment.decisions.exists()
    if comment.withdrawn:
        raise NotEditable("Bạn đã rút lại ý kiến này.")
    if comment.status == Status.SPAM and not caught:
        raise NotEditable("Ý kiến này không sửa được nữa.")
    if comment.latest is None or comment.latest.number > MOST_EDITS:
        raise NotEditable(f"Ý kiến này đã được sửa {MOST_EDITS} lần, không sửa thêm được.")
    return comment.latest.number + 1


def _take_back(comment: Comment) -> None:
    """A held comment away from readers and from the queue."""
    was_approved = comment.approved
    comment.status, comment.shown = Status.WITHDRAWN, None
    comment.again, comment.reports, comment.featured = False, 0, False
    comment.save(update_fields=["status", "shown", "again", "reports", "featured"])
    if was_approved:
        _move_count(comment, -1)
        _tell_after_commit(signals.hidden, comment)


def _end_trust(comments: Iterable[Comment], *, by: User) -> None:
    refused = {Status.REJECTED, Status.SPAM}
    trusting.end_after_refusal((c for c in comments if c.status in refused), by=by)


def _piece_of(comment: Comment) -> dict[str, Any]:
    return {"piece": comment.article_id}


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
    article: Article,
    parent: Comment | None,
    words: dict[str, str],
    *,
    reader: User | None,
    sender: int | None,
) -> Comment | None:
    """By the same sender alone: whoever repeats another's words must not come by his receipt."""
    recent = Comment.objects.exclude(status=Status.WITHDRAWN)
    return recent.filter(
        article=article,
        created__gte=timezone.now() - SAME_SENDING,
        parent=parent,
        reader=reader,
        sender=sender,
        name=words["name"],
        latest__text=words["text"],
    ).first()


def _tell_after_commit(signal: Signal, comment: Comment) -> None:
    def tell() -> Any:
        return signal.send_robust(sender=Comment, comment=comment)

    transaction.on_commit(tell, robust=True)
