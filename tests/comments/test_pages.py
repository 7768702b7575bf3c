"""What readers get: the receipt, the comments under a piece, older ones, the form for a reply."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import moderation, queries
from comments.models import Comment
from tests.comments.factories import (
    make_approved,
    make_pending,
    make_rejected,
    make_spam,
    moderator,
    page_of,
    receipt_of,
    text_of,
    withdraw,
)
from tests.factories.articles import make_article, make_published

pytestmark = pytest.mark.django_db

KEPT = "Ý kiến của tôi về bài này."


def spread(comments):
    """The comments sent a minute apart, the first one last."""
    now = timezone.now()
    for age, comment in enumerate(comments):
        Comment.objects.filter(pk=comment.pk).update(created=now - timedelta(minutes=age))


# --- the receipt --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (make_pending, "<strong>Đang chờ duyệt</strong>"),
        (make_approved, "<strong>Đã đăng</strong>"),
        (make_rejected, "<strong>Không đăng</strong>"),
        (make_spam, "<strong>Không đăng</strong>"),
    ],
)
def test_receipt_tells_what_became_of_the_comment(client, make, words):
    comment = make(make_published(), text=KEPT)
    page = text_of(client.get(receipt_of(comment)))
    assert words in page
    assert KEPT in page


def test_receipt_tells_the_reason(client):
    comment = make_rejected(make_published(), reason="Không đúng chủ đề")
    page = text_of(client.get(receipt_of(comment)))
    assert "<strong>Không đăng: Không đúng chủ đề</strong>" in page


def test_receipt_is_for_its_holder_alone(client):
    response = client.get(receipt_of(make_pending(make_published())))
    assert (response["X-Robots-Tag"], response["Cache-Control"], response["Referrer-Policy"]) == (
        "noindex",
        "no-store",
        "no-referrer",
    )
    assert "Set-Cookie" not in response


def test_receipt_keeps_the_text_inert(client):
    typed = "<a href='https://mua.example'>x</a>\nhttps://mua.example"
    page = text_of(client.get(receipt_of(make_pending(make_published(), text=typed))))
    assert (
        "&lt;a href=&#x27;https://mua.example&#x27;&gt;x&lt;/a&gt;<br>https://mua.example" in page
    )
    assert 'href="https://mua.example' not in page


@pytest.mark.parametrize("token", ["1", "1.x", "x", "1.é", "9" * 300])
def test_receipt_with_a_wrong_token_is_not_found(client, token):
    assert client.get(reverse("comment-receipt", args=[token])).status_code == 404


def test_receipt_of_a_withdrawn_piece_has_no_way_to_it(client):
    version = make_published(title="Tít của bài đã gỡ")
    comment = make_pending(version)
    withdraw(version)
    assert "Tít của bài đã gỡ" not in text_of(client.get(receipt_of(comment)))


# --- on the article page ------------------------------------------------------------------------


def test_article_page_prints_the_comments(client):
    version = make_published()
    root = make_approved(version, name="Lò Thị Mai", text="Dòng một\nDòng hai")
    make_approved(version, name="Vừ A Dính", parent=root)
    page = text_of(client.get(version.get_absolute_url()))
    assert "Ý kiến bạn đọc (2)" in page
    assert (
        "Ý kiến của bạn sẽ được biên tập trước khi đăng. Xin vui lòng gõ tiếng Việt có dấu." in page
    )
    assert '<p class="comment__text" dir="auto">Dòng một<br>Dòng hai</p>' in page
    assert "trả lời <bdi>@Lò Thị Mai</bdi>" in page
    assert f'href="{page_of(version)}?tra-loi={root.pk}#viet"' in page


def test_article_page_never_prints_an_address(client):
    version = make_published()
    make_approved(version, email="mai@example.vn")
    assert "mai@example.vn" not in text_of(client.get(version.get_absolute_url()))


def test_article_page_is_the_same_for_all_and_sets_no_cookie(client):
    version = make_published()
    make_approved(version)
    response = client.get(version.get_absolute_url())
    assert "Set-Cookie" not in response
    assert "csrfmiddlewaretoken" not in text_of(response)
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("count", [1, 3, 30])
def test_threads_cost_two_queries(django_assert_num_queries, count):
    version = make_published()
    for _n in range(count):
        root = make_approved(version)
        make_approved(version, parent=make_approved(version, parent=root))
    with django_assert_num_queries(2):
        page = queries.threads(version.article_id)
        for thread in page.items:
            assert [thread.root.shown.text, *(reply.shown.text for reply in thread.replies)]
            assert [reply.parent.name for reply in thread.replies]
    assert len(page.items) == min(count, queries.PAGE_SIZE)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_older_page_costs_five_queries(client, django_assert_num_queries, count):
    """The version, the menu, roots, replies."""
    version = make_published()
    for _n in range(count):
        make_approved(version, parent=make_approved(version))
    with django_assert_num_queries(5):
        client.get(page_of(version))


# --- featured comments --------------------------------------------------------------------------


def feature(*comments):
    Comment.objects.filter(pk__in=[comment.pk for comment in comments]).update(featured=True)


def marked(page):
    return re.findall(r'<li><p class="comment__text" dir="auto">([^<]*)</p>', text_of(page))


@pytest.mark.parametrize("count", [1, 3, 30])
def test_piece_with_featured_comments_costs_one_query_more(
    client, django_assert_num_queries, count
):
    """The version, the policy, the menu, roots, replies, and those."""
    version = make_published()
    feature(*(make_approved(version) for _n in range(count)))
    with django_assert_num_queries(6):
        page = client.get(page_of(version))
    assert len(marked(page)) == min(count, 3)


def test_newest_featured_stand_above_the_list_and_in_their_place(client):
    version = make_published()
    roots = [make_approved(version, text=f"Ý kiến {n}.") for n in range(6)]
    reply = make_approved(version, parent=roots[0], text="Một trả lời.")
    spread(roots)
    feature(*roots[1:], reply, make_pending(version), make_rejected(version))
    above = ["Ý kiến 1.", "Ý kiến 2.", "Ý kiến 3."]
    for address in (version.get_absolute_url(), page_of(version)):
        page = client.get(address)
        assert marked(page) == above
        for root in roots:
            assert text_of(page).count(f'id="y-kien-{root.pk}"') == 1
        link = f'href="{page_of(version)}?duoi={roots[1].pk}#y-kien-{roots[1].pk}">Đọc và trả lời'
        assert link in text_of(page)
    cursor = f"{round(timezone.now().timestamp() * 1_000_000)}-{reply.pk}"
    for query in ("?xep=quan-tam", f"?truoc={cursor}", f"?duoi={roots[1].pk}"):
        assert marked(client.get(page_of(version, query))) == []
    moderation.reject(roots[1], by=moderator(), reason="")
    assert marked(client.get(page_of(version))) == ["Ý kiến 2.", "Ý kiến 3.", "Ý kiến 4."]


# --- older comments -----------------------------------------------------------------------------


def test_pages_hold_every_root_once_newest_first(client):
    version = make_published()
    roots = [make_approved(version) for _n in range(45)]
    # Ties on the time, as an import makes them.
    Comment.objects.update(created=timezone.now())
    seen, cursor = [], ""
    while True:
        page = queries.threads(version.article_id, cursor)
        seen += [thread.root for thread in page.items]
        cursor = page.next_cursor
        if not cursor:
            break
    assert seen == roots[::-1]


def test_older_page_goes_on_where_the_first_one_ends(client):
    version = make_published()
    roots = [make_approved(version, text=f"Ý kiến thứ {n} của loạt.") for n in range(21)]
    spread(roots)
    first = text_of(client.get(version.get_absolute_url()))
    assert "Ý kiến thứ 20 của loạt." not in first
    cursor = queries.threads(version.article_id).next_cursor
    older = text_of(client.get(page_of(version, f"?truoc={cursor}")))
    assert f'href="{page_of(version)}?truoc={cursor}"' in first
    assert "Ý kiến thứ 20 của loạt." in older
    assert "Ý kiến thứ 19 của loạt." not in older


@pytest.mark.parametrize(
    "cursor", ["x", "1", "1-", "--1-1", "1-1-1", "9" * 18 + "-1", "1-" + "9" * 30]
)
def test_older_page_with_a_wrong_cursor_is_not_found(client, cursor):
    assert client.get(page_of(make_published(), f"?truoc={cursor}")).status_code == 404


def test_reply_form_quotes_the_comment(client):
    version = make_published()
    root = make_approved(version, text="Cần nói thêm về điều này.")
    page = text_of(client.get(page_of(version, f"?tra-loi={root.pk}")))
    assert "Cần nói thêm về điều này." in page
    assert f'<input type="hidden" name="parent" value="{root.pk}">' in page


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 18, "9" * 40])
def test_reply_form_for_no_comment_is_not_found(client, number):
    assert client.get(page_of(make_published(), f"?tra-loi={number}")).status_code == 404


def test_reply_form_for_a_comment_of_another_piece_is_not_found(client):
    root = make_approved(make_published())
    assert client.get(page_of(make_published(), f"?tra-loi={root.pk}")).status_code == 404


def test_comments_of_a_withdrawn_piece_are_gone(client):
    version = make_published()
    make_approved(version)
    withdraw(version)
    assert client.get(page_of(version)).status_code == 410
    assert client.get(reverse("comment-submit", args=[version.article_id])).status_code == 410


def test_comments_of_a_draft_are_not_found(client):
    assert client.get(reverse("comment-page", args=[make_article().pk])).status_code == 404
