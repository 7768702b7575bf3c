"""Writing the log. `record` is the only writer; reading is `Entry.objects` and `audit/chain.py`."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection
from django.db.models import Model
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from accounts.models import User
from audit import origin
from audit.acts import ACTS
from audit.models import (
    KEY_LENGTH,
    LABEL_LENGTH,
    NAME_LENGTH,
    WORDS_LENGTH,
    Entry,
    Head,
    kind_of,
)
from audit.signals import recorded
from core.vietnamese import clean, clean_line, fold


def record(
    act: str,
    *,
    by: User | None,
    about: Model | None = None,
    revision: int | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Entry:
    """Append one entry, within the caller's transaction: both are kept, or neither.

    Call it last, with all other rows locked before: the head of the chain is held until the commit,
    and everybody who acts waits for it. `by` None is the system itself. The row is named by its
    `log_label` where its class has one, else by str(). `facts` are text, whole numbers, yes or no,
    times, and lists and dicts of these; no text of a source's note or of a comment, nowhere.
    Three queries. Raises LookupError for an act `audit/acts.py` does not know, TypeError for other
    facts, TransactionManagementError outside a transaction.
    """
    if act not in ACTS:
        raise LookupError(f"audit/acts.py does not know {act}")
    if not connection.in_atomic_block:
        raise TransactionManagementError("an act and its entry belong in one transaction")
    entry = Entry(
        by=by,
        by_name=clean_line(str(by))[:NAME_LENGTH] if by else "",
        act=act,
        kind=kind_of(about) if about else "",
        key=str(about.pk)[:KEY_LENGTH] if about else "",
        label=_label(about),
        revision=revision,
        origin=_plain(origin.told()),
        facts=_plain(facts or {}),
    )
    entry.words = _words(entry)
    recorded.send(sender=Entry, act=act, about=about, facts=entry.facts)
    return _append(entry)


def _append(entry: Entry) -> Entry:
    """Seal the entry onto the end of the chain."""
    head = _locked_head()
    entry.number, entry.previous = head.number + 1, head.sha256
    entry.at = timezone.now()
    entry.sha256 = entry.seal()
    entry.save(force_insert=True)
    head.number, head.sha256 = entry.number, entry.sha256
    head.save(update_fields=["number", "sha256"])
    return entry


def _locked_head() -> Head:
    """The end of the chain, ours until the commit. Where there is none, the chain begins."""
    held = Head.objects.select_for_update()
    head = held.first()
    if head is None:
        Head.objects.bulk_create([Head(pk=1)], ignore_conflicts=True)
        head = held.get()
    return head


def _label(about: Model | None) -> str:
    said = "" if about is None else getattr(about, "log_label", None) or str(about)
    return clean_line(said)[:LABEL_LENGTH]


def _plain(value: Any) -> Any:
    """The value as any database keeps it and gives it back, to the last digit."""
    match value:
        case None | bool() | int():
            return value
        case str():
            return clean(str(value))
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case Mapping():
            return {clean(str(name)): _plain(part) for name, part in value.items()}
        case list() | tuple() | set() | frozenset():
            parts = sorted(value) if isinstance(value, set | frozenset) else value
            return [_plain(part) for part in parts]
    raise TypeError(f"facts hold no {type(value).__name__}")


def _words(entry: Entry) -> str:
    told = (entry.by_name, entry.label, *_texts(entry.facts))
    return " ".join(fold(" ".join(told)).split())[:WORDS_LENGTH]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
