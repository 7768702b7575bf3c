from typing import Any

from django import template

from photos.models import Photo, Rendition

register = template.Library()


@register.inclusion_tag("components/photo.html")
def photo(photo: Photo, alt: str, sizes: str = "100vw", eager: bool = False) -> dict[str, Any]:
    """<picture> of one photo. No query where renditions were prefetched."""
    renditions = sorted(photo.renditions.all(), key=lambda rendition: rendition.width)
    webp = [r for r in renditions if r.format == Rendition.Format.WEBP]
    jpeg = [r for r in renditions if r.format == Rendition.Format.JPEG]
    return {
        "photo": photo,
        "alt": alt,
        "sizes": sizes,
        "eager": eager,
        "srcset": ", ".join(f"{r.file.url} {r.width}w" for r in webp),
        "fallback": next(iter(jpeg[::-1] + webp[::-1]), None),
    }
