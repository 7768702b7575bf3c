"""Dates and figures in templates. An empty value prints nothing."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone

from core import dates, numbers

register = template.Library()


def _or_nothing(write: Callable[[Any], str], kind: type[date]) -> Callable[[Any], str]:
    return lambda value: write(value) if isinstance(value, kind) else ""


register.filter("long_datetime", _or_nothing(dates.long_datetime, datetime))
register.filter("short_datetime", _or_nothing(dates.short_datetime, datetime))
register.filter("short_date", _or_nothing(dates.short_date, date))
register.filter("long_date", _or_nothing(dates.long_date, date))
register.filter("clock", _or_nothing(dates.clock, datetime))
register.filter("iso", _or_nothing(dates.iso, datetime))
register.filter("number", numbers.number)


@register.filter
def relative(moment: Any, now: datetime | None = None) -> str:
    """{{ at|relative }} or {{ at|relative:now }}. A cached page keeps the words of its making."""
    if not isinstance(moment, datetime):
        return ""
    return dates.relative(moment, now or timezone.now())


@register.filter
def ago(moment: Any, now: datetime | None = None) -> str:
    """{{ at|ago }}: the distance at any range."""
    if not isinstance(moment, datetime):
        return ""
    return dates.ago(moment, now or timezone.now())


@register.filter
def file_size(size: Any) -> str:
    return numbers.file_size(size) if isinstance(size, int) and size >= 0 else ""
