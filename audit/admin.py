"""The page “Nhật ký”: everything that was done, found and taken along, never changed."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from audit.exporting import FORMATS, lines
from audit.finding import LogForm, matching, page
from audit.log import record
from audit.models import Entry, EntryQuerySet
from audit.rules import visible_entries
from audit.wording import address, facts, kind_name, raw


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin):
    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("audit.read")

    def has_view_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return request.user.has_perm("audit.read")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> EntryQuerySet:
        return visible_entries(request.user)  # type: ignore[arg-type]

    def get_urls(self) -> list[URLPattern]:
        taken = self.admin_site.admin_view(self.export)
        return [path("xuat/<str:form>/", taken, name="audit-export"), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Fifty entries, the newest first. Session, user and rights aside: two queries."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = LogForm(request.GET)
        rows: list[Entry] = []
        following = None
        if form.is_valid():
            found = matching(self.get_queryset(request), form.cleaned_data)
            rows, following = page(found, form.cleaned_data["truoc"])
        told = [(row, kind_name(row), address(row), facts(row), raw(row)) for row in rows]
        context = {
            **self.admin_site.each_context(request),
            "title": "Nhật ký",
            "opts": self.opts,
            "form": form,
            "told": told,
            "asked": urlencode(form.told),
            "next": urlencode({**form.told, "truoc": following}) if following else "",
            "formats": FORMATS,
            "may_report": request.user.has_perm("articles.view_removal"),
        }
        return TemplateResponse(request, "audit/log.html", context)

    def export(self, request: HttpRequest, form: str) -> HttpResponseBase:
        """What is found, as a file; that it was taken is an act as well."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = LogForm(request.GET)
        if form not in FORMATS or not asked.is_valid():
            raise Http404
        found = matching(self.get_queryset(request), asked.cleaned_data)
        with transaction.atomic():
            taken = {"format": form, "asked": asked.told}
            record("audit.exported", by=request.user, facts=taken)  # type: ignore[arg-type]
        response = StreamingHttpResponse(lines(found, form), content_type=FORMATS[form])
        response["Content-Disposition"] = f'attachment; filename="nhat-ky.{form}"'
        response["Cache-Control"] = "no-store"
        return response
