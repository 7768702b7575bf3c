"""A save that comes when the piece is no longer open to its writer."""

import pytest
from django.test import Client
from reversion.models import Version

from articles import workflow
from articles.models import Article, Stage
from newsroom.models import Sitting
from tests.factories.articles import make_article
from tests.factories.people import make_user
from tests.newsroom.desk import ADD, change, fields
from tests.newsroom.writing.desk import opened, say

pytestmark = pytest.mark.django_db

WORDS = "Chữ rất quý"


@pytest.fixture
def writer(client):
    user = make_user("Phóng viên", username="lan")
    client.force_login(user)
    return user


@pytest.fixture
def draft(writer):
    return make_article(created_by=writer, title="Tít")


def states():
    return list(Article.objects.values()), Version.objects.count()


def shut(draft, writer, how):
    if how == "trashed":
        workflow.trash(draft, by=writer)
    else:
        workflow.move(draft, Stage.SUBMITTED, by=writer)


@pytest.mark.parametrize(
    ("how", "why"),
    [("trashed", "Bài đã bị bỏ vào thùng rác"), ("handed in", "bài đã được chuyển sang khâu khác")],
)
def test_words_stay_in_the_sitting_they_were_typed_in(client, writer, draft, how, why):
    form = opened(client, change(draft)) | {"title": WORDS, "_continue": "1"}
    say(client, draft, form["sitting"], 1, fields={"title": "Chữ rất"})
    shut(draft, writer, how)
    before = states()
    answer = client.post(change(draft), form)
    assert (answer.status_code, states()) == (403, before)
    said = answer.content.decode()
    assert why in said
    assert f"{WORDS}</textarea>" in said
    assert "được đưa ra khi bài mở lại" in said
    sitting = Sitting.objects.get()
    assert (sitting.article_id, sitting.typed["title"]) == (draft.pk, WORDS)


@pytest.mark.parametrize("how", ["trashed", "handed in"])
def test_without_a_script_the_words_wait_to_become_a_new_piece(client, writer, draft, how):
    form = opened(client, change(draft)) | {"title": WORDS, "_continue": "1"}
    shut(draft, writer, how)
    answer = client.post(change(draft), form)
    sitting = Sitting.objects.get()
    assert (answer.status_code, sitting.article, sitting.typed["title"]) == (403, None, WORDS)
    assert f"{ADD}?go-do={sitting.key}" in answer.content.decode()
    assert fields(client.get(f"{ADD}?go-do={sitting.key}"))["title"] == WORDS


def test_words_that_cannot_be_kept_are_shown(client, writer, draft):
    form = opened(client, change(draft)) | {"title": "Chữ\x00 quý", "_continue": "1"}
    shut(draft, writer, "trashed")
    answer = client.post(change(draft), form)
    assert (answer.status_code, Sitting.objects.count()) == (403, 0)
    assert "Hãy chép chữ ở dưới" in answer.content.decode()


@pytest.mark.parametrize("group", ["Phóng viên", "Kế toán"])
def test_forged_post_at_anothers_piece_writes_nothing(draft, group):
    forger = Client()
    forger.force_login(make_user(group))
    before = states()
    forged = {"opened": "2000-01-01T00:00:00+00:00", "base": "", "sitting": "ab" * 16, "title": "x"}
    assert forger.post(change(draft), forged).status_code in {302, 403}
    assert (states(), Sitting.objects.count()) == (before, 0)


def test_forged_post_with_anothers_sitting_writes_nothing(client, writer, draft):
    say(client, draft, "ab" * 16, 1, fields={"title": "Của Lan"})
    forger = Client()
    forger.force_login(make_user("Phóng viên"))
    forger.post(change(draft), {"sitting": "ab" * 16, "title": "x"})
    assert Sitting.objects.get().typed == {"title": "Của Lan"}
