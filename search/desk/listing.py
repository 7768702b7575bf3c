"""The admin's own lists of pieces, photos, authors and units, searched as the desk is."""

from typing import Any

from django.db.models import QuerySet

from search.desk.cards import MODELS
from search.desk.finding import matching


def on_matches_asked(
    sender: type[Any], queryset: QuerySet[Any], text: str, begun: bool, **_signal: Any
) -> QuerySet[Any] | None:
    kind = next((kind for kind, model in MODELS.items() if model is sender), None)
    return matching(kind, text, queryset, begun=begun) if kind else None
