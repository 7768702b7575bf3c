"""Nobody has somebody else's mailbox filled up, whichever page is asked to send mails."""

import time
from itertools import count

import pytest
from allauth.core.internal import ratelimit
from django.test import Client

from tests.readers.factories import PASSWORD, mails, make_reader, sign_in, sign_up

pytestmark = pytest.mark.django_db

VICTIM = "an@example.vn"
_networks = count(1)


@pytest.fixture
def minutes(monkeypatch):
    """Call it to let so many minutes pass for who counts attempts."""
    passed = [0]
    start = time.time()
    monkeypatch.setattr(ratelimit.time, "time", lambda: start + passed[0])

    def pass_by(more):
        passed[0] += 60 * more

    return pass_by


def stranger():
    """Who comes from another network each time, so that only the address is what is counted."""
    return Client(REMOTE_ADDR=f"10.1.{next(_networks)}.1")


def reset(email=VICTIM):
    return stranger().post("/tai-khoan/quen-mat-khau/", {"email": email}).status_code


@pytest.mark.parametrize("known", [True, False])
def test_a_key_or_its_refusal_goes_to_one_address_three_times_an_hour(minutes, known):
    if known:
        make_reader(email=VICTIM)
    assert [reset() for _n in range(5)] == [302, 302, 302, 429, 429]
    assert len(mails()) == 3
    minutes(61)
    assert (reset(), len(mails())) == (302, 4)


def sign_up_again():
    sign_up(stranger(), email=VICTIM)


def sign_in_unconfirmed():
    stranger().post("/tai-khoan/dang-nhap/", {"login": VICTIM, "password": PASSWORD})


def change_to_it():
    client, user = stranger(), make_reader()
    sign_in(client, user)
    added = {"email": VICTIM, "action_add": ""}
    again = client.post("/tai-khoan/thu-dien-tu/", added)["Location"]
    client.post(again, {"password": PASSWORD})
    for step in ({"action_send": ""}, {"action_add": ""}):
        client.post("/tai-khoan/thu-dien-tu/", {"email": VICTIM, **step})


@pytest.mark.parametrize(
    ("taken", "way"),
    [
        (True, sign_up_again),
        (False, sign_up_again),
        (False, sign_in_unconfirmed),
        (True, change_to_it),
    ],
)
def test_whatever_confirms_an_address_is_mailed_three_times_an_hour(minutes, taken, way):
    if taken:
        make_reader(email=VICTIM)
    else:
        sign_up(stranger(), email=VICTIM)
    for _n in range(12):
        way()
        minutes(4)
    assert len([letter for letter in mails() if letter.to == [VICTIM]]) == 3


def test_all_ways_together_fill_no_mailbox_however_it_is_spelled(minutes):
    for n in range(8):
        reset(f"an+{n}@example.vn")
        sign_up(stranger(), email=f"AN+lap{n}@example.vn")
        minutes(1)
    assert len(mails()) == 10
    reset("ba@example.vn")
    assert [letter.to for letter in mails()[10:]] == [["ba@example.vn"]]
    minutes(24 * 60)
    reset("an+9@example.vn")
    assert len(mails()) == 12


def test_what_the_owner_does_is_told_whatever_strangers_asked_for(client, minutes):
    user = make_reader(email=VICTIM)
    for n in range(12):
        reset(f"an+{n}@example.vn")
    before = len(mails())
    sign_in(client, user)
    new = {"password1": "song-suoi-thac", "password2": "song-suoi-thac"}
    client.post("/tai-khoan/doi-mat-khau/", {"oldpassword": PASSWORD, **new})
    assert [letter.subject.partition("] ")[2] for letter in mails()[before:]] == [
        "Mật khẩu đã được đổi"
    ]
