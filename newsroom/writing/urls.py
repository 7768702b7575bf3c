from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from newsroom.writing import views


def urls(wrap: Callable[..., Any]) -> list[URLPattern]:
    """Not wrapped: a script must be told that its session is over, not led to another page."""
    return [
        path("go-do/", views.autosave, name="article-autosave-new"),
        path("<int:pk>/go-do/", views.autosave, name="article-autosave"),
        path("<int:pk>/gianh-quyen/", views.take_over, name="article-take-over"),
        path("go-do/da-luu/", views.saved, name="article-saved-words"),
        path("go-do/ma-cu/", views.look, name="article-old-text"),
        path("go-do/dang-nhap/", views.sign_in, name="article-sign-in"),
        path("go-do/<slug:key>/bo/", views.drop, name="article-drop-words"),
    ]
