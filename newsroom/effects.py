from datetime import date

from newsroom import mailing
from newsroom.bulk.running import WORK, work
from newsroom.messages import DIGEST, MAIL
from outbox.queue import effect, enqueue


@effect(MAIL, name="Gửi thư báo tin")
def mail(key: str) -> None:
    mailing.mail(int(key))


@effect(DIGEST, name="Gửi thư gom tin")
def digest(key: str) -> None:
    """The key is a person's number and a day: "12:2026-11-28"."""
    user, _colon, day = key.partition(":")
    mailing.digest(int(user), date.fromisoformat(day))


@effect(WORK, name="Làm hàng loạt")
def bulk(key: str) -> None:
    """Some pieces of a job; the rest is asked for at the end, so others' effects come between."""
    if work(int(key)):
        enqueue(WORK, key)
