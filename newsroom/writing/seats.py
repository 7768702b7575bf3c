"""Who sits before a piece, and who of them writes: the others see it and may take over.

The seat keeps people from working past each other; what keeps words from being lost is the check of
the revision at every save. So a seat is left to whoever asks, and forgotten without a beat.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article
from audit.log import record
from newsroom.messages import tell
from newsroom.models import Kind, Message, Sitting
from newsroom.models.sitting import ALIVE

QUIET = timedelta(minutes=5)
"""Two who take the seat from each other in turns are told of it once in this time."""


@dataclass(frozen=True)
class Seats:
    """`others`: the people at the piece besides, each once, who writes first."""

    writes: bool
    others: list[Sitting]
    taken_by: str = ""


def around(article: Article, *, apart_from: str = "") -> list[Sitting]:
    """The sittings at a piece that are alive, who writes first. One query, no words."""
    alive = Sitting.objects.alive().filter(article=article).exclude(key=apart_from)
    return list(alive.select_related("user").defer("typed").order_by("-writes", "opened"))


def beat(sitting: Sitting) -> Seats:
    """The sitting is alive; it writes if nobody else does. Not saved yet but for the seat."""
    sitting.seen = timezone.now()
    if sitting.article is None:
        return Seats(True, [])
    others = around(sitting.article, apart_from=sitting.key)
    if not (sitting.writes or any(other.writes for other in others)):
        # Whoever took the seat has left it.
        sitting.taken_by = None
        sitting.writes = _seated(sitting)
    taken_by = "" if sitting.writes or sitting.taken_by is None else str(sitting.taken_by)
    return Seats(sitting.writes, _people(others), taken_by)


def leave(sitting: Sitting) -> None:
    """The page is closed: nobody has to wait until its time is over."""
    sitting.seen = timezone.now() - ALIVE
    sitting.writes = False


def take_over(sitting: Sitting) -> None:
    """This sitting writes from now on; the one that wrote is told with its next beat."""
    article = sitting.article
    if article is None or sitting.writes:
        return
    with transaction.atomic():
        held = Sitting.objects.select_for_update().filter(article=article, writes=True)
        lost = list(held.select_related("user").defer("typed"))
        Sitting.objects.filter(pk__in=[other.pk for other in lost]).update(
            writes=False, taken_by=sitting.user
        )
        sitting.writes, sitting.taken_by, sitting.seen = True, None, timezone.now()
        sitting.save(update_fields=["writes", "taken_by", "seen"])
        losers = [other.user for other in lost if other.alive and other.user_id != sitting.user_id]
        if losers:
            said = f"{sitting.user} đã giành quyền sửa. Chữ bạn gõ vẫn được giữ."
            told = Message.objects.filter(
                kind=Kind.TAKEN_OVER,
                about=article,
                words=said,
                to__in=losers,
                at__gt=timezone.now() - QUIET,
            ).values_list("to", flat=True)
            untold = [user for user in losers if user.pk not in set(told)]
            tell(untold, kind=Kind.TAKEN_OVER, about=article, words=said)
            names = [{"user": user.pk, "name": str(user)} for user in losers]
            record("articles.lock_taken", by=sitting.user, about=article, facts={"from": names})


def _seated(sitting: Sitting) -> bool:
    """Whether the seat was free; another may take it at this very moment."""
    Sitting.objects.filter(article=sitting.article, writes=True).exclude(pk=sitting.pk).exclude(
        seen__gt=timezone.now() - ALIVE
    ).update(writes=False)
    try:
        with transaction.atomic():
            Sitting.objects.filter(pk=sitting.pk).update(writes=True)
    except IntegrityError:
        return False
    return True


def _people(sittings: list[Sitting]) -> list[Sitting]:
    first: dict[int, Sitting] = {}
    for sitting in sittings:
        first.setdefault(sitting.user_id, sitting)
    return list(first.values())
