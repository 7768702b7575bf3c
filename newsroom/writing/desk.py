"""What the change form of a piece does so that nobody's words are lost in a save."""

from typing import Any

import reversion
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from articles.models import Article
from newsroom.writing import base
from newsroom.writing.meeting import Meeting, meet


class KeepsWords:
    """For the admin of pieces: a save is judged by the revision its form was opened on."""

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if request.method != "POST" or not object_id.isdecimal():
            return super().change_view(request, object_id, *args, **kwargs)  # type: ignore[misc]
        with transaction.atomic():
            request.meeting = _met(request, object_id)  # type: ignore[attr-defined]
            return super().change_view(request, object_id, *args, **kwargs)  # type: ignore[misc]

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, *args, **kwargs)  # type: ignore[misc]
        form.meeting = _meeting(request)
        return form

    def get_formset_kwargs(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        given = super().get_formset_kwargs(request, *args, **kwargs)  # type: ignore[misc]
        meeting = _meeting(request)
        if meeting and "data" in given:
            given["data"] = meeting.rows_data(given["data"])
        return given

    def save_related(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().save_related(request, *args, **kwargs)  # type: ignore[misc]
        meeting = _meeting(request)
        if meeting and meeting.joined:
            labels = ", ".join(dict.fromkeys(meeting.joined))
            messages.warning(
                request, f"{meeting.said} Hai bản đã được nhập làm một; bên kia sửa: {labels}."
            )

    def opening(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        """What the form carries to say, later, what it was opened on."""
        meeting = _meeting(request)
        sent = {name: request.POST[name] for name in ("base", "opened") if name in request.POST}
        if sent or article is None:
            return {**sent, "meeting": meeting}
        now = base.current(article, base.head(article))
        return {"base": now.revision, "opened": article.modified.isoformat(), "meeting": None}


def _meeting(request: HttpRequest) -> Meeting | None:
    return getattr(request, "meeting", None)


def _met(request: HttpRequest, object_id: str) -> Meeting | None:
    """Holds the piece until this save is done: who comes later finds it as we leave it."""
    numbers = [int(object_id)] if len(object_id) <= 18 else []
    article = Article.objects.select_for_update().filter(pk__in=numbers).first()
    if article is None:
        return None
    opened, newest = base.posted(request.POST), base.head(article)
    if not base.overtaken(opened, base.current(article, newest)):
        return None
    if newest is None or newest.revision_id == opened.revision:
        # Changed where no revision was made (a bulk act, an import): it gets one before it can be
        # written over.
        with reversion.create_revision():
            reversion.set_comment("Bản đứng trước khi hai người cùng lưu")
            reversion.add_to_revision(article)
        newest = base.head(article)
        opened = base.Base(None, opened.modified)
    return meet(article, opened, newest, request.POST, by=request.user)  # type: ignore[arg-type]
