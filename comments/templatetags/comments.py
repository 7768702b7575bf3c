from typing import Any

from django import template

from articles.models import PublishedVersion
from comments import queries
from comments.forms import CommentForm
from comments.fresh import key_now
from comments.policy import policy_of

register = template.Library()


@register.inclusion_tag("comments/section.html")
def comments(version: PublishedVersion) -> dict[str, Any]:
    """{% comments version %}: form and newest threads under a piece; three queries, four where
    the desk marked any.

    The version comes with its article loaded. The same bytes for all readers of a day.
    """
    policy = policy_of(version)
    shows_featured = policy.shows and policy.features
    return {
        "version": version,
        "policy": policy,
        "order": queries.NEWEST,
        "orders": queries.ORDERS,
        "page": queries.threads(version.article_id) if policy.shows else None,
        "featured": queries.featured(version.article_id) if shows_featured else [],
        "form": CommentForm(article_id=version.article_id),
    }


@register.simple_tag
def fresh_key() -> int:
    """From when a page made now has to ask for what is new."""
    return key_now()
