"""What has lapsed is kept no longer: counts of attempts, and sessions.

Both tables are cleared by nobody else: the shared cache drops a lapsed row when its key is asked
for again, a session when its cookie comes back. Those of who never comes back would stay for good.
"""

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from readers.models import Kept

FORGET = "readers.forget"
BATCH = 1000
"""Rows of each table at a time: well under a second."""


def noted() -> bool:
    """Whether anything has lapsed. Two queries, each answered by the first row of an index."""
    return any(rows.exists() for rows in _lapsed())


def forget() -> int:
    """One batch of each. How many rows."""
    done = 0
    for rows in _lapsed():
        batch = list(rows.values_list("pk", flat=True)[:BATCH])
        # What was made anew meanwhile under the same key stays.
        done += rows.filter(pk__in=batch).delete()[0]
    return done


def _lapsed() -> tuple[QuerySet[Kept], QuerySet[Session]]:
    now = timezone.now()
    return Kept.objects.filter(expires__lt=now), Session.objects.filter(expire_date__lt=now)
