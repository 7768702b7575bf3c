from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from newsroom.bulk import trash, views


def urls(wrap: Callable[..., Any]) -> list[URLPattern]:
    return [
        path("thung-rac/", wrap(trash.shelf), name="trash"),
        path("thung-rac/<slug:name>/", wrap(trash.shelf), name="trash-shelf"),
        path("thung-rac/<slug:name>/<int:pk>/", wrap(trash.restore), name="trash-restore"),
        path("hang-loat/", wrap(views.jobs), name="bulk-jobs"),
        path("hang-loat/<int:pk>/", wrap(views.job), name="bulk-job"),
        path("hang-loat/<int:pk>/tien-do/", wrap(views.progress), name="bulk-progress"),
        path("hang-loat/<int:pk>/hoan-lai/", wrap(views.undo), name="bulk-undo"),
        path("hang-loat/xem-truoc/<slug:name>/", wrap(views.preview), name="bulk-preview"),
        path("hang-loat/lam/", wrap(views.confirm), name="bulk-confirm"),
    ]
