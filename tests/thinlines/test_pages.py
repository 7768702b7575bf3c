"""The service worker's file, the pages for bad days, and the question which copies still hold."""

import re

import pytest
from django.test import Client

from articles.models import Article
from articles.publishing import publish, withdraw
from core.dates import long_datetime
from tests.biendoi.reader_pages import missing_duties, personal_traces
from tests.factories.articles import chief, make_article, make_many_published, make_published

pytestmark = pytest.mark.django_db

PAGES = {"/da-luu/": "Bài đã lưu", "/ngoai-tuyen/": "Không có mạng"}


# --- which copies still hold ----------------------------------------------------------------------


def standing(client, ids):
    response = client.get("/con-dang/", {"bai": ",".join(map(str, ids))})
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert response["Content-Type"] == "application/json"
    assert personal_traces(response) == []
    return response.json()


def test_live_piece_has_the_mark_that_its_pages_print(client):
    version = make_published()
    mark = version.sha256[:12]
    assert standing(client, [version.article_id]) == {str(version.article_id): mark}
    address = version.get_absolute_url()
    for page in (client.get(address), client.get(f"/lite{address}")):
        assert page.content.decode().count(f'data-version="{mark}"') == 1


def test_piece_has_no_mark_before_after_and_without_its_time(client, clock):
    draft, scheduled, withdrawn = make_article(), make_article(), make_published().article
    publish(scheduled, by=chief(), at=clock.after(days=1))
    withdraw(withdrawn, by=chief(), reason="Theo yêu cầu")
    ids = [draft.pk, scheduled.pk, withdrawn.pk, 999_999_999]
    assert standing(client, ids) == {str(pk): None for pk in ids}
    clock.forward(days=1)
    assert list(standing(client, [scheduled.pk]).values()) != [None]


def test_changed_piece_has_another_mark(client, clock):
    version = make_published(at=clock.after(hours=-1))
    Article.objects.update(title="Tít đã sửa")
    changed = publish(Article.objects.get(), by=chief())
    found = standing(client, [version.article_id])
    assert found == {str(version.article_id): changed.sha256[:12]}
    assert changed.sha256 != version.sha256


@pytest.mark.parametrize("count", [1, 3, 30])
def test_any_number_of_copies_costs_one_query(client, clock, count, django_assert_num_queries):
    versions = make_many_published([clock.after(hours=-n) for n in range(1, count + 1)])
    with django_assert_num_queries(1):
        found = standing(client, [version.article_id for version in versions])
    assert found == {str(version.article_id): version.sha256[:12] for version in versions}


@pytest.mark.parametrize(
    "asked",
    [
        *("", "x", "1,", ",1", "1,,2", "0", "-1", "1 2", "1;2", "01", "１", "1\x00", "9" * 19),
        ",".join(["1"] * 201),
    ],
)
def test_odd_question_is_refused_with_an_example(client, asked, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/con-dang/", {"bai": asked})
    assert (response.status_code, response["Cache-Control"]) == (400, "no-store")
    assert response.json() == {
        "error": "Cần từ 1 đến 200 số bài, cách nhau bằng dấu phẩy, chẳng hạn /con-dang/?bai=12,34"
    }


def test_two_hundred_largest_numbers_are_a_fair_question(client):
    largest = 10**18 - 1
    ids = range(largest - 199, largest + 1)
    assert standing(client, ids) == {str(pk): None for pk in ids}


# --- the worker's file ----------------------------------------------------------------------------


def worker(client):
    response = client.get("/sw.js")
    assert response.status_code == 200
    return response


def edition(client):
    [found] = re.findall(r'edition: "([0-9a-f]{12})"', worker(client).content.decode())
    return found


def test_worker_rules_the_whole_site_and_is_asked_for_anew(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = worker(client)
    heads = ("Content-Type", "Cache-Control", "Service-Worker-Allowed")
    assert [response[name] for name in heads] == [
        "text/javascript; charset=utf-8",
        "no-cache",
        "/",
    ]
    assert personal_traces(response) == []
    text = response.content.decode()
    assert re.findall(r'"(/[^"]+)"', text) == [
        *("/ngoai-tuyen/", "/da-luu/"),
        *("/static/js/copies.js", "/static/js/worker.js"),
    ]


def test_edition_changes_with_the_pages_and_not_with_the_clock(client, clock, settings):
    first = edition(client)
    clock.forward(days=1)
    assert edition(client) == first
    settings.MASTHEAD = {**settings.MASTHEAD, "editor_in_chief": "Người khác"}
    assert edition(client) != first


# --- pages for bad days ---------------------------------------------------------------------------


@pytest.mark.parametrize("address", PAGES)
def test_page_needs_no_database_and_is_for_everybody(clock, address, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = Client().get(address)
    page = response.content.decode()
    assert response.status_code == 200
    assert personal_traces(response) == []
    assert f"<h1>{PAGES[address]}</h1>" in page
    assert '<meta name="robots" content="noindex">' in page
    assert missing_duties(page, long_datetime(clock.now)) == []


def test_list_says_what_it_needs_where_scripts_are_off(client):
    page = client.get("/da-luu/").content.decode()
    assert '<p class="empty saved__off">Trình duyệt đang tắt JavaScript' in page
