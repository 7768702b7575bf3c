from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path, register_converter

from newsroom.revisions import views


class SaveKey:
    """A save's number, or “dang-2” for a version of the archive."""

    regex = r"(?:dang-)?[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: Any) -> str:
        return str(value)


register_converter(SaveKey, "save")


def urls(wrap: Callable[..., Any]) -> list[URLPattern]:
    return [
        path("<int:pk>/history/", wrap(views.list_saves), name="articles_article_history"),
        path(
            "<int:pk>/history/<save:key>/", wrap(views.one_save), name="articles_article_revision"
        ),
        path("<int:pk>/so-sanh/", wrap(views.compare_two), name="article-compare"),
    ]
