"""Telling people of the newsroom: a row in the inbox of each, and a mail as each wants it.

    tell([article.created_by], kind=Kind.RETURNED, about=article, words="Bài thiếu ảnh.")

The words name no title and quote no text: who may not open the piece (any more) is not told them
by the message either. The title is looked up when the message is read or mailed.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from articles.rules import visible_articles
from core.dates import HANOI
from core.vietnamese import excerpt
from newsroom.models import Kind, MailWish, Message
from newsroom.models.message import WORDS_LENGTH
from outbox.queue import enqueue

MAIL = "newsroom.mail"
DIGEST = "newsroom.digest"
DIGEST_AT = time(7, tzinfo=HANOI)


def tell(
    people: Iterable[User], *, kind: str, words: str, about: Article | None = None
) -> list[Message]:
    """One message for each of these people, once each, in the caller's transaction.

    Closed accounts get none. Locks their rows until the commit, so call it after the rows of the
    act and before `audit.log.record`. Raises ValueError for a kind that is none.
    """
    kind = Kind(kind)
    with transaction.atomic(savepoint=False):
        told = _held(user.pk for user in people)
        now = timezone.now()
        words = excerpt(words, WORDS_LENGTH)
        rows = [Message(to=user, kind=kind, words=words, about=about, at=now) for user in told]
        Message.objects.bulk_create(rows)
        User.objects.filter(pk__in=[user.pk for user in told]).update(unread=F("unread") + 1)
        wishes = MailWish.objects.in_bulk([user.pk for user in told])
        for message in rows:
            _mail(message, wishes.get(message.to_id))
    return rows


def read(messages: QuerySet[Message], *, by: User) -> int:
    """Mark those of these messages that are theirs and new as read. How many there were."""
    with transaction.atomic():
        _held([by.pk])
        count = messages.filter(to=by, read_at=None).update(read_at=timezone.now())
        if count:
            User.objects.filter(pk=by.pk).update(unread=F("unread") - count)
    return count


def wish(user: User, *, rhythm: str, silent: Iterable[str]) -> MailWish:
    """How this person wants mail from now on; what waits goes out as it was asked for."""
    facts = {"rhythm": MailWish.Rhythm(rhythm), "silent": sorted(Kind(kind) for kind in silent)}
    return MailWish.objects.update_or_create(user=user, defaults=facts)[0]


def titles(messages: Iterable[Message], *, to: User) -> dict[int, str]:
    """Article id → title, of the pieces that this person may open now. One query."""
    wanted = {message.about_id for message in messages if message.about_id}
    if not wanted:
        return {}
    pieces = visible_articles(to).filter(pk__in=wanted)
    return dict(pieces.order_by().values_list("pk", "title"))


def _held(pks: Iterable[int]) -> list[User]:
    """These people's rows, always locked in one order; the count of the unread stands there."""
    return list(
        User.objects.select_for_update().filter(pk__in=set(pks), is_active=True).order_by("pk")
    )


def _mail(message: Message, wanted: MailWish | None) -> None:
    if not message.to.email or (wanted and message.kind in wanted.silent):
        return
    rhythm = wanted.rhythm if wanted else MailWish.Rhythm.AT_ONCE
    if rhythm == MailWish.Rhythm.AT_ONCE:
        enqueue(MAIL, str(message.pk))
    elif rhythm == MailWish.Rhythm.DAILY:
        due = _next_digest(message.at)
        enqueue(DIGEST, f"{message.to_id}:{due.date().isoformat()}", due=due)


def _next_digest(now: datetime) -> datetime:
    day = now.astimezone(HANOI).date()
    due = datetime.combine(day, DIGEST_AT)
    return due if due > now else due + timedelta(days=1)


def waiting_for_digest(to: User, silent: Iterable[str]) -> QuerySet[Message]:
    """What a digest tells: new, not mailed yet, and of a kind the person wants mailed."""
    unsaid = Q(to=to, read_at=None, mailed_at=None)
    return Message.objects.filter(unsaid).exclude(kind__in=silent).order_by("at", "pk")
