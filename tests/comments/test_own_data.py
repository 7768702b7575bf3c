"""Whoever has a mailbox sees, takes along and erases what was sent with its address."""

import json
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail
from django.db import OperationalError, connection
from django.db.models import Value
from django.db.models.functions import Upper
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from comments import banning, limits, moderation, own_data
from comments.models import Ban, Comment, DataRequest, Flag, Print, Status
from outbox.models import Effect
from outbox.queue import run_due
from tests.comments.factories import (
    count_of,
    make_approved,
    make_pending,
    make_reader,
    make_rejected,
    moderator,
    text_of,
)
from tests.factories.articles import make_published

pytestmark = pytest.mark.django_db

MAI = "mai@example.vn"
ASK = reverse("comment-data-ask")
OWN_SITE = {"Origin": "http://testserver"}
MARKS = {"sender": 1, "network": 2, "holder": 3}


def ask(client, email=MAI, headers=OWN_SITE):
    return client.post(ASK, {"email": email}, headers=headers)


def link(step="", email=MAI):
    token = own_data.token_of(DataRequest.objects.create(email=email))
    return reverse("comment-data-kept", args=[token]) + step


def erase(client, address, headers=OWN_SITE):
    return client.post(f"{address}xoa/", headers=headers)


# --- asking -------------------------------------------------------------------------------------


def test_answer_is_the_same_whether_anything_is_kept(client):
    make_pending(make_published(), email=MAI)
    answers = [ask(client, email) for email in (MAI, "khac@example.vn")]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert (answers[0]["Cache-Control"], answers[0]["Referrer-Policy"]) == (
        "no-store",
        "no-referrer",
    )


def test_pages_with_a_form_let_old_browsers_say_where_they_send_from(client):
    """Under no-referrer a browser without Sec-Fetch-Site sends `Origin: null`, which is refused."""
    make_approved(make_published(), email=MAI)
    address = link()
    refused = [ask(client, "x"), ask(client, headers={"Origin": "null"})]
    refused.append(erase(client, address, headers={"Origin": "null"}))
    pages = [client.get(ASK), client.get(address), *refused]
    assert [page.status_code for page in pages] == [200, 200, 422, 403, 403]
    assert {page["Referrer-Policy"] for page in pages} == {"same-origin"}
    assert client.get(f"{address}tai-ve/")["Referrer-Policy"] == "no-referrer"


def test_mail_goes_where_something_is_kept_and_its_link_opens(client):
    make_pending(make_published(), email="Mai@Example.vn", text="Chữ của tôi.")
    for email in (" MAI@example.vn ", "khac@example.vn"):
        ask(client, email)
    run_due()
    [sent] = mail.outbox
    assert sent.to == [MAI]
    [address] = [line for line in sent.body.splitlines() if "du-lieu-cua-toi" in line]
    path = "/" + address.split("/", 3)[3]
    assert "Chữ của tôi." in text_of(client.get(path))
    assert MAI not in path
    own_data.mail(DataRequest.objects.get(email=MAI).pk)
    assert len(mail.outbox) == 1


def test_nobody_fills_anothers_mailbox(client):
    make_pending(make_published(), email=MAI)
    for _n in range(3):
        ask(client)
    assert DataRequest.objects.count() == 1
    for _n in range(6):
        DataRequest.objects.update(asked=timezone.now() - timedelta(minutes=11))
        ask(client)
    assert DataRequest.objects.count() == own_data.MOST_OPEN


def test_too_many_from_one_browser_are_sent_back(client, monkeypatch):
    monkeypatch.setattr(limits.Level, "full", True)
    answer = ask(client)
    assert (answer.status_code, DataRequest.objects.count()) == (429, 0)
    assert f'value="{MAI}"' in text_of(answer)


@pytest.mark.parametrize("email", ["", "x", "mai@", "ma i@x.vn", "a" * 300 + "@x.vn", "x" * 10**6])
def test_wrong_address_is_refused_beside_its_field(client, email):
    answer = ask(client, email)
    assert answer.status_code == 422
    assert 'id="du-lieu-email_error">Địa chỉ thư điện tử chưa đúng.' in text_of(answer)
    assert DataRequest.objects.count() == 0


def test_asking_from_another_site_is_refused(client):
    answer = ask(client, headers={"Origin": "https://evil.example"})
    assert (answer.status_code, DataRequest.objects.count()) == (403, 0)


def test_broken_database_keeps_the_address(client):
    def gone(execute, sql, params, many, context):
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(gone):
        answer = ask(client)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert f'value="{MAI}"' in text_of(answer)


# --- seeing -------------------------------------------------------------------------------------


def test_link_shows_what_has_the_address_and_nothing_else(client):
    version = make_published()
    mine = [make_pending(version, email=MAI), make_rejected(version, email=MAI)]
    reader = make_reader()
    mine.append(make_approved(version, reader=reader, email=""))
    make_pending(version, text="Của người khác.", email="khac@example.vn")
    make_pending(version, text="Không có thư.")
    page = client.get(link())
    assert [comment.pk for comment in page.context["page"].items] == [mine[1].pk, mine[0].pk]
    of_account = client.get(link(email=reader.email))
    assert [comment.pk for comment in of_account.context["page"].items] == [mine[2].pk]
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("no-store", "noindex")


@pytest.mark.parametrize("number", [1, 3, 30])
def test_page_costs_the_same_for_any_number(client, django_assert_num_queries, number):
    """The request, the account, the comments, their decisions, the menu."""
    version = make_published()
    for _n in range(number):
        make_rejected(version, email=MAI)
    address = link()
    with django_assert_num_queries(5):
        page = client.get(address)
    assert len(page.context["page"].items) == min(number, 20)


@pytest.mark.parametrize("step", ["", "tai-ve/", "xoa/"])
def test_wrong_and_old_links_open_nothing(client, step):
    make_approved(make_published(), email=MAI)
    old = link(step)
    DataRequest.objects.update(asked=timezone.now() - timedelta(hours=25))
    for address in (old, *(f"{ASK}{token}/{step}" for token in ("1", "1.x", "1.é", "9" * 300))):
        act = client.post if step == "xoa/" else client.get
        assert act(address, headers=OWN_SITE).status_code == 404
    assert Comment.objects.get().email == MAI


def test_export_holds_all_that_is_kept(client):
    version = make_published()
    comment = make_rejected(version, name="Mai", email=MAI, text="=1+1", reason="Lạc đề", **MARKS)
    moderation.edit(comment, text="Bản sau.")
    answer = client.get(link("tai-ve/"))
    told = json.loads(answer.content)
    [one] = told["y_kien"]
    assert answer["Content-Disposition"] == 'attachment; filename="du-lieu-cua-toi.json"'
    assert [told["thu_dien_tu"], one["ten"], one["thu_dien_tu"]] == [MAI, "Mai", MAI]
    assert one["bai"].endswith(version.get_absolute_url())
    assert [text["noi_dung"] for text in one["cac_ban"]] == ["=1+1", "Bản sau."]
    assert one["cac_quyet_dinh"][0]["ly_do"] == "Lạc đề"
    assert (one["con_dau_trinh_duyet_va_mang"], one["tinh_trang"]) == (True, "Đang chờ duyệt")
    # Who decided is the desk's business.
    assert moderator().username not in text_of(answer)
    assert str(moderator()) not in text_of(answer)


def test_what_no_reader_sees_is_not_told_as_published(client):
    version = make_published()
    root = make_approved(version)
    make_approved(version, parent=root, email=MAI)
    moderation.withdraw(root)
    told = "Đã duyệt, nhưng không còn trên trang"
    [one] = json.loads(client.get(link("tai-ve/")).content)["y_kien"]
    assert one["tinh_trang"] == told
    assert f'comment__outcome">{told}<' in text_of(client.get(link()))


# --- erasing ------------------------------------------------------------------------------------


def test_erasing_forgets_the_person_and_the_words_and_keeps_the_facts(client):
    version = make_published()
    comment = make_approved(version, name="Mai", email=MAI, text="Bản đầu. www.x.vn", **MARKS)
    moderation.edit(comment, text="Bản sau. www.x.vn")
    address = link()
    answer = erase(client, address)
    assert (answer.status_code, answer["Location"]) == (303, address)
    comment.refresh_from_db()
    assert (comment.name, comment.email, comment.reader) == (moderation.ERASED_NAME, "", None)
    assert (comment.sender, comment.network, comment.holder) == (None, None, None)
    assert {text.text for text in comment.revisions.all()} == {moderation.ERASED_TEXT}
    assert (comment.status, comment.shown, count_of(version)) == (Status.WITHDRAWN, None, 0)
    assert comment.decisions.count() == 1
    assert (Flag.objects.count(), Print.objects.count()) == (0, 0)
    page = text_of(client.get(version.get_absolute_url()))
    assert ("Bản đầu" in page, "Mai" in page) == (False, False)
    assert "Đã xóa. Báo không còn giữ ý kiến nào" in text_of(client.get(address))
    assert DataRequest.objects.get().email == ""


def test_erasing_takes_the_name_from_bans_and_they_hold_on(client):
    reader = make_reader("Lò Thị Mai")
    comment = make_pending(make_published(), email="m.ai@gmail.com", reader=reader)
    other = make_pending(make_published(), email="ba@example.vn")
    facts = {"by": moderator(), "rule": "Không quảng cáo"}
    bans = [banning.ban(kind, comment, **facts) for kind in ("tai-khoan", "thu")]
    stays = banning.ban("thu", other, **facts)
    marks = [(ban.kind, ban.mark) for ban in bans]
    assert [str(ban) for ban in bans] == ["Tài khoản: Lò Thị Mai", "Thư điện tử: m…@gmail.com"]
    erase(client, link(email="m.ai@gmail.com"))
    assert [ban.whom for ban in Ban.objects.of(marks).in_force()] == ["", ""]
    stays.refresh_from_db()
    assert stays.whom == "b…@example.vn"
    client.force_login(moderator())
    page = text_of(client.get(reverse("admin:comments_ban_changelist")))
    assert "Tài khoản: <bdi>không còn lưu tên</bdi>" in page
    assert ("Lò Thị Mai" in page, "gmail" in page) == (False, False)


def test_erasing_never_lets_what_waits_through(client):
    version = make_published()
    waits, spam = make_pending(version, email=MAI), make_pending(version, email=MAI, trapped=True)
    erase(client, link())
    for comment in (waits, spam):
        comment.refresh_from_db()
        assert (comment.status, comment.shown) == (Status.WITHDRAWN, None)
    assert count_of(version) == 0
    with pytest.raises(moderation.Conflict):
        moderation.approve(waits, by=moderator(), revision=1)
    assert list(Comment.objects.awaiting()) == []


def test_erasing_again_changes_nothing(client):
    comment = make_approved(make_published(), email=MAI)
    other = make_approved(make_published(), email="khac@example.vn")
    address = link()
    for _n in range(2):
        assert erase(client, address).status_code == 303
    moderation.erase(comment)
    acts = list(Entry.objects.values_list("act", flat=True))
    assert acts.count("comments.erased") == 1
    other.refresh_from_db()
    assert (other.approved, other.email) == (True, "khac@example.vn")


def test_erasing_leaves_anothers_words_in_the_thread(client):
    version = make_published()
    root = make_approved(version, email=MAI)
    reply = make_approved(version, parent=root, text="Trả lời của người khác.")
    erase(client, link())
    reply.refresh_from_db()
    assert (reply.latest.text, reply.status) == ("Trả lời của người khác.", Status.APPROVED)


def test_erasing_what_is_much_goes_on_in_the_background(client, monkeypatch):
    monkeypatch.setattr(own_data, "BATCH", 2)
    version = make_published()
    for _n in range(5):
        make_approved(version, email=MAI)
    erase(client, link())
    assert (count_of(version), Comment.objects.exclude(email="").count()) == (3, 3)
    run_due()
    assert (count_of(version), Comment.objects.exclude(email="").count()) == (0, 0)
    assert Effect.objects.filter(kind=own_data.ERASE).count() == 0


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "none"}]
)
def test_erasing_from_another_site_is_refused(client, headers):
    comment = make_approved(make_published(), email=MAI)
    answer = erase(client, link(), headers=headers)
    assert answer.status_code == 403
    assert "Nếu chính bạn gửi, xin bấm lần nữa." in text_of(answer)
    assert (answer["Cache-Control"], "Xóa tất cả" in text_of(answer)) == ("no-store", True)
    comment.refresh_from_db()
    assert comment.approved


def test_opening_the_link_erases_nothing(client):
    make_approved(make_published(), email=MAI)
    assert Client().get(link("xoa/")).status_code == 405
    assert Comment.objects.get().email == MAI


def test_broken_database_erases_nothing_by_halves(client):
    def full(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and "revision" in sql:
            raise OperationalError("disk full")
        return execute(sql, params, many, context)

    version = make_published()
    comment = make_approved(version, name="Mai", email=MAI)
    address = link()
    client.raise_request_exception = False
    with connection.execute_wrapper(full):
        assert erase(client, address).status_code == 503
    comment.refresh_from_db()
    assert (comment.approved, comment.name, count_of(version)) == (True, "Mai", 1)
    assert erase(client, address).status_code == 303
    assert count_of(version) == 0


def test_log_keeps_neither_words_nor_address(client):
    make_approved(make_published(), name="Mai", email=MAI, text="Chữ của tôi.")
    address = link()
    erase(client, address)
    for entry in Entry.objects.filter(act__startswith="comments."):
        told = f"{entry.label}{entry.facts}{entry.origin}{entry.words}"
        assert not any(part in told for part in (MAI, "Chữ của tôi", address))


# --- capitals ---------------------------------------------------------------------------------


def test_an_address_is_found_however_it_was_spelled(client):
    version = make_published()
    sent = {make_pending(version, email="Mai@Example.VN").pk}
    sent.add(make_pending(version, reader=make_reader()).pk)
    User.objects.update(email="MAI@example.vn")
    ask(client, "MAI@EXAMPLE.VN")
    assert {one.pk for one in own_data.kept_of(DataRequest.objects.get())} == sent


def test_addresses_stored_in_capitals_are_lowered_in_batches(monkeypatch):
    lowering = import_module("comments.migrations.0017_addresses_in_small_letters")
    monkeypatch.setattr(lowering, "AT_ONCE", 2)
    rows = [make_pending(make_published(), email=MAI) for _n in range(5)]
    stored = ("MAI@example.vn", "mai@example.vn", "Mai@Example.vn", "An@example.vn", "")
    for row, address in zip(rows, stored, strict=True):
        Comment.objects.filter(pk=row.pk).update(email=address)
    for _again in range(2):
        lowering.lower_addresses(apps, connection.schema_editor())
        found = Comment.objects.order_by("pk").values_list("email", flat=True)
        assert list(found) == [MAI, MAI, MAI, "an@example.vn", ""]


def test_accounts_are_found_by_their_index(django_assert_num_queries):
    with django_assert_num_queries(1):
        own_data.kept_of(DataRequest(email=MAI))
    asked = User.objects.alias(address=Upper("email")).filter(address=Upper(Value(MAI)))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert "user_by_address" in asked.explain()
