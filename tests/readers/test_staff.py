"""The newsroom's accounts are out of reach of /tai-khoan/, whichever way somebody tries."""

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.urls import reverse

from accounts.models import User
from audit.models import Entry
from readers.backends import ReaderBackend
from tests.factories.people import make_user
from tests.readers.factories import PASSWORD, link_in, mails, make_reader, sign_in, text_of

pytestmark = pytest.mark.django_db

FRONT = "/tai-khoan/"


@pytest.fixture(params=["staff", "superuser", "without a role"])
def insider(request):
    """Whoever was not made by signing up."""
    facts = {
        "staff": {"is_staff": True},
        "superuser": {"is_superuser": True},
        "without a role": {},
    }
    user = make_user(email="ha@example.vn", **facts[request.param])
    user.set_password(PASSWORD)
    user.save()
    return user


def test_the_right_password_of_an_insider_opens_no_session(client, insider):
    answer = sign_in(client, insider)
    assert "Thư điện tử hoặc mật khẩu chưa đúng." in text_of(answer)
    assert Session.objects.count() == 0


def test_no_key_is_sent_to_an_insider(client, insider):
    client.post("/tai-khoan/quen-mat-khau/", {"email": insider.email})
    (letter,) = mails()
    assert letter.subject.endswith("Địa chỉ này chưa có tài khoản")
    assert insider.emailaddress_set.count() == 0


def test_an_insider_who_is_signed_in_is_told_where_to_go(client, insider):
    client.force_login(insider)
    for address in (FRONT, "/tai-khoan/ho-so/", "/tai-khoan/thu-dien-tu/", "/tai-khoan/lien-ket/"):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "Tài khoản tòa soạn không dùng trang này" in text_of(answer)
    before = insider.email
    added = {"email": "ke-gian@example.vn", "action_add": ""}
    assert client.post("/tai-khoan/thu-dien-tu/", added).status_code == 403
    insider.refresh_from_db()
    assert (insider.email, insider.emailaddress_set.count(), mails()) == (before, 0, [])


def test_a_reader_made_staff_loses_session_key_and_door(client):
    user = make_reader()
    sign_in(client, user)
    assert client.get(FRONT).status_code == 200
    client.post("/tai-khoan/quen-mat-khau/", {"email": user.email})
    client.logout()
    sign_in(client, user)
    User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    assert client.get("/admin/").status_code == 302
    assert client.get(FRONT)["Location"].startswith("/tai-khoan/dang-nhap/")
    assert "đã hết hạn" in text_of(client.get(link_in(mails()[-1])))
    assert not sign_in(client, user).has_header("Location")


def test_a_reader_stands_before_the_newsroom_s_door(client):
    user = make_reader()
    form = {"username": user.email, "password": PASSWORD, "next": "/admin/"}
    assert client.post("/admin/login/", form).status_code == 200
    form["username"] = user.username
    assert client.post("/admin/login/", form).status_code == 200
    sign_in(client, user)
    assert client.get("/admin/").status_code == 302
    assert not user.has_perm("comments.moderate")


def test_the_newsroom_signs_in_as_before(client):
    user = make_user("Phóng viên", email="ha@example.vn")
    form = {"username": user.username, "password": "mat-khau", "next": "/admin/"}
    assert client.post(reverse("admin:login"), form)["Location"] == "/admin/"
    assert ReaderBackend().get_user(user.pk) is None


def test_the_log_keeps_no_coming_and_going_of_readers(client):
    user = make_reader()
    before = Entry.objects.count()
    sign_in(client, user, "sai-mat-khau-roi")
    sign_in(client, user)
    client.post("/tai-khoan/dang-xuat/")
    assert Entry.objects.count() == before
    assert mail.outbox == []


def test_a_closed_account_is_told_so(client):
    user = make_reader(is_active=False)
    assert sign_in(client, user).has_header("Location") is False
    assert client.get(FRONT)["Location"].startswith("/tai-khoan/dang-nhap/")
