"""What readers looked for is kept as long as it says something, and not a day longer.

A term names no person who typed it, but may name one who was looked for. After SEARCH_TERMS_DAYS
(by then a year ago can be compared with this one) a day's terms go.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from core.dates import in_hanoi
from search.models import Asked

FORGET = "search.forget_terms"
BATCH = 5_000


def noted() -> bool:
    """Whether anything is due. One query, answered by the first row of an index."""
    return _due().exists()


def forget() -> int:
    """One batch, the oldest first. How many terms."""
    batch = list(_due().order_by("day", "term").values_list("pk", flat=True)[:BATCH])
    return Asked.objects.filter(pk__in=batch).delete()[0]


def _due() -> QuerySet[Asked]:
    today = in_hanoi(timezone.now()).date()
    return Asked.objects.order_by().filter(
        day__lt=today - timedelta(days=settings.SEARCH_TERMS_DAYS)
    )
