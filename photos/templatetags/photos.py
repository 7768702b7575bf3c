from typing import Any

from django import template

from photos.geometry import FREE, RATIOS
from photos.models import Photo

register = template.Library()

_TYPES = ("avif", "webp")


@register.inclusion_tag("components/photo.html")
def photo(
    photo: Photo, alt: str, sizes: str = "100vw", ratio: str = FREE, eager: bool = False
) -> dict[str, Any]:
    """<picture> of one photo. No query.

    Until the ratio asked for stands ready, the whole picture is shown, cut by the style sheet.
    """
    ready = photo.ready_ratio(ratio)
    fallback = photo.best(ratio, 1200) if photo.may_be_shown() else None
    across, down = RATIOS[ratio] or (photo.width, photo.height)
    return {
        "alt": alt,
        "sizes": sizes,
        "ratio": ratio,
        "eager": eager,
        "tone": tone(photo.color),
        "sources": [(form, _srcset(photo, ready, form)) for form in _TYPES],
        "fallback": fallback,
        "height": round(fallback.width * down / across) if fallback else 0,
    }


def _srcset(photo: Photo, ratio: str, form: str) -> str:
    return ", ".join(f"{copy.url} {copy.width}w" for copy in photo.copies(ratio, form))


def tone(color: str) -> str:
    """The class of static/css/components/photo.css that is nearest to a colour such as #2f6b3a.

    Pages allow no style of their own (content policy), so there is a class for each of 64 tones.
    """
    channels = (int(color[at : at + 2], 16) for at in (1, 3, 5)) if color else ()
    return "".join(str(round(channel / 85)) for channel in channels)
