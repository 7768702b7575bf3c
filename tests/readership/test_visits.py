"""What is a read, what is a repeat, and what is neither."""

import pytest
from django.test import Client

from readership.buffering import buffer
from readership.models import Read
from readership.visits import is_person, mark
from tests.factories.clock import MORNING
from tests.readership.factories import PHONE, beacon

pytestmark = pytest.mark.django_db

SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15"


def waiting():
    return [read.piece for read in buffer._reads]


def stored():
    buffer.flush()
    return list(Read.objects.order_by("piece").values_list("piece", flat=True))


def test_beacon_is_taken_in_without_a_query_or_a_cookie(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = beacon(client, 7)
    assert (response.status_code, response.content, waiting()) == (204, b"", [7])
    assert (response.cookies, response.has_header("Set-Cookie")) == ({}, False)
    assert "cookie" not in response.headers.get("Vary", "").lower()


def test_beacon_needs_no_token():
    assert beacon(Client(enforce_csrf_checks=True), 7).status_code == 204
    assert waiting() == [7]


def test_beacon_is_sent_and_not_asked_for(client):
    assert [client.get("/doc/").status_code, client.put("/doc/").status_code] == [405, 405]


@pytest.mark.parametrize(
    "body",
    ["", "0", "-7", "07", "7 ", "7\n", "٧", "7.0", "bai=7", "1" * 19, "9" * 100_000, "\x00", "bảy"],
)
def test_beacon_with_anything_but_an_id_is_answered_alike(client, body):
    response = beacon(client, body)
    assert (response.status_code, response.content, waiting()) == (204, b"", [])


def test_longest_id_fits_the_store(client):
    beacon(client, "9" * 18)
    assert stored() == [999_999_999_999_999_999]


@pytest.mark.parametrize(
    ("headers", "counted"),
    [
        ({"Sec_Fetch_Site": "same-origin"}, True),
        ({"Sec_Fetch_Site": "cross-site"}, False),
        ({"Sec_Fetch_Site": "same-site"}, False),
        ({"Sec_Fetch_Site": "none"}, False),
        ({"Sec_Fetch_Site": "", "Origin": "http://testserver"}, True),
        ({"Sec_Fetch_Site": "", "Origin": "https://evil.example"}, False),
        ({"Sec_Fetch_Site": "", "Referer": "https://evil.example/x"}, False),
    ],
)
def test_beacon_from_another_site_is_not_counted(client, headers, counted):
    assert beacon(client, 7, **headers).status_code == 204
    assert waiting() == [7] * counted


@pytest.mark.parametrize(
    "agent",
    [
        PHONE,
        SAFARI,
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        f"{PHONE} Zalo android/12100610 ZaloTheme/light ZaloLanguage/vi",
        f"{SAFARI} [FBAN/FBIOS;FBAV/445.0.0.34.118]",
        "Mozilla/5.0 (Linux; Android 9; CUBOT NOTE 20) AppleWebKit/537.36 Chrome/120 Mobile",
    ],
)
def test_browser_is_a_person(agent):
    assert is_person(agent)


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "curl/8.5.0",
        "python-requests/2.32",
        "Zalo/1.0",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        f"{PHONE} (compatible; bingbot/2.0)",
        f"{PHONE} (compatible; CocCocBot-web/1.0)",
        f"{PHONE} Zalobot/1.0",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "Mozilla/5.0 (compatible; meta-externalagent/1.1)",
        f"{PHONE} BingPreview/1.0b",
        "Mozilla/5.0 (X11) AppleWebKit/537.36 HeadlessChrome/141.0.0.0 Safari/537.36",
        "Mozilla/5.0 (compatible; Baiduspider/2.0)",
        "Mozilla/5.0 (compatible; Yahoo! Slurp)",
        "Mozilla/5.0 (compatible; archive.org_bot; SomeCrawler)",
    ],
)
def test_machine_is_none(agent, client):
    assert not is_person(agent)
    assert beacon(client, 7, agent=agent).status_code == 204
    assert waiting() == []


def test_repeat_is_one_read_for_a_day(client, clock):
    for _n in range(3):
        beacon(client, 7)
        clock.forward(hours=3)
    beacon(client, 8)
    beacon(client, 7, address="1.2.3.5")
    beacon(client, 7, agent=SAFARI)
    assert stored() == [7, 7, 7, 8]
    clock.forward(days=1)
    beacon(client, 7)
    assert stored() == [7, 7, 7, 7, 8]


def test_day_of_a_mark_is_hanois(clock):
    clock.now = MORNING.replace(hour=16, minute=59)
    before = mark(clock.now, 7, "1.2.3.4", PHONE)
    assert before == mark(clock.after(hours=-12), 7, "1.2.3.4", PHONE)
    assert before != mark(clock.after(minutes=1), 7, "1.2.3.4", PHONE)


def test_mark_hangs_on_the_secret_and_fits_the_store(settings):
    before = mark(MORNING, 7, "1.2.3.4", PHONE)
    settings.SECRET_KEY = "another" * 10
    assert mark(MORNING, 7, "1.2.3.4", PHONE) != before
    assert 0 <= before < 2**63


def test_address_before_a_proxy_is_what_the_proxy_saw(client, settings):
    settings.BEHIND_PROXY = True
    beacon(client, 7, address="127.0.0.1", X_Forwarded_For="6.6.6.6, 1.2.3.4")
    beacon(client, 7, address="127.0.0.1", X_Forwarded_For="1.2.3.5")
    settings.BEHIND_PROXY = False
    beacon(client, 7, address="1.2.3.4", X_Forwarded_For="6.6.6.7")
    beacon(client, 7, address="1.2.3.4", X_Forwarded_For="6.6.6.8")
    assert len({read.mark for read in buffer._reads}) == 2
