from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone


def masthead(request: HttpRequest) -> dict[str, object]:
    """The lines the press law wants on every page; costs no query."""
    return {"masthead": settings.MASTHEAD, "site_url": settings.SITE_URL, "now": timezone.now()}
