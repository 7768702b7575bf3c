"""What is to be said of a sending before a moderator sees it, and when it is not taken at all.

Everything here fails to the queue: what is noticed is written on the card, what cannot be asked is
written there too, and neither loses a word nor lets one through. Only two are sent back, with their
text in the form: whoever is banned, and whoever has sent an hour's worth at once. A flood from many
places is taken in and stands behind everything else: to refuse it would let anybody who pays for
one shut the door on all readers, and among its words are theirs.

There is no least time between opening a page and sending: the page is the same bytes for all
readers of a day and may have lain in a cache for hours, so its stamp knows the day alone. What can
be told is the time since the piece came out, and since the same browser sent something else.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils import timezone

from articles.models import PublishedVersion
from comments import banning, proof, repeats
from comments.holders import Person
from comments.limits import Level, Limit, fill
from comments.models import Ban, Comment, Flag
from comments.networks import network_of
from comments.screening import Notice
from comments.voters import voter_of

LEAST = timedelta(seconds=5)
"""In less nobody reads a piece, nor writes a second comment."""
WAIT_SECONDS = 60
"""After which whoever sent too many may try again."""
_Reason = Flag.Reason
_log = logging.getLogger(__name__)


class TooMany(ValidationError):
    """More came from one place than anybody writes."""

    def __init__(self) -> None:
        sentence = (
            "Đang có quá nhiều ý kiến gửi từ trình duyệt hoặc mạng của bạn nên ý kiến này chưa được"
            " gửi. Chữ còn nguyên, xin gửi lại sau một phút."
        )
        super().__init__(sentence, code="many")


@dataclass(frozen=True)
class Verdict:
    notices: list[Notice] = field(default_factory=list)
    """For the card; whatever has one goes to a moderator."""
    spam: bool = False
    """Only programs fill in what people do not see."""
    behind: bool = False
    keys: list[int] = field(default_factory=list)
    """What the text will be known by (comments/repeats.py)."""
    sender: int = 0
    network: int = 0


@dataclass(frozen=True)
class _Known:
    """What the store says of a sending."""

    barring: Ban | None
    """On whoever sends himself."""
    bans: list[Ban]
    repeat: repeats.Repeat | None
    latest: datetime | None
    levels: dict[Limit, Level]


def judge(
    request: HttpRequest, version: PublishedVersion, words: dict[str, Any], *, person: Person
) -> Verdict:
    """Of the checked words of a form (email, text, trap). Four queries.

    Raises banning.Barred and TooMany; nothing where the store cannot be asked.
    """
    sender, network = voter_of(request), network_of(request)
    keys = repeats.keys_of(words["text"])
    notices = list(_of_the_form(request, version, words))
    behind = False
    try:
        with transaction.atomic():
            known = _ask(version, words, person=person, keys=keys, sender=sender, network=network)
    except DatabaseError:
        _log.exception("A comment could not be checked")
        notices.append(Notice(_Reason.UNCHECKED, "kho dữ liệu bận"))
    else:
        _refuse(known)
        notices += _of_the_past(known)
        behind = known.levels[Limit.ALL].over
    trapped = bool(words["trap"])
    return Verdict(notices, trapped, behind, keys, sender, network)


def judge_edit(request: HttpRequest, comment: Comment) -> list[Notice]:
    """What is to be said of a newer text's sending. Two queries.

    Raises banning.Barred and TooMany; nothing where the store cannot be asked.
    """
    sender, network = voter_of(request), network_of(request)
    own = banning.subjects(Person(comment.reader, comment.holder), comment.email)
    shared = [(Ban.Kind.SENDER.value, sender), (Ban.Kind.NETWORK.value, network)]
    places = {Limit.SENDER: sender, Limit.NETWORK: network, Limit.PIECE: comment.article_id}
    try:
        with transaction.atomic():
            bans = banning.standing([*own, *shared])
            levels = fill({**places, Limit.ALL: 0})
    except DatabaseError:
        _log.exception("An edit could not be checked")
        return [Notice(_Reason.UNCHECKED, "kho dữ liệu bận")]
    barring = next((ban for ban in bans if (ban.kind, ban.mark) in own), None)
    known = _Known(barring=barring, bans=bans, repeat=None, latest=None, levels=levels)
    _refuse(known)
    return list(_of_the_past(known))


def keep(comment: Comment, verdict: Verdict) -> None:
    """What the next sending is compared with. Losing it loses no comment."""
    try:
        with transaction.atomic():
            repeats.keep(comment, verdict.keys)
    except DatabaseError:
        _log.exception("A comment will not be known again")


def _ask(
    version: PublishedVersion,
    words: dict[str, Any],
    *,
    person: Person,
    keys: list[int],
    sender: int,
    network: int,
) -> _Known:
    own = banning.subjects(person, words["email"])
    shared = [(Ban.Kind.SENDER.value, sender), (Ban.Kind.NETWORK.value, network)]
    bans = banning.standing([*own, *shared])
    places = {Limit.SENDER: sender, Limit.NETWORK: network}
    return _Known(
        barring=next((ban for ban in bans if (ban.kind, ban.mark) in own), None),
        bans=bans,
        repeat=repeats.find(words["text"], keys, sender=sender),
        latest=Comment.objects.filter(sender=sender)
        .order_by("-created")
        .values_list("created", flat=True)
        .first(),
        levels=fill({**places, Limit.PIECE: version.article_id, Limit.ALL: 0}),
    )


def _refuse(known: _Known) -> None:
    """Raises Barred, TooMany."""
    if known.barring:
        raise banning.Barred(known.barring)
    for limit in (Limit.SENDER, Limit.NETWORK):
        if known.levels[limit].full:
            raise TooMany


def _of_the_form(
    request: HttpRequest, version: PublishedVersion, words: dict[str, Any]
) -> Iterator[Notice]:
    if words["trap"]:
        yield Notice(_Reason.TRAP)
    if timezone.now() - version.first_published_at < LEAST:
        yield Notice(_Reason.FAST, "bài vừa mới lên trang")
    if not proof.holds(request.POST):
        yield Notice(_Reason.PROOF)


def _of_the_past(known: _Known) -> Iterator[Notice]:
    for found in known.bans:
        yield Notice(_Reason.BARRED, f"lệnh chặn số {found.pk}, theo {_lower(found)}")
    if repeat := known.repeat:
        note = f"giống {repeat.likeness:.0%} ý kiến số {repeat.comment}"
        yield Notice(_Reason.REPEATED, note)
    if known.latest and (since := timezone.now() - known.latest) < LEAST:
        note = f"{max(0, round(since.total_seconds()))} giây sau ý kiến trước cùng trình duyệt"
        yield Notice(_Reason.FAST, note)
    for limit, whence in _WHENCE.items():
        if known.levels[limit].over:
            yield Notice(_Reason.MANY, f"{known.levels[limit].sent} ý kiến gần đây {whence}")
    if known.levels[Limit.ALL].over:
        yield Notice(_Reason.FLOOD)


_WHENCE = {
    Limit.SENDER: "cùng trình duyệt",
    Limit.NETWORK: "cùng mạng",
    Limit.PIECE: "về bài này",
}


def _lower(found: Ban) -> str:
    return found.get_kind_display().lower()
