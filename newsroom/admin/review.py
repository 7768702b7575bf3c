from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from newsroom.models import ReviewDemand


@admin.register(ReviewDemand)
class ReviewDemandAdmin(admin.ModelAdmin):
    """The sections whose interviews wait for the person interviewed. A single piece is told so on
    the page of its review links."""

    fields = ("section",)
    list_display = ("section",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReviewDemand]:
        return super().get_queryset(request).exclude(section=None).select_related("section")
