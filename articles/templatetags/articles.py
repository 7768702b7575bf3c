from typing import Any

from django import template

from articles.models import Correction, Section

register = template.Library()


@register.inclusion_tag("components/section_menu.html")
def section_menu(current: Section | None = None) -> dict[str, Any]:
    """The menu of main sections with theirs; one query. `current` is the section being read, or
    its child."""
    return {
        "sections": Section.objects.menu(),
        "current": current.root_id if isinstance(current, Section) else None,
    }


@register.inclusion_tag("components/corrections.html")
def corrections_on_front() -> dict[str, Any]:
    """{% corrections_on_front %}: what the home page has to say sorry for; one query."""
    corrections = list(Correction.objects.on_front().newest_first().with_links())
    return {"corrections": corrections, "named": True}
