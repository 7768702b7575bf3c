"""The readers of the demo newspaper."""

from datetime import timedelta

import pytest
from django.db.models import Sum

from demo.reads import load_reads
from readership.models import WEEK, HourlyReads
from readership.queries import most_read, reads_of
from tests.factories.articles import make_many_published
from tests.factories.clock import stopped_clock

pytestmark = pytest.mark.django_db


def test_newest_pieces_have_most_readers_and_a_load_is_the_same_each_time():
    with stopped_clock() as clock:
        versions = make_many_published([clock.after(days=-8 - n) for n in range(10)])
        load_reads(clock.now)
        ids = [version.article_id for version in versions]
        first = reads_of(ids)
        weeks = [first[pk][1] for pk in ids]
        assert sum(weeks[:5]) > sum(weeks[5:]) > 0
        assert sorted(most_read(count=20), key=lambda v: v.pk) == versions
        assert most_read(WEEK, 1)[0] in versions[:4]
        HourlyReads.objects.all().delete()
        load_reads(clock.now)
        assert reads_of(ids) == first


def test_nobody_reads_before_a_piece_is_out():
    with stopped_clock() as clock:
        [version] = make_many_published([clock.after(hours=-3)])
        load_reads(clock.now)
        rows = HourlyReads.objects.filter(article=version.article_id)
        assert rows.filter(hour__lt=clock.now - timedelta(hours=3)).count() == 0
        assert (
            rows.aggregate(n=Sum("count"))["n"]
            == reads_of([version.article_id])[version.article_id][0]
        )


def test_paper_without_pieces_has_no_readers():
    with stopped_clock() as clock:
        load_reads(clock.now)
    assert (HourlyReads.objects.count(), most_read()) == (0, [])
