from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from core.vietnamese import slug


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
