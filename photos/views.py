import mimetypes

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve

# Python 3.11 does not know it, and a small machine has no list of its own.
mimetypes.add_type("image/webp", ".webp")


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Public renditions, where no nginx stands in front. A file never changes under its name."""
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except (OSError, SuspiciousFileOperation):  # a name too long for the disk, or out of the folder
        raise Http404 from None
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
