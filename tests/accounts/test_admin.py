"""Accounts and roles in the back-office."""

import re

import pytest
from django.contrib.auth.models import Group
from django.contrib.auth.tokens import default_token_generator
from django.utils import timezone
from django.utils.http import urlsafe_base64_encode

from accounts.models import User
from audit.models import Entry
from newsroom.models import Message
from outbox.queue import run_due
from tests.factories.articles import chief
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
    forged = {"password1": "rung-nui-bien", "password2": "rung-nui-bien", "is_superuser": "on"}
    new = {"username": "vanha", "full_name": "Nguyễn Văn Hà", "email": "ha@example.vn"}
    assert send(client, ADD, **{**new, "email": ""}).status_code == 200
    send(client, ADD, **new, **forged)
    user = User.objects.get(username="vanha")
    assert (user.has_usable_password(), user.is_superuser) == (False, False)
    role = Group.objects.get(name="Phóng viên")
    answer = send(client, change(user), is_staff="on", groups=[role.pk])
    assert answer.status_code == 302
    assert (list(user.groups.all()), str(user)) == ([role], "Nguyễn Văn Hà")


# --- passwords ------------------------------------------------------------------------------------

NEW = {"new_password1": "rung-nui-bien", "new_password2": "rung-nui-bien"}


def link_page(user):
    return f"/admin/accounts/user/{user.pk}/password/"


def mailed(mailoutbox):
    """(to whom, the path of the link)"""
    run_due()
    [mail] = mailoutbox
    return mail.to, re.search(r"http://127\.0\.0\.1:8000(\S+)", mail.body)[1]


def test_link_goes_to_the_person_who_sets_the_password_by_it(client, keeper, mailoutbox):
    person = make_user("Tổng biên tập", email="tbt@example.vn")
    page = client.get(link_page(person)).content.decode()
    assert "tbt@example.vn" in page
    assert "password1" not in page
    answer = client.post(link_page(person), {"password1": "cua-toi", "password2": "cua-toi"})
    assert answer.url == change(person)
    to, link = mailed(mailoutbox)
    assert to == ["tbt@example.vn"]
    assert link not in client.get(answer.url).content.decode()
    person.refresh_from_db()
    assert person.check_password("mat-khau")
    client.logout()
    form = client.get(link, follow=True)
    assert (form.status_code, form["X-Robots-Tag"]) == (200, "noindex")
    assert client.post(form.redirect_chain[-1][0], NEW).url == "/admin/"
    person.refresh_from_db()
    assert person.check_password(NEW["new_password1"])
    entry = Entry.objects.newest_first().first()
    assert (entry.act, entry.by, "rung" in str(vars(entry))) == (
        *("accounts.password_changed", person, False),
    )
    assert link.split("/")[-2] not in str(entry.origin)
    assert client.get(link, follow=True).status_code == 404


def test_wrong_and_foreign_links_open_nothing(client, keeper, mailoutbox):
    reader = make_user()
    assert client.post(link_page(reader), {"x": "1"}).status_code == 422
    for path in ("MQ/abc", "x/abc", f"{'9' * 40}/abc"):
        assert client.get(f"/admin/dat-mat-khau/{path}/").status_code == 404
    token = default_token_generator.make_token(reader)
    number = urlsafe_base64_encode(str(reader.pk).encode())
    assert client.get(f"/admin/dat-mat-khau/{number}/{token}/").status_code == 404


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"email": ""}, "chưa có thư điện tử"),
        ({"is_active": False}, "đã đóng"),
        ({"is_staff": False}, "Người của tòa soạn"),
    ],
)
def test_link_is_sent_to_no_account_it_can_t_open(client, keeper, mailoutbox, facts, said):
    person = make_user("Phóng viên", **{"email": "a@example.vn", **facts})
    answer = client.post(link_page(person), {"x": "1"})
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    run_due()
    assert mailoutbox == []


def test_address_of_who_was_in_is_not_the_keeper_s_to_change(client, keeper):
    person = make_user("Tổng biên tập", email="tbt@example.vn")
    send(client, change(person), email="nham@example.vn")
    person.refresh_from_db()
    assert person.email == "nham@example.vn"  # nobody was in yet: a slip is mended
    User.objects.filter(pk=person.pk).update(last_login=timezone.now())
    sent = {**fields(client.get(change(person))), "email": "cua-toi@example.vn", "is_staff": ""}
    client.post(change(person), sent)
    person.refresh_from_db()
    assert person.email == "nham@example.vn"
    send(client, change(keeper), email="moi@example.vn")
    keeper.refresh_from_db()
    assert keeper.email == "moi@example.vn"


def test_full_account_sets_passwords_and_addresses(client):
    client.force_login(make_user("Tổng biên tập", is_superuser=True))
    person = make_user("Phóng viên", email="a@example.vn", last_login=timezone.now())
    new = {"usable_password": "true", "password1": "rung-nui-bien", "password2": "rung-nui-bien"}
    assert client.post(link_page(person), new).status_code == 302
    send(client, change(person), email="b@example.vn")
    person.refresh_from_db()
    assert (person.check_password("rung-nui-bien"), person.email) == (True, "b@example.vn")


def test_chiefs_are_told_who_was_given_what_role(client, keeper):
    head, person = chief(), make_user("Phóng viên", full_name="Hoàng Hà", username="ha")
    roles = [Group.objects.get(name=name).pk for name in ("Phóng viên", "Phó Tổng biên tập")]
    send(client, change(person), groups=roles)
    [told] = Message.objects.filter(to=head)
    assert told.words == "Lò Văn Inh giao cho Hoàng Hà (ha) vai: Phó Tổng biên tập."
    send(client, change(person), full_name="Hoàng Việt Hà")
    assert Message.objects.filter(to=head).count() == 1


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
