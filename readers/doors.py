"""Who comes in under /tai-khoan/, and what every answer there says to caches and robots."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import User
from readers.models import Profile
from readers.rules import is_reader

View = Callable[..., HttpResponseBase]
PLACE = "/tai-khoan/"


def keep_private(get_response: View) -> View:
    """Middleware: whatever is answered under /tai-khoan/, refusals too, is kept by no cache, found
    by no robot, and its address, which may hold a key, told to no other site."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.path.startswith(PLACE):
            response["Cache-Control"] = "no-store"
            response["X-Robots-Tag"] = "noindex"
            response["Referrer-Policy"] = "same-origin"
        return response

    return answer


def for_readers(view: View) -> View:
    """Strangers sign in first and come back; the newsroom's people are told where theirs is."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            back = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
            query = f"?{urlencode({'next': back})}" if back else ""
            return redirect(reverse("account_login") + query)
        if not is_reader(request.user):
            return for_newsroom(request)
        return view(request, *args, **kwargs)

    return answer


def for_newsroom(request: HttpRequest) -> HttpResponseBase:
    return render(request, "readers/newsroom.html", status=403)


def profile_of(request: HttpRequest) -> Profile:
    """The reader's who came in by for_readers; no query."""
    assert isinstance(request.user, User)
    return request.user.profile
