"""Files that people send, before anybody reads the form: how much of one is kept, and what is
told when the disk takes no more."""

import errno
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from core.numbers import file_size

View = Callable[..., Any]
Answer = Callable[[HttpRequest, str, int], HttpResponse]
"""What is told to (request, sentence, status) when the form cannot be read: 413 or 507."""

NO_ROOM = "Máy chủ không còn chỗ để nhận tệp. Hãy báo quản trị hệ thống rồi gửi lại."
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class OnDisk(TemporaryFileUploadHandler):
    """Files wait on disk, whatever they are called."""

    sent_as = ""

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        self.sent_as = file_name
        # Its ending becomes part of a name on disk, which takes 255 bytes and no more.
        super().new_file(field_name, file_name[-30:], *args, **kwargs)

    def file_complete(self, file_size: int) -> Any:
        file: Any = super().file_complete(file_size)
        file.name = self.sent_as
        return file

    def upload_interrupted(self) -> None:
        # On a full disk, what was not written yet cannot be written at the end either.
        with suppress(OSError):
            super().upload_interrupted()


class AtMost(OnDisk):
    """Nothing is kept of a file of more than `most` bytes."""

    def __init__(self, request: HttpRequest, most: int) -> None:
        super().__init__(request)
        self.most = most
        self.refused: list[tuple[str, str]] = []
        """(field, name of the file)"""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > self.most:
            self.refused.append((self.field_name or "", self.sent_as))
            raise SkipFile
        super().receive_data_chunk(raw_data, start)


def too_large(request: HttpRequest, field: str) -> list[str]:
    """Names of the files of this field that were not kept, behind `measured`."""
    handlers = [one for one in request.upload_handlers if isinstance(one, AtMost)]
    return [name for one in handlers for of, name in one.refused if of == field]


def too_large_told(most: int) -> str:
    return f"Tệp nặng quá mức {file_size(most)}."


def plain_page(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """The sentence on a page of the back-office."""
    context = {
        **admin.site.each_context(request),
        "title": "Chưa nhận được tệp",
        "sentence": sentence,
    }
    return render(request, "admin/upload_refused.html", context, status=status)


def measured(
    view: View,
    *,
    limit: str,
    told_by_view: str = "",
    no_room: str = NO_ROOM,
    answer: Answer = plain_page,
) -> View:
    """Reads the form by `AtMost` before anybody else does; the site's guard against forgery stands
    around the view inside.

    limit: the setting that says how many bytes a file may have. told_by_view: the field whose
    files the view itself tells of when they were too large, by `too_large`.
    """

    @csrf_exempt
    @wraps(view)
    def measuring(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method == "POST":
            handler = AtMost(request, getattr(settings, limit))
            request.upload_handlers = [handler]
            try:
                request.POST  # noqa: B018 -- read here, where a full disk can still be told
            except TooManyFilesSent:
                most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
                sentence = f"Mỗi lần gửi được nhiều nhất {most} tệp. Chưa nhận gì."
                return answer(request, sentence, 413)
            except OSError as error:
                if error.errno not in FULL:
                    raise
                handler.upload_interrupted()
                return answer(request, no_room, 507)
            if any(field != told_by_view for field, _name in handler.refused):
                return answer(request, too_large_told(handler.most), 413)
        return view(request, *args, **kwargs)

    return measuring
