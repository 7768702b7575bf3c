"""Mails to readers: written in the transaction of what they tell of, sent by the worker."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from core.vietnamese import clean_line
from outbox.queue import enqueue
from readers.models import Letter

SEND = "readers.letter"


def post(to: str, subject: str, body: str, headers: dict[str, str] | None = None) -> None:
    """Have a letter sent. `subject` becomes one line, so no text of a reader adds a header."""
    with transaction.atomic():
        letter = Letter.objects.create(
            to=to, subject=clean_line(subject)[:200], body=body, headers=headers or {}
        )
        enqueue(SEND, str(letter.pk))


def send(letter_pk: int) -> None:
    """Sent before it is thrown away: a run that was killed between repeats it under the same
    Message-ID, which mail programs show once."""
    letter = Letter.objects.filter(pk=letter_pk).first()
    if letter is None:
        return
    name = f"<ban-doc-{letter.pk}@{urlsplit(settings.SITE_URL).hostname}>"
    EmailMessage(
        subject=letter.subject,
        body=letter.body,
        to=[letter.to],
        headers={"Message-ID": name, "Auto-Submitted": "auto-generated", **letter.headers},
    ).send()
    letter.delete()
