"""Which beacons are reads, and the mark by which a repeat is known.

A mark is 63 bits of a keyed hash over day, piece, address and browser. It cannot be read back, is
another one for every piece and every day, and goes when the day is over; the address is stored
nowhere. Readers behind one address with one browser count as one: too few rather than too many.
"""

import re
from datetime import datetime

from django.http import HttpRequest, UnreadablePostError
from django.utils import timezone
from django.utils.crypto import salted_hmac

from comments.stamp import is_same_site
from core.dates import in_hanoi
from core.http import address_of
from readership.models import Read

# CUBOT makes telephones. Facebook's and Zalo's own browsers (FBAN, "Zalo android") are readers;
# their fetchers say external… or bot.
MACHINES = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|scrap|preview|headless|phantom|lighthouse|monitor"
    r"|facebookexternal|meta-external|facebookcatalog|curl|wget|python|java/|okhttp|go-http|axios",
    re.IGNORECASE,
)
_LONGEST = 18
_PIECE = re.compile(rb"[1-9][0-9]*")


def visit(request: HttpRequest) -> Read | None:
    """The read that a beacon tells of, not stored yet; None when it is not to be counted."""
    agent = request.headers.get("User-Agent", "")
    piece = _piece(request)
    if piece is None or not is_person(agent) or not is_same_site(request):
        return None
    now = timezone.now()
    return Read(
        mark=mark(now, piece, address_of(request), agent),
        piece=piece,
        hour=now.replace(minute=0, second=0, microsecond=0),
    )


def is_person(agent: str) -> bool:
    """Whether a User-Agent can be a browser's: all of them begin alike."""
    return agent.startswith("Mozilla/") and not MACHINES.search(agent)


def mark(at: datetime, piece: int, address: str, agent: str) -> int:
    told = "\n".join((in_hanoi(at).date().isoformat(), str(piece), address, agent))
    digest = salted_hmac("readership.mark", told, algorithm="sha256").digest()
    return int.from_bytes(digest[:8]) >> 1


def _piece(request: HttpRequest) -> int | None:
    try:
        told = request.read(_LONGEST + 1)
    except UnreadablePostError:
        return None  # the reader left while sending
    return int(told) if len(told) <= _LONGEST and _PIECE.fullmatch(told) else None
