"""Where a piece stands among the parts of its series that readers can open."""

from dataclasses import dataclass
from datetime import datetime

from articles import queries
from articles.models import PublishedVersion, Series

MOST_PARTS = 200
"""Of a series whose page shows them all; what goes on for longer is a column, not a series."""
AROUND = 5
"""Parts named before and after the one being read."""


@dataclass(frozen=True)
class SeriesNavigation:
    series: Series
    parts: list[PublishedVersion]
    """Those around the one being read, itself included where it is live."""
    position: int | None
    """From 1, of `total` live parts; None for a piece that is not among them."""
    total: int
    previous: PublishedVersion | None
    next: PublishedVersion | None


def navigation(version: PublishedVersion, at: datetime | None = None) -> SeriesNavigation | None:
    """None for a piece of no series. One query, and one for the series if it was not loaded."""
    if version.series is None:
        return None
    parts = list(queries.in_series(version.series, at)[:MOST_PARTS])
    places = [n for n, part in enumerate(parts) if part.article_id == version.article_id]
    if not places:
        return SeriesNavigation(version.series, parts[:AROUND], None, len(parts), None, None)
    [place] = places
    return SeriesNavigation(
        series=version.series,
        parts=parts[max(place - AROUND, 0) : place + AROUND + 1],
        position=place + 1,
        total=len(parts),
        previous=parts[place - 1] if place else None,
        next=parts[place + 1] if place + 1 < len(parts) else None,
    )
