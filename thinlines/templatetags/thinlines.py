from functools import lru_cache
from typing import Any, NamedTuple

from django import template
from django.core.files.storage import default_storage
from django.urls import reverse

from articles.models import PublishedVersion, Section
from photos.geometry import FREE
from photos.models import Photo
from photos.models.photo import Copy
from thinlines.queries import MARK_LENGTH

register = template.Library()

# Twice the points of a phone's width, no more.
WIDTH = 800


class LightCopy(NamedTuple):
    url: str
    width: int
    height: int
    size: int | None
    """Bytes; None where only a question to another machine could tell."""


@register.simple_tag
def light_copy(photo: Photo | None) -> LightCopy | None:
    """{% light_copy shown.photo as copy %}: the file of a photo for thin lines, or None."""
    copy = _modest(photo) if photo else None
    return copy and LightCopy(copy.url, copy.width, copy.height, _size(copy.name))


def _modest(photo: Photo) -> Copy | None:
    fitting = [copy for copy in photo.copies(FREE, "webp") if copy.width <= WIDTH]
    return fitting[-1] if fitting else photo.best(FREE, WIDTH)


@lru_cache(maxsize=10_000)  # a name is never given to other bytes
def _size(name: str) -> int | None:
    try:
        default_storage.path(name)
        return default_storage.size(name)
    except (NotImplementedError, OSError):
        return None


@register.simple_tag(takes_context=True)
def lite_url(context: dict[str, Any]) -> str:
    """Where the piece, section or home page being shown stands in the lite edition; "" where
    that has no page for it."""
    version, section, request = (context.get(name) for name in ("version", "section", "request"))
    if isinstance(version, PublishedVersion):
        return reverse("lite-article", args=[version.slug, version.article_id])
    if isinstance(section, Section):
        return reverse("lite-section", args=[section.slug])
    return reverse("lite-home") if request and request.path == reverse("home") else ""


@register.inclusion_tag("lite/menu.html")
def lite_menu() -> dict[str, Any]:
    """The main sections in the lite edition; one query."""
    return {"sections": Section.objects.main()}


@register.filter
def mark(version: PublishedVersion) -> str:
    """{{ version|mark }}: tells a copy of the page apart from one of another version."""
    return version.sha256[:MARK_LENGTH]
