"""What allauth says of itself, in our words: no sentence of it is left as it came."""

import re
import unicodedata
from pathlib import Path

import allauth
import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings

from readers.adapters import SAID, ReaderAdapter, SocialAdapter

STOCK = Path(allauth.__file__).parent / "templates"
OWN = Path(settings.BASE_DIR) / "templates"
# Of ways in that are closed: codes instead of links, telephones.
CLOSED = re.compile(r"login_code|password_reset_code|email_confirm_|base_")


def is_vietnamese(words):
    plain = unicodedata.normalize("NFD", words.lower())
    marked = any(unicodedata.combining(letter) for letter in plain) or "đ" in plain
    return unicodedata.is_normalized("NFC", words) and marked


@pytest.mark.parametrize(
    ("ours", "stock"),
    [(ReaderAdapter, DefaultAccountAdapter), (SocialAdapter, DefaultSocialAccountAdapter)],
)
def test_every_refusal_is_ours(ours, stock):
    left = {name for name in stock.error_messages if name not in vars(ours)["error_messages"]}
    english = {n: str(w) for n, w in ours.error_messages.items() if not is_vietnamese(str(w))}
    same = {n for n, w in stock.error_messages.items() if str(ours.error_messages[n]) == str(w)}
    assert (left, english, same) == (set(), {}, set())


def test_every_mail_is_ours():
    for app in ("account", "socialaccount"):
        names = {path.name for path in (STOCK / app / "email").glob("*.txt")}
        wanted = {name for name in names if not CLOSED.match(name)}
        mails = {path.name: path.read_text() for path in (OWN / app / "email").glob("*.txt")}
        assert wanted - mails.keys() == set()
        assert {name for name, words in mails.items() if not is_vietnamese(words)} == set()


def test_what_is_said_on_the_next_page_is_ours():
    assert [words for words in SAID.values() if not is_vietnamese(words)] == []
