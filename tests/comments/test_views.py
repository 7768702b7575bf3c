from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from articles import publishing
from comments import moderation, queries, stamp
from comments.models import Comment, Status
from tests.comments.factories import (
    make_approved,
    make_pending,
    make_rejected,
    make_spam,
    moderator,
    page_of,
    receipt_of,
    send,
)
from tests.factories.articles import chief, make_article, make_published

pytestmark = pytest.mark.django_db

KEPT = "Ý kiến của tôi về bài này."


def text_of(response):
    return response.content.decode()


def withdraw(version):
    publishing.withdraw(version.article, by=chief(), reason="Đính chính")


def spread(comments):
    """The comments sent a minute apart, the first one last."""
    now = timezone.now()
    for age, comment in enumerate(comments):
        Comment.objects.filter(pk=comment.pk).update(created=now - timedelta(minutes=age))


# --- sending ------------------------------------------------------------------------------------


def test_sending_leads_to_a_receipt(client):
    version = make_published()
    response = send(client, version, name="Lò Thị Mai", text=KEPT)
    comment = Comment.objects.get()
    assert (response.status_code, response["Location"]) == (303, receipt_of(comment))
    assert (comment.name, comment.latest.text, comment.status) == (
        "Lò Thị Mai",
        KEPT,
        Status.PENDING,
    )
    assert "Set-Cookie" not in response


def test_sending_twice_leads_to_the_same_receipt(client):
    version = make_published()
    assert send(client, version)["Location"] == send(client, version)["Location"]
    assert Comment.objects.count() == 1


def test_sending_a_reply_puts_it_under_its_root(client):
    version = make_published()
    root = make_approved(version)
    send(client, version, parent=str(root.pk))
    assert Comment.objects.pending().get().root == root


def test_filled_trap_is_answered_like_success(client):
    response = send(client, make_published(), trap="http://mua-ban.example")
    comment = Comment.objects.get()
    assert (response.status_code, comment.status) == (303, Status.SPAM)
    assert "Đang chờ biên tập" in text_of(client.get(response["Location"]))


def refused(response, status, sentence):
    """The form came back with the sentence, all that was typed and a stamp good for now."""
    page = text_of(response)
    article_id = response.wsgi_request.resolver_match.kwargs["article_id"]
    assert response.status_code == status
    assert sentence in page
    assert 'value="Nguyễn Văn An"' in page
    assert KEPT in page
    assert f'name="stamp" value="{stamp.stamp(int(article_id))}"' in page
    assert Comment.objects.filter(latest__text=KEPT).count() == 0


def test_stale_stamp_keeps_the_text(client):
    response = send(client, make_published(), stamp="2020-01-01:cũ", text=KEPT)
    refused(response, 422, "Trang mở đã lâu nên ý kiến chưa được gửi.")


def test_missing_stamp_keeps_the_text(client):
    response = send(client, make_published(), stamp="", text=KEPT, headers={})
    refused(response, 422, "Trang mở đã lâu nên ý kiến chưa được gửi.")


def test_stamp_of_another_piece_keeps_the_text(client):
    response = send(client, make_published(), stamp=stamp.stamp(987_654), text=KEPT)
    refused(response, 422, "Trang mở đã lâu nên ý kiến chưa được gửi.")


def test_sending_from_another_site_keeps_the_text(client):
    elsewhere = {"Origin": "https://evil.example"}
    response = send(client, make_published(), headers=elsewhere, text=KEPT)
    refused(response, 403, "Yêu cầu này không được gửi từ trang của Báo.")


def test_sending_takes_no_cookie_and_no_token():
    assert send(Client(enforce_csrf_checks=True), make_published()).status_code == 303


def test_sending_from_an_old_browser_is_taken(client):
    assert send(client, make_published(), headers={}).status_code == 303


def test_wrong_address_keeps_the_text(client):
    response = send(client, make_published(), email="an@", text=KEPT)
    refused(response, 422, "Địa chỉ thư điện tử chưa đúng.")
    assert 'value="an@"' in text_of(response)


def test_refusal_stands_beside_its_field(client):
    page = text_of(send(client, make_published(), text=""))
    assert 'aria-describedby="y-kien-text_error"' in page
    assert 'id="y-kien-text_error">Bạn chưa viết ý kiến.<' in page
    assert page.count('_error">') == 1


def test_megabyte_of_text_is_refused_and_kept(client):
    long = "Biên cương. " * 90_000
    response = send(client, make_published(), text=KEPT + long)
    refused(response, 422, "Ý kiến dài 1.080.025 ký tự, quá mức 3.000 ký tự.")
    assert long.strip() in text_of(response)


def test_sending_to_a_piece_withdrawn_meanwhile_keeps_the_text(client):
    version = make_published(title="Tít của bài đã gỡ")
    withdraw(version)
    response = send(client, version, text=KEPT)
    refused(response, 409, "Bài này không còn được đăng nên không nhận thêm ý kiến.")
    assert "Tít của bài đã gỡ" not in text_of(response)


def test_reply_to_a_comment_hidden_meanwhile_keeps_the_text_and_can_stand_alone(client):
    version = make_published()
    root = make_approved(version)
    moderation.reject(root, by=moderator())
    response = send(client, version, parent=str(root.pk), text=KEPT)
    refused(response, 422, "Ý kiến bạn muốn trả lời không còn trên trang.")
    assert 'name="parent"' not in text_of(response)


def test_reply_with_a_stale_stamp_stays_a_reply(client):
    version = make_published()
    root = make_approved(version)
    page = text_of(send(client, version, parent=str(root.pk), stamp=""))
    assert f'name="parent" value="{root.pk}"' in page


@pytest.mark.parametrize("parent", ["0", "-1", "abc", "9" * 30, "٣"])
def test_reply_to_nothing_keeps_the_text(client, parent):
    response = send(client, make_published(), parent=parent, text=KEPT)
    refused(response, 422, "Ý kiến bạn muốn trả lời không còn trên trang.")


def refuse_writing(execute, sql, params, many, context):
    if sql.startswith("INSERT"):
        raise OperationalError("disk full")
    return execute(sql, params, many, context)


def refuse_everything(execute, sql, params, many, context):
    raise OperationalError("server closed the connection unexpectedly")


@pytest.mark.parametrize("broken", [refuse_writing, refuse_everything])
def test_broken_database_keeps_the_text(client, broken):
    version = make_published()
    with connection.execute_wrapper(broken):
        response = send(client, version, text=KEPT)
    refused(response, 503, "Hệ thống đang bận, ý kiến chưa được gửi.")
    assert response["Retry-After"] == "60"


@pytest.mark.parametrize("number", ["0", "9" * 18, "9" * 40])
def test_sending_to_no_piece_is_not_found(client, number):
    assert client.post(f"/binh-luan/gui/{number}/", {"text": KEPT}).status_code == 404


def test_sending_to_a_draft_is_not_found(client):
    address = reverse("comment-submit", args=[make_article().pk])
    assert client.post(address, {"text": KEPT}).status_code == 404


def test_opening_the_address_of_the_form_leads_to_the_piece(client):
    version = make_published()
    response = client.get(reverse("comment-submit", args=[version.article_id]))
    assert (response.status_code, response["Location"]) == (302, version.get_absolute_url())


def test_other_methods_are_refused(client):
    version = make_published()
    assert client.put(reverse("comment-submit", args=[version.article_id])).status_code == 405
    assert client.post(page_of(version)).status_code == 405


def test_charset_of_the_sender_cannot_break_the_page(client):
    version = make_published()
    body = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n\\ud800\r\n--x--\r\n'
    for charset in ("raw_unicode_escape", "hex", "utf-7", "utf-16"):
        response = client.generic(
            "POST",
            reverse("comment-submit", args=[version.article_id]),
            body,
            content_type=f"multipart/form-data; boundary=x; charset={charset}",
        )
        assert response.status_code == 422


ODD = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("\x00\u200b\u202e\u2066\u0301\u0323\u00d0\r\n\t<>&\"'{}%"),
    ),
    max_size=80,
)


@example("a" + "\u0301" * 50, "")
@example("{{7*7}}{% load comments %}", "<script>alert(1)</script>")
@example("javascript:alert(1)", "\u202eđảo ngược")
@example("\x00", "\x00")
@example('"><img src=x onerror=alert(1)>', "</textarea><script>")
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ODD, ODD)
def test_odd_input_is_taken_or_refused(client, name, text):
    version = make_published()
    response = send(client, version, name=name, email=text, text=text + name, parent=name)
    assert response.status_code in {303, 422}
    response = send(client, version, name=name, text=text)
    assert response.status_code in {303, 422}
    if response.status_code == 303:
        comment = Comment.objects.latest("pk")
        moderation.approve(comment, by=moderator())
        for address in (version.get_absolute_url(), response["Location"]):
            page = text_of(client.get(address))
            assert "<script>alert" not in page
            assert "<img src=x" not in page


@given(name=st.text(max_size=70), text=st.text(max_size=40), email=st.text(max_size=20))
@example(name="\ud800", text="\udfff lạc", email="\ud800@\ud800.vn")
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_odd_words_never_break_moderation(db, name, text, email):
    version = make_published()
    try:
        comment = moderation.submit(article=version.article, name=name, email=email, text=text)
    except ValidationError as refusal:
        assert set(refusal.message_dict) <= {"name", "email", "text"}
    else:
        comment.latest.text.encode()
        comment.name.encode()


# --- the receipt --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (make_pending, "<strong>Đang chờ biên tập</strong>"),
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
def test_older_page_costs_four_queries(client, django_assert_num_queries, count):
    """The version, the menu, roots, replies."""
    version = make_published()
    for _n in range(count):
        make_approved(version, parent=make_approved(version))
    with django_assert_num_queries(4):
        client.get(page_of(version))


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
    "cursor", ["x", "1", "1-", "-1-1", "1-1-1", "9" * 18 + "-1", "1-" + "9" * 30]
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
