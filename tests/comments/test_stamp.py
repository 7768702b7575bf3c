from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import RequestFactory

from comments import stamp

DAY = timedelta(days=1)


@pytest.fixture
def on_day(monkeypatch):
    return lambda day: monkeypatch.setattr(stamp.timezone, "now", lambda: day)


MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)


def test_stamp_is_the_same_all_day_in_hanoi(on_day):
    on_day(datetime(2026, 11, 22, 17, 0, tzinfo=UTC))
    early = stamp.stamp(7)
    on_day(datetime(2026, 11, 23, 16, 59, tzinfo=UTC))
    assert stamp.stamp(7) == early
    assert early.partition(":")[0] == "2026-11-23"
    on_day(datetime(2026, 11, 23, 17, 0, tzinfo=UTC))
    assert stamp.stamp(7) != early


@pytest.mark.parametrize(
    ("age", "valid"), [(-2, False), (-1, True), (0, True), (7, True), (8, False), (400, False)]
)
def test_stamp_is_valid_for_seven_days(on_day, age, valid):
    on_day(MORNING)
    given = stamp.stamp(7)
    on_day(MORNING + age * DAY)
    assert stamp.is_valid(given, 7) is valid


def test_stamp_of_another_piece_is_not_valid():
    assert stamp.is_valid(stamp.stamp(7), 7) is True
    assert stamp.is_valid(stamp.stamp(7), 8) is False


@pytest.mark.parametrize(
    "given", ["", ":", "2026-11-23", "2026-11-23:", "x" * 10_000, "2026-11-23:\ud800", "7 2026:é"]
)
def test_stamp_that_is_none_is_not_valid(given):
    assert stamp.is_valid(given, 7) is False


def test_stamp_for_a_later_day_cannot_be_made_from_an_old_one():
    signature = stamp.stamp(7).partition(":")[2]
    assert stamp.is_valid(f"{date(2030, 1, 1)}:{signature}", 7) is False


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, False),
        ({"Origin": "http://testserver"}, True),
        ({"Origin": "http://127.0.0.1:8000"}, True),
        ({"Origin": "https://testserver"}, False),
        ({"Origin": "http://testserver.evil.example"}, False),
        ({"Origin": "http://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://[", "Referer": "http://testserver/"}, False),
        ({"Origin": "http://evil.example", "Referer": "http://testserver/"}, False),
        ({"Referer": "http://testserver/bai-post7.html"}, True),
        ({"Referer": "http://evil.example/http://testserver/"}, False),
        ({"Referer": "http://testserver@evil.example/"}, False),
    ],
)
def test_same_site_is_told_by_the_headers(headers, ours):
    assert stamp.is_same_site(RequestFactory().post("/", headers=headers)) is ours


def test_receipt_token_leads_back_to_its_comment():
    assert stamp.comment_of_receipt(stamp.receipt_token(12)) == 12


@pytest.mark.parametrize("token", ["", "12", "12.", "13." + stamp.receipt_token(12)[3:], "12.é"])
def test_receipt_token_that_is_none_leads_nowhere(token):
    assert stamp.comment_of_receipt(token) is None


def test_stamp_is_no_receipt():
    signature = stamp.stamp(7).partition(":")[2]
    assert stamp.comment_of_receipt(f"7.{signature}") is None
