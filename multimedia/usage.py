"""Where photos stand before films: the answer to photos.signals.uses_asked."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from multimedia.models import Recording
from photos.usage import Use


def on_uses_asked(numbers: Iterable[int], **_signal: Any) -> list[Use]:
    """One use for each film a photo is the poster of. One query."""
    films = Recording.objects.filter(poster__in=numbers).values_list("pk", "poster", "title")
    return [
        Use(
            photo=poster,
            title=title,
            url=reverse("admin:multimedia_recording_change", args=[pk]),
            state="Ảnh đại diện của video",
        )
        for pk, poster, title in films
    ]
