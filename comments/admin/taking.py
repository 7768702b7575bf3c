"""Taking readers' words along as a file: the page that asks for what, and the file."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from audit.log import record
from comments.exporting import FORMATS, Choice, lines
from core.dates import day_span
from core.fields import VietnameseDateField, VietnameseDateInput


class TakeForm(forms.Form):
    bai = forms.IntegerField(
        label="Số bài",
        required=False,
        min_value=1,
        max_value=10**18,
        help_text="Để trống: mọi bài.",
    )
    tu = VietnameseDateField(label="Gửi từ ngày", required=False, widget=VietnameseDateInput)
    thu = forms.BooleanField(label="Cùng thư điện tử của người gửi", required=False)
    dang = forms.ChoiceField(
        label="Dạng tệp",
        choices=[("csv", "CSV, mở bằng bảng tính"), ("jsonl", "JSON, đủ các bản và quyết định")],
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn dạng tệp."},
    )

    @property
    def choice(self) -> Choice:
        told = self.cleaned_data
        since = day_span(told["tu"])[0] if told["tu"] else None
        return Choice(told["bai"], since, emails=told.get("thu", False))


class TakesAlong(admin.ModelAdmin):
    change_list_template = "comments/every.html"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        told = {"may_export": request.user.has_perm("comments.export")}
        return super().changelist_view(request, told | (extra_context or {}))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.take_along)
        return [path("tai-ve/", view, name="comments-export"), *super().get_urls()]

    def take_along(self, request: HttpRequest) -> HttpResponseBase:
        """Without ?dang= the form. That a file was taken is an act as well."""
        if not request.user.has_perm("comments.export"):
            raise PermissionDenied
        emails = request.user.has_perm("comments.export_emails")
        form = TakeForm(request.GET if "dang" in request.GET else None)
        if not emails:
            del form.fields["thu"]
        if not form.is_valid():
            context = {**self.admin_site.each_context(request), "title": "Tải ý kiến về"}
            status = 422 if form.is_bound else 200
            context |= {"opts": self.opts, "form": form}
            return TemplateResponse(request, "comments/take.html", context, status=status)
        if "thu" in request.GET and not emails:
            raise PermissionDenied
        return _file(request, form.choice, form.cleaned_data["dang"])


def _file(request: HttpRequest, choice: Choice, form: str) -> HttpResponseBase:
    facts: dict[str, Any] = {"format": form, "article": choice.article, "since": choice.since}
    with transaction.atomic():
        facts["emails"] = choice.emails
        record("comments.exported", by=request.user, facts=facts)  # type: ignore[arg-type]
    response = StreamingHttpResponse(lines(choice, form), content_type=FORMATS[form])
    response["Content-Disposition"] = f'attachment; filename="y-kien.{form}"'
    response["Cache-Control"] = "no-store"
    return response
