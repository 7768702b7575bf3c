"""Taking in readers' words and deciding on them: whatever changes a comment's status is called from
here, and written by comments/placing.py.

A thread's decisions take turns on the row of its root, so its part of Article.comment_count, the
number of comments readers see, moves exactly once for each of them.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.dispatch import Signal
from django.utils import timezone

from accounts.models import User
from articles.models import Article, PublishedVersion
from audit.log import record
from authors.models import Author
from comments import banning, signals, trusting
from comments.deciding import (
    Conflict,
    Outcome,
    Read,
    approve,
    decide_all,
    last_act,
    mark_spam,
    reject,
    undo,
)
from comments.models import NAME_LENGTH, Comment, Decision, Flag, Print, Status, Voice
from comments.noticing import take_from_readers
from comments.placing import Place, hold, put
from comments.refusals import Closed, NotEditable, Unanswerable
from comments.screening import Notice, flags_of
from comments.words import ERASED_NAME, ERASED_TEXT, checked, checked_text

__all__ = [
    "ERASED_NAME",
    "ERASED_TEXT",
    "Closed",
    "Conflict",
    "NotEditable",
    "Outcome",
    "Read",
    "Unanswerable",
    "approve",
    "decide_all",
    "edit",
    "erase",
    "last_act",
    "mark_spam",
    "reject",
    "set_aside",
    "submit",
    "undo",
    "withdraw",
]

# A finger that pressed twice, a page sent again because no answer came (it says to wait a minute,
# and people wait longer): the same words within this time are one comment.
SAME_SENDING = timedelta(hours=1)
# The same by whom nothing tells apart from his neighbours yet: only while the words are no one
# else's to copy, and the finger may still be on the key.
SAME_CLICK = timedelta(minutes=1)
MOST_EDITS = 5
GONE = Place(Status.WITHDRAWN, None)


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
    known: bool = False,
    flags: Iterable[Notice] = (),
    behind: bool = False,
    voice: Voice | None = None,
) -> Comment:
    """Put a reader's words in the moderators' queue, `behind` the others, or with the rubbish if
    `trapped`. `flags` are what was noticed of the sending; `known` says that the browser brought
    the number `holder`, which was drawn just now otherwise. They speak for a reader unless `voice`
    says otherwise, or `reader` is an author of the piece: then under the name that the piece bears,
    whatever was typed.

    What a trusted reader wrote goes on from there by rule (comments/trusting.py). Sent twice within
    an hour by the same sender they are one comment, which says whether it is `alone`: whether its
    number `holder` is no other's. Lengths are in code points after cleaning.
    Raises Closed, Unanswerable, or ValidationError by field: name, email, text.
    """
    words = checked(name, email, text)
    marks = {"reader": reader, "sender": sender, "network": network, "holder": holder}
    with transaction.atomic():
        article = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
        live = PublishedVersion.objects.live().filter(article=article)
        if (printed := live.values_list("section", "bylines").first()) is None:
            raise Closed
        section, bylines = printed
        if parent and not Comment.objects.public().filter(pk=parent.pk, article=article).exists():
            raise Unanswerable
        if voice is None and (signed := _signed_by(reader, bylines)):
            voice, words["name"] = Voice.AUTHOR, signed[:NAME_LENGTH]
        same = _same_sender(words, marks, known=known)
        if first := _first_sending(article, parent, words, same):
            return first
        comment = Comment.objects.create(
            article=article,
            parent=parent,
            root_id=(parent.root_id or parent.pk) if parent else None,
            name=words["name"],
            email=words["email"],
            section_id=section,
            voice=voice or Voice.READER,
            status=Status.SPAM if trapped else Status.PENDING,
            **marks,
            behind=behind,
        )
        comment.latest = comment.revisions.create(number=1, text=words["text"])
        comment.save(update_fields=["latest"])
        Flag.objects.bulk_create(flags_of(comment.latest, flags))
        _tell_after_commit(signals.submitted, comment)
    return _let_through(comment)


def edit(comment: Comment, *, text: str, flags: Iterable[Notice] = ()) -> Comment:
    """A later text by the same hand: it waits for a decision, and what readers see stays until
    then. What was refused comes before a moderator again; what was caught in the trap stays there.
    `flags` are what was noticed of the sending. No newer text takes from a moderator what he is to
    look at already.

    The same text again changes nothing. Raises NotEditable, Closed, or ValidationError by field:
    text. Returns the comment as it is now.
    """
    text = checked_text(text)
    with transaction.atomic():
        [comment] = hold([comment])
        if comment.latest is not None and comment.latest.text == text:
            return comment
        number = _next_number(comment)
        if not PublishedVersion.objects.live().filter(article=comment.article).exists():
            raise Closed
        comment.latest = comment.revisions.create(number=number, text=text)
        comment.save(update_fields=["latest"])
        status = Status.PENDING if comment.status == Status.REJECTED else comment.status
        place = Place.of(comment)._replace(status=status, again=comment.approved)
        awaited = comment.again
        put([(comment, place)])
        edited = Flag(revision=comment.latest, reason=Flag.Reason.EDITED)
        Flag.objects.bulk_create([*flags_of(comment.latest, flags), edited])
    return comment if awaited else _let_through(comment)


def withdraw(comment: Comment) -> Comment:
    """Taken back by its writer, for good: the words leave readers at once, with the replies under
    them, and stay in the desk's hands. Doing it again changes nothing."""
    with transaction.atomic():
        [comment] = hold([comment])
        if not comment.withdrawn:
            put([(comment, GONE)])
            _tell_after_commit(signals.withdrawn, comment)
            record("comments.withdrawn", by=None, about=comment, facts=_piece_of(comment))
    return comment


def erase(comment: Comment) -> Comment:
    """Its words, name and marks forgotten, for good, and withdrawn; that it was sent, and what was
    decided on it, stay as facts. Doing it again changes nothing."""
    with transaction.atomic():
        [comment] = hold([comment])
        if not comment.withdrawn:
            put([(comment, GONE)])
            _tell_after_commit(signals.withdrawn, comment)
        banning.forget_names(accounts=[comment.reader_id], emails=[comment.email])
        comment.name, comment.email, comment.reader = ERASED_NAME, "", None
        comment.sender = comment.network = comment.holder = None
        comment.save(update_fields=["name", "email", "reader", "sender", "network", "holder"])
        Flag.objects.filter(revision__comment=comment).delete()
        Print.objects.filter(comment=comment).delete()
        kept = comment.revisions.exclude(text=ERASED_TEXT)
        if kept.update(text=ERASED_TEXT, digest=None):
            record("comments.erased", by=None, about=comment, facts=_piece_of(comment))
    return comment


def set_aside(comment: Comment) -> Comment:
    """Take a text from readers until somebody decides on it anew: a rule wants it, no person."""
    with transaction.atomic():
        [comment] = hold([comment])
        if comment.approved:
            take_from_readers([comment])
            record("comments.set_aside", by=None, about=comment, facts=_piece_of(comment))
    return comment


def _let_through(comment: Comment) -> Comment:
    """Approve by rule what needs no moderator. After the words themselves are in: whatever goes
    wrong here, they wait in the queue."""
    if not trusting.goes_through(comment):
        return comment
    with transaction.atomic():
        [held] = hold([comment])
        if held.latest_id != comment.latest_id or not trusting.goes_through(held):
            return held
        if held.approved and held.shown_id == held.latest_id:
            return held
        # What the desk picked out were the words before.
        put([(held, Place(Status.APPROVED, held.latest_id))])
        verdict = {"revision": held.latest, "verdict": Status.APPROVED, "by": None}
        Decision.objects.create(comment=held, **verdict)
        assert held.latest is not None  # there is one to be let through
        facts = {"verdict": Status.APPROVED, "text": held.latest.number, **_piece_of(held)}
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


def _piece_of(comment: Comment) -> dict[str, Any]:
    return {"piece": comment.article_id}


def _first_sending(
    article: Article, parent: Comment | None, words: dict[str, str], same: Q
) -> Comment | None:
    recent = Comment.objects.filter(same, created__gte=timezone.now() - SAME_SENDING)
    others = Comment.objects.filter(holder=OuterRef("holder")).exclude(pk=OuterRef("pk"))
    return (
        recent.exclude(status=Status.WITHDRAWN)
        .annotate(alone=~Exists(others))
        .filter(article=article, parent=parent, name=words["name"], latest__text=words["text"])
        .first()
    )


def _same_sender(words: dict[str, str], marks: dict[str, Any], *, known: bool) -> Q:
    """The comments of whoever sends this: whoever repeats another's words must not come by his
    receipt. A mark of address and browser alone is many people's, and whatever is published
    anybody can repeat."""
    if marks["reader"] is not None:
        return Q(reader=marks["reader"])
    own = Q(reader=None, holder=marks["holder"]) if marks["holder"] is not None else Q(pk__in=())
    if known:
        return own
    unread = Q(status__in=[Status.PENDING, Status.SPAM], shown=None)
    just_now = Q(created__gte=timezone.now() - SAME_CLICK)
    return own | Q(unread, just_now, reader=None, sender=marks["sender"], email=words["email"])


def _signed_by(reader: User | None, bylines: list[dict[str, Any]]) -> str:
    """The name under which readers know a signed-in person as an author of the piece; "" where he
    is none. Nobody has a badge beside a name that he typed."""
    if reader is None:
        return ""
    own = set(Author.objects.filter(user=reader).values_list("pk", flat=True))
    return next((signed["name"] for signed in bylines if signed["author"] in own), "")


def _tell_after_commit(signal: Signal, comment: Comment) -> None:
    def tell() -> Any:
        return signal.send_robust(sender=Comment, comment=comment)

    transaction.on_commit(tell, robust=True)
