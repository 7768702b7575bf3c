"""The end of an account: asked for with a proof, thought over, and then whole."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from comments import banning, moderation, own_data
from comments.models import (
    Ban,
    Comment,
    CommentRevision,
    DataRequest,
    Decision,
    Mode,
    SectionPolicy,
    Status,
)
from comments.parting import leave_nameless
from outbox.models import Effect
from outbox.queue import run_due
from readers import exporting, leaving
from readers.models import Letter, Notice, Profile, SavedPiece
from tests.comments.factories import (
    count_of,
    make_approved,
    make_pending,
    make_rejected,
    make_spam,
    moderator,
    send,
)
from tests.factories.articles import make_published
from tests.readers.factories import PASSWORD, link_in, mails, make_reader, sign_in, sign_up, text_of

pytestmark = pytest.mark.django_db

LEAVE = "/tai-khoan/xoa/"


@pytest.fixture
def version():
    return make_published()


def seven_days_on():
    Profile.objects.filter(leaves_at__isnull=False).update(leaves_at=timezone.now())
    Effect.objects.update(due=timezone.now())
    run_due()


def ask(client, user, **words):
    sign_in(client, user)
    return client.post(LEAVE, {"wish": "giu", "password": PASSWORD, **words})


def test_an_account_goes_after_seven_days_with_all_that_is_its(client, version):
    user = make_reader(email="an@example.vn")
    SavedPiece.objects.create(reader=user.profile, article=version.article)
    Notice.objects.create(reader=user.profile, kind="reply", comment=make_approved(version))
    assert ask(client, user)["Location"] == "/tai-khoan/dang-nhap/"
    assert client.get("/tai-khoan/").status_code == 302
    assert "sẽ bị xóa lúc" in mails()[-1].body
    assert User.objects.filter(pk=user.pk).exists()
    seven_days_on()
    assert not User.objects.filter(email="an@example.vn").exists()
    assert (Profile.objects.count(), SavedPiece.objects.count(), Notice.objects.count()) == (
        0,
        0,
        0,
    )


def test_a_browser_that_is_signed_in_elsewhere_is_out_and_sends_as_a_guest(client, version):
    user, elsewhere = make_reader("Lò Thị Mến"), Client()
    sign_in(elsewhere, user)
    leaving.ask(user.profile, withdraws=False)
    assert "Giữ lại tài khoản" in text_of(elsewhere.get("/tai-khoan/"))
    Profile.objects.update(leaves_at=timezone.now())
    leaving.leave(user.pk)
    assert elsewhere.get("/tai-khoan/").status_code == 302
    assert elsewhere.post("/tai-khoan/giu-lai/").status_code == 302
    assert send(elsewhere, version, name="Nguyễn Văn An").status_code == 303
    comment = Comment.objects.get()
    assert (comment.name, comment.reader, comment.pending) == ("Nguyễn Văn An", None, True)


def test_who_thinks_better_of_it_keeps_everything(client, version):
    user = make_reader()
    comment = make_approved(version, reader=user)
    said = text_of(client.get(ask(client, user)["Location"]))
    assert "xin đăng nhập lại và bấm “Giữ lại tài khoản”; chỉ đăng nhập thì chưa giữ." in said
    sign_in(client, user)
    assert Profile.objects.get().leaves_at is not None
    page = text_of(client.get("/tai-khoan/"))
    assert "Tài khoản này sẽ bị xóa lúc" in page
    assert '<button class="button" type="submit">Giữ lại tài khoản</button>' in page
    client.post("/tai-khoan/giu-lai/")
    Effect.objects.update(due=timezone.now())
    run_due()
    comment.refresh_from_db()
    assert (Profile.objects.get().leaves_at, comment.reader) == (None, user)


@pytest.mark.parametrize(
    "words", [{"password": "sai-mat-khau-roi"}, {"password": ""}, {"wish": "khac"}]
)
def test_without_the_password_or_a_choice_nothing_is_asked_for(client, words):
    answer = ask(client, make_reader(), **words)
    assert (answer.status_code, Profile.objects.get().leaves_at) == (422, None)
    assert Effect.objects.filter(kind=leaving.LEAVE).count() == 0


def test_passwords_cannot_be_tried_here(client):
    user = make_reader()
    sign_in(client, user)
    for _n in range(6):
        answer = client.post(LEAVE, {"wish": "giu", "password": "sai-mat-khau-roi"})
    assert "Đã thử sai quá nhiều lần." in text_of(answer)


@pytest.mark.parametrize("wish", ["giu", "rut"])
def test_what_waits_never_comes_before_readers_by_it(client, version, wish):
    user = make_reader(email="an@example.vn")
    facts = {"reader": user, "name": user.full_name, "email": user.email}
    shown = make_approved(version, **facts, text="Đã đăng.")
    hidden = [make(version, **facts) for make in (make_pending, make_rejected, make_spam)]
    edited = make_approved(version, **facts, text="Bản đầu.")
    moderation.edit(edited, text="Bản sửa đang chờ.")
    ask(client, user, wish=wish)
    seven_days_on()
    visible = set(Comment.objects.public().values_list("pk", flat=True))
    assert visible == ({shown.pk, edited.pk} if wish == "giu" else set())
    assert count_of(version) == len(visible)
    for comment in (*hidden, edited, shown):
        comment.refresh_from_db()
        assert (comment.name, comment.email, comment.reader) == ("Bạn đọc", "", None)
    texts = set(CommentRevision.objects.values_list("text", flat=True))
    kept = {"Đã đăng.", "Bản đầu."} if wish == "giu" else set()
    assert texts == kept | {moderation.ERASED_TEXT}


@pytest.mark.parametrize("wish", ["giu", "rut"])
def test_bans_hold_on_and_forget_whom_they_are_about(client, version, wish):
    user = make_reader("Nguyễn Văn An", email="an@example.vn")
    shown = make_approved(version, reader=user, email=user.email)
    facts = {"by": moderator(), "rule": "Không quảng cáo"}
    banning.ban("tai-khoan", shown, **facts)
    banning.ban("thu", shown, **facts)
    banning.ban("thu", "khac@example.vn", **facts)
    ask(client, user, wish=wish)
    assert Ban.objects.exclude(whom="").count() == 3
    seven_days_on()
    told = [(ban.kind, ban.whom) for ban in Ban.objects.in_force().order_by("pk")]
    assert told == [("tai-khoan", ""), ("thu", ""), ("thu", "k…@example.vn")]


def test_a_ban_on_an_account_without_comments_forgets_it_too(client, version):
    user = make_reader(email="an@example.vn")
    comment = make_pending(version, reader=user)
    banning.ban("tai-khoan", comment, by=moderator(), rule="Không quảng cáo")
    banning.ban("thu", "an@example.vn", by=moderator(), rule="Không quảng cáo")
    Comment.objects.update(reader=None)
    ask(client, user)
    seven_days_on()
    assert [ban.whom for ban in Ban.objects.in_force()] == ["", ""]


def test_left_nameless_stays_as_readers_saw_it_and_twice_is_once(version):
    user = make_reader()
    comment = make_approved(version, reader=user, name=user.full_name, text="Đã đăng.")
    moderation.edit(comment, text="Bản sửa.")
    before = Entry.objects.filter(act="comments.left_nameless").count()
    leave_nameless(comment)
    held = leave_nameless(comment)
    assert (held.approved, held.edited_since, held.latest.text) == (True, False, "Đã đăng.")
    moderation.approve(held, by=moderator())
    held.refresh_from_db()
    assert (held.shown.text, count_of(version)) == ("Đã đăng.", 1)
    assert Entry.objects.filter(act="comments.left_nameless").count() == before + 1


def test_who_has_no_password_confirms_by_mail(client):
    user = make_reader()
    user.set_unusable_password()
    user.save()
    client.force_login(user, backend="readers.backends.ReaderBackend")
    assert "Báo đã gửi thư" in text_of(client.post(LEAVE, {"wish": "giu"}))
    assert Profile.objects.get().leaves_at is None
    link = link_in(mails()[-1])
    assert client.get(link).status_code == 200
    client.post(link, {"wish": "giu"})
    assert Profile.objects.get().leaves_at is not None


def test_a_key_of_somebody_else_opens_nothing(client):
    other, user = make_reader(), make_reader()
    leaving.mail_key(other.profile)
    link = link_in(mails()[-1])
    sign_in(client, user)
    assert client.post(link, {"wish": "giu"}).status_code == 404
    assert client.post(f"{LEAVE}x.y.z/", {"wish": "giu"}).status_code == 404
    assert not Profile.objects.filter(leaves_at__isnull=False).exists()


def test_an_address_nobody_confirmed_is_free_again(client):
    sign_up(client)
    user = User.objects.get()
    Letter.objects.all().delete()
    leaving.forget_unconfirmed(user.pk)
    assert User.objects.count() == 0
    sign_up(client, email="hai@example.vn")
    user = User.objects.get()
    user.emailaddress_set.update(verified=True)
    leaving.forget_unconfirmed(user.pk)
    assert User.objects.get() == user


def test_an_account_that_rows_for_good_name_is_blanked(version):
    user = make_reader(email="an@example.vn")
    comment = make_pending(version)
    Decision.objects.create(
        comment=comment, revision=comment.latest, verdict=Status.REJECTED, by=user
    )
    Profile.objects.update(leaves_at=timezone.now() - timedelta(days=1))
    leaving.leave(user.pk)
    user.refresh_from_db()
    assert (user.full_name, user.email, user.is_active) == ("", "", False)
    assert (user.has_usable_password(), Profile.objects.count()) == (False, 0)


def test_export_tells_all_of_one_reader_and_nothing_of_others(client, version):
    user, other = make_reader(), make_reader("Người khác")
    own = make_rejected(version, reader=user, text="=1+1 của tôi", reason="Chưa rõ ý")
    make_approved(version, reader=other, text="Của người khác")
    SavedPiece.objects.create(reader=user.profile, article=version.article)
    sign_in(client, user)
    answer = client.get("/tai-khoan/du-lieu/")
    told = json.loads(answer.content)
    assert [row["so"] for row in told["y_kien"]] == [own.pk]
    assert told["y_kien"][0]["cac_ban"][0]["noi_dung"] == "=1+1 của tôi"
    assert told["y_kien"][0]["quyet_dinh"][0]["ly_do"] == "Chưa rõ ý"
    assert [row["bai"] for row in told["bai_da_luu"]] == [version.article_id]
    assert ("Của người khác" in text_of(answer), moderator().username in text_of(answer)) == (
        False,
        False,
    )
    assert mail.outbox == []


MARKS = {"sender": 1, "network": 2, "holder": None}


@pytest.mark.parametrize("kept", [True, False])
def test_both_exports_say_the_same_of_a_comment(client, version, kept):
    user = make_reader(email="an@example.vn")
    facts = {"email": user.email, **MARKS} if kept else {"email": ""}
    comment = make_approved(version, reader=user, **facts)
    make_rejected(version, reader=user, reason="Lạc đề", **facts)
    SectionPolicy.objects.create(section=version.section, mode=Mode.HIDDEN)
    sign_in(client, user)
    told = json.loads(client.get("/tai-khoan/du-lieu/").content)["y_kien"]
    mailed = own_data.told(DataRequest.objects.create(email=user.email))["y_kien"]
    same = {"so", "ten", "thu_dien_tu", "con_dau_trinh_duyet_va_mang", "gui_luc", "tinh_trang"}
    parts = [
        [{name: row[name] for name in same | {"luot_thich"}} for row in rows]
        for rows in (told, mailed)
    ]
    assert parts[0] == parts[1]
    row = told[1]
    assert (row["so"], row["thu_dien_tu"]) == (comment.pk, user.email if kept else "")
    assert row["con_dau_trinh_duyet_va_mang"] is kept
    assert [row["tinh_trang"] for row in told] == [
        *("Không đăng: Lạc đề", "Đã duyệt, nhưng không còn trên trang")
    ]
    assert told[0]["quyet_dinh"][0]["ly_do"] == mailed[0]["cac_quyet_dinh"][0]["ly_do"]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_export_costs_the_same_for_any_number(version, count, django_assert_num_queries):
    user = make_reader()
    for _n in range(count):
        make_approved(version, reader=user)
    reader = Profile.objects.select_related("user").get()
    with django_assert_num_queries(7):
        assert len(exporting.everything(reader)["y_kien"]) == count
