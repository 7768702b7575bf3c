"""Pages go out compressed, also where no nginx stands before us."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_TEXT = (
    *("text/", "application/xml", "application/rss+xml", "application/json"),
    *("application/manifest+json", "application/javascript", "image/svg+xml"),
)


class CompressText(GZipMiddleware):
    """Django's compression for what is text. Pictures and films are small already, and one asked
    for in ranges must keep its length."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if not response.headers.get("Content-Type", "").startswith(_TEXT):
            return response
        return super().process_response(request, response)
