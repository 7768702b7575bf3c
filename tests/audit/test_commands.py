"""Accounts made and opened from the machine itself leave a line like those from the pages."""

import pytest
from django.contrib.auth.management.commands import changepassword
from django.core.management import CommandError, call_command

from accounts.models import User
from audit.models import Entry
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def lines():
    found = Entry.objects.order_by("number")
    return [(entry.act, entry.key, entry.by, entry.facts) for entry in found]


def test_superuser_made_by_command_is_told(monkeypatch, capsys):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "Mat-khau-dai-99")
    call_command("createsuperuser", "--noinput", "--username=may", "--email=may@example.vn")
    user = User.objects.get(username="may")
    assert user.is_superuser
    assert lines() == [("accounts.created", str(user.pk), None, {"superuser": True})]


def test_superuser_refused_leaves_no_line(capsys):
    user = make_user()
    with pytest.raises(CommandError):
        call_command(
            *("createsuperuser", "--noinput", "--email=may@example.vn"),
            f"--username={user.username}",
        )
    assert lines() == []


def test_password_set_by_command_is_told(monkeypatch, capsys):
    user = make_user()
    monkeypatch.setattr(changepassword.getpass, "getpass", lambda prompt: "Mat-khau-dai-99")
    call_command("changepassword", user.username)
    user.refresh_from_db()
    assert user.check_password("Mat-khau-dai-99")
    assert lines() == [("accounts.password_changed", str(user.pk), None, {})]


def test_password_refused_leaves_no_line(monkeypatch, capsys):
    monkeypatch.setattr(changepassword.getpass, "getpass", lambda prompt: "1")
    with pytest.raises(CommandError):
        call_command("changepassword", make_user().username)
    assert lines() == []
