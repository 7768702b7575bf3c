"""Signing in by an account elsewhere: only where the settings name it, and for readers alone."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from accounts.models import User
from biendoi import environment
from readers.models import Profile
from tests.factories.people import make_user
from tests.readers.factories import mails, make_reader, sign_in, text_of
from tests.readers.services import KEYS, come_from_google, read_addresses

pytestmark = pytest.mark.django_db


@pytest.fixture
def google(settings):
    """The newspaper with the keys of one service."""
    settings.SOCIAL_LOGINS = KEYS
    read_addresses()
    yield
    settings.SOCIAL_LOGINS = {}
    read_addresses()


@pytest.mark.parametrize("address", ["dang-nhap/", "dang-ky/"])
def test_without_keys_nothing_is_shown_and_no_address_exists(client, address):
    page = client.get(f"/tai-khoan/{address}")
    assert ("Google" in text_of(page), "Facebook" in text_of(page)) == (False, False)
    assert "google" not in page["Content-Security-Policy"]
    assert client.get("/tai-khoan/google/login/").status_code == 404


def test_with_keys_a_form_leads_there(client, google):
    page = client.get("/tai-khoan/dang-nhap/")
    assert "Tiếp tục bằng Google" in text_of(page)
    assert "<script src" not in text_of(page)
    assert "form-action 'self' https://accounts.google.com" in page["Content-Security-Policy"]
    answer = client.post("/tai-khoan/google/login/")
    assert answer["Location"].startswith("https://accounts.google.com/")
    assert "client_id=so-1" in answer["Location"]
    assert client.get("/tai-khoan/facebook/login/").status_code == 404


def test_who_comes_first_gets_an_account_with_a_name(google):
    _request, answer = come_from_google()
    user = User.objects.get()
    assert answer["Location"] == "/tai-khoan/"
    assert (user.full_name, user.profile.name, user.is_staff) == (
        "Nguyễn Văn An",
        "Nguyễn Văn An",
        False,
    )
    assert user.has_usable_password() is False
    request, _answer = come_from_google()
    assert (request.user, User.objects.count()) == (user, 1)


def test_an_address_that_has_an_account_is_not_taken_over(google):
    user = make_reader(email="an@example.vn")
    request, answer = come_from_google()
    assert answer["Location"] == "/tai-khoan/cho-xac-nhan/"
    assert (request.user.is_authenticated, SocialAccount.objects.count()) == (False, 0)
    assert [(m.to, m.subject.partition("] ")[2]) for m in mails()] == [
        ([user.email], "Địa chỉ này đã có tài khoản")
    ]


def test_the_newsroom_s_address_opens_nothing(google):
    staff = make_user("Phóng viên", email="ha@example.vn")
    request, answer = come_from_google(email="ha@example.vn")
    assert (answer.status_code, request.user.is_authenticated) == (302, False)
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)
    _request, answer = come_from_google(email="khac@example.vn", user=staff)
    assert answer.status_code == 403
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)


def test_a_linked_account_of_one_who_became_staff_is_refused(google):
    come_from_google()
    User.objects.update(is_staff=True)
    request, answer = come_from_google()
    assert (answer.status_code, request.user.is_authenticated) == (403, False)


def test_an_unverified_address_is_confirmed_first(google):
    request, answer = come_from_google(verified=False)
    assert answer["Location"] == "/tai-khoan/cho-xac-nhan/"
    assert request.user.is_authenticated is False
    assert Profile.objects.get().name == "Nguyễn Văn An"


def test_a_linked_account_is_listed_and_taken_off(client, google):
    user = make_reader()
    account = SocialAccount.objects.create(user=user, provider="google", uid="g-1")
    sign_in(client, user)
    assert "Google" in text_of(client.get("/tai-khoan/lien-ket/"))
    asked = client.post("/tai-khoan/lien-ket/", {"account": account.pk})
    assert asked["Location"].startswith("/tai-khoan/xac-thuc/")
    assert SocialAccount.objects.count() == 1


def test_half_a_pair_of_keys_stops_the_start(monkeypatch):
    monkeypatch.setenv("GOOGLE_CLIENT_ID", "so-1")
    with pytest.raises(environment.WrongSetting, match="GOOGLE_CLIENT_SECRET"):
        environment.social_logins("GOOGLE", "FACEBOOK")
    monkeypatch.setenv("GOOGLE_CLIENT_SECRET", "khoa-1")
    assert environment.social_logins("GOOGLE", "FACEBOOK") == KEYS


def test_both_services_have_their_addresses(settings):
    settings.SOCIAL_LOGINS = {**KEYS, "facebook": {"client_id": "so-2", "secret": "khoa-2"}}
    read_addresses()
    found = [reverse("google_login"), reverse("facebook_callback")]
    settings.SOCIAL_LOGINS = {}
    read_addresses()
    assert found == ["/tai-khoan/google/login/", "/tai-khoan/facebook/login/callback/"]


BACK = "/tai-khoan/google/login/callback/"


@pytest.mark.parametrize("query", ["", "?code=x", "?code=x&state=sai", "?error=server_error"])
def test_a_way_back_that_was_not_begun_here_lets_nobody_in(client, google, query):
    client.post("/tai-khoan/google/login/")
    answer = client.get(BACK + query)
    assert (answer.status_code, answer["Cache-Control"]) == (401, "no-store")
    assert "Trang bên ngoài không xác nhận được bạn." in text_of(answer)
    assert client.get("/tai-khoan/").status_code == 302


def test_who_says_no_over_there_is_told_so(client, google):
    asked = client.post("/tai-khoan/google/login/")["Location"]
    (state,) = parse_qs(urlsplit(asked).query)["state"]
    other = Client().get(BACK, {"error": "access_denied", "state": state})
    assert other.status_code == 401
    answer = client.get(BACK, {"error": "access_denied", "state": state})
    assert answer["Location"] == "/tai-khoan/lien-ket/da-huy/"
    assert "Bạn đã dừng đăng nhập ở trang bên ngoài." in text_of(client.get(answer["Location"]))
