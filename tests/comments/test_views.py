"""What is sent with the form: taken in, or sent back with a sentence and every letter typed."""

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from comments import holders, moderation, stamp
from comments.models import Comment, Status
from tests import wsgi
from tests.comments.factories import (
    make_approved,
    moderator,
    page_of,
    receipt_of,
    send,
    text_of,
    withdraw,
)
from tests.factories.articles import make_article, make_published

pytestmark = pytest.mark.django_db

KEPT = "Ý kiến của tôi về bài này."


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
    assert list(response.cookies) == [holders.COOKIE]


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
    assert "Đang chờ duyệt" in text_of(client.get(response["Location"]))


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


def test_charset_of_the_sender_cannot_break_the_page():
    address = reverse("comment-submit", args=[make_published().article_id])
    body = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n\\ud800\r\n--x--\r\n'
    for charset in ("raw_unicode_escape", "hex", "utf-7", "utf-16"):
        kind = f"multipart/form-data; boundary=x; charset={charset}"
        assert wsgi.send(address, body, kind)[0] == 422
