from datetime import datetime, timedelta

from django.db import models

from articles.models import Article
from core.dates import in_hanoi

DAY, WEEK = 24, 168
"""The two spans of “most read”, in hours."""


class Read(models.Model):
    """One read of a piece, by one reader on one day: who reads it again has the same mark.

    The rows of a day go when the day is over. They name no reader (see visits.py), and `piece` is
    what a browser sent: whether there is such a piece is judged when the reads are counted.
    """

    mark = models.BigIntegerField(primary_key=True)
    piece = models.BigIntegerField()
    hour = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["hour", "piece"], name="read_by_hour")]


class HourlyReadsQuerySet(models.QuerySet["HourlyReads"]):
    def of_day(self, at: datetime) -> "HourlyReadsQuerySet":
        """The 24 hours up to a time, the running one among them."""
        return self.filter(hour__gt=at - timedelta(hours=DAY), hour__lte=at)


class DailyReadsQuerySet(models.QuerySet["DailyReads"]):
    def of_week(self, at: datetime) -> "DailyReadsQuerySet":
        """Seven days of Hanoi's calendar, the running one among them."""
        today = in_hanoi(at).date()
        return self.filter(day__gt=today - timedelta(hours=WEEK), day__lte=today)


class HourlyReads(models.Model):
    """How often a piece was read in the hour that begins then. Kept for eight days."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+", db_index=False)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField()

    objects = HourlyReadsQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["article", "hour"], name="reads_once_an_hour")
        ]
        indexes = [models.Index(fields=["hour"], name="hourly_reads_by_hour")]


class DailyReads(models.Model):
    """How often a piece was read on a day of Hanoi's calendar. Kept for good."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    count = models.PositiveIntegerField()

    objects = DailyReadsQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["article", "day"], name="reads_once_a_day")]
        indexes = [models.Index(fields=["day"], name="daily_reads_by_day")]


class Rank(models.Model):
    """The place of a piece among the most read, as the last fold found it; 1 is the first."""

    hours = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="ranks")
    count = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["hours", "place"], name="one_piece_a_place")]
