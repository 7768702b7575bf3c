"""Who may not write: an account, an e-mail address, a browser, or a network.

Whoever is banned by account, address or browser is refused, told until when and by which rule, and
keeps the text. A browser is known by the number drawn for it (comments/holders.py); without it
there is only a mark that many browsers behind one address share. And a network is many people, most
of whom did nothing. What comes from those is taken in and put before a moderator with a word of
warning, never refused and never shown straight.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import User
from audit.log import record
from comments.holders import Person
from comments.models import RULE_LENGTH, Ban, Comment
from comments.words import is_email, too_long
from core.dates import in_hanoi
from core.vietnamese import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind = Ban.Kind
_MISSING: dict[str, str] = {
    Kind.ACCOUNT: "Ý kiến này không gửi từ tài khoản nào.",
    Kind.EMAIL: "Ý kiến này không kèm thư điện tử.",
    Kind.SENDER: "Không còn biết ý kiến này gửi từ trình duyệt nào.",
    Kind.NETWORK: "Không còn biết ý kiến này gửi từ mạng nào.",
}

# Names of one host of mailboxes, which takes no notice of dots before the @.
_ONE_HOST = ("gmail.com", "googlemail.com")


class Barred(ValidationError):
    """Whoever sends is banned."""

    def __init__(self, found: Ban) -> None:
        super().__init__(found.sentence, code="barred")


def ban(
    kind: str,
    of: Comment | str,
    *,
    by: User,
    rule: str,
    until: date | None = None,
    note: str = "",
) -> Ban:
    """Ban whoever sent a comment, or an e-mail address, to the end of a day or until it is lifted.

    Raises PermissionDenied, or ValidationError by field: kind, rule, until, note.
    """
    comment = of if isinstance(of, Comment) else None
    if not _may(by, comment):
        raise PermissionDenied
    rule, note = clean_line(rule), clean_line(note)
    _check(rule=rule, note=note, until=until)
    mark, whom = _subject(kind, of)
    with transaction.atomic():
        made = Ban.objects.create(
            kind=kind,
            mark=mark,
            whom=whom,
            comment=comment,
            until=until,
            rule=rule,
            note=note,
            by=by,
        )
        record("comments.banned", by=by, about=made, facts={"until": until, "rule": rule})
    return made


def lift(found: Ban, *, by: User) -> Ban:
    """Let the one a ban is about write again: whatever else holds on the same is lifted with it.
    Lifting what holds no longer changes nothing. Raises PermissionDenied, also where one of them
    is for a comment of others' sections."""
    if not by.has_perm("comments.ban"):
        raise PermissionDenied
    with transaction.atomic():
        same = Ban.objects.select_for_update(of=("self",)).select_related("comment")
        held = same.in_force().filter(kind=found.kind, mark=found.mark).order_by("pk")
        if not all(_may(by, one.comment) for one in held):
            raise PermissionDenied
        for one in held:
            one.lifted, one.lifted_by = timezone.now(), by
            one.save(update_fields=["lifted", "lifted_by"])
            record("comments.ban_lifted", by=by, about=one)
    found.refresh_from_db()
    return found


def _may(by: User, comment: Comment | None) -> bool:
    return by.has_perm("comments.ban", comment) if comment else by.has_perm("comments.ban_address")


def standing(subjects: "Iterable[tuple[str, int]]") -> list[Ban]:
    """The bans in force on any of these (kind, mark), those that last longest first. One query."""
    found = Ban.objects.in_force().of(list(subjects))
    return sorted(found, key=lambda one: (one.until or date.max, one.pk), reverse=True)


def subjects(person: Person, email: str) -> list[tuple[str, int]]:
    """What a sender himself may be banned by, as (kind, mark)."""
    marks: list[tuple[Ban.Kind, int | None]] = [
        (Kind.ACCOUNT, person.reader.pk if person.reader else None),
        *((Kind.EMAIL, mark) for mark in _marks_of(email)),
        (Kind.SENDER, person.holder),
    ]
    found = ((kind.value, mark) for kind, mark in marks if mark is not None)
    return list(dict.fromkeys(found))


def forget_names(*, accounts: "Iterable[int | None]" = (), emails: "Iterable[str]" = ()) -> None:
    """Of whom is to be forgotten: bans on these accounts and addresses hold on by their marks, and
    say no longer whom they are about. At most one query."""
    found = [(Kind.ACCOUNT.value, pk) for pk in accounts if pk is not None]
    found += [(Kind.EMAIL.value, mark) for email in emails for mark in _marks_of(email)]
    if found:
        Ban.objects.of(found).exclude(whom="").update(whom="")


def mark_of_email(address: str) -> int:
    """The same for all spellings of one mailbox: capitals do not count, nor what follows a plus;
    nor, where the host says so, dots and which of its names is used."""
    name, at, host = _unaliased(address).rpartition("@")
    if host in _ONE_HOST:
        name, host = name.replace(".", ""), _ONE_HOST[0]
    return _mark(f"{name}{at}{host}")


def _marks_of(email: str) -> list[int]:
    """Bans written while dots still counted hold the address no longer, only its mark."""
    return [mark_of_email(email), _mark(_unaliased(email))] if email else []


def _unaliased(address: str) -> str:
    name, _at, host = clean_line(address).lower().rpartition("@")
    return f"{name.partition('+')[0]}@{host}"


def _mark(told: str) -> int:
    digest = salted_hmac("comments.email", told, algorithm="sha256").digest()
    return int.from_bytes(digest[:8]) >> 1


def kinds_of(comment: Comment) -> list[tuple[str, str]]:
    """(kind, its label) of all that whoever sent a comment may be banned by: choices of a form."""
    told = {
        Kind.ACCOUNT: f"{comment.reader}",
        Kind.EMAIL: comment.email,
        Kind.SENDER: "chỉ trình duyệt đã gửi ý kiến này",
        Kind.NETWORK: "mọi người cùng mạng với người gửi",
    }
    marks = marks_of(comment)
    return [(kind.value, f"{kind.label}: {told[kind]}") for kind in Kind if marks[kind] is not None]


def marks_of(comment: Comment) -> dict[Kind, int | None]:
    return {
        Kind.ACCOUNT: comment.reader_id,
        Kind.EMAIL: mark_of_email(comment.email) if comment.email else None,
        Kind.SENDER: comment.sender if comment.holder is None else comment.holder,
        Kind.NETWORK: comment.network,
    }


def _subject(kind: str, of: Comment | str) -> tuple[int, str]:
    """(mark, what moderators call whom it is about). Raises ValidationError: kind, email."""
    if isinstance(of, str):
        if kind != Kind.EMAIL or not is_email(clean_line(of)):
            raise ValidationError({"email": "Địa chỉ thư điện tử chưa đúng."})
        return mark_of_email(of), _masked(of)
    mark = marks_of(of)[Kind(kind)] if kind in Kind.values else None
    if mark is None:
        raise ValidationError({"kind": _MISSING.get(kind, "Xin chọn chặn theo gì.")})
    if kind == Kind.ACCOUNT and of.reader and of.reader.is_staff:
        raise ValidationError({"kind": "Đây là tài khoản của tòa soạn."})
    told = {Kind.ACCOUNT.value: str(of.reader), Kind.EMAIL.value: _masked(of.email)}
    return mark, told.get(kind, f"người gửi ý kiến số {of.pk}")


def _masked(address: str) -> str:
    """ "nguyen@example.vn" → "n…@example.vn": enough for whoever knows it."""
    name, at, host = clean_line(address).rpartition("@")
    return f"{name[:1]}…{at}{host}"[:120] if at else ""


def _check(*, rule: str, note: str, until: date | None) -> None:
    refusals: dict[str, Any] = {}
    if not rule:
        refusals["rule"] = "Xin ghi quy tắc bị vi phạm: người bị chặn đọc được câu này."
    elif len(rule) > RULE_LENGTH:
        refusals["rule"] = too_long("Quy tắc", rule, RULE_LENGTH)
    if len(note) > RULE_LENGTH:
        refusals["note"] = too_long("Ghi chú", note, RULE_LENGTH)
    if until and until < in_hanoi(timezone.now()).date():
        refusals["until"] = "Ngày này đã qua."
    if refusals:
        raise ValidationError(refusals)
