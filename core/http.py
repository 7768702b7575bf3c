"""How pages may be asked for, how askers are refused, and how others are told where they are."""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address
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
    last entry is the one it saw itself; from anywhere but a proxy of ours it may say anything."""
    sender = str(request.META.get("REMOTE_ADDR", ""))
    told = request.headers.get("X-Forwarded-For", "") if _is_proxy(sender) else ""
    return told.rpartition(",")[2].strip() or sender


def line_of(address: str) -> IPv4Address | IPv6Address | None:
    """The address as numbers; the older kind also where it was spelled as the newer."""
    try:
        line = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    return line.ipv4_mapped or line if isinstance(line, IPv6Address) else line


def _is_proxy(sender: str) -> bool:
    """A socket of the machine itself has no address; strangers do not reach it."""
    if not settings.BEHIND_PROXY:
        return False
    line = line_of(sender)
    return not sender or (line is not None and any(line in network for network in settings.PROXIES))


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
