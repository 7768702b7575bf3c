"""The desk's own pages: publish, withdraw, correct, a story from a collection."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from articles import corrections, publishing
from articles.approval import sight_of
from articles.genres import label_of
from articles.models import Article, Correction
from articles.readiness import refusals, warnings
from articles.snapshots import next_version
from core.dates import long_datetime
from newsroom.board.panel import approval_differs
from newsroom.forms import CorrectionForm, PhotoStoryForm, PublishForm, WithdrawForm
from newsroom.photo_stories import story_from
from newsroom.states import state_of
from photos.models import Collection


def publish(request: HttpRequest, pk: int) -> HttpResponse:
    article = article_for(request, pk, "articles.release")

    def act(cleaned: dict[str, Any]) -> str:
        version = publishing.publish(
            article,
            by=request.user,  # type: ignore[arg-type]
            lift_end=cleaned["until"] is None,
            seen=seen_by(request),
            **cleaned,
        )
        if version.valid_from > timezone.now():
            return f"Đã hẹn đăng “{version.title}” vào {long_datetime(version.valid_from)}."
        return f"Đã đăng “{version.title}”."

    form = PublishForm(request.POST or None, initial={"until": state_of(article).end})
    context = {
        "seen": sight_of(next_version(article, timezone.now())),
        "photo_warnings": warnings(article),
        "approval_differs": approval_differs(article),
    }
    return act_page(request, article, form, act, "newsroom/publish.html", "Xuất bản", **context)


def seen_by(request: HttpRequest) -> str:
    """What stood on the page that was read (approval.sight_of). Raises ValidationError where none
    is sent."""
    seen = request.POST.get("seen", "")
    if not seen:
        raise ValidationError("Hãy đọc bài trên trang này rồi mới gửi.")
    return seen


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    article = article_for(request, pk, "articles.withdraw")

    def act(cleaned: dict[str, Any]) -> str:
        entry = publishing.withdraw(article, by=request.user, **cleaned)  # type: ignore[arg-type]
        return f"“{article.title}” ngừng đăng từ {long_datetime(entry.effective)}."

    form = WithdrawForm(request.POST or None)
    return act_page(request, article, form, act, "newsroom/withdraw.html", "Ngừng đăng")


def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Says in public what a piece had wrong; the piece itself is mended on its own form."""
    article = article_for(request, pk, "articles.correct")

    def act(cleaned: dict[str, Any]) -> str:
        said = corrections.correct(article, by=request.user, **cleaned)  # type: ignore[arg-type]
        return f"Đã đăng lời cải chính cho “{said.title}”."

    form = CorrectionForm(request.POST or None, article=article)
    context = {
        "days": settings.CORRECTION_DAYS,
        "said": Correction.objects.filter(article=article).newest_first(),
    }
    template = "newsroom/correct.html"
    return act_page(request, article, form, act, template, "Cải chính, xin lỗi", **context)


def photo_story(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks where a collection's story belongs, then opens it for editing."""
    if not request.user.has_perm("articles.add_article"):
        raise PermissionDenied
    collection = get_object_or_404(Collection.objects.in_use(), pk=pk)
    form = PhotoStoryForm(request.POST or None, initial={"title": collection.name})
    if request.method == "POST" and form.is_valid():
        try:
            article = story_from(collection, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Đã lập bài từ bộ ảnh. Bài mới là bản nháp.")
            return redirect("admin:articles_article_change", article.pk)
    context = {
        **admin.site.each_context(request),
        "collection": collection,
        "form": form,
        "title": "Lập phóng sự ảnh",
    }
    return render(request, "newsroom/photo_story.html", context)


def act_page(
    request: HttpRequest,
    article: Article,
    form: forms.Form,
    act: Callable[[dict[str, Any]], str],
    template: str,
    title: str,
    **context: Any,
) -> HttpResponse:
    """A form for one act; what the act refuses stands beside its field, with the input kept."""
    copy_refusals: dict[str, list[str]] = {}
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, act(form.cleaned_data))
        except ValidationError as error:
            copy_refusals = _sort_refusals(form, error)
        else:
            return redirect("admin:articles_article_change", article.pk)
    return desk_page(
        request,
        template,
        article,
        title=title,
        form=form,
        refusals=_labelled(copy_refusals or refusals(article)),
        **context,
    )


def _sort_refusals(form: forms.Form, error: ValidationError) -> dict[str, list[str]]:
    """Refusals of the form's own fields go to the form; those of the working copy come back."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
    of_copy = {}
    for field, sentences in by_field.items():
        if field == "__all__" or field in form.fields:
            form.add_error(None if field == "__all__" else field, sentences)
        else:
            of_copy[field] = sentences
    return of_copy


def _labelled(found: dict[str, list[str]]) -> list[tuple[str, str, list[str]]]:
    """(field, its label on the change form, sentences)"""
    return [(name, label_of(name), sentences) for name, sentences in found.items()]


def article_for(request: HttpRequest, pk: int, right: str) -> Article:
    article = get_object_or_404(Article.objects.for_snapshot().select_related("progress"), pk=pk)
    if not request.user.has_perm(right, article):
        raise PermissionDenied
    return article


def desk_page(
    request: HttpRequest, template: str, article: Article, **context: Any
) -> HttpResponse:
    context |= {
        **admin.site.each_context(request),
        "article": article,
        "state": state_of(article),
        "opts": Article._meta,
        "may_publish": request.user.has_perm("articles.release", article),
    }
    return render(request, template, context)
