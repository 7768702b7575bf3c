"""Who sent a comment is forgotten in time, batch by batch, and nothing else of it changes."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from comments import forgetting, likes, reporting
from comments.models import Comment, DataRequest, Like, Report
from outbox.queue import look, run_due
from tests.comments.factories import (
    make_approved,
    make_pending,
    make_reader,
    page_of,
    text_of,
)
from tests.factories.articles import make_published

pytestmark = pytest.mark.django_db

MARKS = {"sender": 1, "network": 2, "holder": 3}


def aged(comment, days):
    when = timezone.now() - timedelta(days=days)
    Comment.objects.filter(pk=comment.pk).update(created=when)
    return comment


def remembered(comment):
    comment.refresh_from_db()
    return comment.email, comment.sender, comment.network, comment.holder


def test_what_is_old_is_forgotten_and_the_words_stay():
    version = make_published()
    reader = make_reader()
    old = aged(make_approved(version, name="Mai", email="mai@example.vn", reader=reader), 91)
    Comment.objects.update(**MARKS)
    young = aged(make_pending(version, email="an@example.vn", **MARKS), 89)
    assert forgetting.forget() == 1
    assert remembered(old) == ("", None, None, None)
    assert (old.name, old.shown.text, old.reader) == ("Mai", old.latest.text, reader)
    assert remembered(young) == ("an@example.vn", 1, 2, 3)
    assert forgetting.forget() == 0


@pytest.mark.parametrize(
    "facts", [{"email": "mai@example.vn"}, *({k: v} for k, v in MARKS.items())]
)
def test_each_mark_alone_is_found(facts):
    old = aged(make_pending(make_published(), **facts), 91)
    assert forgetting.noted()
    forgetting.forget()
    assert remembered(old) == ("", None, None, None)
    assert not forgetting.noted()


def test_days_are_a_setting(settings):
    settings.COMMENT_PRIVATE_DAYS = 7
    aged(make_pending(make_published(), **MARKS), 8)
    assert forgetting.forget() == 1


def test_batches_go_on_where_they_stopped(monkeypatch):
    version = make_published()
    for _n in range(5):
        aged(make_pending(version, **MARKS), 100)
    monkeypatch.setattr(forgetting, "BATCH", 2)
    assert [forgetting.forget() for _n in range(4)] == [2, 2, 1, 0]


def test_batch_costs_the_same_for_any_number(django_assert_num_queries):
    version = make_published()
    for _n in range(30):
        aged(make_pending(version, **MARKS), 100)
    savepoint = 2
    with django_assert_num_queries(4 + savepoint):
        assert forgetting.forget() == 30
    with django_assert_num_queries(5):
        assert not forgetting.noted()


def test_worker_sees_by_itself_that_something_is_due():
    old = aged(make_pending(make_published(), **MARKS), 91)
    look()
    run_due()
    assert remembered(old) == ("", None, None, None)
    look()
    assert run_due() == 0


def test_command_does_it_all(monkeypatch):
    monkeypatch.setattr(forgetting, "BATCH", 1)
    version = make_published()
    for _n in range(2):
        aged(make_pending(version, **MARKS), 91)
    told = StringIO()
    call_command("forget_commenters", stdout=told)
    assert told.getvalue() == "Đã bỏ dấu của người gửi ở 2 ý kiến cũ hơn 90 ngày.\n"


def test_who_liked_and_reported_is_forgotten_in_batches_and_counts_as_before(monkeypatch):
    monkeypatch.setattr(forgetting, "BATCH", 2)
    comment = make_approved(make_published())
    for voter in range(3):
        likes.like(comment, voter=voter)
        reporting.report(comment, voter=voter, reason="rac", words="Người này ở xóm tôi")
    Like.objects.create(comment=comment, voter=-1)  # as an import leaves it
    old = timezone.now() - timedelta(days=91)
    Like.objects.update(at=old)
    Report.objects.update(at=old)
    likes.like(comment, voter=9)
    assert forgetting.noted()
    assert [forgetting.forget_voters() for _n in range(3)] == [4, 2, 0]
    assert not forgetting.noted()
    kept = Like.objects.filter(voter__gte=-1).order_by("pk")
    assert [like.voter for like in kept] == [-1, 9]
    told = Report.objects.values_list("voter", "reason", "words")
    assert {(voter < 0, reason, words) for voter, reason, words in told} == {(True, "rac", "")}
    comment.refresh_from_db()
    assert (comment.likes, Like.objects.count(), comment.reports) == (4, 5, 3)


def test_lapsed_requests_go_too():
    DataRequest.objects.create(email="an@example.vn", asked=timezone.now() - timedelta(hours=25))
    stays = DataRequest.objects.create(email="an@example.vn")
    assert forgetting.noted()
    forgetting.forget()
    assert list(DataRequest.objects.all()) == [stays]


def test_pages_never_tell_whose_an_old_comment_is(client):
    version = make_published()
    comment = make_approved(version, email="mai@example.vn", **MARKS)
    for _forgotten in range(2):
        page = text_of(client.get(page_of(version)))
        assert ("mai@example.vn" in page, comment.shown.text in page) == (False, True)
        aged(comment, 91)
        forgetting.forget()


def test_page_on_privacy_says_for_how_long_and_where_to_ask(client):
    page = text_of(client.get("/thong-tin/chinh-sach-bao-mat/"))
    assert "Sau 90 ngày, thư điện tử và các dấu ấy được xóa" in page
    assert f'href="{reverse("comment-data-ask")}"' in page


def test_what_is_due_is_found_by_the_index():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # as in a table that is not empty
    assert "comment_remembered" in forgetting._due().order_by("created", "pk")[:1].explain()
