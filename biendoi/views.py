"""Pages that belong to no app: health, robots and the refusals."""

import sqlite3
import sys

from django.conf import settings
from django.db import Error, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static

from core.http import bare_page

# Seconds after which a browser or a robot may ask again: a restart of the database takes less.
DATABASE_BACK_AFTER = 60


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
    return bare_page("400.html", 400, request)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return bare_page("403.html", 403, request)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from a page of ours, or came after the sign-in ran out."""
    return bare_page("403.html", 403, request)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """With the menu of sections, or without it where the database can't be asked for one."""
    try:
        return render(request, "404.html", status=404)
    except Error:
        return bare_page("404.html", 404, request, frame="base.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls this while it handles the exception that nobody else handled."""
    if _database_is_away(sys.exception()):
        again = {"Retry-After": str(DATABASE_BACK_AFTER)}
        return bare_page("503.html", 503, request, headers=again)
    return bare_page("500.html", 500, request)


def _database_is_away(error: BaseException | None) -> bool:
    """Whether the same request may do well later: the database is down, full or too busy.

    SQLite says “operational” of a missing table too, which no waiting mends.
    """
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    return getattr(error.__cause__, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR
