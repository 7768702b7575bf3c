"""Who clicks, without knowing who it is: 63 bits of a keyed hash.

A reader with an account is one voter in every browser he signs in with, and stays it there when he
signs out: the cookie takes the mark of his account. Anybody else is known by a cookie that the
first click sets, on the answer to the click alone; it holds the mark that address and browser gave
at that first click, so clicking with and without the cookie is still one voter. Neither address nor
browser can be read back from a mark.
"""

from collections.abc import Iterable

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import User
from core.http import address_of

COOKIE = "nguoi-doc"
COOKIE_SECONDS = 180 * 24 * 3600
MOST_FORMER = 2

_signer = Signer(salt="comments.voter")


def voter_of(request: HttpRequest) -> int:
    """The mark of whoever sent the request; asks the database nothing."""
    told = _told(request)
    return told[0] if told else _mark_of_stranger(request)


def former_marks(request: HttpRequest, voter: int) -> list[int]:
    """Those the browser had before it was this voter: what it liked under them is liked once."""
    return [mark for mark in _told(request) if mark != voter][:MOST_FORMER]


def is_known(request: HttpRequest) -> bool:
    """Whether the browser brings a mark that we gave it."""
    return bool(_told(request))


def _told(request: HttpRequest) -> list[int]:
    """The voter, then whom he was before."""
    try:
        return [int(n) for n in _signer.unsign(request.COOKIES.get(COOKIE, "")).split(".")]
    except (BadSignature, ValueError):
        return []


def voter_of_reader(reader: User) -> int:
    """The mark of an account, the same in every browser."""
    return _mark(f"account {reader.pk}")


def remember(response: HttpResponseBase, voter: int, former: Iterable[int] = ()) -> None:
    """So that the same browser is the same voter tomorrow, behind another address."""
    response.set_cookie(
        COOKIE,
        _signer.sign(".".join(map(str, (voter, *former)))),
        max_age=COOKIE_SECONDS,
        path="/binh-luan/",
        secure=True,
        httponly=True,
        samesite="Lax",
    )


def _mark_of_stranger(request: HttpRequest) -> int:
    # The whole address, which networks.py cuts: of two with the same phone in one barracks or one
    # street the second would count for nothing. It is hashed by a key with the month and the
    # browser, so that no list of all addresses finds it again.
    month = timezone.localdate().strftime("%Y-%m")
    told = "\n".join((month, address_of(request), request.headers.get("User-Agent", "")))
    return _mark(told)


def _mark(told: str) -> int:
    digest = salted_hmac("comments.voter", told, algorithm="sha256").digest()
    return int.from_bytes(digest[:8]) >> 1
