"""A week of readers for the demo newspaper: the newest pieces have most, the nights hardly any."""

import random
from datetime import datetime, timedelta

from articles.models import PublishedVersion
from readership import folding

PIECES = 40
HOURS = 7 * 24
# Readers of a day in Hanoi, from midnight on, as shares of the busiest hour in percent.
_BUSY = (8, 4, 2, 2, 4, 15, 40, 70, 90, 85, 75, 80, 95, 70, 60, 60, 60, 65, 70, 85, 100, 90, 55, 25)
_MOST = 90


def load_reads(at: datetime, *, chance: int = 174) -> None:
    """Counts for the seven days up to a time, the same ones for the same pieces and time."""
    dice = random.Random(chance)
    newest = list(PublishedVersion.objects.live(at).newest_first()[:PIECES])
    fame = [_MOST * dice.uniform(0.4, 1.6) / (place + 2) for place in range(len(newest))]
    this_hour = at.replace(minute=0, second=0, microsecond=0)
    for ago in range(HOURS):
        hour = this_hour - timedelta(hours=ago)
        busy = _BUSY[(hour.hour + 7) % 24] / 100
        counts = {
            version.article_id: round(weight * busy * dice.uniform(0.7, 1.3))
            for version, weight in zip(newest, fame, strict=True)
            if version.first_published_at <= hour
        }
        folding.record(hour, counts)
    folding.rank(at)
