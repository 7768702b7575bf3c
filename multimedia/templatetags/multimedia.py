from typing import Any

from django import template

from core.numbers import file_size, number
from multimedia.models import Document, Recording
from photos.models import Photo

register = template.Library()


@register.inclusion_tag("components/recording.html")
def recording(recording: Recording, caption: str = "") -> dict[str, Any]:
    """A player. caption: of this use; the recording's own where there is none."""
    return {
        "recording": recording,
        "is_video": recording.kind == Recording.Kind.VIDEO,
        "poster": _poster_url(recording.poster),
        "caption": caption or recording.caption,
    }


@register.inclusion_tag("components/document.html")
def document(document: Document) -> dict[str, Any]:
    """The first page, leading to the file. No query."""
    return {
        "document": document,
        "preview": document.preview_urls()[0],
        "told": f"PDF, {number(document.page_count)} trang, {file_size(document.size)}",
    }


def _poster_url(photo: Photo | None) -> str:
    return photo.best_url() if photo and photo.may_be_shown() else ""
