"""Whose comments are shown to whom before anybody else may read them.

A reader with an account is shown those of his account. A guest is shown those of his browser: the
answer to the first sending sets a cookie with a number drawn for it. The mark of a voter would not
do: two behind one address have the same one, and would read each other's.
"""

from secrets import randbits
from typing import NamedTuple

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponseBase

from accounts.models import User
from comments import stamp
from comments.models import Comment

COOKIE = "y-kien-cua-toi"

_signer = Signer(salt="comments.holder")


class Person(NamedTuple):
    """Who asks for comments of his own."""

    reader: User | None
    holder: int | None
    staff: User | None = None
    """Of the house: a guest to whom nothing is shown by his account, which is written down, since
    nobody decides on his own words."""

    def holds(self, comment: Comment) -> bool:
        by_account = self.reader is not None and self.reader.pk == comment.reader_id
        return by_account or (self.holder is not None and self.holder == comment.holder)


def person_of(request: HttpRequest) -> Person:
    """At most two queries, and none for whoever has no session."""
    user = _user_of(request)
    staff = user if user and user.is_staff else None
    return Person(None if staff else user, holder_of(request), staff)


def reader_of(request: HttpRequest) -> User | None:
    """The reader who is signed in; staff write as guests, under the name they type."""
    return person_of(request).reader


def _user_of(request: HttpRequest) -> User | None:
    """A request that does not tell its site rides on nobody's session: it may be sent from
    anywhere."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    if request.method == "POST" and not stamp.tells_its_site(request):
        return None
    return request.user if isinstance(request.user, User) else None


def holder_of(request: HttpRequest) -> int | None:
    try:
        return int(_signer.unsign(request.COOKIES.get(COOKIE, "")))
    except (BadSignature, ValueError):
        return None


def new_holder() -> int:
    return randbits(63)


def remember(response: HttpResponseBase, holder: int) -> None:
    """For as long as the comments keep the number themselves (comments/forgetting.py)."""
    response.set_cookie(
        COOKIE,
        _signer.sign(str(holder)),
        max_age=settings.COMMENT_PRIVATE_DAYS * 24 * 3600,
        path="/binh-luan/",
        secure=True,
        httponly=True,
        samesite="Lax",
    )
