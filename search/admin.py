"""What editors teach the search, and what readers looked for in vain."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from core.admin import VIETNAMESE_DATES
from search.models import Abbreviation, Asked, Pin
from search.names import forget


@admin.register(Abbreviation)
class AbbreviationAdmin(admin.ModelAdmin):
    list_display = ("short", "full")
    search_fields = ("short", "full", "key")

    def save_model(self, *args: Any, **kwargs: Any) -> None:
        super().save_model(*args, **kwargs)
        forget()


@admin.register(Pin)
class PinAdmin(admin.ModelAdmin):
    list_display = ("term", "article", "position")
    list_select_related = ("article",)
    search_fields = ("term", "key")
    autocomplete_fields = ("article",)


class InVain(admin.SimpleListFilter):
    title = "kết quả"
    parameter_name = "ket-qua"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("khong", "Tìm mà không thấy"), ("co", "Có bài")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Asked]) -> QuerySet[Asked]:
        wanted = {"khong": {"hits": 0}, "co": {"hits__gt": 0}}
        return queryset.filter(**wanted.get(self.value() or "", {}))


@admin.register(Asked)
class AskedAdmin(admin.ModelAdmin):
    """Counted by day; no person stands behind a row."""

    formfield_overrides = VIETNAMESE_DATES
    list_display = ("term", "day", "count", "hits", "chosen", "usual_rank")
    list_display_links = None
    list_filter = (InVain, "day")
    search_fields = ("term",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Asked | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Asked | None = None) -> bool:
        return False

    @admin.display(description="thường mở bài thứ")
    def usual_rank(self, asked: Asked) -> str:
        return str(round(asked.ranks / asked.chosen)) if asked.chosen else "–"
