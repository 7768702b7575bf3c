from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from newsroom.notes import inbox as views


def inbox(wrap: Callable[..., Any]) -> list[URLPattern]:
    return [
        path("hop-thu/", wrap(views.show), name="inbox"),
        path("hop-thu/da-doc/", wrap(views.mark), name="inbox-mark"),
        path("hop-thu/cach-nhan/", wrap(views.wishes), name="inbox-wishes"),
    ]
