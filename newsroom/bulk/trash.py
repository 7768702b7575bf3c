"""“Thùng rác”: what a person may put back, by whom and when it was thrown away."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core.pagination import BadCursor, page_after
from newsroom.bulk.shelves import SHELVES, Shelf, shelves_of

PAGE_SIZE = 50


def shelf(request: HttpRequest, name: str = "") -> HttpResponse:
    """The first shelf this person has, unless one is named. One query and the person's own."""
    open_to = shelves_of(request.user)  # type: ignore[arg-type]
    if not open_to:
        raise PermissionDenied
    chosen = _shelf(request, name) if name else open_to[0]
    rows = chosen.lying(request.user)  # type: ignore[arg-type]
    try:
        page = page_after(rows, request.GET.get("truoc", ""), PAGE_SIZE, keys=("trashed_at", "pk"))
    except BadCursor:
        raise Http404 from None
    context = {
        **admin.site.each_context(request),
        "shelves": open_to,
        "chosen": chosen,
        "page": page,
        "lines": [(row, _name(row)) for row in page.items],
        "title": "Thùng rác",
    }
    return render(request, "newsroom/bulk/trash.html", context)


@require_POST
def restore(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    chosen = _shelf(request, name)
    row = get_object_or_404(chosen.lying(request.user), pk=pk)  # type: ignore[arg-type]
    chosen.restore(row, by=request.user)
    messages.success(request, f"Đã lấy lại “{_name(row)}”.")
    return redirect("admin:trash-shelf", name)


def _shelf(request: HttpRequest, name: str) -> Shelf:
    if name not in SHELVES:
        raise Http404
    if not request.user.has_perm(SHELVES[name].right):
        raise PermissionDenied
    return SHELVES[name]


def _name(row: Any) -> str:
    return str(getattr(row, "article", row))
