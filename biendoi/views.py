"""Pages that belong to no app: health, robots and the refusals."""

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static

from core.context_processors import masthead


def healthz(request: HttpRequest) -> HttpResponse:
    """200 when this process can ask its database, 503 when not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return HttpResponse("database\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /binh-luan/",
        "Disallow: /tim-kiem/",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
        f"Sitemap: {settings.SITE_URL}/news-sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look that were shown no link to it."""
    return redirect(static("img/favicon.svg"), permanent=True)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _bare("400.html", 400, request)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _bare("403.html", 403, request)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from a page of ours, or came after the sign-in ran out."""
    return _bare("403.html", 403, request)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _bare("500.html", 500, request)


def _bare(template: str, status: int, request: HttpRequest) -> HttpResponse:
    """A page that needs no database and no session: they may be what failed."""
    return HttpResponse(render_to_string(template, masthead(request)), status=status)
