from datetime import date

from newsroom import mailing
from newsroom.messages import DIGEST, MAIL
from outbox.queue import effect


@effect(MAIL, name="Gửi thư báo tin")
def mail(key: str) -> None:
    mailing.mail(int(key))


@effect(DIGEST, name="Gửi thư gom tin")
def digest(key: str) -> None:
    """The key is a person's number and a day: "12:2026-11-28"."""
    user, _colon, day = key.partition(":")
    mailing.digest(int(user), date.fromisoformat(day))
