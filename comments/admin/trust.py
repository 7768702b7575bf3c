"""Readers whom the moderators trust: the list of them, and where trust is given and taken."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from accounts.models import User
from comments import trusting
from comments.forms import TrustForm
from comments.models import Comment, Status, Trust


class InForceFilter(admin.SimpleListFilter):
    title = "sự tin cậy"
    parameter_name = "con"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("1", "Còn"), ("0", "Đã thôi")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Trust]) -> QuerySet[Trust]:
        if self.value() not in {"0", "1"}:
            return queryset
        return queryset.filter(ended__isnull=self.value() == "1")


@admin.register(Trust)
class TrustAdmin(admin.ModelAdmin):
    """The page of one is reached by the reader's number, whether he was ever trusted or not."""

    list_display = ("user", "name", "at", "by", "reason", "ended", "why_ended")
    list_select_related = ("user", "by")
    list_filter = (InForceFilter,)
    list_per_page = 100
    sortable_by = ()
    show_full_result_count = False
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Trust | None = None) -> bool:
        return request.user.has_perm("comments.moderate")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Trust | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Trust | None = None) -> bool:
        return False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        reader = User.objects.filter(pk=int(object_id)).first() if _is_number(object_id) else None
        if not request.user.has_perm("comments.trust", reader):
            raise Http404
        form = TrustForm(request.POST or None)
        if request.method != "POST" or not form.is_valid():
            return self._page(request, reader, form)
        act = trusting.trust if form.cleaned_data["act"] == "trust" else trusting.distrust
        try:
            act(reader, by=request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self._page(request, reader, form)
        self.message_user(request, "Đã ghi.", messages.SUCCESS)
        return redirect("admin:comments_trust_changelist")

    def _page(self, request: HttpRequest, reader: User | None, form: TrustForm) -> HttpResponse:
        own = Comment.objects.filter(reader=reader).values_list("status")
        number = dict(own.annotate(number=Count("pk")).order_by())
        context = {
            **self.admin_site.each_context(request),
            "title": f"Bạn đọc {reader}",
            "opts": self.opts,
            "reader": reader,
            "trust": Trust.objects.filter(user=reader).select_related("by").first(),
            "counts": [(label, number.get(status, 0)) for status, label in Status.choices],
            "form": form,
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "comments/trust.html", context, status=status)


def _is_number(given: str) -> bool:
    return given.isascii() and given.isdecimal() and len(given) < 19
