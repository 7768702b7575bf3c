"""Reports of readers: heard once each, and before a moderator the same minute."""

import pytest
from django.urls import reverse

from comments import moderation, reporting
from comments.models import Comment, Report
from tests.comments.factories import (
    count_of,
    make_approved,
    make_pending,
    moderator,
    text_of,
)
from tests.factories.articles import make_published

pytestmark = pytest.mark.django_db


def report(client, comment, **typed):
    address = reverse("comment-report", args=[comment.pk])
    return client.post(address, {"reason": "tho-tuc", "words": "", **typed})


def test_form_shows_the_comment_and_asks_for_a_reason(client):
    comment = make_approved(make_published(), text="Lời thô tục")
    response = client.get(reverse("comment-report", args=[comment.pk]))
    page = text_of(response)
    assert "Lời thô tục" in page
    assert page.count('type="radio"') == len(Report.Reason.choices)
    assert "csrfmiddlewaretoken" not in page


def test_a_report_leaves_the_comment_where_it_is_and_puts_it_in_the_queue(client):
    version = make_published()
    comment = make_approved(version)
    assert "Tòa soạn sẽ xem lại" in text_of(report(client, comment, words="Xúc phạm"))
    assert count_of(version) == 1
    client.force_login(moderator())
    page = text_of(client.get(reverse("admin:comments_comment_changelist") + "?tinh-trang=bao-cao"))
    assert comment.latest.text in page
    card = text_of(client.get(reverse("admin:comments_comment_change", args=[comment.pk])))
    assert "Lời lẽ thô tục, xúc phạm: <bdi>Xúc phạm</bdi>" in card


def test_the_same_voter_is_heard_once(client):
    comment = make_approved(make_published())
    for _n in range(3):
        assert report(client, comment).status_code == 200
    comment.refresh_from_db()
    assert (comment.reports, Report.objects.count()) == (1, 1)


def test_a_decision_settles_the_reports(client):
    comment = make_approved(make_published())
    report(client, comment)
    comment = moderation.approve(comment, by=moderator(), revision=1)
    assert (comment.reports, comment.approved) == (0, True)


@pytest.mark.parametrize(
    "typed", [{"reason": ""}, {"reason": "khac-han"}, {"words": "x" * 301}, {"reason": "\x00"}]
)
def test_a_report_that_says_nothing_is_sent_back(client, typed):
    comment = make_approved(make_published())
    assert report(client, comment, **typed).status_code == 422
    assert Report.objects.count() == 0


def test_report_that_comes_after_the_refusal_brings_nothing_back():
    comment = make_approved(make_published())
    moderation.reject(comment, by=moderator(), revision=1)
    assert not reporting.report(comment, voter=1, reason="rac")
    assert not Comment.objects.awaiting().exists()
    assert Report.objects.count() == 0


def test_nobody_reports_what_nobody_sees(client):
    pending = make_pending(make_published())
    assert report(client, pending).status_code == 404


def test_a_report_from_another_site_is_refused(client):
    comment = make_approved(make_published())
    address = reverse("comment-report", args=[comment.pk])
    typed = {"reason": "rac", "words": "Quảng cáo thuốc"}
    sent = client.post(address, typed, headers={"Origin": "https://khac.example"})
    assert (sent.status_code, Report.objects.count()) == (403, 0)
    told = sent.content.decode()
    assert ("Nếu chính bạn gửi, xin bấm lần nữa." in told, "Quảng cáo thuốc" in told) == (
        True,
        True,
    )
