"""The desk's page of a piece's review links: make, revoke, demand, override. No script."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.models import User
from articles.models import Article
from core.http import absolute
from newsroom.models import ReviewLink
from newsroom.review import demands, links
from newsroom.review.forms import LinkForm, OverrideForm
from newsroom.review.panel import sent
from newsroom.states import state_of


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The links there are, and a form for another. The address of a new one is shown this once."""
    article = _article(request, pk)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            link, token = links.make(article, by=_user(request), **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            address = absolute(reverse("review", args=[token]))
            made = {"made": link, "address": address}
            return _page(request, article, LinkForm(), status=201, **made)
    return _page(request, article, form)


@require_POST
def revoke(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    article = _article(request, pk)
    found = get_object_or_404(
        ReviewLink.objects.select_related("article"), pk=link, article=article
    )
    links.revoke(found, by=_user(request))
    messages.success(request, f"Đã thu hồi đường dẫn gửi {found.recipient}.")
    return redirect("admin:article-review", pk)


@require_POST
def demand(request: HttpRequest, pk: int) -> HttpResponse:
    wanted = request.POST.get("wanted") == "1"
    article, reason = _article(request, pk), request.POST.get("reason", "")
    try:
        demands.demand(article, wanted, by=_user(request), reason=reason)
    except ValidationError as refusal:
        why = {"demand_refusal": " ".join(refusal.messages)}
        return _page(request, article, LinkForm(), status=422, **why)
    told = "Bài này chỉ được đăng khi người được phỏng vấn đồng ý." if wanted else "Đã bỏ yêu cầu."
    messages.success(request, told)
    return redirect("admin:article-review", pk)


@require_POST
def override(request: HttpRequest, pk: int) -> HttpResponse:
    article = _article(request, pk)
    if not request.user.has_perm("newsroom.override_review", article):
        raise PermissionDenied
    form = OverrideForm(request.POST)
    if not form.is_valid():
        return _page(request, article, LinkForm(), status=422, override_form=form)
    demands.override(article, by=_user(request), reason=form.cleaned_data["reason"])
    messages.success(request, "Đã ghi lý do. Bản hiện nay được đăng khi chưa có ý kiến.")
    return redirect("admin:article-review", pk)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _article(request: HttpRequest, pk: int) -> Article:
    article = get_object_or_404(Article.objects.for_snapshot(), pk=pk)
    if not request.user.has_perm("articles.preview", article):
        raise PermissionDenied
    return article


def _page(
    request: HttpRequest, article: Article, form: LinkForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    wanted = demands.demanded(article)
    context = {
        "override_form": OverrideForm(),
        **context,
        **admin.site.each_context(request),
        "title": "Gửi người ngoài xem",
        "article": article,
        "state": state_of(article),
        "opts": Article._meta,
        "form": form,
        "sent": sent(article),
        "demanded": wanted,
        "met": wanted and demands.met(article),
        "may_send": request.user.has_perm("newsroom.send_for_review", article),
        "may_demand": request.user.has_perm("newsroom.demand_review", article),
        "may_override": request.user.has_perm("newsroom.override_review", article),
    }
    response = render(request, "newsroom/review/desk.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
