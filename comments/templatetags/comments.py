from typing import Any

from django import template

from articles.models import PublishedVersion
from comments import queries
from comments.forms import CommentForm

register = template.Library()


@register.inclusion_tag("comments/section.html")
def comments(version: PublishedVersion) -> dict[str, Any]:
    """{% comments version %}: form and newest threads under a piece; two queries.

    The version comes with its article loaded. The same bytes for all readers of a day.
    """
    return {
        "version": version,
        "page": queries.threads(version.article_id),
        "form": CommentForm(article_id=version.article_id),
    }
