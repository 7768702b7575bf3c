"""Readers in the back-office: apart, and without keys to their accounts."""

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialApp
from django.contrib import admin
from django.contrib.auth.models import Group

from tests.factories.people import make_user
from tests.newsroom.desk import send
from tests.readers.factories import make_reader, text_of

pytestmark = pytest.mark.django_db

LIST = "/admin/accounts/user/"


@pytest.fixture
def keeper(client):
    user = make_user("Quản trị hệ thống", full_name="Lò Văn Inh")
    client.force_login(user)
    return user


def test_readers_stand_apart_from_the_newsroom(client, keeper):
    make_reader("Bạn Đọc Một")
    newsroom, readers = text_of(client.get(LIST)), text_of(client.get(f"{LIST}?loai=ban-doc"))
    assert ("Lò Văn Inh" in newsroom, "Bạn Đọc Một" in newsroom) == (True, False)
    assert ("Bạn Đọc Một" in readers, ">ban1@" in newsroom) == (True, False)


@pytest.mark.parametrize("superuser", [False, True])
def test_nobody_gives_a_reader_rights_or_another_address(client, keeper, superuser):
    keeper.is_superuser = superuser
    keeper.save()
    reader = make_reader("Bạn Đọc Một", email="mot@example.vn")
    role = Group.objects.get(name="Tổng biên tập")
    forged = {"is_staff": "on", "is_superuser": "on", "groups": [role.pk], "email": "x@example.vn"}
    answer = send(client, f"{LIST}{reader.pk}/change/", **forged)
    assert answer.status_code == 302
    reader.refresh_from_db()
    held = (reader.is_staff, reader.is_superuser, reader.email, reader.groups.count())
    assert held == (False, False, "mot@example.vn", 0)
    send(client, f"{LIST}{reader.pk}/change/", is_active="")
    reader.refresh_from_db()
    assert reader.is_active is False


def test_readers_are_not_offered_where_a_person_of_the_newsroom_is_meant(client):
    make_reader("Hà Bạn Đọc")
    make_user("Phóng viên", full_name="Hà Phóng Viên")
    client.force_login(make_user("Quản trị hệ thống", is_superuser=True))
    field = {"app_label": "authors", "model_name": "author", "field_name": "user", "term": "Hà"}
    found = client.get("/admin/autocomplete/", field).json()["results"]
    assert [row["text"] for row in found] == ["Hà Phóng Viên"]


def test_the_library_s_own_screens_are_not_there(client, keeper):
    assert admin.site.is_registered(EmailAddress) is False
    assert admin.site.is_registered(SocialApp) is False
    assert client.get("/admin/account/emailaddress/").status_code == 404
