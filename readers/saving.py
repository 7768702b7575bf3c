"""The pieces a reader wants to find again, on whatever machine."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef

from articles import queries as pieces
from articles.models import PublishedVersion
from core.pagination import Page, page_after
from readers.models import Profile, SavedPiece

PAGE_SIZE = 20
MOST = 1000
"""Of one reader: a list for finding again, no archive of the paper."""
AT_ONCE = 200


class Full(Exception):
    """The list holds MOST pieces already."""


def saved(reader: Profile, cursor: str = "") -> Page:
    """A page of them, newest first, each with the `version` readers get now; pieces that nobody can
    open are left out. Two queries, one where there is none. Raises BadCursor."""
    live = PublishedVersion.objects.live().filter(article=OuterRef("article"))
    rows = SavedPiece.objects.filter(Exists(live), reader=reader).order_by("-at", "-pk")
    page = page_after(rows, cursor, PAGE_SIZE, keys=("at", "pk"))
    found = {version.article_id: version for version in offered(r.article_id for r in page.items)}
    for row in page.items:
        row.version = found.get(row.article_id)
    return page


def offered(article_ids: Iterable[int]) -> Sequence[PublishedVersion]:
    """Those of the pieces that readers can open, in this order. One query."""
    ids = list(dict.fromkeys(article_ids))[:AT_ONCE]
    return pieces.chosen(ids) if ids else []


def save(reader: Profile, article_ids: Iterable[int]) -> int:
    """Add those that readers can open and that are not there yet; the first given stands on top.

    How many were added. Raises Full, with nothing added.
    """
    with transaction.atomic():
        Profile.objects.select_for_update(no_key=True).get(pk=reader.pk)
        wanted = [version.article_id for version in offered(article_ids)]
        own = SavedPiece.objects.filter(reader=reader)
        there = set(own.filter(article__in=wanted).values_list("article", flat=True))
        fresh = [pk for pk in wanted if pk not in there]
        if own.count() + len(fresh) > MOST:
            raise Full
        rows = [SavedPiece(reader=reader, article_id=pk) for pk in reversed(fresh)]
        SavedPiece.objects.bulk_create(rows)
    return len(fresh)


def unsave(reader: Profile, article_id: int) -> None:
    SavedPiece.objects.filter(reader=reader, article=article_id).delete()
