"""Through a whole file, batch by batch, as often as answers wait for what stands further down."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice

from django.db import DataError, IntegrityError, transaction

from accounts.models import User
from audit.log import record as log
from comments import rescanning
from comments.importing.known import answered
from comments.importing.pieces import find
from comments.importing.records import Record, Records
from comments.importing.taking_over import NO_PIECE, OTHER, Taken, sort_out, take_over
from comments.models import Status, Voice

BATCH = 500
_UNSTORABLE = (IntegrityError, DataError, ValueError, OverflowError)
_log = logging.getLogger(__name__)
MOST_PASSES = 50
"""Answers upon answers in a file that goes backwards: beyond that they stand by themselves."""


@dataclass
class Report:
    read: int = 0
    known: int = 0
    made: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    """How many were left out, by reason."""
    alone: int = 0
    """Answers whose comment is nowhere."""
    homeless: Counter[str] = field(default_factory=Counter)
    """How many wait for a piece that is not here, by what it was known by there."""


@dataclass
class Run:
    """One import. `source` opens the file anew each time."""

    source: Callable[[], Records]
    by: User
    known: dict[str, int]
    trust_numbers: bool = False
    trust_names: bool = False
    """Believe a file of ours as to who decided, and for whom a comment speaks."""
    prefix: str = ""
    """Names the site, where two have numbers of one kind."""
    leave: Callable[[Record, str], object] | None = None
    """Told of each that is left out."""
    progress: Callable[[Report], object] = bool
    report: Report = field(default_factory=Report)
    unclear: set[str] = field(default_factory=set)
    """Sources that two comments have."""
    found: dict[tuple[str, ...], int | None] = field(default_factory=dict)

    def go(self) -> Report:
        """Raises Unreadable where the file breaks off: what came before is in."""
        try:
            waiting, still = self._pass(), None
            for _number in range(MOST_PASSES):
                before = self.report.made.total()
                if not waiting:
                    break
                waiting = self._pass(still, waiting)
                if self.report.made.total() > before:
                    still = None
                else:  # what is answered is nowhere, or they answer each other
                    still = {*waiting.values()} if still is None else set()
            if waiting:
                self._pass(set(), waiting)
        finally:
            self._end()
        return self.report

    def rehearse(self) -> Report:
        """What go() would do, without writing; it cannot tell in what order answers would come."""
        there: dict[int, int] = {}
        waits: Counter[int] = Counter()
        for batch in self._batches():
            pieces = self._pieces(batch)
            taken = Taken(unclear=self.unclear)
            whole = sort_out(batch, pieces, taken)
            self.report.alone += taken.alone
            above = answered(whole, pieces).keys() | {record.source for record in taken.known}
            for record in whole:
                told = hash((tuple(record.piece), record.created, record.text))
                if first := there.get(hash(record.source)):
                    if first == told:
                        taken.known.append(record)
                    else:
                        taken.left.append((record, OTHER))
                    continue
                there[hash(record.source)] = told
                self.report.made[record.status] += 1
                if record.parent and record.parent not in above:
                    waits[hash(record.parent)] += 1
            for record in taken.known:
                there.setdefault(hash(record.source), 0)
            self.report.read += len(batch)
            self._tell(taken)
            self.progress(self.report)
        self.report.alone += sum(n for parent, n in waits.items() if parent not in there)
        return self.report

    def _pass(
        self, still: set[int] | None = None, waited: Mapping[int, int] | None = None
    ) -> dict[int, int]:
        """What waits: hashes of the sources by place. What did not wait before was told of by the
        first pass."""
        waiting: dict[int, int] = {}
        for batch in self._batches():
            pieces = self._pieces(batch)
            taken = self._take(batch, pieces, still)
            self.report.made += taken.made
            self.report.alone += taken.alone
            waiting |= {record.place: hash(record.source) for record in taken.waiting}
            if waited is None:
                self.report.read += len(batch)
            self._tell(taken, waited)
            self.progress(self.report)
        return waiting

    def _tell(self, taken: Taken, among: Mapping[int, int] | None = None) -> None:
        """Of what is known or left out, where it is `among` these places."""
        self.report.known += sum(among is None or r.place in among for r in taken.known)
        for record, reason in taken.left:
            if among is None or record.place in among:
                self._left(record, reason)

    def _take(
        self, batch: list[Record], pieces: dict[tuple[str, ...], int], still: set[int] | None
    ) -> Taken:
        with suppress(*_UNSTORABLE):  # somebody imports the same file: then it is there already
            return take_over(batch, pieces, by=self.by, still=still, unclear=self.unclear)
        try:
            return take_over(batch, pieces, by=self.by, still=still, unclear=self.unclear)
        except _UNSTORABLE:
            return self._take_singly(batch, pieces, still)

    def _take_singly(
        self, batch: list[Record], pieces: dict[tuple[str, ...], int], still: set[int] | None
    ) -> Taken:
        """So that one record the store refuses is left out, and not a batch with it."""
        taken = Taken()
        for record in batch:
            try:
                one = take_over([record], pieces, by=self.by, still=still, unclear=self.unclear)
            except _UNSTORABLE:
                _log.exception("%r could not be stored", record.source)
                taken.left.append((record, "không ghi được"))
            else:
                taken.made += one.made
                taken.known += one.known
                taken.alone += one.alone
                taken.waiting += one.waiting
                taken.left += one.left
        return taken

    def _pieces(self, batch: list[Record]) -> dict[tuple[str, ...], int]:
        """Each thread is looked up once in a run."""
        threads = {tuple(record.piece) for record in batch}
        if new := threads - self.found.keys():
            told = find(new, self.known, trust=self.trust_numbers)
            self.found |= {thread: told.get(thread) for thread in new}
        return {thread: pk for thread in threads if (pk := self.found[thread])}

    def _left(self, record: Record, reason: str) -> None:
        self.report.left[reason] += 1
        if reason == NO_PIECE:
            self.report.homeless[record.piece[-1] if record.piece else ""] += 1
        if self.leave:
            self.leave(record, reason)

    def _batches(self) -> Iterator[list[Record]]:
        records = self.source()
        read = 0
        while batch := list(islice(records, BATCH)):
            for record in batch:
                read += 1
                record.place = read
                _prefix(record, self.prefix)
                if not self.trust_names:
                    _disbelieve(record, self.by)
            yield batch

    def _end(self) -> None:
        """Also of a run that broke."""
        made = self.report.made
        if not made:
            return
        with transaction.atomic():
            if made[Status.APPROVED]:
                rescanning.ask_rescan()
            log("comments.imported", by=self.by, facts={"comments": dict(made)})


def _prefix(record: Record, site: str) -> None:
    if site and ":" in record.source:
        record.source = f"{site}:{record.source}"
        record.parent = record.parent and f"{site}:{record.parent}"


def _disbelieve(record: Record, by: User) -> None:
    """Anybody can write a file: whoever imports it answers for it, and it speaks for no desk."""
    if record.history:
        record.history["voice"] = Voice.READER
        for decision in record.history["decisions"]:
            decision["by"] = decision["by"] and by
