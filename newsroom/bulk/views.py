"""Pages of work on many pieces: what is asked, what would change, how far it is, what became."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from articles.models import Article
from core.pagination import BadCursor, page_after
from newsroom.bulk import plans, running
from newsroom.bulk.kinds import KINDS, Kind
from newsroom.models import BulkJob, BulkStep

PAGE_SIZE = 50


def ask(request: HttpRequest, kind: type[Kind], numbers: Iterable[int]) -> HttpResponse:
    """The form of a kind for these pieces, nothing typed yet."""
    return _page(request, "ask", kind, form=kind.form(), pieces=list(numbers))


@require_POST
def preview(request: HttpRequest, name: str) -> HttpResponse:
    kind = _kind(request, name)
    pieces = plans.numbers_of(request.POST.get("pieces", ""))
    form = kind.form(request.POST)
    if not form.is_valid():
        return _page(request, "ask", kind, form=form, pieces=pieces)
    shown = plans.preview(kind(form.params, request.user), pieces)  # type: ignore[arg-type]
    return _page(request, "preview", kind, shown=shown, pieces=pieces, form=form)


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Does what the signed preview showed; anything else is refused and changes nothing."""
    _demand_desk(request)
    try:
        plan = plans.read(request.POST.get("plan", ""), by=request.user)  # type: ignore[arg-type]
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("admin:articles_article_changelist")
    if not plan.pieces:
        messages.warning(request, "Không có bài nào để làm.")
        return redirect("admin:articles_article_changelist")
    job = running.start(plan, by=request.user)  # type: ignore[arg-type]
    return redirect("admin:bulk-job", job.pk)


def job(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of each piece, the refused ones first. Half a dozen queries for any number."""
    found = _job(request, pk)
    steps = found.steps.select_related("article").defer("article__body", "article__sapo")
    context = {
        "job": found,
        "kind": KINDS[found.kind](found.params, found.by),
        "counts": _counts([found])[pk],
        "steps": steps.order_by("-outcome", "pk"),
        "undone_by": BulkJob.objects.filter(undoes=found).first(),
        "may_undo": running.may_undo(request.user, found),  # type: ignore[arg-type]
        "title": "Việc hàng loạt",
    }
    return render(request, "newsroom/bulk/job.html", admin.site.each_context(request) | context)


def progress(request: HttpRequest, pk: int) -> JsonResponse:
    """What the script of the page asks for: two queries beyond the person's own."""
    found = _job(request, pk)
    return JsonResponse({**_counts([found])[pk], "finished": found.finished is not None})


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    found = _job(request, pk)
    if not running.may_undo(request.user, found):  # type: ignore[arg-type]
        raise PermissionDenied
    try:
        back = running.undo(found, by=request.user)  # type: ignore[arg-type]
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("admin:bulk-job", pk)
    return redirect("admin:bulk-job", back.pk)


def jobs(request: HttpRequest) -> HttpResponse:
    """Own jobs; the desk sees all."""
    _demand_desk(request)
    rows = BulkJob.objects.select_related("by").order_by("-created", "-pk")
    if not request.user.has_perm("articles.change_any_article"):
        rows = rows.filter(by=request.user)  # type: ignore[misc]
    keys = ("created", "pk")
    try:
        page = page_after(rows, request.GET.get("truoc", ""), PAGE_SIZE, keys=keys)
    except BadCursor:
        raise Http404 from None
    counts = _counts(page.items)
    listed = [(row, KINDS[row.kind].label, counts[row.pk]) for row in page.items]
    context = {"page": page, "listed": listed, "title": "Việc hàng loạt"}
    return render(request, "newsroom/bulk/jobs.html", admin.site.each_context(request) | context)


def _counts(jobs: Sequence[BulkJob]) -> dict[int, dict[str, int]]:
    """By job: how many pieces there are, are done, were refused, wait. One query."""
    told = {job.pk: {"total": job.total, "done": 0, "refused": 0, "waiting": 0} for job in jobs}
    rows = BulkStep.objects.filter(job__in=told).order_by()
    for job, outcome, count in rows.values_list("job", "outcome").annotate(Count("pk")):
        told[job][outcome or "waiting"] = count
    return told


def _job(request: HttpRequest, pk: int) -> BulkJob:
    _demand_desk(request)
    found = get_object_or_404(BulkJob.objects.select_related("by", "undoes"), pk=pk)
    if not running.may_undo(request.user, found):  # type: ignore[arg-type]
        raise PermissionDenied
    return found


def _kind(request: HttpRequest, name: str) -> type[Kind]:
    _demand_desk(request)
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def _demand_desk(request: HttpRequest) -> None:
    if not request.user.has_perm("articles.change_article"):
        raise PermissionDenied


def _page(request: HttpRequest, name: str, kind: type[Kind], **context: Any) -> HttpResponse:
    context |= {
        **admin.site.each_context(request),
        "kind": {"name": kind.name, "column": kind.column},
        "title": kind.label,
        "opts": Article._meta,
        "numbers": ",".join(map(str, context["pieces"])),
    }
    return render(request, f"newsroom/bulk/{name}.html", context)
