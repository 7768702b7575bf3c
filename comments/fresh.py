"""What is new for a page that has been open for a while: asked by many, answered from a cache.

A page, and each answer, names the moment from which to ask next, rounded, so that all who ask in
the same minute share one address. It lies a minute back: a decision is dated before it is
committed, and no two machines have the same time. What comes twice the page knows by its number.
"""

import re
from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response

from articles import queries as articles
from comments import queries
from comments.policy import policy_of
from core.http import read_only

STEP = 60
"""Seconds."""
KEPT = 5
"""For how many seconds any cache may answer in our place."""
_KEY = re.compile(r"[1-9][0-9]{8,10}")


def key_now() -> int:
    """From when a page made now has to ask."""
    return (int(timezone.now().timestamp()) // STEP - 1) * STEP


@read_only
def fresh(request: HttpRequest, article_id: str) -> HttpResponseBase:
    """[number, number of the root] of what is new: 204 where nothing is, which one query tells.
    With ?xem=1 the comments themselves, as they stand in a page."""
    found = queries.fresh(int(article_id), _since(request))
    version = articles.for_reader(int(article_id)) if found else None
    response: HttpResponse = HttpResponse(status=204)
    if version and (policy := policy_of(version)).shows:
        total = version.article.comment_count
        if "xem" in request.GET:
            threads, replies = queries.fresh_threads(found)
            context = {"policy": policy, "threads": threads, "replies": replies, "total": total}
            response = render(request, "comments/fresh.html", context)
        else:
            response = JsonResponse({"new": found, "total": total})
            response["ETag"] = f'"{total}.{"-".join(str(pk) for pk, _root in found)}"'
    response["Cache-Control"] = f"public, max-age={KEPT}"
    response["X-Robots-Tag"] = "noindex"
    response["Next-Key"] = str(key_now())
    return get_conditional_response(request, response.get("ETag"), response=response) or response


def _since(request: HttpRequest) -> datetime:
    given = request.GET.get("tu", "")
    moment = int(given) if _KEY.fullmatch(given) else 1
    # Keys of anybody's making would fill a cache with the same answer over and over.
    if moment % STEP or moment > timezone.now().timestamp() + STEP:
        raise Http404
    return datetime.fromtimestamp(moment, tz=UTC)
