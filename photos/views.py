import logging
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.core import signing
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import FileSystemStorage, Storage, default_storage, storages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header

from core.http import read_only
from core.media_types import UNKNOWN, media_type
from core.ranges import answer
from core.storage import name_in_link

_log = logging.getLogger(__name__)


@read_only
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Public files, where no nginx stands in front. A file never changes under its name."""
    if media_type(path) == UNKNOWN:
        raise Http404
    if not isinstance(default_storage, FileSystemStorage):
        return _moved(path)
    # What begins with a dot is a file half-written, or nothing of ours.
    if "/." in f"/{path}":
        raise Http404
    try:
        file = _opened(default_storage, path)
    except Http404:
        if not media_type(path).startswith("image/"):
            raise
        _log.warning("The picture %s is missing", path)
        return _missing()
    return answer(
        request,
        file,
        {
            "Content-Type": media_type(path),
            "Cache-Control": "public, max-age=31536000, immutable",
        },
    )


@read_only
def original(request: HttpRequest, token: str) -> HttpResponseBase:
    """A private file, to keep and not to look at, for whoever holds a link not yet lapsed."""
    try:
        name = name_in_link(token)
    except signing.SignatureExpired:
        return _lapsed(request)
    except signing.BadSignature:
        raise Http404 from None
    return answer(
        request,
        _opened(storages["private"], name),
        {
            "Content-Type": media_type(name),
            "Content-Disposition": content_disposition_header(True, PurePosixPath(name).name) or "",
            "Cache-Control": "private, no-store",
            "X-Robots-Tag": "noindex",
        },
    )


def _lapsed(request: HttpRequest) -> HttpResponseBase:
    response = render(request, "newsroom/link_lapsed.html", status=410)
    response["Cache-Control"] = "private, no-store"
    return response


def _missing() -> HttpResponseBase:
    """What stands in a page where a picture should: browsers draw it, and still it is a 404."""
    picture = render_to_string("photos/missing.svg")
    response = HttpResponse(picture, status=404, content_type="image/svg+xml")
    response["Cache-Control"] = "no-store"
    return response


def _moved(path: str) -> HttpResponseBase:
    """Addresses from before the files moved to a bucket are in old pages and search engines."""
    try:
        response = redirect(default_storage.url(path))
    except SuspiciousOperation:
        raise Http404 from None
    # Not for good: the bucket's address may change, this one is ours.
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _opened(storage: Storage, name: str) -> BinaryIO:
    try:
        return Path(storage.path(name)).open("rb")
    # No such file, one that no disk could hold, one out of the folder, or a storage off this disk.
    except (OSError, ValueError, SuspiciousOperation, NotImplementedError):
        raise Http404 from None
