"""Pages on which tags and topics are merged, with what that would change, and parted again."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from articles import merging
from articles.models import Tag, TermMerge, Topic
from core.pagination import BadCursor, page_after
from core.vietnamese import clean_line, tone_key
from newsroom.bulk.plans import numbers_of

MOST = 50
"""Merged in one go."""
PAGE_SIZE = 50
_MODELS: dict[str, Any] = {"tag": Tag, "topic": Topic}


def doubled(model: Any) -> QuerySet[Any]:
    """Slugs that several names in use share."""
    rows = model.objects.in_use().order_by().values("slug")
    return rows.annotate(count=Count("pk")).filter(count__gt=1).values("slug")


def ask(request: HttpRequest, model: Any, chosen: list[Any], problem: str = "") -> HttpResponse:
    """Which of these stays, or another that is typed."""
    context = {
        **admin.site.each_context(request),
        "opts": model._meta,
        "terms": chosen,
        "numbers": ",".join(str(term.pk) for term in chosen),
        "address": reverse(f"admin:merge-{model._meta.model_name}"),
        "problem": problem,
        "title": f"Gộp {model._meta.verbose_name}",
    }
    return render(request, "newsroom/bulk/merge.html", context)


@require_POST
def merge(request: HttpRequest, name: str) -> HttpResponse:
    """Shows what would move, then moves it: all of the chosen ones, or none."""
    model = _model(request, name)
    numbers = numbers_of(request.POST.get("pieces", ""))[:MOST]
    chosen = list(model.objects.in_use().filter(pk__in=numbers))
    target = _target(model, request)
    sources = [term for term in chosen if target is None or term.pk != target.pk]
    if target is None or not sources:
        problem = "Hãy chọn mục giữ lại, hoặc gõ đúng tên một mục đang có."
        return ask(request, model, chosen, problem)
    if "confirm" not in request.POST:
        return _preview(request, model, sources, target, chosen)
    try:
        with transaction.atomic():
            for source in sources:
                merging.merge(source, into=target, by=request.user)  # type: ignore[arg-type]
    except ValidationError as error:
        return ask(request, model, chosen, " ".join(error.messages))
    messages.success(request, f"Đã gộp {len(sources)} mục vào “{target}”.")
    return redirect(f"admin:merged-{name}")


def merges(request: HttpRequest, name: str) -> HttpResponse:
    """What was merged, newest first, each with the way back."""
    model = _model(request, name)
    rows = TermMerge.objects.filter(kind=name).select_related("by").defer("moved")
    try:
        page = page_after(rows, request.GET.get("truoc", ""), PAGE_SIZE, keys=("at", "pk"))
    except BadCursor:
        raise Http404 from None
    context = {
        **admin.site.each_context(request),
        "opts": model._meta,
        "page": page,
        "unmerge": f"admin:unmerge-{name}",
        "title": f"Các lần gộp {model._meta.verbose_name}",
    }
    return render(request, "newsroom/bulk/merges.html", context)


@require_POST
def unmerge(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    _model(request, name)
    done = get_object_or_404(TermMerge, pk=pk, kind=name)
    try:
        merging.unmerge(done, by=request.user)  # type: ignore[arg-type]
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"“{done.source_name}” đã tách lại khỏi “{done.target_name}”.")
    return redirect(f"admin:merged-{name}")


def _preview(
    request: HttpRequest, model: Any, sources: list[Any], target: Any, chosen: list[Any]
) -> HttpResponse:
    lines = [(source, *merging.foreseen(source)) for source in sources]
    context = {
        **admin.site.each_context(request),
        "opts": model._meta,
        "lines": lines,
        "target": target,
        "numbers": ",".join(str(term.pk) for term in chosen),
        "address": reverse(f"admin:merge-{model._meta.model_name}"),
        "title": f"Gộp {model._meta.verbose_name}",
    }
    return render(request, "newsroom/bulk/merge_preview.html", context)


def _target(model: Any, request: HttpRequest) -> Any:
    """The one that was typed, else the one that was ticked; None for none there is."""
    typed = clean_line(request.POST.get("typed", ""))
    if typed and model is Tag:
        key = tone_key(typed)
        return Tag.objects.meant_by([key]).get(key)
    if typed:
        return model.objects.in_use().filter(name=typed).first()
    kept = numbers_of(request.POST.get("keep", ""))
    return model.objects.in_use().filter(pk__in=kept).first()


def _model(request: HttpRequest, name: str) -> Any:
    if not request.user.has_perm(f"articles.merge_{name}"):
        raise PermissionDenied
    return _MODELS[name]
