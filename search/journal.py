"""What is looked for, counted by day without persons: gathered here, written now and then."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from threading import Lock
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from core.dates import in_hanoi
from search.models import Asked
from search.query import MAX_LENGTH, typed_line

SIZE = 200
WAIT = timedelta(seconds=10)
MOST = 2_000
"""Different terms a process keeps while the database is away."""


@dataclass
class Told:
    count: int = 0
    hits: int | None = None
    chosen: int = 0
    ranks: int = 0


class Journal:
    def __init__(self) -> None:
        self._told: dict[tuple[date, str], Told] = defaultdict(Told)
        self._lock = Lock()
        self._due = timezone.now()

    def asked(self, term: str, hits: int) -> None:
        if told := self._of(term):
            told.count += 1
            told.hits = hits

    def chosen(self, term: str, rank: int) -> None:
        if told := self._of(term):
            told.chosen += 1
            told.ranks += rank

    def _of(self, term: str) -> Told | None:
        key = in_hanoi(timezone.now()).date(), typed_line(term).lower()[:MAX_LENGTH]
        with self._lock:
            if not self._told:
                self._due = timezone.now() + WAIT
            if not key[1] or (len(self._told) >= MOST and key not in self._told):
                return None
            return self._told[key]

    def flush(self) -> None:
        with self._lock:
            told, self._told = self._told, defaultdict(Told)
        if not told:
            return
        days, terms = {day for day, _ in told}, {term for _, term in told}
        with transaction.atomic():
            # In one order for all processes: two that write at once wait for one another in turn.
            rows = [Asked(day=day, term=term) for day, term in sorted(told)]
            Asked.objects.bulk_create(rows, ignore_conflicts=True)
            for row in Asked.objects.filter(day__in=days, term__in=terms).order_by("day", "term"):
                if facts := told.get((row.day, row.term)):
                    _add(row.pk, facts)

    def on_request_finished(self, **_facts: Any) -> None:
        if self._told and (len(self._told) >= SIZE or timezone.now() >= self._due):
            try:
                self.flush()
            except DatabaseError:
                return  # the readers of a minute are not worth an error on somebody's page


def _add(pk: int, facts: Told) -> None:
    hits = {} if facts.hits is None else {"hits": facts.hits}
    Asked.objects.filter(pk=pk).update(
        count=F("count") + facts.count,
        chosen=F("chosen") + facts.chosen,
        ranks=F("ranks") + facts.ranks,
        **hits,
    )


journal = Journal()
