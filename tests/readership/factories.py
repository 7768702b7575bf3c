"""Reads as beacons bring them, and counts as a fold leaves them."""

from datetime import datetime
from itertools import count

from django.utils import timezone

from articles.models import PublishedVersion
from readership import buffering, folding
from readership.models import Read

PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/141.0.0.0 Mobile Safari/537.36"
)
_marks = count(1)


def hour_of(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def make_read(piece: int, at: datetime | None = None) -> Read:
    """A read by somebody new, not stored."""
    return Read(mark=next(_marks), piece=piece, hour=hour_of(at or timezone.now()))


def make_reads(counts: dict[PublishedVersion, int], at: datetime | None = None) -> None:
    """So many reads of each piece in an hour, counted and ranked."""
    at = at or timezone.now()
    folding.record(hour_of(at), {version.article_id: n for version, n in counts.items()})
    folding.rank(timezone.now())


def keep(counts: dict[int, int], at: datetime | None = None) -> None:
    """So many reads by piece, stored and not counted yet."""
    buffering.keep([make_read(piece, at) for piece, n in counts.items() for _n in range(n)])


def beacon(client, piece: object, *, agent: str = PHONE, address: str = "1.2.3.4", **headers: str):
    """What a browser sends; headers by name, with _ for -."""
    told = {"User-Agent": agent, "Sec-Fetch-Site": "same-origin"}
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(
        "/doc/", str(piece), content_type="text/plain", headers=told, REMOTE_ADDR=address
    )
