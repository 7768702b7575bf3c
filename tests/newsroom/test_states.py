from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Article
from newsroom.states import state_of, versions_for_state
from tests.factories.articles import chief, make_article

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def publish(article, **when):
    return publishing.publish(article, by=chief(), **when)


def state(article, at=None):
    found = state_of(Article.objects.get(pk=article.pk), at)
    return found.name, found.label


def test_draft_until_published():
    assert state(make_article()) == ("draft", "Chưa đăng")


def test_live_once_published():
    article = make_article()
    version = publish(article)
    found = state_of(article)
    assert (found.name, found.label, found.live) == ("live", "Đang đăng", version)
    assert (found.scheduled, found.changed) == (None, False)


def test_live_copy_saved_again_has_changes_to_publish():
    article = make_article()
    publish(article)
    article.title = "Tít đã sửa"
    article.save()
    assert state(article) == ("changed", "Đang đăng, có sửa đổi chưa đăng")
    publish(article)
    assert state(article) == ("live", "Đang đăng")


def test_scheduled_first_time():
    article = make_article()
    version = publish(article, at=timezone.now() + HOUR)
    found = state_of(article)
    assert (found.name, found.label) == ("scheduled", "Hẹn giờ đăng")
    assert (found.live, found.scheduled) == (None, version)
    assert state(article, timezone.now() + 2 * HOUR) == ("live", "Đang đăng")


def test_live_with_an_update_to_come():
    article = make_article()
    live = publish(article)
    later = publish(article, at=timezone.now() + HOUR)
    found = state_of(Article.objects.get(pk=article.pk))
    assert (found.name, found.label) == ("live", "Đang đăng, hẹn giờ cập nhật")
    assert (found.live, found.scheduled) == (live, later)


def test_withdrawn():
    article = make_article()
    publish(article)
    publishing.withdraw(article, by=chief(), reason="Sai số liệu")
    assert state(article) == ("withdrawn", "Không còn đăng")


def test_expired_is_withdrawn_by_the_clock():
    article = make_article()
    publish(article, until=timezone.now() + HOUR)
    assert state(article) == ("live", "Đang đăng")
    assert state(article, timezone.now() + 2 * HOUR) == ("withdrawn", "Không còn đăng")


def test_schedule_taken_back_before_anybody_saw_it_is_a_draft_again():
    article = make_article()
    publish(article, at=timezone.now() + HOUR)
    publishing.withdraw(article, by=chief(), reason="Chưa đủ tư liệu")
    assert state(article) == ("draft", "Chưa đăng")


@pytest.mark.parametrize("count", [1, 3, 30])
def test_states_of_a_list_cost_two_queries(django_assert_num_queries, count):
    for _n in range(count):
        publish(make_article())
    with django_assert_num_queries(2):
        for article in Article.objects.prefetch_related(versions_for_state()):
            state_of(article)


def test_end_is_that_of_the_last_version_not_where_one_gives_way():
    article = make_article()
    now = timezone.now()
    publish(article)
    publish(article, at=now + HOUR)
    publish(article, at=now + 2 * HOUR)
    assert state_of(Article.objects.get(pk=article.pk)).end is None
    last = now + 5 * HOUR
    publish(article, at=now + 3 * HOUR, until=last)
    assert state_of(Article.objects.get(pk=article.pk)).end == last
