"""Effects that must happen after a commit: asked for in the transaction, done by a worker.

    @effect("photos.render", name="Dựng ảnh")
    def render(key: str) -> None: ...

    with transaction.atomic():
        photo.save()
        enqueue("photos.render", str(photo.pk))

An effect happens at least once and never twice at one time within LEASE, so it is idempotent and
shorter than that. Done, its row goes; failed, it waits longer each time and never gives up.
"""

import logging
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from core.vietnamese import clean_line
from outbox.models import Effect, EffectQuerySet

# A worker killed half-way is found out when its lease has lapsed.
LEASE = timedelta(minutes=10)
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=6)
ERROR_LENGTH = 500
CUT_SHORT = "Lần chạy trước bị ngắt giữa chừng."

_log = logging.getLogger(__name__)


class Unknown(LookupError):
    """Nobody registered this kind in the code that is running."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"Bản đang chạy không biết loại việc “{kind}”.")


Doer = Callable[[str], None]


class _Registered(NamedTuple):
    name: str
    function: Doer


_effects: dict[str, _Registered] = {}
_watched: dict[str, Callable[[], bool]] = {}


def effect(kind: str, *, name: str) -> Callable[[Doer], Doer]:
    """Make a function what is done for this kind; `name` is what the back-office calls it.

    It gets the key, runs outside a transaction and fails by raising. It must be idempotent, and
    take it calmly when the row its key names is gone. Raises ValueError for a kind that is taken.
    """

    def register(function: Doer) -> Doer:
        if kind in _effects:
            raise ValueError(f"{kind} is registered already")
        _effects[kind] = _Registered(name, function)
        return function

    return register


def watch(kind: str, noted: Callable[[], bool]) -> None:
    """For what nobody asks for because the database notes it by itself: `noted` says whether there
    is anything, each worker asks it before each look at the queue, so it costs next to nothing."""
    _watched[kind] = noted


def look() -> None:
    """Ask for the effects of what is watched, with an empty key; what waits already is let be, so
    that a failure's delay stands."""
    for kind, noted in _watched.items():
        if noted() and not Effect.objects.filter(kind=kind, key="").exists():
            enqueue(kind, "")


def name_of(kind: str) -> str:
    """The Vietnamese name of a kind; of an unknown one the kind itself."""
    return _effects[kind].name if kind in _effects else kind


def enqueue(kind: str, key: str, *, due: datetime | None = None) -> None:
    """Ask for an effect, now or from `due` on, in the transaction of the change that needs it.

    What waits already is one row still, fresh again: due as said now, its failures forgotten.
    What is running at this moment runs once more afterwards, for it may have read the old state.
    """
    facts = {"due": due or timezone.now(), "attempts": 0, "last_error": ""}
    asked_before = Effect.objects.filter(kind=kind, key=key)
    with transaction.atomic(savepoint=False):
        # Around again after an insert: whoever made the row first, ours is counted on top.
        while not asked_before.update(ticket=F("ticket") + 1, **facts):
            fresh = Effect(kind=kind, key=key, ticket=0, **facts)
            Effect.objects.bulk_create([fresh], ignore_conflicts=True)


def claim(at: datetime | None = None) -> Effect | None:
    """Take the effect that is due longest for LEASE from `at` on; None when nothing is due."""
    at = at or timezone.now()
    waiting = Effect.objects.due(at)
    if not waiting.exists():
        return None  # an idle worker takes no lock
    with transaction.atomic():  # on SQLite this alone makes workers take turns
        skip = connection.features.has_select_for_update_skip_locked
        taken = waiting.select_for_update(skip_locked=skip).first()
        if taken is None:
            return None
        if taken.claimed_until is not None:
            taken.last_error = CUT_SHORT
        taken.claimed_until = at + LEASE
        taken.attempts += 1
        taken.save(update_fields=["claimed_until", "attempts", "last_error"])
    return taken


def run_one() -> bool:
    """Do one effect that is due, in no transaction. False when there was none.

    Its failure is recorded on its row and raises nothing here; a failing database does.
    """
    claimed = claim()
    if claimed is None:
        return False
    try:
        _function_of(claimed.kind)(claimed.key)
    except Exception as error:  # noqa: BLE001 -- whatever it is, it belongs on the row
        _log.exception("%s failed, attempt %s", claimed, claimed.attempts)
        _settle(claimed, error)
    else:
        _settle(claimed)
    return True


def run_due(limit: int | None = None) -> int:
    """Do what is due, at most `limit` effects. How many were done or tried."""
    count = 0
    while (limit is None or count < limit) and run_one():
        count += 1
    return count


def hurry(effects: EffectQuerySet) -> int:
    """Make these due now instead of when their delay is over. How many there are."""
    return effects.update(due=timezone.now())


def delay_after(attempts: int) -> timedelta:
    """30 s after the first failure, twice as long after each other, at most 6 hours."""
    return min(FIRST_DELAY * 2 ** min(attempts - 1, 16), LONGEST_DELAY)


def _function_of(kind: str) -> Doer:
    if kind not in _effects:
        raise Unknown(kind)
    return _effects[kind].function


def _settle(claimed: Effect, error: Exception | None = None) -> None:
    held = Effect.objects.filter(pk=claimed.pk, claimed_until=claimed.claimed_until)
    with transaction.atomic():
        row = held.select_for_update().first()
        if row is None:
            return  # the lease lapsed: whoever claimed it since answers for it
        row.claimed_until = None
        if row.ticket != claimed.ticket:  # asked for again meanwhile, and due as it was asked
            row.save(update_fields=["claimed_until"])
        elif error is None:
            row.delete()
        else:
            row.due = timezone.now() + delay_after(row.attempts)
            row.last_error = _in_one_line(error)
            row.save(update_fields=["claimed_until", "due", "last_error"])


def _in_one_line(error: Exception) -> str:
    """What stands at the foot of a traceback; cleaned, for PostgreSQL refuses some characters."""
    return clean_line("".join(traceback.format_exception_only(error)))[:ERROR_LENGTH]
