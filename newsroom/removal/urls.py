from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from newsroom.removal import asking, views


def urls(wrap: Callable[..., Any]) -> list[URLPattern]:
    return [
        path("<int:pk>/lenh-go/", wrap(views.remove), name="article-remove"),
        path("<int:pk>/phan-hoi/", wrap(views.reply), name="article-reply"),
        path("<int:pk>/yeu-cau-cai-chinh/", wrap(asking.ask), name="correction-ask"),
        path(
            "<int:pk>/yeu-cau-cai-chinh/<int:request_pk>/bo/",
            wrap(asking.decline),
            name="correction-decline",
        ),
        path("da-go/<int:pk>/", wrap(views.inspect), name="removal-inspect"),
        path("da-go/<int:pk>/ban-luu/", wrap(views.export), name="removal-export"),
        path("bao-cao/", wrap(views.list_acts), name="removal-report"),
    ]
