"""Signing up, signing in, forgetting: by the address alone, and nobody learns who is there."""

import unicodedata

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from outbox.models import Effect
from outbox.queue import run_due
from readers.letters import SEND
from readers.models import Letter, Profile
from tests.factories.people import make_user
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

FRONT = "/tai-khoan/"
WAITING = "/tai-khoan/cho-xac-nhan/"


def signed_in(client) -> bool:
    return client.get(FRONT).status_code == 200


def test_sign_up_confirms_the_address_and_lets_in(client):
    answer = sign_up(client)
    assert (answer.status_code, answer["Location"]) == (302, WAITING)
    user = User.objects.get()
    assert (user.full_name, user.profile.name) == ("Nguyễn Văn An", "Nguyễn Văn An")
    assert (user.is_staff, user.is_superuser, list(user.groups.all())) == (False, False, [])
    (letter,) = mails()
    assert (letter.to, letter.subject) == (
        ["an@example.vn"],
        "[Báo Biên phòng] Xác nhận thư điện tử",
    )
    sign_in(client, user)
    assert not signed_in(client)  # the address is not confirmed yet
    link = link_in(letter)
    assert "an@example.vn" in text_of(client.get(link))
    assert client.post(link)["Location"] == "/tai-khoan/dang-nhap/"
    assert sign_in(client, user)["Location"] == FRONT
    assert signed_in(client)
    assert client.post("/tai-khoan/dang-xuat/")["Location"] == "/tai-khoan/dang-nhap/"
    assert not signed_in(client)


def test_a_link_confirms_once(client):
    sign_up(client)
    link = link_in(mails()[0])
    client.post(link)
    assert "đã dùng" in text_of(client.get(link))
    assert client.post(link).status_code == 404
    assert "không đúng" in text_of(client.get("/tai-khoan/xac-nhan/MTI:1abc:xyz/"))


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"name": ""}, "Xin cho biết tên của bạn."),
        ({"name": "a" * 61}, "Tên dài 61 ký tự, quá mức 60 ký tự. Xin viết gọn hơn."),
        ({"name": "TOÀ  SOẠN"}, "Tên này dành cho tòa soạn. Xin chọn tên khác."),
        ({"name": "Thư ký tòasоạn."}, "Tên này dành cho tòa soạn. Xin chọn tên khác."),
        ({"email": "khong-phai-thu"}, "Địa chỉ thư điện tử chưa đúng."),
        ({"email": "a@example.vn\r\nBcc: b@example.vn"}, "Địa chỉ thư điện tử chưa đúng."),
        ({"password1": "12345"}, "Mật khẩu quá ngắn, cần ít nhất 10 ký tự."),
        ({"agreed": ""}, "Cần có sự đồng ý của bạn để lưu thông tin."),
    ],
)
def test_what_cannot_be_taken_is_refused_by_its_field(client, words, refusal):
    answer = sign_up(client, **words)
    assert refusal in text_of(answer)
    assert (User.objects.count(), mails()) == (0, [])


def test_a_name_is_cleaned_on_its_way_in(client):
    sign_up(client, name=unicodedata.normalize("NFD", "  Ðặng\u200b  Thị\r\nHà\x00 "))
    assert Profile.objects.get().name == User.objects.get().full_name == "Đặng Thị Hà"


def test_extra_fields_give_no_rights(client):
    sign_up(client, is_staff="1", is_superuser="1", username="tongbientap", groups="1", user="1")
    user = User.objects.get()
    assert (user.is_staff, user.is_superuser, user.username[:8]) == (False, False, "doc-gia-")


def test_a_program_that_fills_in_every_field_is_answered_as_anybody(client):
    assert sign_up(client, trap="x")["Location"] == WAITING
    assert (User.objects.count(), mails()) == (0, [])


def test_pressed_twice_it_is_one_account_and_one_letter(client):
    assert sign_up(client)["Location"] == sign_up(client)["Location"] == WAITING
    assert (User.objects.count(), len(mails())) == (1, 1)


@pytest.mark.parametrize("taken_by", ["reader", "staff"])
def test_signing_up_tells_nobody_that_an_address_is_taken(client, taken_by):
    if taken_by == "reader":
        make_reader(email="an@example.vn")
    else:
        make_user("Phóng viên", email="an@example.vn")
    taken = sign_up(client)
    free = sign_up(client, email="khac@example.vn")
    assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
    assert taken.cookies.keys() == free.cookies.keys()
    assert User.objects.filter(email="an@example.vn").count() == 1
    assert sorted((m.to[0], m.subject.partition("] ")[2]) for m in mails()) == [
        ("an@example.vn", "Địa chỉ này đã có tài khoản"),
        ("khac@example.vn", "Xác nhận thư điện tử"),
    ]


def test_a_wrong_password_and_an_unknown_address_get_one_answer(client):
    user = make_reader()
    wrong = sign_in(client, user, "sai-mat-khau-roi")
    unknown = client.post(
        reverse("account_login"), {"login": "la@example.vn", "password": "sai-mat-khau-roi"}
    )
    said = [text_of(a).replace("la@example.vn", user.email) for a in (wrong, unknown)]
    strip = [part.split('name="csrfmiddlewaretoken"')[0] for part in said]
    assert strip[0] == strip[1]
    assert said[0].count("Thư điện tử hoặc mật khẩu chưa đúng.") == 1


@pytest.fixture
def scrambled(monkeypatch):
    """How often a password was scrambled: what takes long enough to be measured from outside."""
    counted = []
    encode = MD5PasswordHasher.encode

    def count(hasher, password, salt):
        counted.append(password)
        return encode(hasher, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", count)
    return counted


def test_no_answer_takes_longer_where_there_is_an_account(client, scrambled):
    make_reader(email="an@example.vn")
    make_user("Phóng viên", email="ha@example.vn")
    for address in ("an@example.vn", "ha@example.vn", "la@example.vn"):
        scrambled.clear()
        client.post(reverse("account_login"), {"login": address, "password": "sai-mat-khau-roi"})
        assert (address, scrambled) == (address, ["sai-mat-khau-roi"])
    for address in ("an@example.vn", "ha@example.vn", "moi@example.vn"):
        scrambled.clear()
        sign_up(client, email=address)
        assert (address, scrambled) == (address, [PASSWORD])


def test_a_dead_mail_server_is_no_page_s_business(client, settings):
    settings.EMAIL_BACKEND = "there.is.none"
    assert sign_up(client)["Location"] == WAITING
    run_due()
    assert (Letter.objects.count(), "there" in Effect.objects.get(kind=SEND).last_error) == (
        1,
        True,
    )
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Effect.objects.update(due=timezone.now())
    assert [letter.to for letter in mails()] == [["an@example.vn"]]
    assert Letter.objects.count() == 0


def test_after_five_wrong_passwords_the_right_one_waits(client):
    user = make_reader()
    for _n in range(5):
        sign_in(client, user, "sai-mat-khau-roi")
    assert "Đã thử sai quá nhiều lần." in text_of(sign_in(client, user))
    assert not signed_in(client)


def test_too_many_requests_are_refused_in_dress(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
    sign_up(client)
    answer = sign_up(client, email="khac@example.vn")
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "Bạn gửi yêu cầu quá nhanh" in text_of(answer)
    assert User.objects.count() == 1


def test_a_forgotten_password_is_set_anew_by_mail(client):
    user = make_reader(email="an@example.vn")
    asked = client.post("/tai-khoan/quen-mat-khau/", {"email": "an@example.vn"})
    unknown = client.post("/tai-khoan/quen-mat-khau/", {"email": "la@example.vn"})
    assert asked["Location"] == unknown["Location"] == "/tai-khoan/quen-mat-khau/da-gui/"
    letters = {m.to[0]: m for m in mails()}
    assert letters["la@example.vn"].subject.endswith("Địa chỉ này chưa có tài khoản")
    form = client.get(link_in(letters["an@example.vn"]))["Location"]
    new = {"password1": "song-suoi-thac-ghenh", "password2": "song-suoi-thac-ghenh"}
    assert client.post(form, new)["Location"] == "/tai-khoan/dat-lai-mat-khau/xong/"
    assert not sign_in(client, user, PASSWORD).has_header("Location")
    assert sign_in(client, user, "song-suoi-thac-ghenh")["Location"] == FRONT
    assert mails()[-1].subject.endswith("Mật khẩu đã được đặt lại")
    used = client.get(link_in(letters["an@example.vn"]))
    assert "đã hết hạn" in text_of(used)


def test_a_new_password_is_typed_twice_and_the_old_one_known(client):
    user = make_reader()
    sign_in(client, user)
    form = {"oldpassword": "sai-mat-khau-roi", "password1": "song-suoi-thac", "password2": "khac"}
    page = text_of(client.post("/tai-khoan/doi-mat-khau/", form))
    assert "Xin gõ mật khẩu đang dùng." in page
    assert "Hai lần gõ mật khẩu chưa giống nhau." in page
    form = {"oldpassword": PASSWORD, "password1": "song-suoi-thac", "password2": "song-suoi-thac"}
    assert client.post("/tai-khoan/doi-mat-khau/", form)["Location"] == FRONT
    assert "Mật khẩu đã được đổi." in text_of(client.get(FRONT))
    user.refresh_from_db()
    assert user.check_password("song-suoi-thac")


def test_a_key_goes_to_this_site_whatever_host_was_named(client, settings):
    make_reader(email="an@example.vn")
    asked = {"email": "an@example.vn"}
    client.post("/tai-khoan/quen-mat-khau/", asked, headers={"Host": "evil.example"})
    (letter,) = mails()
    assert f"{settings.SITE_URL}/tai-khoan/dat-lai-mat-khau/" in letter.body
    assert "evil" not in letter.body


def test_a_session_from_before_opens_nothing_afterwards(client):
    user = make_reader()
    client.session.save()
    given = client.cookies["sessionid"].value
    sign_in(client, user)
    assert _opens(given) is False
    own = client.cookies["sessionid"].value
    assert (_opens(own), own == given) == (True, False)
    client.post("/tai-khoan/dang-xuat/")
    assert _opens(own) is False


def test_a_new_password_ends_every_other_session(client):
    user, elsewhere = make_reader(), Client()
    sign_in(client, user)
    sign_in(elsewhere, user)
    new = {"oldpassword": PASSWORD, "password1": "song-suoi-thac", "password2": "song-suoi-thac"}
    client.post("/tai-khoan/doi-mat-khau/", new)
    assert (client.get(FRONT).status_code, elsewhere.get(FRONT).status_code) == (200, 302)


def _opens(key):
    stranger = Client()
    stranger.cookies["sessionid"] = key
    return stranger.get(FRONT).status_code == 200


@pytest.mark.parametrize(
    "way",
    [
        *("//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"),
        *("///evil.example", "/\t/evil.example", "\\/evil.example"),
    ],
)
def test_the_way_back_leads_nowhere_else(client, way):
    assert sign_in(client, make_reader(), next=way)["Location"] == FRONT


def test_the_way_back_leads_to_the_page_that_was_asked_for(client):
    asked = client.get("/tai-khoan/ho-so/")
    assert asked["Location"] == "/tai-khoan/dang-nhap/?next=%2Ftai-khoan%2Fho-so%2F"
    page = client.get(asked["Location"])
    assert 'name="next" value="/tai-khoan/ho-so/"' in text_of(page)
    back = sign_in(client, make_reader(), next="/tai-khoan/ho-so/")
    assert back["Location"] == "/tai-khoan/ho-so/"


def test_another_address_replaces_the_old_one_once_confirmed(client):
    user = make_reader(email="cu@example.vn")
    sign_in(client, user)
    added = {"email": "moi@example.vn", "action_add": ""}
    again = client.post("/tai-khoan/thu-dien-tu/", added)["Location"]
    assert again == "/tai-khoan/xac-thuc/?next=%2Ftai-khoan%2Fthu-dien-tu%2F"
    assert "Mật khẩu chưa đúng." in text_of(client.post(again, {"password": "sai-mat-khau"}))
    assert mails() == []
    client.post(again, {"password": PASSWORD})
    user.refresh_from_db()
    assert user.email == "cu@example.vn"
    client.post(link_in(mails()[0]))
    user.refresh_from_db()
    assert user.email == "moi@example.vn"
    assert [(m.to[0], m.subject.partition("] ")[2]) for m in mails()[1:]] == [
        ("cu@example.vn", "Thư điện tử đã được đổi")
    ]


@pytest.mark.parametrize("address", ["free@example.vn", "other@example.vn", "staff@example.vn"])
def test_changing_the_address_tells_nobody_whose_it_is(client, address):
    other = make_reader(email="other@example.vn")
    make_user("Phóng viên", email="staff@example.vn")
    user = make_reader(email="an@example.vn")
    sign_in(client, user)
    added = {"email": address, "action_add": ""}
    again = client.post("/tai-khoan/thu-dien-tu/", added)["Location"]
    answer = client.post(again, {"password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/tai-khoan/thu-dien-tu/")
    (letter,) = mails()
    assert (letter.to, letter.subject.partition("] ")[2]) == ([address], "Xác nhận thư điện tử")
    client.post(link_in(letter))
    user.refresh_from_db()
    assert user.email == ("an@example.vn" if address == other.email else address)
    other.refresh_from_db()
    assert other.email == "other@example.vn"


def test_every_answer_is_kept_by_no_cache_and_found_by_no_robot(client):
    for address in ("dang-nhap/", "dang-ky/", "quen-mat-khau/", ""):
        answer = client.get(FRONT + address)
        told = [answer[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")]
        assert told == ["no-store", "noindex", "same-origin"]
    assert mail.outbox == []
