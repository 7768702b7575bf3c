"""The mark of a network: of many lines one, always the same of one line, of nobody's choosing."""

import pytest
from django.test import RequestFactory
from hypothesis import example, given, settings
from hypothesis import strategies as st

from comments.networks import network_of


def mark(address, **headers):
    return network_of(RequestFactory(REMOTE_ADDR=address).post("/", headers=headers))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.250", True),
        ("203.0.113.7", "203.0.112.7", False),
        ("203.0.113.7", "::ffff:203.0.113.9", True),
        ("2001:db8:7:1::1", "2001:db8:7:ffff:1:2:3:4", True),
        ("2001:db8:7::1", "2001:db8:8::1", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("", "không phải địa chỉ", True),
        ("", "203.0.113.7", False),
    ],
)
def test_lines_of_one_network_share_a_mark(one, other, same):
    assert (mark(one) == mark(other)) is same


@settings(max_examples=50, deadline=None)
@example("1.2.3.4:5678")
@example("[::1]:443")
@given(st.text(max_size=40))
def test_mark_of_anything_fits_the_store(address):
    assert 0 <= mark(address) < 2**63


def test_mark_hangs_on_the_secret(settings):
    before = mark("203.0.113.7")
    settings.SECRET_KEY = "another" * 10
    assert mark("203.0.113.7") != before


def rotated(address):
    """How many networks one sender is who tells a new address each time."""
    told = [f"198.51.{n}.7" for n in range(20)]
    return len({mark(address, X_Forwarded_For=line) for line in told})


def test_forwarded_addresses_count_only_from_a_proxy_of_ours(settings):
    assert rotated("203.0.113.7") == 1
    assert rotated("127.0.0.1") == 1
    settings.BEHIND_PROXY = True
    assert rotated("203.0.113.7") == 1
    assert [rotated(line) for line in ("127.0.0.1", "::ffff:10.0.0.3", "", "::1")] == [20] * 4
    settings.PROXIES = []
    assert [rotated(line) for line in ("127.0.0.1", "::1", "x")] == [1, 1, 1]


def test_forwarded_address_is_the_one_the_proxy_itself_saw(settings):
    settings.BEHIND_PROXY = True
    told = "6.6.6.6, 203.0.113.7"
    assert mark("127.0.0.1", X_Forwarded_For=told) == mark("203.0.113.9")
