from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from core.numbers import number
from outbox import queue
from outbox.models import Effect, EffectQuerySet


@admin.register(Effect)
class EffectAdmin(admin.ModelAdmin):
    """What waits to be done, the longest waiting first. Rows come and go by themselves."""

    list_display = ("what", "key", "due", "state", "attempts", "last_error")
    list_display_links = None
    ordering = ("due", "pk")
    sortable_by = ()
    show_full_result_count = False
    actions = ("run_again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Effect]:
        return Effect.objects.with_state()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Effect | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Effect | None = None) -> bool:
        return False

    def has_rerun_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("outbox.change_effect")

    @admin.display(description="việc")
    def what(self, effect: Effect) -> str:
        return queue.name_of(effect.kind)

    @admin.display(description="tình trạng")
    def state(self, effect: Any) -> str:
        if effect.is_running:
            return "Đang chạy"
        return format_html("<strong>{}</strong>", "Quá hạn") if effect.is_overdue else "Đang chờ"

    @admin.action(description="Chạy lại ngay", permissions=["rerun"])
    def run_again(self, request: HttpRequest, chosen: EffectQuerySet) -> None:
        for effect in chosen:
            self.log_change(request, effect, [{"changed": {"fields": ["due"]}}])
        count = queue.hurry(chosen)
        self.message_user(request, f"Sẽ chạy ngay {number(count)} việc.", messages.SUCCESS)
