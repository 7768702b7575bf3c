"""The page of a piece's checks, where a finding is let pass, and that of how strict they are."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.models import User
from articles.models import Article
from newsroom.checks import judging
from newsroom.checks.panel import panel
from newsroom.models import CheckRule


class RulesForm(forms.Form):
    """Three controls for each check: whether it is used, whether it holds back, its limit."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = CheckRule.objects.in_bulk()
        for check in judging.settable():
            rule = rules.get(check.kind)
            for name, label, start in (
                ("used", "Dùng", rule.used if rule else True),
                ("blocking", "Chặn đăng", rule.blocking if rule else check.blocking),
            ):
                field = forms.BooleanField(label=label, required=False, initial=start)
                self.fields[f"{check.kind}-{name}"] = field
            if check.limit is not None:
                limit = rule.limit if rule and rule.limit else check.limit
                self.fields[f"{check.kind}-limit"] = forms.IntegerField(
                    label="Nhiều nhất (ký tự)", min_value=10, max_value=2000, initial=limit
                )

    def rows(self) -> list[tuple[str, list[Any]]]:
        return [
            (check.label, [self[name] for name in self.fields if _kind(name) == check.kind])
            for check in judging.settable()
        ]

    def wanted(self) -> dict[str, dict[str, object]]:
        return {
            check.kind: {
                "used": self.cleaned_data[f"{check.kind}-used"],
                "blocking": self.cleaned_data[f"{check.kind}-blocking"],
                "limit": self.cleaned_data.get(f"{check.kind}-limit"),
            }
            for check in judging.settable()
        }


def checks(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the findings. POST lets one pass."""
    user = _user(request)
    article = get_object_or_404(Article, pk=pk)
    if not user.has_perm("newsroom.annotate", article):
        raise PermissionDenied
    refusal = ""
    if request.method == "POST":
        names = ("kind", "field", "passage", "reason")
        sent = {name: request.POST.get(name, "") for name in names}
        try:
            judging.dismiss(article, by=user, **sent)
        except ValidationError as error:
            refusal = " ".join(error.messages)
        else:
            messages.success(request, "Đã ghi lý do bỏ qua.")
            return redirect("admin:article-checks", article.pk)
    context = {
        **admin.site.each_context(request),
        **panel(request, article),
        "article": article,
        "opts": Article._meta,
        "title": "Kiểm tra trước khi đăng",
        "refusal": refusal,
        "typed": request.POST if refusal else {},
        "may_dismiss": user.has_perm("newsroom.dismiss_finding", article),
        "may_dismiss_blocking": user.has_perm("newsroom.dismiss_blocking", article),
        "may_set": user.has_perm("newsroom.change_checkrule"),
    }
    return render(request, "newsroom/checks/page.html", context, status=422 if refusal else 200)


def rules(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    if not user.has_perm("newsroom.change_checkrule"):
        raise PermissionDenied
    form = RulesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        judging.set_rules(form.wanted(), by=user)
        messages.success(request, "Đã lưu thiết lập kiểm tra.")
        return redirect("admin:check-rules")
    context = {**admin.site.each_context(request), "title": "Thiết lập kiểm tra", "form": form}
    return render(request, "newsroom/checks/rules.html", context)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _kind(name: str) -> str:
    """Of a control, "sapo-length-limit": "sapo-length"."""
    return name.rpartition("-")[0]
