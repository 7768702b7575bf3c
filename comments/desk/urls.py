from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from comments.desk import acts, figures, pages


def urls(wrap: Callable[..., Any]) -> list[URLPattern]:
    return [
        path("hang-cho/", wrap(pages.queue), name="comment-queue"),
        path("hang-cho/dang-xem/", wrap(pages.state), name="comment-queue-state"),
        path("hang-cho/quyet-dinh/", wrap(acts.decide_many), name="comment-queue-decide"),
        path("hang-cho/hoan-tac/", wrap(acts.undo), name="comment-queue-undo"),
        path("so-lieu/", wrap(figures.statistics), name="comment-statistics"),
        path("<int:pk>/cung/", wrap(pages.all_alike), name="comment-alike"),
        path("<int:pk>/cung/quyet-dinh/", wrap(acts.decide_alike), name="comment-alike-decide"),
        path("<int:pk>/giu/", wrap(acts.claim), name="comment-claim"),
        path("<int:pk>/noi-bat/", wrap(acts.feature), name="comment-feature"),
        path("<int:pk>/tra-loi/", wrap(acts.answer), name="comment-answer"),
        path("<path:object_id>/decide/", wrap(acts.decide), name="comments_comment_decide"),
    ]
