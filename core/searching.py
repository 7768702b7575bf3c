"""How lists of the back-office are searched, asked from the app that knows words."""

from typing import Any

from django.db.models import QuerySet
from django.dispatch import Signal

matches_asked = Signal()
"""Which rows of `queryset` does a text find? Sent with `text` and with `begun`: whether the last
word may go on. An app above answers with a queryset of them; None where it does not know this
model."""


def matches(queryset: QuerySet[Any], text: str, *, begun: bool) -> QuerySet[Any] | None:
    """None where nobody knows this model."""
    answers: list[Any] = matches_asked.send(
        sender=queryset.model, queryset=queryset, text=text, begun=begun
    )
    return next((found for _app, found in answers if found is not None), None)
