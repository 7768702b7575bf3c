"""Pages that belong to no app: health, robots, icon, manifest and the refusals."""

import sqlite3
import sys

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation, TooManyFieldsSent
from django.db import Error, InterfaceError, OperationalError, connection
from django.http import (
    HttpRequest,
    HttpResponse,
    JsonResponse,
    QueryDict,
    RawPostDataException,
)
from django.shortcuts import render
from django.templatetags.static import static

from core.http import bare_page, read_only, too_many_requests

# Seconds after which a browser or a robot may ask again: a restart of the database takes less.
DATABASE_BACK_AFTER = 60
# Fields of forms that hold sentences: a report, a decision, an answer, a ban.
TYPED = ("words", "reason", "text", "rule", "note")
ICON_KEPT = "public, max-age=86400"


@read_only
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when this process can ask its database, 503 when not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return HttpResponse("database\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@read_only
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /binh-luan/",
        "Disallow: /tai-khoan/",
        "Disallow: /tim-kiem/",
        "Disallow: /xem-truoc/",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
        f"Sitemap: {settings.SITE_URL}/news-sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@read_only
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers and feed readers look that were shown no link to it."""
    icon = (settings.BASE_DIR / "static" / "img" / "favicon.ico").read_bytes()
    return HttpResponse(icon, content_type="image/x-icon", headers={"Cache-Control": ICON_KEPT})


@read_only
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to keep the paper among its apps."""
    name = settings.MASTHEAD["name"]
    icons = [
        ("img/icon-192.png", "192x192", "any"),
        ("img/icon-512.png", "512x512", "any"),
        ("img/icon-maskable-512.png", "512x512", "maskable"),
    ]
    told = {
        "id": "/",
        "name": name,
        # Under an icon there is room for a dozen letters.
        "short_name": name.removeprefix("Báo ").capitalize(),
        "description": settings.MASTHEAD["slogan"],
        "lang": "vi",
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": "#0f4a33",
        "background_color": "#fdfcf8",
        "icons": [
            {"src": static(src), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for src, sizes, purpose in icons
        ],
    }
    return JsonResponse(
        told,
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    many = isinstance(exception, TooManyFieldsSent)
    return bare_page("400.html", 400, request, typed=_typed_among_many(request) if many else [])


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return bare_page("403.html", 403, request)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from a page of ours, or came after the sign-in ran out."""
    return bare_page("403.html", 403, request)


def too_many(request: HttpRequest) -> HttpResponse:
    """What allauth answers to whoever tries too often: its limits are by the minute."""
    return too_many_requests(request, seconds=60)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """With the menu of sections, or without it where the database can't be asked for one."""
    try:
        return render(request, "404.html", status=404)
    except Error:
        return bare_page("404.html", 404, request, frame="base.html", quiet=True)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls this while it handles the exception that nobody else handled."""
    if _database_is_away(sys.exception()):
        again = {"Retry-After": str(DATABASE_BACK_AFTER)}
        return bare_page("503.html", 503, request, headers=again, typed=_typed(request))
    return bare_page("500.html", 500, request)


def _typed(request: HttpRequest) -> list[str]:
    """What somebody wrote and would have to write again; of passwords and the like nothing, nor a
    word by itself, which may be a choice that was made."""
    read = hasattr(request, "_post") or request.content_type == "application/x-www-form-urlencoded"
    if request.method != "POST" or not read:
        return []  # files, perhaps, that nobody has taken in yet
    try:
        form = request.POST
    except (BadRequest, SuspiciousOperation, OSError, RawPostDataException):
        return []
    return _sentences(form)


def _typed_among_many(request: HttpRequest) -> list[str]:
    """The same of a form that was read, and not taken apart for the number of its fields."""
    if request.method != "POST" or request.content_type != "application/x-www-form-urlencoded":
        return []
    names = tuple(f"{name}=".encode() for name in TYPED)
    kept = [pair for pair in request.body.split(b"&") if pair.startswith(names)]
    return _sentences(QueryDict(b"&".join(kept[: len(names)])))


def _sentences(form: QueryDict) -> list[str]:
    words = [form.get(name, "").strip() for name in TYPED]
    return [text for text in words if len(text.split()) > 1]


def _database_is_away(error: BaseException | None) -> bool:
    """Whether the same request may do well later: the database is down, full or too busy.

    SQLite says “operational” of a missing table too, which no waiting mends.
    """
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    return getattr(error.__cause__, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR
