"""Copies by the hundred thousand: each says what its pattern says, at a time of its own."""

from datetime import UTC, datetime, timedelta

import pytest

from articles.models import Article, PublishedVersion
from demo.multiply import multiply
from tests.factories.articles import make_published
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db

SINCE, SPAN = datetime(2015, 1, 1, tzinfo=UTC), timedelta(days=365)


def test_copies_are_whole_and_lie_in_their_span():
    pattern = make_published(
        title="Chợ phiên", tags=("Chợ", "Bản"), lead_photo=make_photo(), body="<p>174-ĐA/TU.</p>"
    )
    assert list(multiply(3, since=SINCE, span=SPAN)) == [3]
    copies = list(PublishedVersion.objects.exclude(pk=pattern.pk).order_by("pk"))
    assert [copy.is_intact() for copy in copies] == [True] * 3
    times = [copy.first_published_at for copy in copies]
    assert times == sorted(times)
    assert times[0] >= SINCE
    assert times[-1] <= SINCE + SPAN
    for copy in copies:
        assert copy.tag_listings.count() == pattern.tag_listings.count()
        assert copy.code_listings.get().first_published_at == copy.first_published_at
        assert copy.photo_uses.get().photo_id == pattern.lead_photo_id
        assert copy.article.bylines.count() == pattern.article.bylines.count()


def test_numbers_go_on_after_the_copies():
    make_published()
    list(multiply(2, since=SINCE, span=SPAN))
    last = Article.objects.order_by("pk").last().pk
    assert make_published().article_id > last
