from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from newsroom.review import desk, views

urlpatterns = [
    path("<str:token>/", views.page, name="review"),
    path("<str:token>/anh/<int:number>.jpg", views.picture, name="review-picture"),
]


def urls(wrap: Callable[..., Any]) -> list[URLPattern]:
    """On the desk's side."""
    return [
        path("<int:pk>/gui-xem/", wrap(desk.review), name="article-review"),
        path(
            "<int:pk>/gui-xem/<int:link>/thu-hoi/", wrap(desk.revoke), name="article-review-revoke"
        ),
        path("<int:pk>/gui-xem/bat-buoc/", wrap(desk.demand), name="article-review-demand"),
        path("<int:pk>/gui-xem/van-dang/", wrap(desk.override), name="article-review-override"),
    ]
