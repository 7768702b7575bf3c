from typing import Any

from django.db import models

from articles.fields import EXTENSIONS, BodyField
from core.html import replace_figures, sanitise

_FIGURES = {"PhotoFigure", "RecordingFigure", "DocumentFigure"}


def _words(html: str) -> str:
    """Sanitised, without figures: what credits and rights they need is asked of pieces only."""
    return sanitise(replace_figures(sanitise(html), lambda _position: ""))


class WordsField(BodyField):
    """Rich text of a page: a piece's body without photos, recordings and documents."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kept = {name: how for name, how in EXTENSIONS.items() if name not in _FIGURES}
        kwargs.setdefault("extensions", kept)
        kwargs.setdefault("sanitize", _words)
        super().__init__(*args, **kwargs)

    def pre_save(self, instance: models.Model, add: bool) -> str:
        value = _words(getattr(instance, self.attname) or "")
        setattr(instance, self.attname, value)
        return value
