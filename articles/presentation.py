"""What the article page prints, the same for a published version and for a preview of one."""

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from articles import queries
from articles.models import PublishedVersion
from core.html import replace_figures
from photos.models import Photo


@dataclass(frozen=True)
class ShownPhoto:
    """A photo in a piece with the words it has there."""

    photo: Photo | None
    caption: str
    credit: str
    alt: str
    illustration: bool


def article_context(version: PublishedVersion) -> dict[str, Any]:
    """Four queries at most: the photos and the related pieces, each with their renditions."""
    photos = _photos(version)
    shown = [_shown(use, photos) for use in version.photos]
    lead = shown[0] if shown and version.photos[0]["lead"] else None
    in_body = shown[1:] if lead else shown
    return {
        "version": version,
        "lead": lead,
        "body": _body(version, in_body),
        "related": queries.chosen(pk for pk in version.related if pk != version.article_id),
    }


def _photos(version: PublishedVersion) -> dict[int, Photo]:
    wanted = {use["photo"] for use in version.photos} - {None}
    if not wanted:
        return {}
    return {photo.pk: photo for photo in Photo.objects.filter(pk__in=wanted).with_renditions()}


def _shown(use: dict[str, Any], photos: dict[int, Photo]) -> ShownPhoto:
    words = {name: use[name] for name in ("caption", "credit", "alt", "illustration")}
    return ShownPhoto(photo=photos.get(use["photo"]), **words)


def _body(version: PublishedVersion, shown: list[ShownPhoto]) -> SafeString:
    """The sanitised body with its figures drawn."""

    def figure(position: int) -> str:
        if position >= len(shown):
            return ""
        return render_to_string("components/figure.html", {"shown": shown[position]})

    return mark_safe(replace_figures(version.body, figure))  # noqa: S308 -- sanitised at the door
