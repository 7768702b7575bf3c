"""How pages may be asked for, how askers are refused, and how others are told where they are."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urljoin

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from core.context_processors import masthead

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


def read_only(view: _View) -> _View:
    """GET and HEAD; anything else is 405. A page that takes nothing in needs no token to say so."""
    return csrf_exempt(require_safe(view))


def address_of(request: HttpRequest) -> str:
    """Where the request came from. The proxy before us writes the header anew each time, so its
    last entry is the one it saw itself; without a proxy anybody could have written it."""
    told = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return told.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def absolute(url: str) -> str:
    """The address with our origin; one that has an origin of its own stays as it is."""
    return urljoin(settings.SITE_URL, url)


def moved(request: HttpRequest, to: Any, *args: Any) -> HttpResponseBase:
    """On to the right address for good, with the query that came along: it turns a page, or asks
    for pictures."""
    address, query = resolve_url(to, *args), request.GET.urlencode()
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


def bare_page(
    template: str,
    status: int,
    request: HttpRequest,
    *,
    headers: dict[str, str] | None = None,
    **context: Any,
) -> HttpResponse:
    """A page that needs no database and no session: they may be what failed."""
    page = render_to_string(template, {**masthead(request), **context})
    return HttpResponse(page, status=status, headers=headers)


def too_many_requests(request: HttpRequest, *, seconds: int) -> HttpResponse:
    """What a limit answers: 429 and after how many seconds to ask again. No query."""
    return bare_page(
        "429.html",
        429,
        request,
        headers={"Retry-After": str(seconds)},
        minutes=max(1, -(-seconds // 60)),
    )
