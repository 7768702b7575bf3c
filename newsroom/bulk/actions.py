"""The choices below the list of pieces: each opens the page that asks what is to be done."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from articles.models import Article
from core.numbers import number
from newsroom.bulk.kinds import KINDS
from newsroom.bulk.plans import MOST
from newsroom.bulk.views import ask


def _action(name: str) -> Any:
    """Offered to those alone who have the right to some piece: of their own, or of the desk."""
    right = KINDS[name].right.removeprefix("articles.")
    offered = right if right in {"assign", "withdraw"} else "change"

    @admin.action(description=KINDS[name].label, permissions=[offered])
    def chosen(
        modeladmin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Article]
    ) -> HttpResponse | None:
        found = list(queryset.values_list("pk", flat=True)[: MOST + 1])
        if len(found) > MOST:
            told = f"Mỗi lần làm được nhiều nhất {number(MOST)} bài. Hãy lọc bớt."
            messages.error(request, told)
            return None
        return ask(request, KINDS[name], found)

    chosen.__name__ = f"bulk_{name}"
    return chosen


ACTIONS = tuple(_action(name) for name in KINDS)
