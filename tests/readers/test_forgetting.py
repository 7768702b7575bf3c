"""Of who signs in nothing stays that is not needed: no address, and no row past its time."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from outbox.models import Effect
from outbox.queue import look, run_due
from readers import forgetting
from readers.models import Kept
from tests.readers.factories import make_reader, sign_in, sign_up

pytestmark = pytest.mark.django_db

PAST = timedelta(minutes=1)


def lapse():
    """All that is kept now was to be kept until a minute ago."""
    Kept.objects.update(expires=timezone.now() - PAST)
    Session.objects.update(expire_date=timezone.now() - PAST)


def count_keys(address):
    """The keys of what is counted of one who signs up and fails to sign in from an address."""
    client = Client(REMOTE_ADDR=address)
    sign_up(client, email="ba@example.vn")
    sign_in(client, make_reader(), "sai-mat-khau-roi")
    client.post("/tai-khoan/quen-mat-khau/", {"email": "ba@example.vn"})
    keys = {key for key in Kept.objects.values_list("cache_key", flat=True) if ":ip:" in key}
    Kept.objects.all().delete()
    return keys


def test_no_address_stands_in_the_database_and_a_network_counts_as_one():
    one, near, far = map(count_keys, ("203.0.113.77", "203.0.113.9", "198.51.100.7"))
    assert not any("203.0.113" in key for key in one)
    assert (len(one) > 2, one == near, one & far) == (True, True, set())
    newer = count_keys("2001:db8:7:1::1")
    assert not any("2001" in key for key in newer)
    assert newer == count_keys("2001:db8:7:2::9")


def test_attempts_from_one_network_are_limited_together(settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
    answers = [
        sign_up(Client(REMOTE_ADDR=address), email=f"ban{n}@example.vn").status_code
        for n, address in enumerate(["203.0.113.77", "203.0.113.9", "198.51.100.7"])
    ]
    assert answers == [302, 429, 302]


def test_worker_throws_away_what_has_lapsed_and_nothing_else(client):
    user = make_reader()
    sign_in(client, user)
    old = Session.objects.get()
    cache.set("cu", 1)
    lapse()
    cache.set("moi", 1, 60)
    sign_in(Client(), user)
    user.delete()
    look()
    run_due()
    assert Kept.objects.filter(cache_key__contains="cu").count() == 0
    assert (cache.get("moi"), Session.objects.count()) == (1, 1)
    assert not Session.objects.filter(pk=old.pk).exists()
    look()
    assert Effect.objects.filter(kind=forgetting.FORGET).count() == 0


def test_batches_go_on_where_they_stopped(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(forgetting, "BATCH", 2)
    for n in range(5):
        Kept.objects.create(cache_key=f"k{n}", value="", expires=timezone.now() - PAST)
        Session.objects.create(session_key=f"s{n}", expire_date=timezone.now() - PAST)
    with django_assert_num_queries(4):
        assert forgetting.forget() == 4
    assert forgetting.noted()
    assert [forgetting.forget() for _n in range(3)] == [4, 2, 0]
    with django_assert_num_queries(2):
        assert not forgetting.noted()


def test_what_has_lapsed_is_found_by_the_index():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # as in a table that is not empty
    for rows, index in zip(forgetting._lapsed(), ("shared_cache", "django_session"), strict=True):
        told = rows[:1].explain()
        assert (index, "Index" in told or "INDEX" in told) == (index, True)
