"""What the article page prints, the same for a published version and for a preview of one."""

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from articles import queries
from articles.models import PublishedVersion
from core.http import absolute
from core.html import replace_figures
from photos.models import Photo


# The width that search engines and social networks ask for.
SHARED_WIDTH = 1200


@dataclass(frozen=True)
class ShownPhoto:
    """A photo in a piece with the words it has there."""

    photo: Photo | None
    caption: str
    credit: str
    alt: str
    illustration: bool
    made_by_ai: bool


def article_context(version: PublishedVersion) -> dict[str, Any]:
    """Two queries at most: the photos and the related pieces."""
    photos = _photos(version)
    shown = [_shown(use, photos) for use in version.photos]
    lead = shown[0] if shown and version.photos[0]["lead"] else None
    in_body = shown[1:] if lead else shown
    return {
        "version": version,
        "lead": lead,
        "body": _body(version, in_body),
        "share_image": _share_image(lead),
        "related": queries.chosen(pk for pk in version.related if pk != version.article_id),
    }


def _share_image(lead: ShownPhoto | None) -> dict[str, Any] | None:
    """What other sites show beside a link: address, width, height, alt."""
    copy = lead.photo.best("16x9", SHARED_WIDTH) if lead and lead.photo else None
    if lead is None or copy is None:
        return None
    return {
        "url": absolute(copy.url),
        "width": copy.width,
        "height": copy.height,
        "alt": lead.alt,
    }


def _photos(version: PublishedVersion) -> dict[int, Photo]:
    wanted = {use["photo"] for use in version.photos} - {None}
    if not wanted:
        return {}
    photos = Photo.objects.defer("words").in_bulk(wanted)
    return {pk: photo for pk, photo in photos.items() if photo.may_be_shown()}


def _shown(use: dict[str, Any], photos: dict[int, Photo]) -> ShownPhoto:
    words = {name: use[name] for name in ("caption", "credit", "alt", "illustration")}
    # Versions from before the label existed say nothing of it, and never change.
    by_ai = use.get("made_by_ai", False)
    return ShownPhoto(photo=photos.get(use["photo"]), made_by_ai=by_ai, **words)


def _body(version: PublishedVersion, shown: list[ShownPhoto]) -> SafeString:
    """The sanitised body with its figures drawn."""

    def figure(position: int) -> str:
        if position >= len(shown):
            return ""
        return render_to_string("components/figure.html", {"shown": shown[position]})

    return mark_safe(replace_figures(version.body, figure))  # noqa: S308 -- sanitised at the door
