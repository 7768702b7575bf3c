"""Pages for readers on thin lines, or on none.

The lite edition shows what the full pages show, by the same sets, without pictures and scripts.
"""

import hashlib
import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string

from articles import queries as pieces
from articles.models import Section
from articles.presentation import article_context
from comments.policy import policy_of
from core.context_processors import masthead
from core.http import moved, read_only
from core.pagination import BadCursor, page_after
from frontpage import queries as front
from thinlines import queries

PAGE_SIZE = 20

# Pages a browser keeps from its first visit on, so that something of ours opens without a line.
FRAME = {"offline": "offline/offline.html", "saved": "offline/saved.html"}

_IDS = re.compile(r"[1-9][0-9]{0,17}(?:,[1-9][0-9]{0,17}){0,199}")
_NOT_IDS = "Cần từ 1 đến 200 số bài, cách nhau bằng dấu phẩy, chẳng hạn /con-dang/?bai=12,34"


@read_only
def lite_home(request: HttpRequest) -> HttpResponse:
    return render(request, "lite/home.html", {"front": front.home()})


@read_only
def lite_section(request: HttpRequest, slug: str) -> HttpResponse:
    section = get_object_or_404(Section.objects.select_related("parent"), slug=slug)
    try:
        page = page_after(pieces.in_section(section), request.GET.get("truoc", ""), PAGE_SIZE)
    except BadCursor:
        raise Http404 from None
    if request.GET.get("truoc") and not page.items:
        raise Http404  # beyond the end, as on the full pages
    context = {"section": section, "page": page, "children": section.children.filter(active=True)}
    return render(request, "lite/section.html", context)


@read_only
def lite_article(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """With ?anh=1 the pictures stand in the text; otherwise links lead to them."""
    version = pieces.for_reader(pk)
    if version is None:
        return _gone(request, pk)
    if version.slug != slug:
        return moved(request, "lite-article", version.slug, pk)
    dress = "lite/open" if request.GET.get("anh") == "1" else "lite"
    pictures = any("photo" in use for use in version.photos)
    context = article_context(version, dress=dress) | {"dress": dress, "pictures": pictures}
    context["policy"] = policy_of(version)
    return render(request, "lite/article.html", context)


def _gone(request: HttpRequest, pk: int) -> HttpResponse:
    if not pieces.was_shown(pk):
        raise Http404
    return render(request, "lite/gone.html", status=410)


@read_only
def offline(request: HttpRequest) -> HttpResponse:
    """What the service worker shows where the line and a copy are missing."""
    return render(request, FRAME["offline"])


@read_only
def saved(request: HttpRequest) -> HttpResponse:
    """The reader's own list, which only the browser knows."""
    return render(request, FRAME["saved"])


@read_only
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: at the root, since a worker rules the addresses below its own."""
    response = render(
        request,
        "offline/sw.js",
        {"edition": _edition(request)},
        content_type="text/javascript; charset=utf-8",
    )
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = "/"
    return response


def _edition(request: HttpRequest) -> str:
    """Another one when the kept pages read otherwise or name other files; the date aside."""
    undated: dict[str, Any] = masthead(request) | {"now": None}
    pages = "".join(render_to_string(name, undated) for name in FRAME.values())
    return hashlib.sha256(pages.encode()).hexdigest()[:12]


@read_only
def standing(request: HttpRequest) -> HttpResponse:
    """?bai=12,34 → {"12": mark of the version readers get now, "34": null where there is none}.

    Browsers ask for the pieces they keep copies of. One query.
    """
    asked = request.GET.get("bai", "")
    if not _IDS.fullmatch(asked):
        return _json({"error": _NOT_IDS}, status=400)
    ids = [int(pk) for pk in asked.split(",")]
    marks = queries.marks(ids)
    return _json({pk: marks.get(pk) for pk in ids})


def _json(content: dict[Any, Any], status: int = 200) -> JsonResponse:
    response = JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response
