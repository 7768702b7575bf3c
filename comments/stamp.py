"""What stands where a CSRF token would: reader pages are the same bytes for everybody.

The stamp in a page's form says for which piece and on which day the page was made; the request's
own headers say from which site it was sent. The receipt is a link only its holder knows.
"""

from datetime import date, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils import timezone

from core.dates import in_hanoi

DAYS_VALID = 7

_stamps = Signer(salt="comments.stamp")
_receipts = Signer(sep=".", salt="comments.receipt")


def stamp(article_id: int) -> str:
    """The stamp of today: "2026-11-23:signature", good for seven days."""
    today = _today().isoformat()
    return f"{today}:{_stamps.signature(f'{article_id} {today}')}"


def is_valid(given: str, article_id: int) -> bool:
    try:
        signed = _stamps.unsign(f"{article_id} {given}")
        age = _today() - date.fromisoformat(signed.partition(" ")[2])
    except (BadSignature, ValueError):
        return False
    # Of two machines one may have passed midnight already.
    return timedelta(days=-1) <= age <= timedelta(days=DAYS_VALID)


def is_same_site(request: HttpRequest) -> bool:
    """Whether the request can come from a page of ours, as far as its headers tell.

    Old browsers send none of the three headers and have the benefit of the doubt: there is no
    session to ride on, and the stamp still has to be right.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    sender = request.headers.get("Origin") or request.headers.get("Referer")
    if sender is None:
        return True
    own = {f"{request.scheme}://{request.get_host()}".lower(), *settings.CSRF_TRUSTED_ORIGINS}
    return _origin(sender) in own


def tells_its_site(request: HttpRequest) -> bool:
    """Whether the request says by a header from which site it comes."""
    return any(name in request.headers for name in ("Sec-Fetch-Site", "Origin", "Referer"))


def receipt_token(comment_id: int) -> str:
    return _receipts.sign(str(comment_id))


def comment_of_receipt(token: str) -> int | None:
    """The id of the comment, None for a token that is not ours."""
    try:
        return int(_receipts.unsign(token))
    except BadSignature:
        return None


def _today() -> date:
    return in_hanoi(timezone.now()).date()


def _origin(address: str) -> str:
    try:
        parts = urlsplit(address.lower())
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"
