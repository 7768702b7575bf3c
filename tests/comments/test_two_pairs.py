"""Where two must agree, one alone settles nothing, however the words came before readers."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from comments import claiming, moderation, rescanning
from comments.desk.cards import card, loaded
from comments.models import Comment, Discussion, Mode, SectionPolicy, Status
from tests.comments.factories import (
    count_of,
    make_approved,
    make_pending,
    make_trusted,
    moderator,
    text_of,
)
from tests.comments.importing_files import item, wp_comment, wxr
from tests.factories.articles import make_published
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return make_published()


@pytest.fixture
def other():
    return make_user("Người duyệt bình luận", full_name="Mai Phương Thảo")


def make_delicate(version):
    SectionPolicy.objects.create(section=version.section, mode=Mode.BEFORE, two_pairs=True)
    walk = rescanning.ask_look_again_in(version.section)
    rescanning.rescan(walk.pk, 0)


def by_one(version, _tmp_path=None):
    comment = make_approved(version)
    make_delicate(version)
    return comment


def by_rule(version, _tmp_path=None):
    Discussion.objects.create(article=version.article, mode=Mode.TRUSTED)
    comment = make_pending(version, reader=make_trusted())
    make_delicate(version)
    return comment


def brought(version, tmp_path):
    make_delicate(version)
    file, listed = tmp_path / "cu.xml", tmp_path / "bai.csv"
    file.write_bytes(wxr(item(77, "https://cu.example/bai", "bai", wp_comment(1, "Hay."))))
    listed.write_text(f"cũ,số bài\n77,{version.article_id}", encoding="utf-8-sig")
    facts = ["--format=wxr", f"--by={moderator().username}", f"--pieces={listed}"]
    call_command("import_comments", str(file), *facts, stdout=io.StringIO())
    return Comment.objects.get()


def state_of(comment):
    comment.refresh_from_db()
    return comment.status, comment.again


@pytest.mark.parametrize("came", [by_one, by_rule, brought])
def test_what_one_let_through_is_settled_by_a_second_person(version, came, other, tmp_path):
    comment = came(version, tmp_path)
    assert state_of(comment) == ("approved", True)
    for _press in range(2):
        outcome = moderation.decide_all([comment], Status.APPROVED, by=moderator())
        assert (outcome.awaiting, outcome.decided) == ([comment], [])
        assert (state_of(comment), count_of(version)) == (("approved", True), 1)
    moderation.approve(comment, by=other)
    assert (state_of(comment), count_of(version)) == (("approved", False), 1)


def test_what_a_rule_let_through_awaits_two_and_the_first_may_take_it_back(version, other):
    comment = by_rule(version)
    moderation.approve(comment, by=moderator())
    assert comment.decisions.count() == 2  # the rule's, which is no person's, and the first of two
    assert moderation.undo(by=moderator()).decided == [comment]
    moderation.approve(comment, by=other)
    assert state_of(comment) == ("approved", True)


def test_what_two_had_agreed_on_is_looked_at_again_by_one(version, other):
    make_delicate(version)
    comment = make_pending(version)
    moderation.approve(comment, by=moderator())
    moderation.approve(comment, by=other)
    rescanning.look_again_at(version.article_id, 0)
    assert state_of(comment) == ("approved", True)
    shown = card(loaded().get(pk=comment.pk))
    assert (shown.two, shown.first) == (False, None)
    moderation.approve(comment, by=other)
    assert state_of(comment) == ("approved", False)


def test_one_alone_may_refuse_what_comes_back(version):
    comment = by_one(version)
    moderation.reject(comment, by=moderator())
    assert (state_of(comment), count_of(version)) == (("rejected", False), 0)


def test_the_card_of_what_came_back_says_who_is_awaited(client, version, other):
    comment = by_one(version)
    client.force_login(moderator())
    address = reverse("admin:comments_comment_change", args=[comment.pk])
    page = text_of(client.get(address))
    assert "Bạn đã đồng ý đăng lúc" in page
    facts = {"verdict": "approve", "revision": "1", "seen": str(comment.decisions.get().pk)}
    decide = reverse("admin:comments_comment_decide", args=[comment.pk])
    answer = client.post(decide, facts, headers={"Accept": "application/json"})
    assert answer.json()["told"].endswith("bạn đã đồng ý, chờ người thứ hai cùng duyệt.")
    claiming.release([comment], by=moderator())
    client.force_login(other)
    assert "nguoi-duyet đã đồng ý đăng lúc" in text_of(client.get(address))
