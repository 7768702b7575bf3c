"""What the sitemap needs to know of each month without reading its pieces."""

from datetime import datetime

from django.db import models

from core.dates import HANOI

PIECES_A_FILE = 2_000
"""With a few photos each that is some 2 MB; a photo report has more, so there is room to 50 MB."""


class SitemapMonth(models.Model):
    """A month of Hanoi's calendar in which versions were first published. The database keeps these
    rows itself, by the published versions (migration 0011): nothing else writes them."""

    start = models.DateTimeField(primary_key=True)
    stop = models.DateTimeField()
    """The first moment after the month."""
    versions = models.PositiveIntegerField()
    """Ever made of its pieces: never fewer than there are pieces to list."""
    changed_at = models.DateTimeField()
    """When the last of these versions began or ended; in the future where one still has to."""

    class Meta:
        ordering = ["-start"]

    def __str__(self) -> str:
        return f"{self.name[0]}-{self.name[1]}"

    @property
    def name(self) -> tuple[int, int]:
        """Year and month."""
        local = self.start.astimezone(HANOI)
        return local.year, local.month

    @property
    def parts(self) -> range:
        """Numbers of its files, from 1."""
        return range(1, 2 + (self.versions - 1) // PIECES_A_FILE)

    def changed(self, now: datetime) -> datetime:
        """Never too old: what has still to happen may happen at any moment."""
        return min(self.changed_at, now)
