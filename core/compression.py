"""Pages go out compressed, also where no nginx stands before us."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_TEXT = (
    *("text/", "application/xml", "application/rss+xml", "application/json"),
    *("application/manifest+json", "application/javascript", "image/svg+xml"),
)


class CompressText(GZipMiddleware):
    """Django's compression for pages, feeds and the like. Files go out as they lie: they may be
    asked for in ranges, and pictures are small already."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        is_text = response.headers.get("Content-Type", "").startswith(_TEXT)
        if response.streaming or not is_text:
            return response
        return super().process_response(request, response)
