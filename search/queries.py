"""Pieces that hold every word asked for, marks or no marks, newest first."""

from articles.models import PublishedVersion
from articles.models.version import PublishedVersionQuerySet
from core.vietnamese import clean_line, fold

MAX_LENGTH = 200
MAX_TERMS = 12


def find(query: str) -> PublishedVersionQuerySet:
    """Live versions; none for a query without a letter or digit. Takes any string."""
    terms = [term for term in fold(clean_line(query)[:MAX_LENGTH]).split(" ") if term]
    terms = [term for term in terms if any(sign.isalnum() for sign in term)][:MAX_TERMS]
    live = PublishedVersion.objects.live()
    if not terms:
        return live.none()
    for term in terms:
        live = live.filter(article__document__words__contains=term)
    return live.newest_first().for_teaser()
