"""A piece that comes to another section brings its comments along."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from articles import publishing
from comments import effects, moving, placing, rescanning
from comments.models import Comment, SectionPolicy, Status
from outbox.models import Effect
from tests.comments.factories import make_approved, make_pending, make_rejected
from tests.comments.test_likes import somebody_waits
from tests.factories.articles import chief, make_published, make_section

pytestmark = pytest.mark.django_db


def go_to(section, version, **facts):
    version.article.section = section
    version.article.save(update_fields=["section"])
    return publishing.publish(version.article, by=chief(), **facts)


def sections():
    return set(Comment.objects.values_list("section", flat=True))


def asked():
    return list(Effect.objects.filter(kind=moving.MOVE).values_list("key", flat=True))


@pytest.fixture
def version():
    return make_published()


def test_what_waits_goes_at_once_and_the_rest_in_batches(version, monkeypatch):
    monkeypatch.setattr(moving, "BATCH", 2)
    waiting = make_pending(version)
    for make in (make_approved, make_rejected, make_approved):
        make(version)
    elsewhere = make_pending(make_published(section=version.section))
    section = make_section()
    moving.follow(go_to(section, version))
    waiting.refresh_from_db()
    assert (waiting.section, sections()) == (section, {section.pk, version.section_id})
    for _batch in range(3):
        for key in asked():
            Effect.objects.filter(kind=moving.MOVE).delete()
            effects.move(key)
    assert asked() == []
    assert set(Comment.objects.exclude(section=section)) == {elsewhere}


def test_nothing_moves_with_a_piece_that_stays(version, django_assert_num_queries):
    make_approved(version)
    again = publishing.publish(version.article, by=chief())
    with django_assert_num_queries(1):
        moving.follow(again)
    assert asked() == []


def test_a_scheduled_version_is_followed_when_it_comes_into_force(version):
    comment, section = make_pending(version), make_section()
    start = timezone.now() + timedelta(hours=2)
    moving.follow(go_to(section, version, at=start))
    assert Effect.objects.get(kind=moving.MOVE).due == start
    assert moving.move(version.article_id, 0) is None
    comment.refresh_from_db()
    assert comment.section_id == version.section_id


def test_comments_come_before_eyes_when_the_piece_is_in_the_delicate_section(version):
    comment, section = make_approved(version), make_section()
    SectionPolicy.objects.create(section=section, mode="duyet-truoc", two_pairs=True)
    scheduled = go_to(section, version)
    moving.follow(scheduled, scheduled.valid_from - timedelta(hours=2))
    assert not Effect.objects.filter(kind="comments.look_again").exists()
    comment.refresh_from_db()
    assert (comment.section, comment.again) == (version.section, False)
    moving.move(version.article_id, 0)
    comment.refresh_from_db()
    assert (comment.section, comment.again, comment.status) == (section, True, "approved")


def test_comments_of_a_piece_taken_down_stay_where_they_are(version):
    make_approved(version)
    publishing.withdraw(version.article, by=chief(), reason="Đính chính")
    assert moving.move(version.article_id, 0) is None
    assert sections() == {version.section_id}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time there")
@pytest.mark.parametrize("walk", [moving.move, rescanning.look_again_at])
def test_decisions_and_walks_do_not_wait_for_each_other(walk):
    """A decision holds two threads; the walk comes to a reply of the first, then to the second."""
    version, failed = make_published(), []
    first = make_approved(version)
    replies = [make_approved(version, parent=first)]
    second = make_approved(version)
    replies.append(make_approved(version, parent=second))
    Comment.objects.filter(pk=first.pk).update(status=Status.PENDING)
    Comment.objects.filter(pk__in=[replies[0].pk, second.pk]).update(section=None)

    def go():
        try:
            walk(version.article_id, 0)
        except OperationalError as error:
            failed.append(error)
        finally:
            connection.close()

    walking = threading.Thread(target=go)
    try:
        with transaction.atomic():
            held = placing.hold(replies)
            walking.start()
            while not somebody_waits():
                time.sleep(0.01)
            placing.put([(reply, placing.Place(Status.REJECTED, None)) for reply in held])
    finally:
        walking.join(timeout=60)
    assert failed == []
    assert Comment.objects.filter(status=Status.REJECTED).count() == 2
