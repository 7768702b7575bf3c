"""Accounts and roles in the back-office."""

import pytest
from django.contrib.auth.models import Group

from accounts.models import User
from tests.factories.people import make_user
from tests.newsroom.desk import fields, send

pytestmark = pytest.mark.django_db

ADD = "/admin/accounts/user/add/"


def change(user):
    return f"/admin/accounts/user/{user.pk}/change/"


@pytest.fixture
def keeper(client):
    user = make_user("Quản trị hệ thống", full_name="Lò Văn Inh")
    client.force_login(user)
    return user


def test_keeper_opens_an_account_and_gives_it_a_role(client, keeper):
    new = {"username": "vanha", "full_name": "Nguyễn Văn Hà"}
    send(client, ADD, **new, password1="rung-nui-bien", password2="rung-nui-bien")
    user = User.objects.get(username="vanha")
    role = Group.objects.get(name="Phóng viên")
    answer = send(client, change(user), is_staff="on", groups=[role.pk])
    assert answer.status_code == 302
    assert (list(user.groups.all()), str(user)) == ([role], "Nguyễn Văn Hà")
    assert client.login(username="vanha", password="rung-nui-bien")


def test_keeper_gives_nobody_all_rights(client, keeper):
    user = make_user("Phóng viên")
    assert "is_superuser" not in fields(client.get(change(user)))
    send(client, change(user), is_superuser="on", user_permissions=["1"])
    user.refresh_from_db()
    assert (user.is_superuser, user.user_permissions.count()) == (False, 0)


def test_keeper_does_not_raise_himself(client, keeper):
    chief = Group.objects.get(name="Tổng biên tập")
    send(client, change(keeper), groups=[chief.pk], is_superuser="on", full_name="Tên mới")
    keeper.refresh_from_db()
    assert [group.name for group in keeper.groups.all()] == ["Quản trị hệ thống"]
    assert (keeper.full_name, keeper.is_superuser, keeper.is_staff) == ("Tên mới", False, True)


def test_account_that_may_do_everything_is_out_of_the_keepers_reach(client, keeper):
    full = make_user("Tổng biên tập", is_superuser=True)
    before = full.password
    client.post(change(full), {"username": "khac", "full_name": "Khác"})
    door = f"/admin/accounts/user/{full.pk}/password/"
    new = {"password1": "rung-nui-bien", "password2": "rung-nui-bien"}
    assert client.post(door, new).status_code == 403
    full.refresh_from_db()
    assert (full.password, full.full_name) == (before, "")


def test_accounts_and_roles_are_not_deleted(client):
    client.force_login(make_user("Tổng biên tập", is_superuser=True))
    user, role = make_user("Phóng viên"), Group.objects.get(name="Kế toán")
    for address in (
        f"/admin/accounts/user/{user.pk}/delete/",
        f"/admin/auth/group/{role.pk}/delete/",
    ):
        assert client.post(address, {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=user.pk).exists()
    assert Group.objects.filter(pk=role.pk).exists()


def test_role_tells_its_rights_in_vietnamese(client, keeper):
    role = Group.objects.get(name="Cộng tác viên")
    page = client.get(f"/admin/auth/group/{role.pk}/change/").content.decode()
    assert "Thêm bài, Sửa bài, Xem bài" in page
    assert "Can add" not in page


def test_role_keeps_its_rights_when_saved_again(client):
    client.force_login(make_user("Tổng biên tập", is_superuser=True))
    for role in Group.objects.all():
        before = set(role.permissions.values_list("pk", flat=True))
        send(client, f"/admin/auth/group/{role.pk}/change/")
        assert set(role.permissions.values_list("pk", flat=True)) == before


@pytest.mark.parametrize("number", ["0", "x", "9" * 40])
def test_unknown_account_is_not_found(client, keeper, number):
    for address in (f"/admin/accounts/user/{number}/{page}/" for page in ("change", "password")):
        assert client.get(address).status_code in {302, 404}
