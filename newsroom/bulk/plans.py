"""A preview that is signed: what runs is what was shown, for whom it was shown, within the hour."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.core.exceptions import ValidationError

from accounts.models import User
from newsroom.bulk.kinds import KINDS, Facts, Kind, Line, pieces_for_preview

MOST = 5_000
"""Pieces in one decision."""
LASTS = timedelta(hours=1)
_SALT = "newsroom.bulk"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Plan:
    kind: str
    params: Facts
    pieces: list[tuple[int, datetime]]
    """Number of the piece, and when it had been changed last."""
    sha256: str
    """Of the preview as it was signed."""


@dataclass(frozen=True)
class Preview:
    kind: Kind
    lines: list[Line]
    missing: int
    """Pieces that are not there for this person."""

    @property
    def willing(self) -> list[Line]:
        return [line for line in self.lines if not line.refused]

    @property
    def refused(self) -> int:
        return len(self.lines) - len(self.willing)

    def signed(self) -> str:
        pieces = [[line.article.pk, _micros(line.article.modified)] for line in self.willing]
        facts = [self.kind.name, self.kind.params, self.kind.by.pk, pieces]
        return signing.dumps(facts, salt=_SALT, compress=True)


def preview(kind: Kind, numbers: Iterable[int]) -> Preview:
    """Half a dozen queries, whatever the number of pieces."""
    wanted = set(numbers)
    lines = [kind.line(article) for article in pieces_for_preview(kind.by, wanted)]
    return Preview(kind, lines, len(wanted) - len(lines))


def read(signed: str, *, by: User) -> Plan:
    """Raises ValidationError for one that is forged, old, or another's."""
    try:
        name, params, person, pieces = signing.loads(signed, salt=_SALT, max_age=LASTS)
    except signing.SignatureExpired:
        raise ValidationError("Bản xem trước đã quá một giờ. Hãy xem lại rồi làm.") from None
    except signing.BadSignature:
        raise ValidationError("Không đọc được bản xem trước. Hãy xem lại rồi làm.") from None
    if person != by.pk or name not in KINDS:
        raise ValidationError("Bản xem trước này của người khác. Hãy xem lại rồi làm.")
    told = [(pk, _EPOCH + timedelta(microseconds=micros)) for pk, micros in pieces]
    return Plan(name, params, told, hashlib.sha256(signed.encode()).hexdigest())


def numbers_of(text: str) -> list[int]:
    """Ids as the form carries them, "7,12"; what is none is left out."""
    found = dict.fromkeys(
        int(part)
        for part in text.split(",")
        if part.isascii() and part.isdecimal() and len(part) < 19
    )
    return list(found)[:MOST]


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)
