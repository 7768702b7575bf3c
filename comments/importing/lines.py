"""Our own export (comments/exporting.py): nothing was lost on the way, so nothing is guessed."""

import json
from datetime import datetime
from typing import Any, BinaryIO

from django.utils import timezone

from comments.importing.records import AHEAD, FIRST_YEAR, Record, Records
from comments.models import REASON_LENGTH, TEXT_LENGTH, Status, Voice
from core.vietnamese import clean_line

_LONGEST = 10_000_000
_BROKEN = (LookupError, ValueError, TypeError, AttributeError, RecursionError, OverflowError)


def read(file: BinaryIO) -> Records:
    """A line that is not ours gives a record with a fault: the others are as good as before."""
    number = 0
    while line := file.readline(_LONGEST):
        number += 1
        if len(line) == _LONGEST:
            while line and not line.endswith(b"\n"):
                line = file.readline(_LONGEST)
            yield Record(source=f"dòng {number}", fault="dòng dài quá mức")
        elif line.strip():
            yield _record(line, number)


def _record(line: bytes, number: int) -> Record:
    try:
        return _told(json.loads(line))
    except _BROKEN:
        return Record(source=f"dòng {number}", fault="dòng hỏng")


def _told(told: dict[str, Any]) -> Record:
    status = Status(told["status"])
    seen = status == Status.APPROVED
    revisions = _revisions(told["revisions"])
    numbers = {row["number"] for row in revisions}
    if seen != (told["shown"] is not None) or (seen and told["shown"] not in numbers):
        raise ValueError(told["shown"])
    return Record(
        source=_words(told["source"]),
        piece=[str(told["article"]), str(told["address"])],
        parent=_words(told["parent"]),
        name=_words(told["name"]),
        email=_words(told.get("email")),
        text=revisions[-1]["text"],
        created=_moment(told["created"]),
        status=status,
        likes=min(max(int(told["likes"]), 0), 999_999),
        history={
            "shown": told["shown"],
            "again": seen and told["again"] is True,
            "featured": seen and told["featured"] is True,
            "voice": Voice(told["voice"]),
            "revisions": revisions,
            "decisions": _decisions(told["decisions"], numbers),
        },
    )


def _revisions(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {
            "number": int(row["number"]),
            "text": _words(row["text"]),
            "created": _past(row["created"]),
        }
        for row in told
    ]
    numbers = [row["number"] for row in rows]
    if sorted(set(numbers)) != numbers or not 0 < numbers[0] <= numbers[-1] < 32_768:
        raise ValueError(numbers)
    if max(len(row["text"]) for row in rows) > TEXT_LENGTH:
        raise ValueError(numbers)
    return rows


def _decisions(told: list[dict[str, Any]], numbers: set[int]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {
            "revision": int(row["revision"]),
            "verdict": Status(row["verdict"]),
            "by": clean_line(_words(row["by"])) or None,
            "at": _past(row["at"]),
            "reason": clean_line(_words(row["reason"])),
            "undoes": row["undoes"] if row["undoes"] is None else int(row["undoes"]),
        }
        for row in told
    ]
    if not {row["revision"] for row in rows} <= numbers:
        raise ValueError(numbers)
    if any(len(row["reason"]) > REASON_LENGTH for row in rows):
        raise ValueError(rows)
    undone = [(place, n) for place, row in enumerate(rows) if (n := row["undoes"]) is not None]
    if any(not 0 <= n < place for place, n in undone) or len({n for _, n in undone}) < len(undone):
        raise ValueError(rows)
    return rows


def _words(told: str | None) -> str:
    if not isinstance(told, str | None):
        raise TypeError(told)
    return told or ""


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _past(text: str) -> datetime:
    """A moment of years that every store and clock can tell."""
    moment = _moment(text)
    if moment.year < FIRST_YEAR or moment > timezone.now() + AHEAD:
        raise ValueError(text)
    return moment
