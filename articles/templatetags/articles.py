from typing import Any

from django import template

from articles.models import Section

register = template.Library()


@register.inclusion_tag("components/section_menu.html")
def section_menu(current: Section | None = None) -> dict[str, Any]:
    """The menu of main sections with theirs; one query. `current` is the section being read, or
    its child."""
    return {
        "sections": Section.objects.menu(),
        "current": current.root_id if isinstance(current, Section) else None,
    }
