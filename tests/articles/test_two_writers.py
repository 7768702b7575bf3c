"""Several editors, one piece, the same second: they take turns, on either database."""

import threading
from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from articles.models import Article, PublishedVersion
from articles.publishing import publish, withdraw
from tests.factories.articles import chief, make_article

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

WRITERS = 8


def at_once(acts):
    """Run all acts in threads that start together. The errors raised, in no order."""
    barrier = threading.Barrier(len(acts))
    errors = []

    def run(act):
        try:
            barrier.wait(timeout=20)
            act()
        except Exception as error:  # noqa: BLE001 -- a thread's errors are judged outside it
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return errors


def publishes(article, editor, **when):
    return lambda: publish(Article.objects.get(pk=article.pk), by=editor, **when)


def withdraws(article, editor):
    return lambda: withdraw(Article.objects.get(pk=article.pk), by=editor, reason="Theo lệnh.")


def overlaps(article):
    """Pairs of versions that stand one on another."""
    versions = [v for v in article.versions.order_by("valid_from", "number") if not v.cancelled]
    return [
        (one.number, other.number)
        for one, other in pairwise(versions)
        if one.valid_until is None or one.valid_until > other.valid_from
    ]


def test_eight_publish_at_once_and_one_version_is_live():
    article, editor = make_article(), chief()
    ends = [timezone.now() + timedelta(days=n) for n in range(1, WRITERS + 1)]
    assert at_once([publishes(article, editor, until=end) for end in ends]) == []
    assert PublishedVersion.objects.live().filter(article=article).count() == 1
    assert overlaps(article) == []
    numbers = article.versions.order_by("valid_from").values_list("number", flat=True)
    assert list(numbers) == list(range(1, WRITERS + 1))
    first = set(article.versions.values_list("first_published_at", flat=True))
    assert first == {article.versions.get(number=1).valid_from}
    assert article.publishing_acts.exclude(act="lifted").count() == WRITERS


def test_publish_and_withdraw_at_once_leave_one_version_or_none():
    article, editor = make_article(), chief()
    ends = [timezone.now() + timedelta(days=n) for n in range(1, WRITERS // 2 + 1)]
    acts = [
        act
        for end in ends
        for act in (publishes(article, editor, until=end), withdraws(article, editor))
    ]
    errors = at_once(acts)
    # Whoever came to withdraw when nothing was there to withdraw was told so.
    assert {type(error) for error in errors} <= {ValidationError}
    last = article.publishing_acts.exclude(act="lifted").order_by("at", "pk").last()
    live = PublishedVersion.objects.live().filter(article=article).count()
    assert live == (1 if last.act == "published" else 0)
    assert overlaps(article) == []
    assert article.publishing_acts.exclude(act="lifted").count() == WRITERS - len(errors)


def test_publish_now_and_later_at_once_never_overlap():
    article, editor = make_article(), chief()
    start = timezone.now() + timedelta(hours=1)
    later = [publishes(article, editor, at=start + timedelta(minutes=n)) for n in range(3)]
    ending = publishes(article, editor, until=start + timedelta(hours=1))
    acts = [*later, ending, publishes(article, editor), withdraws(article, editor)]
    errors = at_once(acts)
    assert {type(error) for error in errors} <= {ValidationError}
    assert overlaps(article) == []
    for minutes in range(0, 240, 7):
        at = timezone.now() + timedelta(minutes=minutes)
        assert PublishedVersion.objects.live(at).filter(article=article).count() <= 1


def test_two_pieces_at_once_do_not_wait_for_each_other_in_vain():
    editor = chief()
    articles = [make_article() for _n in range(WRITERS)]
    assert at_once([publishes(article, editor) for article in articles]) == []
    assert PublishedVersion.objects.live().count() == WRITERS
