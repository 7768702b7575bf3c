from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from newsroom.notes import inbox as inbox_views
from newsroom.notes import sources, views


def inbox(wrap: Callable[..., Any]) -> list[URLPattern]:
    return [
        path("hop-thu/", wrap(inbox_views.show), name="inbox"),
        path("hop-thu/da-doc/", wrap(inbox_views.mark), name="inbox-mark"),
        path("hop-thu/cach-nhan/", wrap(inbox_views.wishes), name="inbox-wishes"),
    ]


def urls(wrap: Callable[..., Any]) -> list[URLPattern]:
    return [
        path("<int:pk>/ghi-chu/", wrap(views.notes), name="article-notes"),
        path("<int:pk>/ghi-chu/nguoi/", wrap(views.people), name="article-notes-people"),
        path("<int:pk>/nguon-tin/", wrap(sources.show_list), name="article-sources"),
        path("<int:pk>/nguon-tin/<int:note>/", wrap(sources.show_one), name="article-source"),
    ]
