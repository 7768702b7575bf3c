from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from newsroom.checks import views


def urls(wrap: Callable[..., Any]) -> list[URLPattern]:
    return [
        path("<int:pk>/kiem-tra/", wrap(views.checks), name="article-checks"),
        path("kiem-tra/thiet-lap/", wrap(views.rules), name="check-rules"),
    ]
