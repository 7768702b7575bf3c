from datetime import date, datetime, time, timedelta

from django.utils import timezone

from core.dates import HANOI, in_hanoi
from newsroom import mailing
from newsroom.bulk.running import WORK, work
from newsroom.messages import DIGEST, MAIL
from newsroom.removal import reminding
from newsroom.revisions.thinning import THIN, thin
from newsroom.writing.sending import SWEEP
from newsroom.writing.sweeping import sweep
from outbox.queue import effect, enqueue, watch


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


@effect(THIN, name="Thưa bớt bản lưu cũ")
def thin_revisions(key: str) -> None:
    """One batch from the piece whose number is the key on; at the end the next night is asked for,
    so there is one round a day."""
    last = thin(int(key)).last
    if last is not None:
        enqueue(THIN, str(last))
    else:
        tomorrow = in_hanoi(timezone.now()).date() + timedelta(days=1)
        enqueue(THIN, "0", due=datetime.combine(tomorrow, time(3), HANOI))


@effect(SWEEP, name="Dọn bản gõ dở cũ")
def sweep_sittings(key: str) -> None:
    """The key is the day. A paper that was new has nobody else to begin the thinning of saves."""
    sweep(timezone.now())
    enqueue(THIN, "0")


@effect(reminding.REMIND, name="Nhắc yêu cầu cải chính quá hạn")
def remind_of_corrections(key: str) -> None:
    reminding.remind(timezone.now())


watch(reminding.REMIND, reminding.noted)
