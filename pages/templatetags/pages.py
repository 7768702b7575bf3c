from django import template

from pages import footer

register = template.Library()


@register.simple_tag
def footer_pages() -> tuple[footer.Link, ...]:
    """{% footer_pages as pages %}: title and url of each page the footer leads to. Not for pages
    that report a dead database: once a minute it is asked."""
    return footer.links()
