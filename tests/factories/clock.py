"""Time under the test's hand: the product asks django.utils.timezone, and so is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

# 01/03/2026 10:51 in Hanoi, with microseconds as real moments have.
MORNING = datetime(2026, 3, 1, 3, 51, 0, 123456, tzinfo=UTC)


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def after(self, **distance: float) -> datetime:
        """The moment so far from now; the clock stays."""
        return self.now + timedelta(**distance)

    def forward(self, **distance: float) -> datetime:
        self.now = self.after(**distance)
        return self.now


@contextmanager
def stopped_clock(now: datetime = MORNING) -> Iterator[Clock]:
    """A clock that moves by forward() alone."""
    with pytest.MonkeyPatch.context() as patch:
        clock = Clock(now)
        patch.setattr(timezone, "now", clock)
        yield clock
