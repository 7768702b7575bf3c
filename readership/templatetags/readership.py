from typing import Any

from django import template

from articles.models import PublishedVersion, Section
from readership import queries

register = template.Library()

BLOCK_LENGTH = 6


@register.inclusion_tag("readership/block.html")
def most_read(
    besides: PublishedVersion | None = None, section: Section | None = None
) -> dict[str, Any]:
    """{% most_read %}: the pieces most read in 24 hours, nothing before any was counted; one query.

    {% most_read version %} leaves the piece out that stands on the page,
    {% most_read section=section %} keeps to those of a section.
    """
    left_out = besides.article_id if besides else None
    return {"pieces": queries.most_read(count=BLOCK_LENGTH, section=section, besides=left_out)}


@register.inclusion_tag("readership/beacon.html")
def count_reads(version: PublishedVersion) -> dict[str, Any]:
    """{% count_reads version %}: the script that tells of a read; a preview has none."""
    return {"piece": version.article_id if version.pk else None}
