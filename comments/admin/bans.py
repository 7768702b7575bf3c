"""Who may not write: the list, a new ban from the card of a comment, and lifting one."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html

from comments import banning
from comments.forms import BanForm
from comments.models import Ban, Comment
from core.admin import VIETNAMESE_DATES
from core.dates import in_hanoi, short_date, short_datetime

_ELSEWHERE = "Chưa bỏ chặn: có lệnh chặn ngoài các chuyên mục được giao cho bạn."


class StateFilter(admin.SimpleListFilter):
    """What holds is shown first."""

    title = "tình trạng"
    parameter_name = "tinh-trang"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("dang-chan", "Đang chặn"), ("tat-ca", "Tất cả")]

    def value(self) -> str:
        return super().value() or "dang-chan"

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        own = iter(super().choices(changelist))
        next(own)  # Django's "all" is the state of no choice; ours is a choice
        yield from own

    def queryset(self, request: HttpRequest, queryset: QuerySet[Ban]) -> QuerySet[Ban]:
        if self.value() == "tat-ca":
            return queryset
        return queryset.filter(pk__in=Ban.objects.in_force().values("pk"))


@admin.register(Ban)
class BanAdmin(admin.ModelAdmin):
    list_display = ("who", "rule", "ends", "by", "at", "state")
    list_display_links = None
    formfield_overrides = VIETNAMESE_DATES
    list_filter = (StateFilter, "kind")
    list_select_related = ("by", "lifted_by")
    list_per_page = 50
    sortable_by = ()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = ("lift_chosen",)

    def has_lift_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.ban")

    def has_change_permission(self, request: HttpRequest, obj: Ban | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Ban | None = None) -> bool:
        return False

    # --- the list -------------------------------------------------------------------------------

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        told = {"has_add_permission": request.user.has_perm("comments.ban_address")}
        return super().changelist_view(request, told | (extra_context or {}))

    @admin.display(description="người bị chặn")
    def who(self, ban: Ban) -> str:
        told = format_html("{}: <bdi>{}</bdi>", ban.get_kind_display(), ban.told)
        if ban.comment_id is None:
            return told
        card = reverse("admin:comments_comment_change", args=[ban.comment_id])
        return format_html('{} (<a href="{}">ý kiến số {}</a>)', told, card, ban.comment_id)

    @admin.display(description="đến hết ngày")
    def ends(self, ban: Ban) -> str:
        return short_date(ban.until) if ban.until else "không hạn"

    @admin.display(description="tình trạng")
    def state(self, ban: Ban) -> str:
        told = _state(ban)
        return format_html("{}<br>Ghi chú: {}", told, ban.note) if ban.note else told

    @admin.action(description="Bỏ chặn", permissions=["lift"])
    def lift_chosen(self, request: HttpRequest, queryset: QuerySet[Ban]) -> None:
        try:
            with transaction.atomic():
                for ban in queryset:
                    banning.lift(ban, by=request.user)  # type: ignore[arg-type]
        except PermissionDenied:
            self.message_user(request, _ELSEWHERE, messages.ERROR)
        else:
            self.message_user(request, "Đã bỏ chặn.", messages.SUCCESS)

    # --- a new one ------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.ban)
        return [path("chan/", view, name="comments_ban_new"), *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        return self.ban(request)

    def ban(self, request: HttpRequest) -> HttpResponse:
        """?y-kien=<number>: of whoever sent that comment; without it an e-mail address."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        comment = _comment(request)
        right = "comments.ban" if comment else "comments.ban_address"
        if not request.user.has_perm(right, comment):
            raise PermissionDenied
        form = BanForm(request.POST if request.method == "POST" else None, comment=comment)
        if form.is_valid():
            facts = {name: form.cleaned_data[name] for name in ("rule", "until", "note")}
            kind = form.cleaned_data.get("kind", Ban.Kind.EMAIL)
            subject = comment or form.cleaned_data["email"]
            try:
                made = banning.ban(kind, subject, by=request.user, **facts)  # type: ignore[arg-type]
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                self.message_user(request, f"Đã chặn. {made}.", messages.SUCCESS)
                back = "comment-queue" if comment else "comments_ban_changelist"
                return redirect(f"admin:{back}")
        context = {
            **self.admin_site.each_context(request),
            "title": "Chặn người gửi",
            "opts": self.opts,
            "comment": comment,
            "form": form,
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "comments/ban.html", context, status=status)


def _comment(request: HttpRequest) -> Comment | None:
    given = request.GET.get("y-kien")
    if given is None:
        return None
    if not (given.isascii() and given.isdigit() and len(given) <= 18):
        raise Http404
    comment = Comment.objects.select_related("latest", "reader").filter(pk=int(given)).first()
    if comment is None or not banning.kinds_of(comment):
        raise Http404
    return comment


def _state(ban: Ban) -> str:
    if ban.lifted:
        return f"đã bỏ chặn {short_datetime(ban.lifted)}, {ban.lifted_by}"
    return "đang chặn" if ban.holds_on(in_hanoi(timezone.now()).date()) else "đã hết hạn"
