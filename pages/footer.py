"""The links in the foot of every page. They change a few times a year and stand on every page, so
each process keeps them for a minute instead of asking for them each time.

Whoever changes a page makes his own process forget; in another process the name of a page taken
down may stand for up to a minute more, while the page itself is gone for all at once.
"""

from functools import lru_cache
from time import monotonic
from typing import NamedTuple

from django.conf import settings

from pages.models import Page


class Link(NamedTuple):
    title: str
    url: str


def links() -> tuple[Link, ...]:
    """No query, but for one in each process and minute."""
    return _links(int(monotonic() // settings.FOOTER_SECONDS))


def forget() -> None:
    """Ask anew next time."""
    _links.cache_clear()


@lru_cache(maxsize=1)
def _links(minute: int) -> tuple[Link, ...]:
    pages = Page.objects.in_footer().only("title", "slug")
    return tuple(Link(page.title, page.get_absolute_url()) for page in pages)
