"""The right of reply: two pieces that lead to each other, so often at most, or a refusal."""

import json
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Article, Reply
from articles.publishing import withdraw
from articles.removals import remove
from articles.replies import print_reply, refuse
from newsroom.removal.report import report
from tests.articles.test_removals import ORDER
from tests.factories.articles import chief, make_article, make_published
from tests.factories.people import make_user
from tests.newsroom.desk import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def pieces():
    """A piece and the one that prints the reply to it."""
    return make_published(title="Bài bị phản hồi"), make_published(title="Lời phản hồi")


def answered(pieces, **facts):
    piece, answer = pieces
    told = {"answer": answer.article, "replier": "Công ty A", "by": chief(), **facts}
    return print_reply(piece.article, **told)


def shown(client, version, *, lite=False):
    name = "lite-article" if lite else "article"
    return client.get(reverse(name, args=[version.slug, version.article_id])).content.decode()


def node(page):
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1]
    return json.loads(data)["@graph"][0]


@pytest.mark.parametrize("lite", [False, True])
def test_both_pages_lead_to_each_other(client, pieces, lite):
    answered(pieces)
    piece, answer = pieces
    assert "Phản hồi lần 1 của Công ty A: <a" in shown(client, piece, lite=lite)
    page = shown(client, answer, lite=lite)
    assert "Bài này là phản hồi lần 1 của Công ty A về bài <a" in page
    assert f"chuyên mục {piece.section.name}, đăng <time" in page


def test_machines_are_told_as_well(client, pieces):
    answered(pieces)
    piece, answer = pieces
    [said] = node(shown(client, piece))["subjectOf"]
    [about] = node(shown(client, answer))["isBasedOn"]
    assert (said["headline"], about["headline"]) == (answer.title, piece.title)


def test_reply_that_is_not_live_is_on_no_page(client, pieces):
    answered(pieces)
    piece, answer = pieces
    withdraw(answer.article, by=chief(), reason="Xem lại")
    page = shown(client, piece)
    assert "Lời phản hồi" not in page
    assert "Công ty A" not in page


def test_rounds_are_counted_and_end(pieces, settings):
    settings.REPLY_ROUNDS = 2
    first, again = answered(pieces), answered(pieces)
    assert (first, first.round) == (again, 1)
    piece = pieces[0]
    assert answered((piece, make_published())).round == 2
    with pytest.raises(ValidationError):
        answered((piece, make_published()))
    assert (
        refuse(piece.article, replier="Công ty A", reason="Đã đủ hai lần.", by=chief()).round
        is None
    )


def test_odd_replies_are_refused(pieces):
    piece, answer = pieces
    for odd in (
        {"answer": piece.article},
        {"replier": " "},
        {"replier": "x" * 201},
    ):
        with pytest.raises(ValidationError):
            answered(pieces, **odd)
    with pytest.raises(PermissionDenied):
        answered(pieces, by=make_user("Phóng viên"))
    with pytest.raises(ValidationError):
        answered((make_published(), answer), answer=make_published().article, replier="")
    with pytest.raises(ValidationError):
        print_reply(make_article(), answer=answer.article, replier="A", by=chief())
    with pytest.raises(ValidationError):
        refuse(piece.article, replier="A", reason=" ", by=chief())
    assert Reply.objects.count() == 0


def test_page_of_the_desk(client, pieces):
    piece, answer = pieces
    client.force_login(chief())
    address = page_of(piece.article, "reply")
    for odd in ({}, {"answer": answer.article_id, "reason": "x"}, {"answer": 10**9}):
        assert client.post(address, {"replier": "Công ty A", **odd}).status_code == 200
    assert Reply.objects.count() == 0
    client.post(address, {"replier": "Công ty A", "answer": answer.article_id})
    client.post(address, {"replier": "Ông B", "reason": "Không liên quan đến bài."})
    assert [reply.round for reply in piece.article.replies.all()] == [1, None]
    assert "Không liên quan đến bài." in client.get(address).content.decode()
    report = client.get(reverse("admin:removal-report"))
    assert [line.act for line in report.context["lines"]] == [
        *("Từ chối đăng phản hồi", "Phản hồi lần 1")
    ]


def test_answer_nobody_can_read_is_refused(pieces):
    piece, answer = pieces
    trashed = make_article()
    workflow.trash(trashed, by=chief())
    remove(answer.article, by=chief(), **ORDER)
    told = []
    for one in (trashed, answer.article):
        with pytest.raises(ValidationError) as refused:
            print_reply(piece.article, answer=one, replier="Công ty A", by=chief())
        told.append(refused.value.message_dict)
    assert told == [
        {"answer": ["Bài phản hồi đang ở trong thùng rác."]},
        {"answer": ["Bài phản hồi đang bị gỡ."]},
    ]
    assert not Reply.objects.exists()


def test_replies_go_in_no_circle(pieces):
    first, second = pieces
    third = make_published(title="Phản hồi lại")
    answered((first, second))
    answered((second, third))
    for piece in (second, third):
        with pytest.raises(ValidationError) as refused:
            answered((piece, first))
        assert list(refused.value.message_dict) == ["answer"]
    assert Reply.objects.count() == 2


def test_report_names_pieces_as_readers_saw_them(pieces):
    piece, answer = pieces
    answered(pieces)
    Article.objects.update(title="Sửa sau")
    today = timezone.localdate()
    [line] = report(today, today)
    assert (line.title, line.section, line.words) == (
        *(piece.title, piece.section.name),
        f"Công ty A: {answer.title}",
    )
