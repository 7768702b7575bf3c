"""Every component as it is now, for the eyes of those who work on the site."""

from collections.abc import Callable
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib.admin.views.decorators import staff_member_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.clickjacking import xframe_options_sameorigin

from catalogue import register, tokens
from core.context_processors import masthead
from core.http import read_only
from photos.models import Photo

_View = Callable[..., HttpResponse]
# Narrow copies are shown in frames of the page.
_framed_by_us = csp_replace({"frame-ancestors": [SELF]})


def _for_staff(view: _View) -> _View:
    """Whoever else asks is sent to the sign-in; what is answered is kept nowhere."""

    def answer(request: HttpRequest, **named: Any) -> HttpResponse:
        response = view(request, **named)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return read_only(staff_member_required(answer))


@_for_staff
def index(request: HttpRequest) -> HttpResponse:
    photo = _photo()
    components = [
        {
            "name": name,
            "parameters": register.parameters(name),
            "samples": _drawn(request, name, photo),
        }
        for name in register.components()
    ]
    kinds = {kind: tokens.tokens(name) for kind, name in _KINDS.items()}
    return render(request, "catalogue/index.html", {"components": components, **kinds})


@xframe_options_sameorigin
@_framed_by_us
@_for_staff
def alone(request: HttpRequest, name: str) -> HttpResponse:
    """The samples of one component and nothing else: what a frame of 320 px holds."""
    if name not in register.components():
        raise Http404
    drawn = _drawn(request, name, _photo())
    return render(request, "catalogue/alone.html", {"name": name, "samples": drawn})


@_for_staff
def sheet(request: HttpRequest) -> HttpResponse:
    return HttpResponse(tokens.sheet(), content_type="text/css; charset=utf-8")


_KINDS = {"colours": "color", "sizes": "font-size", "spaces": "space"}


def _photo() -> Photo | None:
    """The newest photo that readers may see: one query, and the only one of these pages."""
    newest = Photo.objects.filter(trashed_at=None).order_by("-created", "-pk")[:20]
    return next((photo for photo in newest if photo.best() and photo.may_be_shown()), None)


def _drawn(request: HttpRequest, name: str, photo: Photo | None) -> list[dict[str, str]]:
    template = f"components/{name}.html"
    return [
        {
            "name": sample.name,
            "html": render_to_string(
                template, {"request": request, **masthead(request), **sample.context}
            ),
        }
        for sample in register.samples(name, photo)
    ]
