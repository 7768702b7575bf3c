"""Taking a piece down by order, the page that keeps what it was, and the report of all of it."""

import json
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from articles import removals, replies, taking_along
from articles.models import CONTENT, PublishedVersion, Removal
from articles.rules import visible_articles
from audit.exporting import row
from audit.log import record
from core.html import plain_text
from newsroom.removal.forms import ReinstateForm, RemovalForm, ReplyForm
from newsroom.removal.report import period_of, report
from newsroom.views import act_page, article_for


def remove(request: HttpRequest, pk: int) -> HttpResponse:
    article = article_for(request, pk, "articles.remove")
    if standing := article.removals.standing().first():
        return redirect("admin:removal-inspect", standing.pk)

    def act(cleaned: dict[str, Any]) -> str:
        removal = removals.remove(article, by=request.user, **cleaned)  # type: ignore[arg-type]
        return f"Đã gỡ “{removal.title}” khỏi mọi trang. Nội dung vẫn được lưu giữ."

    form = RemovalForm(request.POST or None, request.FILES or None)
    template, waiting = "newsroom/removal/remove.html", taking_along.lost_with(article)
    return act_page(request, article, form, act, template, "Gỡ bài", waiting=waiting)


def inspect(request: HttpRequest, pk: int) -> HttpResponse:
    """All that readers saw of a removed piece, each version with its hash; and the way back.

    Opening it is an act that the log tells."""
    removal = _removal(request, pk)
    may_undo = removals.may_reinstate(removal, request.user)  # type: ignore[arg-type]
    form = ReinstateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            removals.reinstate(removal, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Đã khôi phục “{removal.title}” đúng như trước khi gỡ.")
            return redirect("admin:removal-inspect", removal.pk)
    _note(request, removal)
    document = removal.document
    context = {
        **admin.site.each_context(request),
        "title": "Bài đã gỡ",
        "removal": removal,
        "versions": [(row, row.is_intact(), plain_text(row.body)) for row in _shown(removal)],
        "form": form,
        "may_undo": may_undo and removal.undone_at is None,
        "document": document.storage.url(document.name) if document else "",
    }
    response = render(request, "newsroom/removal/inspect.html", context)
    response["Cache-Control"] = "no-store"
    return response


def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The frozen copies as one file, each with the hash it was published with."""
    removal = _removal(request, pk)
    _note(request, removal, export=True)
    copies = [
        {
            "number": version.number,
            "valid_from": version.valid_from.isoformat(),
            "valid_until": version.valid_until and version.valid_until.isoformat(),
            "approved_by": str(version.approved_by),
            "sha256": version.sha256,
            "content": {name: getattr(version, name) for name in CONTENT},
        }
        for version in _shown(removal)
    ]
    told = {"article": removal.article_id, "removal": removal.pk, "versions": copies}
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="bai-{removal.article_id}.json"'
    response["Cache-Control"] = "no-store"
    return response


def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody answers the piece: by which piece of ours, or why not."""
    article = article_for(request, pk, "articles.correct")

    def act(cleaned: dict[str, Any]) -> str:
        by, replier = request.user, cleaned["replier"]
        if not cleaned["answer"]:
            replies.refuse(article, replier=replier, reason=cleaned["reason"], by=by)  # type: ignore[arg-type]
            return "Đã ghi việc từ chối đăng phản hồi."
        answer = visible_articles(by).filter(pk=cleaned["answer"]).first()  # type: ignore[arg-type]
        if answer is None:
            raise ValidationError({"answer": "Không có bài mang số này."})
        said = replies.print_reply(article, answer=answer, replier=replier, by=by)  # type: ignore[arg-type]
        return f"Đã nối phản hồi lần {said.round}."

    form = ReplyForm(request.POST or None)
    said = article.replies.select_related("answer")
    template = "newsroom/removal/reply.html"
    return act_page(request, article, form, act, template, "Phản hồi", said=said)


def list_acts(request: HttpRequest) -> HttpResponse:
    """Removals, corrections and replies of a period, for print or as CSV."""
    if not request.user.has_perm("articles.view_removal"):
        raise PermissionDenied
    period = period_of(request.GET, timezone.localdate())
    lines = list(report(period.since, period.until)) if not period.error else []
    if request.GET.get("dang") == "csv" and not period.error:
        return _csv(lines)
    context = {
        **admin.site.each_context(request),
        "title": "Cải chính, gỡ bài, phản hồi",
        "period": period,
        "lines": lines,
    }
    return render(request, "newsroom/removal/report.html", context)


def _csv(lines: list[Any]) -> HttpResponse:
    heading = ("Lúc", "Việc", "Bài số", "Tít", "Chuyên mục", "Căn cứ", "Nội dung", "Người")
    told = ["\ufeff", row(heading), *(row(tuple(line.cells)) for line in lines)]
    response = HttpResponse(told, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="cai-chinh-go-bai.csv"'
    return response


def _removal(request: HttpRequest, pk: int) -> Removal:
    if not request.user.has_perm("articles.view_removal"):
        raise PermissionDenied
    found = Removal.objects.select_related("article", "by", "undone_by")
    return get_object_or_404(found, pk=pk)


def _shown(removal: Removal) -> list[PublishedVersion]:
    shown = PublishedVersion.objects.filter(article=removal.article).order_by("-number")
    versions = list(shown.select_related("approved_by", "section"))
    if not versions:
        raise Http404
    return versions


def _note(request: HttpRequest, removal: Removal, *, export: bool = False) -> None:
    with transaction.atomic():
        facts = {"removal": removal.pk, "export": export}
        record("articles.inspected", by=request.user, about=removal.article, facts=facts)  # type: ignore[arg-type]
