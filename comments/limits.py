"""How much comes from one place: a bucket for each browser, network, piece, and one for all.

A bucket is one number, the moment when it will be empty again. Each sending puts that moment off by
`every`; what it is ahead of now says how many are in it. So nothing drips by a clock process, a
bucket that is empty is as good as none, and one statement of the database fills several at once,
whoever else is at them (row locks; always taken in one order).
"""

from dataclasses import dataclass
from enum import Enum

from django.db import connection
from django.utils import timezone

HOUR = 3_600_000
"""Milliseconds. No bucket takes longer to be empty again, so nobody is shut out for long."""


@dataclass(frozen=True)
class _Measure:
    place: int
    """Where its rows begin in the table."""
    size: int
    """How many rows; places share them by chance, and a limit with them."""
    free: int
    """So many at once are nothing out of the way."""
    every: int
    """Milliseconds after which there is room for one more."""


class Limit(_Measure, Enum):
    """A newspaper's readers send a comment or two an evening; a network of 256 lines, which may be
    a carrier's with thousands behind it, a few dozen when something has happened."""

    ALL = (0, 1, 600, 1_000)
    SENDER = (1 << 16, 1 << 16, 5, 60_000)
    NETWORK = (2 << 16, 1 << 16, 30, 5_000)
    PIECE = (3 << 16, 1 << 16, 60, 2_000)
    # Clicks of browsers that bring no mark of ours: a first click of each, or one who hides.
    CLICKS = (4 << 16, 1 << 16, 300, 6_000)
    # Likes of one comment from one network, by browsers that bring a mark.
    LIKES = (6 << 16, 1 << 16, 300, 10_000)
    # Reports of one comment from one network: it is before eyes after the first.
    REPORTS = (5 << 16, 1 << 16, 10, 300_000)


@dataclass(frozen=True)
class Level:
    """What stands in a bucket after a sending."""

    limit: Limit
    ahead: int
    """Milliseconds until it is empty."""

    @property
    def sent(self) -> int:
        """How many are in it, this one included."""
        return -(-self.ahead // self.limit.every)

    @property
    def over(self) -> bool:
        return self.sent > self.limit.free

    @property
    def full(self) -> bool:
        """Nothing more goes in: an hour's worth came at once."""
        return self.ahead >= HOUR


def fill(marks: dict[Limit, int]) -> dict[Limit, Level]:
    """Count one sending in the bucket of each place, named by any whole number. One statement;
    raises DatabaseError where the store is away."""
    now = int(timezone.now().timestamp() * 1000)
    by_slot = {limit.place + mark % limit.size: limit for limit, mark in marks.items()}
    most, least = ("MAX", "MIN") if connection.vendor == "sqlite" else ("GREATEST", "LEAST")
    rows = ", ".join(["(%s, %s)"] * len(by_slot))
    values = [n for slot in sorted(by_slot) for n in (slot, now + by_slot[slot].every)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO comments_bucket (slot, full_until) VALUES {rows}"  # noqa: S608 -- our own words
            f" ON CONFLICT (slot) DO UPDATE SET full_until = {least}(%s,"
            f" {most}(comments_bucket.full_until, %s) + excluded.full_until - %s)"
            " RETURNING slot, full_until",
            [*values, now + HOUR, now, now],
        )
        filled = cursor.fetchall()
    return {by_slot[slot]: Level(by_slot[slot], until - now) for slot, until in filled}
