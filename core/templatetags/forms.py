"""What Django's own widgets are drawn with here: the same bytes as its templates, in fewer steps. A
form of the newsroom has a hundred of them."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def attributes(given: dict[str, Any]) -> SafeString:
    """{"id": "id_title", "required": True} → ' id="id_title" required'."""
    told = ((name, _told(value)) for name, value in given.items() if value is not False)
    return format_html_join("", " {}{}", told)


def _told(value: Any) -> str:
    return "" if value is True else format_html('="{}"', value)
