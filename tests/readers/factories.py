"""Readers as they come to be, and what they are sent."""

import re
from itertools import count

from django.core import mail
from django.urls import reverse

from accounts.models import User
from outbox.queue import run_due
from readers.models import Profile

PASSWORD = "rung-nui-bien-dao"
_numbers = count(1)


def make_reader(name: str = "Nguyễn Văn An", **facts: object) -> User:
    """A reader who confirmed an address."""
    n = next(_numbers)
    email = facts.pop("email", f"ban{n}@example.vn")
    wishes = {key: facts.pop(key) for key in list(facts) if hasattr(Profile, key)}
    user = User.objects.create_user(
        username=f"doc-gia-{n}", email=email, password=PASSWORD, full_name=name, **facts
    )
    user.emailaddress_set.create(email=email, verified=True, primary=True)
    Profile.objects.create(user=user, name=name, **wishes)
    return user


def sign_in(client, user: User, password: str = PASSWORD, **words: str):
    words = {"login": user.email, "password": password, **words}
    return client.post(reverse("account_login"), words)


def sign_up(client, **words: str):
    typed = {
        "name": "Nguyễn Văn An",
        "email": "an@example.vn",
        "password1": PASSWORD,
        "agreed": "on",
        "trap": "",
    }
    return client.post(reverse("account_signup"), {**typed, **words})


def mails() -> list:
    """What the worker has sent after doing all that is due."""
    run_due()
    return mail.outbox


def link_in(message) -> str:
    """The path of the link a mail leads to."""
    return re.search(r"https?://[^/\s]+(/tai-khoan/\S+)", message.body)[1]


def text_of(response) -> str:
    return response.content.decode()
