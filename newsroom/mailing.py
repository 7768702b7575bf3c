"""Messages as mail. Plain text, with a title only for who may open the piece at that moment."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.dates import short_date
from core.http import absolute
from newsroom.messages import titles, waiting_for_digest
from newsroom.models import MailWish, Message

# A digest names the oldest; the rest are a click away.
MOST_IN_DIGEST = 100


def mail(message_pk: int) -> None:
    """Send one message, unless it was read, mailed or its person's account closed meanwhile.

    Sent before it is marked as sent: a run that was killed between repeats the mail under the same
    Message-ID, which mail programs show once.
    """
    message = Message.objects.select_related("to").filter(pk=message_pk).first()
    if message is None or message.read_at or message.mailed_at or not _reachable(message.to):
        return
    subject = message.kind_name
    _send(message.to, [message], subject, f"tin-{message.pk}", "emails/message.txt")


def digest(user_pk: int, day: date) -> None:
    """Send what is new and was not mailed yet as one mail; nothing when there is nothing."""
    user = User.objects.filter(pk=user_pk).first()
    wanted = MailWish.objects.filter(user=user_pk).first()
    if user is None or not _reachable(user) or not _wants_digest(wanted):
        return
    silent = wanted.silent if wanted else []
    rows = list(waiting_for_digest(user, silent)[:MOST_IN_DIGEST])
    if rows:
        subject = f"Tin trong hộp thư, {short_date(day)}"
        _send(user, rows, subject, f"gom-{user.pk}-{rows[0].pk}", "emails/digest.txt")


def _reachable(user: User) -> bool:
    return user.is_active and bool(user.email)


def _wants_digest(wanted: MailWish | None) -> bool:
    return wanted is None or wanted.rhythm != MailWish.Rhythm.NEVER


def _send(user: User, rows: Sequence[Message], subject: str, name: str, template: str) -> None:
    known = titles(rows, to=user)
    context = {
        "user": user,
        "rows": [_told(message, known) for message in rows],
        "inbox": absolute(reverse("admin:inbox")),
        "wishes": absolute(reverse("admin:inbox-wishes")),
        "newspaper": settings.MASTHEAD["name"],
    }
    EmailMessage(
        subject=f"[Tòa soạn] {subject}",
        body=render_to_string(template, context),
        to=[user.email],
        headers={"Message-ID": f"<{name}@{urlsplit(settings.SITE_URL).hostname}>"},
    ).send()
    Message.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=timezone.now())


def _told(message: Message, known: dict[int, str]) -> dict[str, Any]:
    opens = message.about_id in known
    return {
        "message": message,
        "title": known.get(message.about_id or 0, ""),
        "url": absolute(reverse("admin:articles_article_change", args=[message.about_id]))
        if opens
        else "",
    }
