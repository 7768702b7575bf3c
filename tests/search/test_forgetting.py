"""What readers looked for goes after its days, and the report of weeks within them stays."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from biendoi import environment
from core.dates import in_hanoi
from outbox.queue import look, run_due
from search import forgetting
from search.models import Asked
from search.report import Week, in_vain

pytestmark = pytest.mark.django_db


def asked(term, days):
    """So many days ago."""
    day = in_hanoi(timezone.now()).date() - timedelta(days=days)
    return Asked.objects.create(day=day, term=term, count=2)


def terms():
    return list(Asked.objects.order_by("term").values_list("term", flat=True))


def test_worker_forgets_by_itself_what_is_older_than_its_days():
    kept = asked("vừa tròn", 400)
    asked("đã quá", 401)
    look()
    run_due()
    assert terms() == ["vừa tròn"]
    assert [line.term for line in in_vain(Week.of(kept.day))] == ["vừa tròn"]
    look()
    assert run_due() == 0


def test_days_are_a_setting(settings, monkeypatch):
    settings.SEARCH_TERMS_DAYS = 7
    asked("a", 7)
    assert not forgetting.noted()
    asked("b", 8)
    assert (forgetting.noted(), forgetting.forget(), terms()) == (True, 1, ["a"])
    monkeypatch.setenv("SEARCH_TERMS_DAYS", "6")
    with pytest.raises(environment.WrongSetting):
        environment.integer("SEARCH_TERMS_DAYS", 400, least=7)


def test_batches_take_the_oldest_first_and_go_on(monkeypatch, django_assert_num_queries):
    for days in (403, 401, 405, 402, 404):
        asked(f"{days}", days)
    monkeypatch.setattr(forgetting, "BATCH", 2)
    with django_assert_num_queries(2):
        assert forgetting.forget() == 2
    assert terms() == ["401", "402", "403"]
    assert [forgetting.forget() for _n in range(3)] == [2, 1, 0]
    with django_assert_num_queries(1):
        assert not forgetting.noted()


def test_what_is_due_is_found_by_the_index():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # as in a table that is not empty
    told = forgetting._due()[:1].explain()
    assert ("asked_once_a_day" in told or "sqlite_autoindex_search_asked" in told) is True


def test_page_on_privacy_says_for_how_long(client):
    page = client.get("/thong-tin/chinh-sach-bao-mat/").content.decode()
    assert "biết bạn đọc tìm mà không thấy gì; sau 400 ngày thì xóa." in page
