"""Where an act came from: the request being answered, or the command that runs."""

import sys
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path

from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from core.http import address_of

PATH_LENGTH = 200

_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


def remember(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: the log can ask for the request until it is answered. Reads nothing of it."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        token = _request.set(request)
        try:
            return get_response(request)
        finally:
            _request.reset(token)

    return answer


def told() -> dict[str, str]:
    """{"address", "path", "session"} of the request, or {"command"}. No query.

    The session's mark tells acts of one sign-in from those of another; it opens nothing. A page
    whose address is a secret sets `path_told` on its request. Of readers nothing is kept but the
    page: this log is kept for good, and what marks a reader is not.
    """
    request = _request.get()
    if request is None:
        return {"command": _command()}
    path = getattr(request, "path_told", request.path)[:PATH_LENGTH]
    if getattr(request, "by_reader", False):
        return {"path": path}
    found = {"address": address_of(request), "path": path, "session": _mark(request)}
    return {name: value for name, value in found.items() if value}


def by_reader(request: HttpRequest, path: str = "") -> None:
    """This request is a reader's; `path` where its own address is a secret."""
    setattr(request, "by_reader", True)  # noqa: B010 -- a mark of ours on a class that is Django's
    setattr(request, "path_told", path or request.path)  # noqa: B010 -- the same


def _mark(request: HttpRequest) -> str:
    session = getattr(request, "session", None)
    key = session.session_key if session is not None else None
    return salted_hmac("audit.session", key, algorithm="sha256").hexdigest()[:16] if key else ""


def _command() -> str:
    """`manage.py worker` is "worker"; its arguments are nobody's business."""
    program = Path(sys.argv[0]).name if sys.argv else ""
    return sys.argv[1] if program == "manage.py" and len(sys.argv) > 1 else program
