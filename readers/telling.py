"""What happened to a reader's words, told on the site and by mail.

A reply is told ten minutes after readers see it, a decision when nobody can take it back any more
(comments.signals.settled): what was undone meanwhile is told to nobody.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from articles import queries as pieces
from comments.models import Comment, Decision, Status
from comments.policy import on_page
from core.pagination import Page, page_after
from outbox.queue import enqueue
from readers.models import Notice, Profile
from readers.rules import is_reader

REPLIED = "readers.replied"
MAIL = "readers.mail"
PAGE_SIZE = 20
PATIENCE = timedelta(minutes=10)
WINDOW = 600
"""Seconds: what happens to one reader within them goes in one mail."""


def on_approved(comment: Comment, **_facts: Any) -> None:
    """Heard from comments, after the commit; of a comment that answers nobody nothing is asked."""
    if comment.parent_id is not None:
        enqueue(REPLIED, str(comment.pk), due=timezone.now() + PATIENCE)


def on_settled(decision: Any, **_facts: Any) -> None:
    """Of rubbish nothing is told: it would teach who sends it; nor of what was taken back."""
    comment = decision.comment
    if comment.reader_id is None or comment.withdrawn:
        return
    if decision.verdict in {Status.APPROVED, Status.REJECTED}:
        tell(comment.reader, Notice.Kind.DECISION, comment, decision=decision)


def on_withdrawn(comment: Comment, **_facts: Any) -> None:
    """What was decided on words that their writer took back is told no longer."""
    told = Notice.objects.filter(kind=Notice.Kind.DECISION, comment=comment)
    reader = told.values_list("reader", flat=True).first()
    if reader is None:
        return
    with transaction.atomic():
        Profile.objects.select_for_update(no_key=True).get(pk=reader)
        unread = told.filter(read_at=None).delete()[0]
        Profile.objects.filter(pk=reader).update(unread=Greatest(F("unread") - unread, 0))
        told.delete()


def replied(comment_pk: int) -> None:
    """Tell the writer of the comment that this one answers, if readers see the answer still."""
    seen = Comment.objects.annotate(on_page=on_page()).filter(pk=comment_pk, on_page=True)
    answers = seen.filter(parent__reader__isnull=False)
    reply = answers.select_related("parent__reader__profile").first()
    if reply and reply.parent and reply.parent.reader_id != reply.reader_id:
        tell(reply.parent.reader, Notice.Kind.REPLY, reply)


def tell(
    user: Any, kind: Notice.Kind, comment: Comment, *, decision: Decision | None = None
) -> None:
    """One notice for each comment and kind; a later decision makes the one that stood new."""
    if user is None or not is_reader(user):
        return
    with transaction.atomic():
        reader = Profile.objects.select_for_update(no_key=True).get(pk=user.pk)
        facts = {"decision": decision}
        notice, made = reader.notices.get_or_create(kind=kind, comment=comment, defaults=facts)
        if not made and (decision is None or decision.pk <= (notice.decision_id or 0)):
            return
        if not made:
            was_read = notice.read_at is not None
            notice.decision = decision
            notice.at, notice.read_at, notice.mailed_at = timezone.now(), None, None
            notice.save(update_fields=["decision", "at", "read_at", "mailed_at"])
        if made or was_read:
            Profile.objects.filter(pk=reader.pk).update(unread=F("unread") + 1)
        if wanted_by_mail(reader, kind):
            _ask_for_mail(reader)


def wanted_by_mail(reader: Profile, kind: str) -> bool:
    return reader.mail_replies if kind == Notice.Kind.REPLY else reader.mail_decisions


def read(reader: Profile) -> None:
    """All that stands there now is read."""
    with transaction.atomic():
        Profile.objects.select_for_update(no_key=True).get(pk=reader.pk)
        reader.notices.filter(read_at=None).update(read_at=timezone.now())
        Profile.objects.filter(pk=reader.pk).update(unread=0)


def notices(reader: Profile, cursor: str = "") -> Page:
    """A page of them, newest first, each with the `version` of its piece if readers have it, and
    `open`: whether the comment can be looked at. Three queries. Raises BadCursor."""
    page = page_after(_loaded(reader), cursor, PAGE_SIZE, keys=("at", "pk"))
    add_pieces(page.items)
    return page


def to_mail(reader: Profile, most: int) -> list[Any]:
    """The oldest that were neither read nor mailed, and are still so. Three queries."""
    waiting = _loaded(reader).filter(read_at=None, mailed_at=None).order_by("at", "pk")
    rows: list[Any] = list(waiting[:most])
    add_pieces(rows)
    return [row for row in rows if row.open or row.kind == Notice.Kind.DECISION]


def add_pieces(rows: list[Any]) -> None:
    live = pieces.chosen(sorted({row.comment.article_id for row in rows})) if rows else []
    versions = {version.article_id: version for version in live}
    for row in rows:
        row.version = versions.get(row.comment.article_id)
        row.comment.on_page = row.open


def _loaded(reader: Profile) -> QuerySet[Notice]:
    """Each with `open`: whether readers find the comment on the page of its piece."""
    loaded = reader.notices.select_related("comment__latest", "decision")
    loaded = loaded.annotate(open=on_page("comment__"))
    return loaded.prefetch_related("comment__decisions").order_by("-at", "-pk")


def _ask_for_mail(reader: Profile) -> None:
    window = int(timezone.now().timestamp()) // WINDOW + 1
    due = datetime.fromtimestamp(window * WINDOW, UTC)
    enqueue(MAIL, f"{reader.pk}:{window}", due=due)
