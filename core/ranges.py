"""Byte ranges (RFC 9110, 14): players jump about in a film, downloads go on where they broke."""

import os
import re
from collections.abc import Iterator
from typing import BinaryIO

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

BLOCK = 128 * 1024  # bytes
_ONE_RANGE = re.compile(r"bytes=[ \t]*([0-9]{0,30})-([0-9]{0,30})[ \t]*", re.IGNORECASE)


class NoSuchBytes(Exception):
    """The range begins behind the end of the file, or asks for its last 0 bytes."""


def asked(header: str, size: int) -> range | None:
    """The bytes a Range header asks of a file of `size` bytes.

    None stands for the whole file: no range, a malformed one, or several at once, which players
    never want and which cost a server much. Raises NoSuchBytes.
    """
    match = _ONE_RANGE.fullmatch(header)
    if not match or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        return _last_bytes(int(last), size)
    start, stop = int(first), min(int(last or size) + 1, size)
    if last and int(last) < start:
        return None
    if start >= size:
        raise NoSuchBytes
    return range(start, stop)


def _last_bytes(count: int, size: int) -> range | None:
    if not count:
        raise NoSuchBytes
    return range(max(size - count, 0), size) if size else None


class Blocks:
    """These bytes of an open file, block by block. Closing it closes the file."""

    def __init__(self, file: BinaryIO, wanted: range) -> None:
        self.file = file
        self.wanted = wanted

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.wanted.start)
        left = len(self.wanted)
        while left and (block := self.file.read(min(BLOCK, left))):
            left -= len(block)
            yield block

    def close(self) -> None:
        self.file.close()


def answer(request: HttpRequest, file: BinaryIO, headers: dict[str, str]) -> HttpResponseBase:
    """What GET or HEAD wants of a file on disk: 200, 206, 304, 412 or 416. Closes the file.

    `headers` go with the file and with "not modified", not with refusals.
    """
    facts = os.fstat(file.fileno())
    size, etag = facts.st_size, f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"'
    modified = http_date(int(facts.st_mtime))
    headers = {"Accept-Ranges": "bytes", "ETag": etag, "Last-Modified": modified, **headers}
    plain = HttpResponse(headers={**headers, "Content-Length": str(size)})
    response = get_conditional_response(request, etag, int(facts.st_mtime), plain) or plain
    if response is not plain or request.method == "HEAD":
        file.close()
        return response
    try:
        wanted = asked(_range_header(request, {etag, modified}), size)
    except NoSuchBytes:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    return _sent(file, size, wanted, headers)


def _range_header(request: HttpRequest, current: set[str]) -> str:
    """Empty too where If-Range names another version: that reader needs the whole file."""
    if request.headers.get("If-Range", next(iter(current))) not in current:
        return ""
    return request.headers.get("Range", "")


def _sent(
    file: BinaryIO, size: int, wanted: range | None, headers: dict[str, str]
) -> HttpResponseBase:
    bytes_sent = range(size) if wanted is None else wanted
    response = StreamingHttpResponse(Blocks(file, bytes_sent), headers=headers)
    response["Content-Length"] = str(len(bytes_sent))
    if wanted is not None:
        response.status_code = 206
        response["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{size}"
    return response
