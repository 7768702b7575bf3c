"""Counters against their rows: drift is told and mended, also while others decide and click."""

import io
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from articles.models import Article
from comments import likes, moderation, recounting, reporting
from comments.models import Comment
from comments.recounting import Drift
from tests.comments.factories import (
    count_of,
    make_approved,
    make_pending,
    make_rejected,
    moderator,
)
from tests.factories.articles import make_published

pytestmark = pytest.mark.django_db


def recount(*arguments):
    out = io.StringIO()
    call_command("recount_comments", *arguments, stdout=out)
    return out.getvalue()


def drifts(walk):
    return [drift for batch in walk for drift in batch.drifts]


@pytest.fixture
def version():
    """Seen: a root, its reply, and one more root. Not seen: a reply under a refused root, a text
    that waits."""
    version = make_published()
    root, other = make_approved(version), make_approved(version)
    make_approved(version, parent=root)
    make_approved(version, parent=other)
    moderation.reject(other, by=moderator())
    make_approved(version)
    make_pending(version)
    likes.like(root, voter=1)
    likes.like(root, voter=2)
    reporting.report(root, voter=1, reason="rac")
    return version


def test_counters_of_an_honest_store_agree(version):
    assert count_of(version) == 3
    assert recount().splitlines()[-1] == "Mọi con số đều khớp."


def test_drift_is_told_by_piece_and_comment_and_nothing_is_changed(version):
    root = Comment.objects.get(likes=2)
    Article.objects.update(comment_count=7)
    Comment.objects.filter(pk=root.pk).update(likes=1, reports=5)
    assert drifts(recounting.pieces()) == [Drift("comment_count", version.article_id, 7, 3)]
    wrong = [Drift("likes", root.pk, 1, 2), Drift("reports", root.pk, 5, 1)]
    assert drifts(recounting.comments()) == wrong
    with pytest.raises(CommandError, match="3 chỗ lệch"):
        recount()
    assert count_of(version) == 7


def test_repair_sets_the_counters_right(version):
    Article.objects.update(comment_count=7)
    Comment.objects.update(likes=9, reports=9)
    out = recount("--repair")
    assert f"Bài {version.article_id}: ghi 7 ý kiến, đếm được 3." in out
    assert recount().splitlines()[-1] == "Mọi con số đều khớp."
    told = Comment.objects.order_by("pk").values_list("likes", "reports")
    assert list(told) == [(2, 1), *[(0, 0)] * 5]


def test_reports_before_a_decision_are_seen_and_those_after_it_are_not():
    comment = make_approved(make_published())
    reporting.report(comment, voter=1, reason="rac")
    moderation.approve(comment, by=moderator())
    reporting.report(comment, voter=2, reason="rac")
    comment.refresh_from_db()
    assert comment.reports == 1
    assert drifts(recounting.comments()) == []
    Comment.objects.update(reports=0)
    assert drifts(recounting.comments()) == [Drift("reports", comment.pk, 0, 1)]


def test_a_piece_without_comments_that_says_it_has_some_is_found():
    version = make_published()
    make_rejected(version)
    Article.objects.filter(pk=version.article_id).update(comment_count=1)
    assert drifts(recounting.pieces()) == [Drift("comment_count", version.article_id, 1, 0)]


def test_a_walk_goes_on_where_it_stopped(version, monkeypatch):
    monkeypatch.setattr(recounting, "COMMENTS", 2)
    Comment.objects.update(likes=9)
    numbers = list(Comment.objects.order_by("pk").values_list("pk", flat=True))
    assert [batch.reached for batch in recounting.comments()] == numbers[1::2]
    rest = recounting.comments(numbers[3])
    assert [drift.row for drift in drifts(rest)] == numbers[4:]
    out = io.StringIO()
    with pytest.raises(CommandError, match="2 chỗ lệch"):
        call_command("recount_comments", "--comment", str(numbers[3]), stdout=out)
    assert "Đã đếm bài" not in out.getvalue()


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_batch_costs_the_same_for_any_number(count, django_assert_num_queries):
    version = make_published()
    for _n in range(count):
        make_approved(version)
    with django_assert_num_queries(2 + 1):
        drifts(recounting.pieces())
    with django_assert_num_queries(3 + 1):
        drifts(recounting.comments())


def at_once(*works):
    barrier = threading.Barrier(len(works))

    def run(work):
        try:
            barrier.wait(timeout=20)
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_repair_beside_decisions_and_clicks_leaves_no_drift():
    version = make_published()
    by = moderator()
    comments = [make_approved(version) for _n in range(6)]
    Article.objects.filter(pk=version.article_id).update(comment_count=50)
    Comment.objects.update(likes=50)

    def decide():
        for comment in comments:
            moderation.reject(comment, by=by)
            moderation.approve(comment, by=by)
        moderation.reject(comments[0], by=by)

    def click():
        for voter in range(12):
            likes.like(comments[voter % 6], voter=voter)

    def mend():
        for _round in range(6):
            drifts(recounting.pieces(repair=True))
            drifts(recounting.comments(repair=True))

    at_once(decide, click, mend)
    assert drifts(recounting.pieces()) + drifts(recounting.comments()) == []
    assert count_of(version) == 5


def test_a_decision_that_is_not_finished_is_no_drift(version):
    """Rows and counter move together: whoever asks in between sees both or neither."""
    with transaction.atomic():
        make_approved(version)
        assert drifts(recounting.pieces()) == []


def test_reports_stay_unseen_when_a_rule_takes_the_text_from_readers():
    comment = make_approved(make_published())
    reporting.report(comment, voter=1, reason="rac")
    moderation.set_aside(comment)
    Comment.objects.update(reports=0)
    assert drifts(recounting.comments()) == [Drift("reports", comment.pk, 0, 1)]
