"""How pages may be asked for, and how others are told where they are."""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


def read_only(view: _View) -> _View:
    """GET and HEAD; anything else is 405. A page that takes nothing in needs no token to say so."""
    return csrf_exempt(require_safe(view))


def absolute(url: str) -> str:
    """The address with our origin; one that has an origin of its own stays as it is."""
    return urljoin(settings.SITE_URL, url)
