from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from authors.models import Author, PenName, Posting, Succession, Unit
from authors.signals import unit_saved
from core.admin import VIETNAMESE_DATES, FoldedSearch, Rows


class PenNameInline(Rows):
    model = PenName


class PostingInline(Rows):
    model = Posting
    autocomplete_fields = ("unit",)


class KeptAdmin(FoldedSearch):
    """Whoever signed a piece, and the unit served in, stay on record."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Author)
class AuthorAdmin(KeptAdmin):
    list_display = ("name", "full_name", "staff")
    list_filter = ("staff",)
    search_fields = ("name", "full_name", "pen_names__name")
    ordering = ("sort_name",)
    autocomplete_fields = ("user",)
    inlines = (PostingInline, PenNameInline)


class SuccessionInline(Rows):
    model = Succession
    fk_name = "predecessor"
    autocomplete_fields = ("successor",)
    verbose_name_plural = "đơn vị kế tục"


@admin.register(Unit)
class UnitAdmin(KeptAdmin):
    list_display = ("name", "short_name", "parent", "since")
    search_fields = ("name", "short_name")
    autocomplete_fields = ("parent",)
    list_select_related = ("parent",)
    formfield_overrides = VIETNAMESE_DATES
    inlines = (SuccessionInline,)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if form.changed_data or any(formset.has_changed() for formset in formsets):
            unit_saved.send(sender=Unit, unit=form.instance)
