from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.db import models
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from core.fields import VietnameseDateField, VietnameseDateInput
from core.vietnamese import slug

# For formfield_overrides. Both are said: stock admin puts its own widget on any date field.
VIETNAMESE_DATES: Any = {
    models.DateField: {"form_class": VietnameseDateField, "widget": VietnameseDateInput}
}


class FoldedSearch(admin.ModelAdmin):
    """Searched by `folded_field` as well, where marks and case do not matter on any database.

    The stock search of SQLite knows no letter beyond ASCII: “đồn” does not find “Đồn”.
    """

    folded_field = "slug"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        words = slug(search_term).replace("-", " ").split()
        if not words:
            return found, may_repeat
        folded = queryset
        for word in words:
            folded = folded.filter(**{f"{self.folded_field}__contains": word})
        return found | folded, may_repeat


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
