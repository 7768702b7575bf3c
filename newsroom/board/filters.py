"""Filters of the list of pieces by their progress. None asks the database for its choices."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles.models import OPEN, Article
from core.dates import day_span


class HolderFilter(admin.SimpleListFilter):
    title = "người giữ"
    parameter_name = "giu"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("toi", "Tôi"), ("chua", "Chưa ai")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if self.value() == "toi":
            return queryset.filter(progress__assignee=request.user.pk)
        if self.value() == "chua":
            return queryset.filter(progress__assignee=None, progress__stage__in=OPEN)
        return queryset


class DueFilter(admin.SimpleListFilter):
    title = "hạn"
    parameter_name = "han"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("qua", "Quá hạn"), ("hom-nay", "Trong hôm nay")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        waiting = queryset.filter(progress__stage__in=OPEN)
        if self.value() == "qua":
            return waiting.filter(progress__due__lt=timezone.now())
        if self.value() == "hom-nay":
            start, end = day_span(timezone.localdate())
            return waiting.filter(progress__due__gte=start, progress__due__lt=end)
        return queryset
