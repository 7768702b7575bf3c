"""A decision is before readers at once, on every surface, and offered to pages that are open."""

import gzip
import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from comments import moderation, queries
from comments.fresh import key_now
from comments.models import Comment, Discussion, Mode
from search.indexing import index
from tests.comments.factories import (
    make_approved,
    make_pending,
    moderator,
    page_of,
    text_of,
    withdraw,
)
from tests.factories.articles import make_article, make_published

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def ask(client, version, since=None, **more):
    address = reverse("comment-fresh", args=[version.article_id])
    query = "&".join(f"{name}={value}" for name, value in more.items())
    since = key_now() - 3600 if since is None else since
    return client.get(f"{address}?tu={since}&{query}".rstrip("&"))


@pytest.fixture
def version():
    """With comments that were there an hour and a minute ago."""
    version = make_published()
    root = make_approved(version)
    make_approved(version, parent=root)
    Comment.objects.update(shown_since=timezone.now() - HOUR - 3 * timedelta(minutes=1))
    return version


# --- at once ------------------------------------------------------------------------------------


def surfaces(version):
    """Every page on which a decision shows, and what stands there of seven comments."""
    lite = reverse("lite-article", args=[version.slug, version.article_id])
    return {
        version.get_absolute_url(): "Ý kiến bạn đọc (7)",
        page_of(version): "Ý kiến bạn đọc (7)",
        lite: "Ý kiến bạn đọc (7)",
        "/": "7 ý kiến</p>",
        "/lite/": "7 ý kiến</p>",
        version.section.get_absolute_url(): "7 ý kiến</p>",
        reverse("lite-section", args=[version.section.slug]): "7 ý kiến</p>",
        "/tin-moi/": "7 ý kiến</p>",
        "/tim-kiem/?q=cot+moc": "7 ý kiến</p>",
    }


def test_decision_shows_at_once_on_every_surface(client):
    version = make_published(title="Dựng cột mốc bên sông")
    index([version])
    for _n in range(6):
        make_approved(version)
    comment = make_pending(version)
    shown = surfaces(version)
    assert [address for address in shown if shown[address] in text_of(client.get(address))] == []
    moderation.approve(comment, by=moderator())
    for address, words in shown.items():
        answer = client.get(address)
        assert words in text_of(answer), address
        # No cache between here and the reader may hold an older one back.
        assert (answer.get("Cache-Control"), answer.get("Expires")) in {
            (None, None),
            ("no-cache", None),
        }, address
    moderation.reject(comment, by=moderator())
    assert [address for address in shown if shown[address] in text_of(client.get(address))] == []


@pytest.mark.parametrize(("count", "told"), [(4, ""), (5, "5 ý kiến"), (1234, "1.234 ý kiến")])
def test_lists_tell_of_comments_from_a_number_on(client, count, told):
    version = make_published()
    Article.objects.filter(pk=version.article_id).update(comment_count=count)
    for address in ("/tin-moi/", "/lite/"):
        page = text_of(client.get(address))
        meta = page.partition(version.section.name + " · ")[2].partition("</p>")[0]
        assert meta == told, address


# --- pages that are open ------------------------------------------------------------------------


def test_nothing_new_is_an_empty_answer_that_one_query_finds(
    client, version, django_assert_num_queries
):
    with django_assert_num_queries(1):
        answer = ask(client, version)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Cache-Control"] == "public, max-age=5"
    assert answer["X-Robots-Tag"] == "noindex"
    assert int(answer["Next-Key"]) % 60 == 0


@pytest.mark.parametrize("count", [1, 3, 30])
def test_new_comments_are_told_by_number(client, version, count, django_assert_num_queries):
    comments = [make_approved(version) for _n in range(count)]
    make_pending(version)
    with django_assert_num_queries(3):
        answer = ask(client, version)
    new = [[comment.pk, 0] for comment in reversed(comments)]
    assert answer.json() == {"new": new, "total": 2 + count}
    assert answer["Cache-Control"] == "public, max-age=5"
    assert "Set-Cookie" not in answer


def test_the_same_news_need_not_be_sent_twice(client, version):
    make_approved(version)
    answer = ask(client, version)
    address = f"{answer.request['PATH_INFO']}?{answer.request['QUERY_STRING']}"
    again = client.get(address, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_approved(version)
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_an_old_comment_let_through_now_is_new(client, version):
    comment = make_pending(version)
    Comment.objects.filter(pk=comment.pk).update(created=timezone.now() - 48 * HOUR)
    moderation.approve(comment, by=moderator())
    assert [pk for pk, _root in ask(client, version).json()["new"]] == [comment.pk]
    moderation.reject(comment, by=moderator())
    assert ask(client, version).status_code == 204


def test_reply_under_a_hidden_root_is_no_news(client, version):
    root = Comment.objects.get(root=None)
    make_approved(version, parent=root)
    moderation.reject(root, by=moderator())
    assert ask(client, version).status_code == 204


def test_a_page_is_told_of_fifty_at_most(client, version, monkeypatch):
    assert queries.FRESH == 50
    monkeypatch.setattr(queries, "FRESH", 2)
    comments = [make_approved(version) for _n in range(3)]
    told = [pk for pk, _root in ask(client, version).json()["new"]]
    assert told == [comments[2].pk, comments[1].pk]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_new_comments_come_as_they_stand_in_a_page(
    client, version, count, django_assert_num_queries
):
    old = Comment.objects.get(root=None)
    for _n in range(count):
        root = make_approved(version)
    make_approved(version, parent=root)
    late = make_approved(version, parent=old)
    with django_assert_num_queries(6):
        answer = ask(client, version, xem=1)
    html = text_of(answer)
    assert html.count('<article class="comment"') == count + 2
    assert f'id="y-kien-{old.pk}"' not in html
    assert f'id="y-kien-{late.pk}"' in html
    assert f'data-total="{count + 4}"' in html
    shared = text_of(client.get(version.get_absolute_url()))
    place = f'id="y-kien-{root.pk}">'
    assert html.partition(place)[2][:400] == shared.partition(place)[2][:400]


@pytest.mark.parametrize(
    "since", ["", "x", "-60", "0", "61", "1764300001", "99999999960", "9" * 30, "١٧٦٤٣٠٠٠٠٠"]
)
def test_key_of_ones_own_making_is_not_found(client, version, since):
    make_approved(version)
    assert ask(client, version, since).status_code == 404


def test_key_of_the_future_is_not_found(client, version):
    assert ask(client, version, key_now() + 600).status_code == 404


def test_nothing_is_told_of_what_readers_do_not_see(client, version):
    make_approved(version)
    assert ask(client, version).status_code == 200
    Discussion.objects.create(article=version.article, mode=Mode.HIDDEN)
    assert ask(client, version).status_code == 204
    Discussion.objects.all().delete()
    withdraw(version)
    assert ask(client, version).status_code == 204
    draft = make_article()
    assert client.get(f"/binh-luan/{draft.pk}/moi/?tu={key_now()}").status_code == 204


def test_page_says_from_when_to_ask(client, version):
    before = key_now()
    page = text_of(client.get(version.get_absolute_url()))
    told = int(page.partition('data-since="')[2].partition('"')[0])
    assert before <= told <= key_now()
    assert 60 <= time.time() - told <= 180
    assert f'data-fresh="/binh-luan/{version.article_id}/moi/"' in page
    assert "data-fresh" in text_of(client.get(page_of(version)))


@pytest.mark.parametrize("query", ["?xep=cu-nhat", "?xep=quan-tam", "?duoi={root}"])
def test_only_a_list_that_begins_with_the_newest_asks(client, version, query):
    query = query.format(root=Comment.objects.get(root=None).pk)
    assert "data-fresh" not in text_of(client.get(page_of(version, query)))


def test_scripts_of_comments_are_light():
    """All that the pages of comments and of accounts name, and what those import."""
    static = Path(settings.BASE_DIR, "static/js")
    templates = Path(settings.BASE_DIR, "templates")
    pages = [*templates.glob("comments/*.html"), *templates.glob("readers/*.html")]
    named = {name for page in pages for name in re.findall(r"'js/(\w+)\.js'", page.read_text())}
    while (
        more := {
            name
            for script in named
            for name in re.findall(r"\"\./(\w+)\.js\"", Path(static, f"{script}.js").read_text())
        }
        - named
    ):
        named |= more
    weights = {name: len(gzip.compress(Path(static, f"{name}.js").read_bytes())) for name in named}
    assert {"account", "comments", "fresh"} < weights.keys()
    assert sum(weights.values()) < 5_000, weights
