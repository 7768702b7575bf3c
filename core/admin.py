from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.db import models
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from core.fields import VietnameseDateField, VietnameseDateInput
from core.searching import matches
from core.vietnamese import slug

# For formfield_overrides. Both are said: stock admin puts its own widget on any date field.
VIETNAMESE_DATES: Any = {
    models.DateField: {"form_class": VietnameseDateField, "widget": VietnameseDateInput}
}


class FoldedSearch(admin.ModelAdmin):
    """Searched as the app above that knows words does it (core/searching.py), and by
    `folded_field`, where marks and case do not matter on any database; "" for no such field.

    The stock search of SQLite knows no letter beyond ASCII: “đồn” does not find “Đồn”.
    """

    folded_field = "slug"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not search_term.strip():
            return queryset, False
        known = matches(queryset, search_term, begun=True)
        if known is not None and not self.folded_field:
            return known, False
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        words = slug(search_term).replace("-", " ").split()
        for others in (known, self._folded(queryset, words)):
            found = found if others is None else found | others
        return found, may_repeat

    def _folded(self, queryset: QuerySet[Any], words: list[str]) -> QuerySet[Any] | None:
        if not words:
            return None
        for word in words:
            queryset = queryset.filter(**{f"{self.folded_field}__contains": word})
        return queryset


class RowsFormSet(BaseInlineFormSet):
    """Names the fields of a repeated row as the page does, not as the code does."""

    def get_unique_error_message(self, unique_check: Any) -> str:
        names = [name for name in unique_check if name != self.fk.name]
        row: Any = self.model
        labels = [f"“{label_for_field(name, row)}”" for name in names]
        return super().get_unique_error_message(labels)


class Rows(admin.TabularInline):
    """Rows of what is edited above them: as many as there are, dates as Vietnamese write them."""

    extra = 0
    formset = RowsFormSet
    formfield_overrides = VIETNAMESE_DATES
