from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from newsroom.board import acts


def urls(wrap: Callable[..., Any]) -> list[URLPattern]:
    return [
        path("<int:pk>/chuyen/", wrap(acts.move), name="article-move"),
        path("<int:pk>/giao/", wrap(acts.assign), name="article-assign"),
        path("<int:pk>/duyet/", wrap(acts.approve), name="article-approve"),
    ]
