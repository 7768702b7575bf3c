"""What a day at the moderators' desk came to. A day that is over is counted once, by the worker,
and read from then on; today is counted anew, along the indexes of its hours."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import log
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.db.models.functions import ExtractHour
from django.utils import timezone

from comments.models import Comment, Decision, DeskDay, Status
from core.dates import HANOI, day_span, in_hanoi
from outbox.queue import enqueue

TALLY = "comments.tally"
KEPT_DAYS = 366
"""How far back a day is counted when somebody asks."""
BATCH = 10
# A verdict of the last minutes of a day may still be taken back in the first of the next.
SETTLED = timedelta(minutes=15)
MOST_REASONS = 50
_STEP = log(1.1)
"""Waiting times are kept by classes a tenth apart, so that days can be joined: a median of many is
right to five per cent."""
_VERDICTS = (Status.APPROVED, Status.REJECTED, Status.SPAM)


@dataclass
class Person:
    verdicts: Counter[str] = field(default_factory=Counter)
    undone: int = 0
    times: Counter[int] = field(default_factory=Counter)

    @property
    def decided(self) -> int:
        return sum(self.verdicts.values())

    @property
    def median(self) -> int | None:
        """Seconds from sending to decision."""
        half, passed = sum(self.times.values()) / 2, 0
        for step in sorted(self.times):
            passed += self.times[step]
            if passed >= half:
                return round(1.1 ** (step + 0.5))
        return None


@dataclass
class Tally:
    """Of one day or several."""

    received: Counter[int] = field(default_factory=Counter)
    """By hour of the day in Hanoi."""
    decided: Counter[int] = field(default_factory=Counter)
    people: dict[int, Person] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)
    words: dict[int, Counter[str]] = field(default_factory=dict)
    """By word: on how many texts it was found, and how they were decided."""

    def as_facts(self) -> dict[str, Any]:
        people = {
            pk: {"verdicts": one.verdicts, "undone": one.undone, "times": one.times}
            for pk, one in self.people.items()
        }
        reasons = dict(self.reasons.most_common(MOST_REASONS))
        return vars(self) | {"people": people, "reasons": reasons}

    def add(self, facts: dict[str, Any]) -> None:
        """What as_facts() gave, of another day; JSON has made text of the numbers."""
        self.received.update(_by_number(facts["received"]))
        self.decided.update(_by_number(facts["decided"]))
        self.reasons.update(facts["reasons"])
        for pk, one in facts["people"].items():
            person = self.people.setdefault(int(pk), Person())
            person.verdicts.update(one["verdicts"])
            person.undone += one["undone"]
            person.times.update(_by_number(one["times"]))
        for pk, found in facts["words"].items():
            self.words.setdefault(int(pk), Counter()).update(found)


def count(day: date) -> Tally:
    """Three queries."""
    span = day_span(day)
    tally = Tally()
    came = Comment.objects.filter(created__range=_within(span), source=None).order_by()
    hour = ExtractHour("created", tzinfo=HANOI)
    tally.received.update(dict(came.values_list(hour).annotate(number=Count("pk"))))
    said = Decision.objects.filter(at__range=_within(span), by__isnull=False).order_by()
    # An import brings decisions along, which nobody took at the desk.
    said = said.exclude(act=None, comment__source__isnull=False)
    facts = ("by", "at", "verdict", "reason", "undoes", "undone", "revision__created")
    rows = said.values_list(*facts, "comment__source")
    for by, at, verdict, reason, undoes, undone, sent, source in rows.iterator():
        person = tally.people.setdefault(by, Person())
        if undoes is not None:
            person.undone += 1
        elif undone is None:
            tally.decided[in_hanoi(at).hour] += 1
            person.verdicts[verdict] += 1
            if source is None:  # the others were sent long before they came here
                person.times[int(log(max((at - sent).total_seconds(), 0) + 1) / _STEP)] += 1
            if reason and verdict != Status.APPROVED:
                tally.reasons[reason] += 1
    for word, verdict, found in _hits(said):
        tally.words.setdefault(word, Counter())[verdict] += found
    return tally


def _hits(said: QuerySet[Decision]) -> Iterable[tuple[int, str, int]]:
    """Of the texts decided on with the word before eyes."""
    noticed = {"revision__flags__word__isnull": False, "revision__flags__at__lte": F("at")}
    # Joined with its undoing, SQLite would make an index of every decision there is.
    undone = Exists(Decision.objects.filter(undoes=OuterRef("pk")))
    found = said.filter(~undone, undoes=None, **noticed)
    return found.values_list("revision__flags__word", "verdict").annotate(
        texts=Count("revision", distinct=True)
    )


def tally_of(first: date, last: date) -> tuple[Tally, list[date]]:
    """Of the days from first to last, and those of them that are not counted yet. One query, three
    more where today is among them."""
    today = in_hanoi(timezone.now()).date()
    whole, counted = Tally(), set()
    for row in DeskDay.objects.filter(day__gte=first, day__lte=min(last, today)):
        whole.add(row.facts)
        counted.add(row.day)
    if last >= today and today not in counted:
        whole.add(count(today).as_facts())
        counted.add(today)
    days = [first + timedelta(days=n) for n in range((min(last, today) - first).days + 1)]
    return whole, [day for day in days if day not in counted]


def ask() -> None:
    enqueue(TALLY, "")


def fold() -> bool:
    """Count days that are over and nobody has counted, the newest first, a few at a time. Whether
    there are more. Counting one again would find the same."""
    now = timezone.now()
    last = in_hanoi(now - SETTLED).date() - timedelta(days=1)
    first = max(last - timedelta(days=KEPT_DAYS), _began(last))
    known = set(DeskDay.objects.filter(day__gte=first).values_list("day", flat=True))
    days = [last - timedelta(days=n) for n in range((last - first).days + 1)]
    missing = [day for day in days if day not in known]
    for day in missing[:BATCH]:
        DeskDay.objects.update_or_create(day=day, defaults={"facts": count(day).as_facts()})
    return len(missing) > BATCH


def _began(last: date) -> date:
    """Of days before the first comment there is nothing to count."""
    first = Comment.objects.order_by("created").values_list("created", flat=True).first()
    return in_hanoi(first).date() if first else last


def _within(span: tuple[datetime, datetime]) -> tuple[datetime, datetime]:
    return span[0].astimezone(HANOI), span[1] - timedelta(microseconds=1)


def _by_number(facts: dict[Any, int]) -> Counter[int]:
    return Counter({int(number): count for number, count in facts.items()})
