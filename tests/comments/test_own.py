"""What a reader sees of his own words before anybody else may, and what he may do with them."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from audit.models import Entry
from comments import banning, holders, moderation, queries, stamp
from comments.limits import Limit, fill
from comments.models import Ban, Comment, Discussion, Flag, Mode, SectionPolicy, Status, Voice
from comments.policy import policy_of
from tests import wsgi
from tests.comments.factories import (
    count_of,
    make_approved,
    make_pending,
    make_reader,
    make_rejected,
    make_spam,
    make_trusted,
    moderator,
    receipt_of,
    send,
    text_of,
    withdraw,
)
from tests.factories.articles import chief, make_published, make_section
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

SENT = reverse("comments-sent")
KEPT = "Ý kiến của tôi về bài này."
NEWER = "Tôi xin nói lại cho rõ."
OWN_SITE = {"Origin": "http://testserver"}


def here(version):
    return reverse("comments-sent-here", args=[version.article_id])


def change(client, comment, step, headers=OWN_SITE, **words):
    """What a browser sends from the page for editing ("sua") or taking back ("rut-lai")."""
    typed = {"stamp": stamp.stamp(comment.article_id), "text": NEWER, **words}
    return client.post(f"{receipt_of(comment)}{step}/", typed, headers=headers)


def numbers(page):
    return [comment.pk for comment in page.context["page"].items]


def outcomes(page):
    return re.findall(r'comment__outcome">([^<]*)<', text_of(page))


def browser_of(*comments):
    """A browser in which these were sent."""
    holder = holders.new_holder()
    Comment.objects.filter(pk__in=[comment.pk for comment in comments]).update(holder=holder)
    client = Client()
    client.cookies[holders.COOKIE] = holders._signer.sign(str(holder))
    return client


# --- sending ------------------------------------------------------------------------------------


def test_sending_gives_the_browser_a_number_of_its_own(client):
    version = make_published()
    response = send(client, version)
    cookie = response.cookies[holders.COOKIE]
    facts = [cookie[name] for name in ("path", "httponly", "samesite", "secure", "max-age")]
    assert facts == ["/binh-luan/", True, "Lax", True, 90 * 24 * 3600]
    assert list(response.cookies) == [holders.COOKIE]
    first = Comment.objects.get()
    assert first.holder < 2**63
    assert None not in {first.sender, first.network}
    send(client, version, text="Lần nữa.")
    assert set(Comment.objects.values_list("holder", flat=True)) == {first.holder}


def test_sending_twice_without_a_cookie_yet_is_one_comment():
    version = make_published()
    first, second = [send(Client(), version) for _n in range(2)]
    assert (first["Location"], Comment.objects.count()) == (second["Location"], 1)


def test_browser_that_gave_up_the_first_answer_is_shown_its_own_all_the_same():
    """As after two quick clicks: only the second answer is read."""
    version, finger = make_published(), Client()
    send(Client(), version)
    send(finger, version)
    comment = Comment.objects.get()
    assert numbers(finger.get(SENT, secure=True)) == [comment.pk]
    later = send(finger, version, text="Lần nữa.", secure=True)
    assert set(Comment.objects.values_list("holder", flat=True)) == {comment.holder}
    assert later["Location"] != receipt_of(comment)


def test_whoever_repeats_waiting_words_is_shown_nothing_else_of_their_writer():
    version, writer = make_published(), Client()
    send(writer, version, secure=True)
    send(writer, version, text="Lần nữa.", secure=True)
    found = send(Client(), version, secure=True)
    assert (Comment.objects.count(), dict(found.cookies)) == (2, {})


def test_whoever_repeats_a_published_comment_gets_no_way_into_it():
    """From the same address with the same browser, as from one office or school."""
    version = make_published()
    first = send(Client(), version, text=KEPT)
    comment = Comment.objects.get()
    moderation.approve(comment, by=moderator())
    copier = Client()
    second = send(copier, version, text=KEPT)
    copy = Comment.objects.latest("pk")
    assert (second["Location"] == first["Location"], copy.pending) == (False, True)
    assert numbers(copier.get(SENT, secure=True)) == [copy.pk]
    third = send(Client(), version, text=KEPT, email="khac@example.vn")
    assert third["Location"] not in {first["Location"], second["Location"]}


def test_another_browser_that_is_known_repeats_nobodys_sending():
    version = make_published()
    client = browser_of(make_pending(version, text="Ý kiến trước."))
    first = send(Client(), version, text=KEPT)
    assert send(client, version, text=KEPT)["Location"] != first["Location"]


def test_two_who_write_the_same_later_or_with_another_address_are_two():
    version = make_published()
    answers = [send(Client(), version, email=email) for email in ("", "mai@example.vn")]
    Comment.objects.update(created=timezone.now() - timedelta(minutes=2))
    answers.append(send(Client(), version))
    assert len({answer["Location"] for answer in answers}) == 3


def test_an_account_sends_the_same_once_wherever_it_is(client):
    version, reader = make_published(), make_reader()
    client.force_login(reader)
    first = send(client, version)
    other = Client(REMOTE_ADDR="192.0.2.77")
    other.force_login(reader)
    assert send(other, version)["Location"] == first["Location"]


@pytest.mark.parametrize("value", ["", "1", "1:x", "x:y", "é", "9" * 5000])
def test_forged_number_is_no_number(value):
    make_pending(make_published(), holder=1)
    client = Client()
    client.cookies[holders.COOKIE] = value
    assert numbers(client.get(SENT)) == []
    assert send(client, make_published()).status_code == 303


def test_signed_in_reader_posts_with_his_account(client):
    reader = make_reader("Lò Thị Mai")
    client.force_login(reader)
    response = send(client, make_published(), name="Người khác", email="khac@example.vn")
    comment = Comment.objects.get()
    assert (comment.reader, comment.name, comment.email) == (reader, "Lò Thị Mai", reader.email)
    assert (comment.holder, holders.COOKIE in response.cookies) == (None, False)
    told = "Gửi bằng tài khoản của bạn, dưới tên <bdi>Lò Thị Mai</bdi>."
    assert told in text_of(client.get(response["Location"]))


def test_form_says_by_which_name_an_account_sends_and_a_guest_is_told_of_none(client):
    version = make_published()
    told = "Nếu bạn đã đăng nhập, ý kiến mang tên của tài khoản."
    assert told in text_of(client.get(version.get_absolute_url()))
    receipt = client.get(send(client, version)["Location"])
    assert "Gửi bằng tài khoản" not in text_of(receipt)


def test_signed_in_reader_without_a_name_gives_one(client):
    client.force_login(make_reader(""))
    send(client, make_published(), name="Mai")
    assert Comment.objects.get().name == "Mai"


def test_long_name_of_an_account_is_cut(client):
    client.force_login(make_reader("ệ" * 100))
    assert send(client, make_published()).status_code == 303
    assert Comment.objects.get().name == "ệ" * 60


def test_staff_write_as_guests_and_are_known(client):
    editor = chief()
    client.force_login(editor)
    send(client, make_published(), name="Mai", email="mai@example.vn")
    comment = Comment.objects.get()
    assert (comment.reader, comment.name, comment.email) == (editor, "Mai", "mai@example.vn")
    assert (comment.voice, comment.holder is None) == (Voice.READER, False)
    assert numbers(client.get(SENT)) == [comment.pk]
    Comment.objects.update(created=timezone.now() - timedelta(days=31))
    assert client.get(receipt_of(comment)).status_code == 200
    elsewhere = Client()
    elsewhere.force_login(editor)
    assert numbers(elsewhere.get(SENT)) == []


def test_staff_never_decide_on_what_they_wrote_under_another_name(client):
    version = make_published()
    SectionPolicy.objects.create(section=version.section, mode=Mode.BEFORE, two_pairs=True)
    client.force_login(moderator())
    send(client, version, name="Người dân")
    comment = Comment.objects.get()
    for decide in (moderation.approve, moderation.reject):
        with pytest.raises(PermissionDenied):
            decide(comment, by=moderator())
    second, third = (make_user("Người duyệt bình luận") for _n in range(2))
    assert moderation.approve(comment, by=second).pending
    assert moderation.approve(comment, by=third).approved


def test_author_of_the_piece_speaks_under_the_name_it_bears(client):
    version = make_published()
    byline = version.article.bylines.get()
    byline.author.user = make_user("Phóng viên")
    byline.author.save(update_fields=["user"])
    client.force_login(byline.author.user)
    byline.author.name = "Tên đã đổi"
    byline.author.save(update_fields=["name"])
    send(client, version, name="Người dân")
    send(client, make_published(), name="Người dân")
    said = Comment.objects.order_by("pk").values_list("name", "voice")
    [signed] = version.bylines
    assert list(said) == [(signed["name"], Voice.AUTHOR), ("Người dân", Voice.READER)]


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}])
def test_nobody_rides_on_a_session_from_elsewhere(client, headers):
    client.force_login(make_reader())
    send(client, make_published(), headers=headers)
    assert Comment.objects.exclude(reader=None).count() == 0


def test_trusted_reader_sees_his_words_on_the_page_at_once(client):
    version = make_published(at=timezone.now() - timedelta(hours=1))
    SectionPolicy.objects.create(section=version.section, mode=Mode.TRUSTED)
    client.force_login(make_trusted())
    response = send(client, version, text=KEPT)
    assert "<strong>Đã đăng</strong>" in text_of(client.get(response["Location"]))
    assert KEPT in text_of(Client().get(version.get_absolute_url()))


def test_log_keeps_nothing_of_a_readers_line(client):
    version = make_published(at=timezone.now() - timedelta(hours=1))
    SectionPolicy.objects.create(section=version.section, mode=Mode.TRUSTED)
    client.force_login(make_trusted())
    comment_of = send(client, version)["Location"]
    change(client, Comment.objects.get(), "rut-lai")
    through, taken_back = Entry.objects.order_by("-pk")[:2][::-1]
    assert through.origin == {"path": reverse("comment-submit", args=[version.article_id])}
    assert taken_back.origin == {"path": "/binh-luan/"}
    assert comment_of not in str(taken_back.origin)


# --- the list -----------------------------------------------------------------------------------


def test_list_tells_what_became_of_each():
    version = make_published()
    comments = [
        make_pending(version),
        make_approved(version),
        make_rejected(version, reason="Lạc đề"),
        make_rejected(version),
        make_spam(version),
        make_pending(version, trapped=True),
        moderation.edit(make_approved(version), text=NEWER),
        moderation.withdraw(make_approved(version)),
    ]
    make_pending(version, text="Của người khác.")
    page = browser_of(*comments).get(SENT)
    assert numbers(page) == [comment.pk for comment in reversed(comments)]
    assert outcomes(page) == [
        *("Đã rút lại", "Đã đăng; bản sửa đang chờ duyệt", "Đang chờ duyệt", "Không đăng"),
        *("Không đăng", "Không đăng: Lạc đề", "Đã đăng", "Đang chờ duyệt"),
    ]
    assert "Của người khác." not in text_of(page)


def test_reason_is_told_again_after_an_undone_approval():
    comment = make_rejected(make_published(), reason="Lạc đề")
    assert comment.outcome == "Không đăng: Lạc đề"
    moderation.approve(comment, by=moderator())
    moderation.undo(by=moderator())
    comment.refresh_from_db()
    assert comment.outcome == "Không đăng: Lạc đề"


def test_list_is_personal_and_sets_nothing():
    page = browser_of(make_pending(make_published())).get(SENT)
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("no-store", "noindex")
    assert (page["Referrer-Policy"], page.cookies) == ("no-referrer", {})


def test_list_leads_to_what_is_published_alone():
    shown, gone = make_published(title="Tít còn đăng"), make_published(title="Tít đã gỡ")
    approved = make_approved(shown)
    client = browser_of(approved, make_pending(shown), make_approved(gone))
    withdraw(gone)
    page = text_of(client.get(SENT))
    assert (page.count("Tít còn đăng"), page.count("Tít đã gỡ")) == (2, 0)
    assert page.count("Xem trên trang") == 1
    assert f"#y-kien-{approved.pk}" in page


def hide_comments_of(version):
    Discussion.objects.create(article=version.article, mode=Mode.HIDDEN)


def hide_comments_in(version):
    SectionPolicy.objects.create(section=version.section, mode=Mode.HIDDEN)


@pytest.mark.parametrize("gone", [withdraw, hide_comments_of, hide_comments_in])
def test_what_is_approved_and_no_reader_sees_is_told_as_that(client, gone):
    version, told = make_published(), "Đã duyệt, nhưng không còn trên trang"
    comment = make_approved(version)
    edited = moderation.edit(make_approved(version), text=NEWER)
    browser = browser_of(comment, edited)
    for expected in ("Đã đăng", told):
        page = browser.get(SENT)
        assert outcomes(page) == [f"{expected}; bản sửa đang chờ duyệt", expected]
        assert text_of(page).count("Xem trên trang") == (2 if expected == "Đã đăng" else 0)
        receipt = text_of(client.get(receipt_of(comment)))
        assert f"<strong>{expected}</strong>" in receipt
        if expected == "Đã đăng":
            gone(version)


@pytest.mark.parametrize("take_away", [moderation.withdraw, moderation.set_aside])
def test_reply_under_a_root_that_went_is_told_as_gone_beside_the_piece_too(client, take_away):
    version = make_published()
    root = make_approved(version)
    reply = make_approved(version, parent=root)
    browser = browser_of(reply)
    assert browser.get(here(version)).status_code == 204
    take_away(root)
    for address in (SENT, here(version)):
        page = browser.get(address)
        assert outcomes(page) == ["Đã duyệt, nhưng không còn trên trang"]
        assert "Xem trên trang" not in text_of(page)
    assert "nhưng không còn trên trang" in text_of(client.get(receipt_of(reply)))


def test_nearest_word_says_whether_a_comment_is_on_the_page():
    """As policy_of() reads it, which decides what the page shows."""
    version = make_published(section=make_section(parent=make_section()))
    comment = make_approved(version)

    def seen():
        found = queries.own(comment.pk).get().on_page
        assert found is policy_of(version).shows
        return found

    above = SectionPolicy.objects.create(section=version.section.parent, mode=Mode.HIDDEN)
    assert not seen()
    SectionPolicy.objects.create(section=version.section, mode=Mode.CLOSED)
    assert seen()
    own = Discussion.objects.create(article=version.article, mode=Mode.HIDDEN)
    assert not seen()
    Discussion.objects.filter(pk=own.pk).update(mode="")
    assert seen()
    SectionPolicy.objects.exclude(pk=above.pk).delete()
    assert not seen()


def test_list_of_an_account_is_for_its_session_alone(client):
    reader = make_reader()
    client.force_login(reader)
    send(client, make_published())
    assert numbers(client.get(SENT)) == [Comment.objects.get().pk]
    client.logout()
    assert numbers(client.get(SENT)) == []
    other = Client()
    other.force_login(make_reader())
    assert numbers(other.get(SENT)) == []


def test_list_holds_every_comment_once():
    version = make_published()
    comments = [make_pending(version) for _n in range(45)]
    Comment.objects.update(created=timezone.now())  # ties, as an import makes them
    client = browser_of(*comments)
    seen, address = [], SENT
    while address:
        page = client.get(address)
        seen += numbers(page)
        cursor = page.context["page"].next_cursor
        address = cursor and f"{SENT}?truoc={cursor}"
    assert seen == [comment.pk for comment in reversed(comments)]


def test_list_with_a_wrong_cursor_is_not_found(client):
    assert client.get(f"{SENT}?truoc=x").status_code == 404


@pytest.mark.parametrize("number", [1, 3, 30])
def test_list_costs_the_same_for_any_number(django_assert_num_queries, number):
    """The menu, the comments, their decisions, their pieces."""
    client = browser_of(*(make_rejected(make_published()) for _n in range(number)))
    with django_assert_num_queries(4):
        assert len(numbers(client.get(SENT))) == min(number, 20)


def test_list_of_nobody_asks_for_the_menu_alone(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert "Chưa có ý kiến nào." in text_of(client.get(SENT))


# --- beside the piece ---------------------------------------------------------------------------


def test_own_words_beside_the_piece_are_those_not_there_yet():
    version = make_published()
    pending = make_pending(version, text="Chữ còn chờ.")
    edited = moderation.edit(make_approved(version), text="Chữ đã sửa.")
    refused = make_rejected(version, text="Chữ không đăng.")
    others = [make_approved(version), moderation.withdraw(make_pending(version))]
    make_pending(version, text="Của người khác.")
    client = browser_of(pending, edited, refused, *others, make_pending(make_published()))
    answer = client.get(here(version))
    assert [comment.pk for comment in answer.context["own"]] == [
        *(refused.pk, edited.pk, pending.pk)
    ]
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex")
    assert "<html" not in text_of(answer)
    assert "Của người khác." not in text_of(answer)


def test_beside_the_piece_there_is_nothing_for_others(client):
    version = make_published()
    make_pending(version)
    answer = client.get(here(version))
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (204, b"", "no-store")


@pytest.mark.parametrize("number", [1, 3, 30])
def test_beside_the_piece_costs_two_queries(django_assert_num_queries, number):
    version = make_published()
    client = browser_of(*(make_rejected(version) for _n in range(number)))
    with django_assert_num_queries(2):
        client.get(here(version))


LINKS = "https://mua.example <a href='https://mua.example'>x</a> javascript:alert(1) www.mua.vn"


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.sampled_from("ab<>&\"'/:=(){}%\u202e\u0301"), max_size=40))
@example(LINKS)
@example("{{7*7}}{% load comments %}<script>alert(1)</script>")
def test_own_words_are_dead_letters_wherever_they_stand(db, text):
    version = make_published()
    comment = make_pending(version, text=f"x{text}", name=f"n{text}"[:60])
    client = browser_of(comment)
    for address in (SENT, here(version), receipt_of(comment), f"{receipt_of(comment)}sua/"):
        page = text_of(client.get(address))
        own = set(re.findall(r'<a [^>]*href="([^"]*)"', page))
        assert {link for link in own if "mua" in link or "script" in link} == set()
        assert not re.search(r"<(script|img|a)[^>]*(alert|mua)", page)


# --- editing ------------------------------------------------------------------------------------


def test_edit_page_holds_the_latest_text(client):
    comment = moderation.edit(make_pending(make_published()), text=KEPT)
    page = client.get(f"{receipt_of(comment)}sua/")
    assert f">\n{KEPT}</textarea>" in text_of(page)
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("no-store", "noindex")
    # Under no-referrer the form would come from nowhere.
    assert page["Referrer-Policy"] == "same-origin"


def test_edit_leads_back_to_the_receipt(client):
    comment = make_pending(make_published())
    response = change(client, comment, "sua")
    assert (response.status_code, response["Location"]) == (303, receipt_of(comment))
    comment.refresh_from_db()
    assert (comment.latest.number, comment.latest.text) == (2, NEWER)


def refused(response, status, sentence):
    page = text_of(response)
    assert response.status_code == status
    assert sentence in page
    assert NEWER in page
    assert Comment.objects.filter(latest__number__gt=1).count() == 0


def test_edit_from_another_site_keeps_the_text(client):
    comment = make_pending(make_published())
    answer = change(client, comment, "sua", headers={"Origin": "https://evil.example"})
    refused(answer, 403, "Yêu cầu này không được gửi từ trang của Báo.")


@pytest.mark.parametrize("given", ["", "2020-01-01:cũ", "x" * 5000])
def test_edit_with_a_stale_stamp_keeps_the_text(client, given):
    answer = change(client, make_pending(make_published()), "sua", stamp=given)
    refused(answer, 422, "Trang mở đã lâu nên chưa có gì thay đổi.")
    assert 'name="stamp" value="20' in text_of(answer)


def test_edit_of_spam_keeps_the_text(client):
    refused(change(client, make_spam(make_published()), "sua"), 409, "không sửa được nữa")


def test_edit_under_a_closed_piece_keeps_the_text(client):
    version = make_published()
    comment = make_pending(version)
    Discussion.objects.create(article=version.article, mode=Mode.CLOSED)
    refused(change(client, comment, "sua"), 409, "Bài này không nhận thêm ý kiến.")


def test_edit_under_a_withdrawn_piece_keeps_the_text(client):
    version = make_published(title="Tít đã gỡ")
    comment = make_pending(version)
    withdraw(version)
    answer = change(client, comment, "sua")
    refused(answer, 409, "Bài này không còn được đăng")
    assert "Tít đã gỡ" not in text_of(answer)


def test_edit_by_who_is_banned_keeps_the_text(client):
    comment = make_pending(make_published(), email="mai@example.vn")
    banning.ban(Ban.Kind.EMAIL, comment, by=moderator(), rule="Không xúc phạm người khác")
    refused(change(client, comment, "sua"), 403, "Không xúc phạm người khác")
    assert change(client, comment, "rut-lai").status_code == 303


def test_edit_too_long_stands_beside_its_field(client):
    answer = change(client, make_pending(make_published()), "sua", text=NEWER + "ệ" * 3000)
    refused(answer, 422, 'id="y-kien-text_error">Ý kiến dài 3.023 ký tự')


# --- taking back --------------------------------------------------------------------------------


def test_taking_back_is_asked_first_and_done_at_once(client):
    version = make_published()
    comment = make_approved(version, text=KEPT)
    assert "không đăng lại được" in text_of(client.get(f"{receipt_of(comment)}rut-lai/"))
    assert count_of(version) == 1
    response = change(client, comment, "rut-lai")
    assert (response.status_code, response["Location"]) == (303, receipt_of(comment))
    assert KEPT not in text_of(client.get(version.get_absolute_url()))
    page = text_of(client.get(receipt_of(comment)))
    assert "<strong>Đã rút lại</strong>" in page
    assert "/sua/" not in page


@pytest.mark.parametrize(
    ("facts", "status"),
    [({"headers": {"Origin": "https://evil.example"}}, 403), ({"stamp": "cũ"}, 422)],
)
def test_taking_back_from_elsewhere_changes_nothing(client, facts, status):
    comment = make_approved(make_published())
    assert change(client, comment, "rut-lai", **facts).status_code == status
    comment.refresh_from_db()
    assert comment.approved


def test_taking_back_works_where_the_piece_is_gone(client):
    version = make_published()
    comment = make_approved(version)
    withdraw(version)
    assert change(client, comment, "rut-lai").status_code == 303
    comment.refresh_from_db()
    assert comment.status == Status.WITHDRAWN


# --- who holds the address ----------------------------------------------------------------------


@pytest.mark.parametrize("step", ["sua", "rut-lai"])
def test_wrong_token_is_not_found(client, step):
    comment = make_pending(make_published())
    for token in ("1", f"{comment.pk}.x", "1.é", "9" * 300):
        address = f"/binh-luan/da-gui/{token}/{step}/"
        assert client.get(address).status_code == 404
        assert client.post(address, {"text": NEWER}).status_code == 404


@pytest.mark.parametrize("step", ["", "sua/", "rut-lai/"])
def test_receipt_opens_for_its_own_browser_alone_after_a_month(client, step):
    comment = make_pending(make_published())
    own = browser_of(comment)
    Comment.objects.update(created=timezone.now() - timedelta(days=29))
    assert client.get(receipt_of(comment) + step).status_code == 200
    Comment.objects.update(created=timezone.now() - timedelta(days=31))
    assert client.get(receipt_of(comment) + step).status_code == 404
    assert own.get(receipt_of(comment) + step).status_code == 200


def test_other_methods_are_refused(client):
    comment = make_pending(make_published())
    assert client.post(SENT).status_code == 405
    assert client.put(f"{receipt_of(comment)}sua/").status_code == 405


def test_charset_of_the_sender_cannot_break_the_page():
    address = f"{receipt_of(make_pending(make_published()))}sua/"
    body = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n\\ud800\r\n--x--\r\n'
    for charset in ("raw_unicode_escape", "hex", "utf-16"):
        kind = f"multipart/form-data; boundary=x; charset={charset}"
        assert wsgi.send(address, body, kind)[0] == 422


def test_newer_text_from_a_banned_network_comes_before_a_moderator(client):
    version = make_published(at=timezone.now() - timedelta(hours=1))
    SectionPolicy.objects.create(section=version.section, mode=Mode.TRUSTED)
    client.force_login(make_trusted())
    send(client, version)
    comment = Comment.objects.get()
    banning.ban(Ban.Kind.NETWORK, comment, by=moderator(), rule="Quảng cáo")
    assert change(client, comment, "sua").status_code == 303
    comment.refresh_from_db()
    told = [flag.reason for flag in comment.latest.flags.all()]
    assert (comment.shown.number, comment.again) == (1, True)
    assert told == [Flag.Reason.BARRED, Flag.Reason.EDITED]


def test_edits_count_with_what_is_sent(client):
    send(client, make_published())
    comment = Comment.objects.get()
    for _n in range(61):
        fill({Limit.SENDER: comment.sender})
    answer = change(client, comment, "sua")
    refused(answer, 429, "Đang có quá nhiều ý kiến gửi từ trình duyệt hoặc mạng của bạn")
    assert (answer["Retry-After"], comment.revisions.count()) == ("60", 1)


# --- the database gone --------------------------------------------------------------------------


def gone(execute, sql, params, many, context):
    raise OperationalError("server closed the connection unexpectedly")


def full(execute, sql, params, many, context):
    if sql.startswith(("INSERT", "UPDATE")):
        raise OperationalError("disk full")
    return execute(sql, params, many, context)


@pytest.mark.parametrize("broken", [gone, full])
def test_broken_database_keeps_the_edit_and_nothing_is_doubled(client, broken):
    comment = make_pending(make_published())
    with connection.execute_wrapper(broken):
        answer = change(client, comment, "sua")
    refused(answer, 503, "Hệ thống đang bận, chưa có gì thay đổi.")
    assert answer["Retry-After"] == "60"
    assert f'value="{stamp.stamp(comment.article_id)}"' in text_of(answer)
    for _again in range(2):
        assert change(client, comment, "sua").status_code == 303
    assert comment.revisions.count() == 2


@pytest.mark.parametrize("broken", [gone, full])
def test_broken_database_takes_nothing_back_by_halves(client, broken):
    version = make_published()
    comment = make_approved(version)
    with connection.execute_wrapper(broken):
        answer = change(client, comment, "rut-lai")
    assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
    assert count_of(version) == 1
    for _again in range(2):
        assert change(client, comment, "rut-lai").status_code == 303
    assert count_of(version) == 0


@pytest.mark.parametrize("address", [SENT, "/binh-luan/cua-toi/1/"])
def test_broken_database_says_so_to_who_looks(address):
    client = browser_of(make_pending(make_published()))
    client.raise_request_exception = False
    with connection.execute_wrapper(gone):
        assert client.get(address).status_code == 503


def test_broken_database_keeps_what_a_signed_in_reader_sends(client):
    version = make_published()
    client.force_login(make_reader())
    with connection.execute_wrapper(gone):
        answer = send(client, version, text=KEPT)
    assert (answer.status_code, KEPT in text_of(answer)) == (503, True)


def test_approved_after_an_edit_shows_on_the_page_what_was_read(client):
    version = make_published()
    comment = make_approved(version, text=KEPT)
    change(client, comment, "sua")
    page = text_of(client.get(version.get_absolute_url()))
    assert (KEPT in page, NEWER in page) == (True, False)
    moderation.approve(comment, by=moderator(), revision=2)
    page = text_of(client.get(version.get_absolute_url()))
    assert (KEPT in page, NEWER in page) == (False, True)
