"""Pieces that hold every word asked for, marks or no marks, newest first; for the number of a
document, the pieces citing it."""

from articles.models import PublishedVersion
from articles.models.version import PublishedVersionQuerySet
from core.terms import terms
from core.vietnamese import clean_line, document_key

MAX_LENGTH = 200
MAX_TERMS = 12


def find(query: str) -> PublishedVersionQuerySet:
    """Live versions; none for a query without a letter or digit. Takes any string."""
    wanted = terms(clean_line(query)[:MAX_LENGTH])[:MAX_TERMS]
    live = PublishedVersion.objects.live()
    if not wanted:
        return live.none()
    cited = live.filter(code_listings__key=document_key(query))
    if cited.exists():
        return cited.newest_first().for_teaser()
    for term in wanted:
        live = live.filter(document__words__contains=term)
    return live.newest_first().for_teaser()
