"""What editors teach the search, and what readers looked for in vain."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone

from articles.models import PublishedVersion
from core.admin import VIETNAMESE_DATES
from core.dates import parse_date
from core.numbers import number
from search import report
from search.models import Abbreviation, Asked, Pin
from search.names import forget
from search.queries import MOST_COUNTED
from search.report import Week


@admin.register(Abbreviation)
class AbbreviationAdmin(admin.ModelAdmin):
    list_display = ("short", "full")
    search_fields = ("short", "full", "key")
    show_full_result_count = False

    def save_model(self, *args: Any, **kwargs: Any) -> None:
        super().save_model(*args, **kwargs)
        forget()

    def delete_model(self, *args: Any, **kwargs: Any) -> None:
        super().delete_model(*args, **kwargs)
        forget()

    def delete_queryset(self, *args: Any, **kwargs: Any) -> None:
        super().delete_queryset(*args, **kwargs)
        forget()


@admin.register(Pin)
class PinAdmin(admin.ModelAdmin):
    list_display = ("term", "article", "position", "shown")
    list_select_related = ("article",)
    search_fields = ("term", "key")
    autocomplete_fields = ("article",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pin]:
        live = PublishedVersion.objects.live().filter(article=OuterRef("article"))
        return super().get_queryset(request).annotate(live=Exists(live))

    @admin.display(description="bạn đọc thấy", boolean=True)
    def shown(self, pin: Any) -> bool:
        """A piece that is not live stands nowhere, pinned or not."""
        return pin.live


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
    list_display = ("term", "day", "count", "found", "chosen", "usual_rank")
    list_display_links = None
    list_filter = (InVain, "day")
    search_fields = ("term",)
    show_full_result_count = False

    def get_urls(self) -> list[URLPattern]:
        week = self.admin_site.admin_view(self.week)
        return [path("tuan/", week, name="search-in-vain"), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Asked | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Asked | None = None) -> bool:
        return False

    @admin.display(description="số bài thấy", ordering="hits")
    def found(self, asked: Asked) -> str:
        return "hơn 1.000" if asked.hits > MOST_COUNTED else number(asked.hits)

    @admin.display(description="thường mở bài thứ")
    def usual_rank(self, asked: Asked) -> str:
        return str(round(asked.ranks / asked.chosen)) if asked.chosen else "–"

    def week(self, request: HttpRequest) -> HttpResponse:
        """“Tìm mà không thấy”, a week at a time; this week where none is told."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        current = Week.of(timezone.localdate())
        week = Week.of(_day(request.GET.get("tuan", "")) or current.start)
        context = {
            **self.admin_site.each_context(request),
            "title": "Tìm mà không thấy",
            "opts": self.opts,
            "week": week,
            "before": week.moved(-1).start,
            "after": week.moved(1).start if week.start < current.start else None,
            "lists": [
                ("Không thấy bài nào", report.in_vain(week)),
                ("Có bài mà không ai mở", report.left_alone(week)),
            ],
            "most": report.MOST,
            "often": report.OFTEN,
            "may_pin": request.user.has_perm("search.add_pin"),
            "may_abbreviate": request.user.has_perm("search.add_abbreviation"),
        }
        return render(request, "admin/search/asked/week.html", context)


def _day(text: str) -> date | None:
    """None where it is no date, or so near an end of the calendar that no week has room."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2200 else None
