"""Steps taken by a button: from the form of a piece, from the board, from the page of approval."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import User
from articles import workflow
from articles.approval import sight_of
from articles.models import Article, Priority, Stage
from articles.readiness import warnings
from articles.snapshots import next_version
from core.fields import VietnameseDateTimeField
from newsroom import views


class AssignForm(forms.Form):
    assignee = forms.ModelChoiceField(
        User.objects.filter(is_staff=True, is_active=True), label="Người giữ bài", required=False
    )
    due = VietnameseDateTimeField(label="Hạn", required=False)
    priority = forms.TypedChoiceField(label="Ưu tiên", choices=Priority.choices, coerce=int)


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    article = views.article_for(request, pk, "articles.preview")
    to = request.POST.get("to", "")
    if to == Stage.APPROVED:  # is read before it is given
        return redirect("admin:article-approve", article.pk)
    try:
        taken(request, article, to, request.POST.get("reason", ""))
    except ValidationError as error:
        return refused(request, article, error)
    return _back(request, article)


def taken(request: HttpRequest, article: Article, to: str, reason: str) -> None:
    """Takes the step and says so. Raises as workflow.move does."""
    progress = workflow.move(article, to, by=request.user, reason=reason)  # type: ignore[arg-type]
    messages.success(request, f"“{article}” nay ở khâu: {progress.get_stage_display()}.")


@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    article = views.article_for(request, pk, "articles.assign")
    form = AssignForm(request.POST)
    for name in form.fields.keys() - request.POST.keys():
        del form.fields[name]  # what was not sent stays as it is
    if not form.is_valid():
        return refused(request, article, ValidationError(form.errors.as_data()))
    try:
        workflow.assign(article, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
    except ValidationError as error:
        return refused(request, article, error)
    messages.success(request, f"Đã giao việc cho “{article}”.")
    return _back(request, article)


def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """The piece as readers would get it, and the one button under it."""
    article = views.article_for(request, pk, "articles.publish")

    def act(cleaned: dict[str, Any]) -> str:
        seen = views.seen_by(request)
        workflow.move(article, Stage.APPROVED, by=request.user, seen=seen)  # type: ignore[arg-type]
        return f"Đã duyệt “{article}”. Sửa thêm chữ nào là phải duyệt lại."

    context = {
        "seen": sight_of(next_version(article, timezone.now())),
        "photo_warnings": warnings(article),
    }
    form = forms.Form(request.POST or None)
    return views.act_page(
        request, article, form, act, "newsroom/board/approve.html", "Duyệt bài", **context
    )


def refused(request: HttpRequest, article: Article, error: ValidationError) -> HttpResponse:
    """422: nothing was done, and why."""
    context = {
        **admin.site.each_context(request),
        "title": "Chưa làm được",
        "article": article,
        "sentences": error.messages,
    }
    return render(request, "newsroom/board/refused.html", context, status=422)


def _back(request: HttpRequest, article: Article) -> HttpResponse:
    piece = get_object_or_404(Article, pk=article.pk)
    if request.POST.get("next") == "board" or not request.user.has_perm("articles.preview", piece):
        return redirect("admin:index")
    return redirect("admin:articles_article_change", article.pk)
