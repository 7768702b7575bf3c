"""What nobody types: refused in a page, never an error, and nothing is stored of it."""

import unicodedata

import pytest
from django.test import Client

from accounts.models import User
from tests import wsgi
from tests.readers.factories import (
    PASSWORD,
    link_in,
    mails,
    make_reader,
    sign_in,
    sign_up,
    text_of,
)

pytestmark = pytest.mark.django_db

ODD = [
    "a" * 1_000_000,
    "\x00",
    "\u202egnuhn",
    "e" + "\u0301" * 50,
    "{{7*7}}",
    "javascript:alert(1)",
    "'; DROP TABLE accounts_user; --",
]


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_odd_words_in_every_field(client, odd):
    for field in ("name", "email", "password1"):
        answer = sign_up(
            client, **{field: odd, "email": odd if field == "email" else "an@example.vn"}
        )
        assert answer.status_code in {200, 302}, field
    user = make_reader()
    for words in ({"login": odd}, {"password": odd}):
        form = {"login": user.email, "password": PASSWORD, **words}
        assert client.post("/tai-khoan/dang-nhap/", form).status_code in {200, 302}
    assert client.post("/tai-khoan/quen-mat-khau/", {"email": odd}).status_code == 200
    for made in User.objects.exclude(pk=user.pk):
        assert len(made.full_name) <= 60
        assert "\u202e" not in made.full_name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("An@Example.VN", "an@example.vn"),
        (" an@example.vn\u200b ", "an@example.vn"),
        (unicodedata.normalize("NFD", "An@BÁO.vn"), "an@báo.vn"),
        ("a" * 64 + "@" + "b" * 60 + ".vn", "a" * 64 + "@" + "b" * 60 + ".vn"),
    ],
)
def test_an_address_is_cleaned_and_signs_in_however_it_is_typed(client, typed, kept):
    assert sign_up(client, email=typed)["Location"] == "/tai-khoan/cho-xac-nhan/"
    user = User.objects.get()
    assert (user.email, user.emailaddress_set.get().email) == (kept, kept)
    client.post(link_in(mails()[-1]))
    for spelled in (typed, kept):
        client = Client()
        assert sign_in(client, user, login=spelled)["Location"] == "/tai-khoan/"
    client.post("/tai-khoan/quen-mat-khau/", {"email": typed})
    assert mails()[-1].subject.endswith("Đặt lại mật khẩu")


def test_an_address_longer_than_is_stored_is_refused(client):
    """PostgreSQL would not take it."""
    long = "a" * 64 + "@" + "b" * 60 + ".c" * 90 + ".vn"
    refusal = "Địa chỉ thư điện tử chưa đúng."
    assert refusal in text_of(sign_up(client, email=long))
    assert refusal in text_of(client.post("/tai-khoan/quen-mat-khau/", {"email": long}))
    sign_in(client, make_reader())
    added = {"email": long, "action_add": ""}
    client.post("/tai-khoan/thu-dien-tu/", added)
    client.post("/tai-khoan/xac-thuc/", {"password": PASSWORD})
    assert refusal in text_of(client.post("/tai-khoan/thu-dien-tu/", added))
    assert (User.objects.count(), mails()) == (1, [])


def test_a_password_that_is_too_long_is_not_scrambled(client):
    assert "Mật khẩu dài quá mức 200 ký tự." in text_of(sign_up(client, password1="mật khẩu " * 30))
    assert User.objects.count() == 0


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-7", "utf-16", "idna", "khong-co"])
def test_a_charset_of_the_sender_s_choice_is_not_followed(charset):
    body = b"login=an%40example.vn&password=%5Cud800-mat-khau"
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    status, page = wsgi.send("/tai-khoan/dang-nhap/", body, kind)
    assert status == 200
    assert "Thư điện tử hoặc mật khẩu chưa đúng." in page


@pytest.mark.parametrize(
    "address",
    [
        *("xac-nhan/%00/", "xac-nhan/a:b:c/", "dat-lai-mat-khau/zzzzzzzzzzzzz-x/"),
        *("dat-lai-mat-khau/1-%00/", "thoi-nhan-thu/%00/", "khong-co/", "viet/0/"),
    ],
)
def test_odd_addresses_are_answered_in_dress(client, address):
    sign_in(client, make_reader())
    answer = client.get(f"/tai-khoan/{address}")
    assert answer.status_code in {200, 404}
    assert answer["Cache-Control"] == "no-store"
