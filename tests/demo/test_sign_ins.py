"""The demo's accounts open the doors they are printed for."""

import pytest
from django.urls import reverse

from accounts.models import User
from demo.sign_ins import PASSWORD, READER, make_reader

pytestmark = pytest.mark.django_db


def test_the_demo_s_reader_signs_in_and_is_made_once(client):
    make_reader()
    make_reader()
    words = {"login": READER, "password": PASSWORD}
    assert client.post(reverse("account_login"), words)["Location"] == "/tai-khoan/"
    assert User.objects.get().profile.name == "Nông Thị Lan"
