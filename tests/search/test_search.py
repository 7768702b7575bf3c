"""What readers type, with marks or without, and what others type to break the page."""

import html
import unicodedata
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings

from articles.models import Article
from articles.publishing import publish, withdraw
from outbox.queue import run_due
from search import names
from search.indexing import index
from search.models import DocumentA
from search.queries import search
from tests.biendoi.reader_pages import personal_traces, titles
from tests.core.strategies import any_text
from tests.factories.articles import (
    chief,
    make_article,
    make_many_published,
    make_published,
)
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def pieces():
    """The report everybody looks for, beside another."""
    report = make_published(
        title="Tăng cường cán bộ Biên phòng",
        kicker="Chuyện ở Hoà Bình",
        sapo="Các đồn ở Trà Lĩnh, Thủy Nguyên.",
        body="<p>Đề án số 174-ĐA/TU ngày 21-3-2016 (năm “biên giới”), dài 5.000&nbsp;km.</p>",
        tags=("Quảng Ninh",),
    )
    other = make_published(title="Hội thao ở Lạng Sơn", sapo="Vui.", body="<p>Bóng chuyền.</p>")
    index([report, other])
    return report, other


def found(query):
    """What holds every word."""
    results = search(query)
    return [] if results.loose else results.items


# --- found ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        *("Tăng cường", "tang cuong", "TĂNG CƯỜNG", "can bo bien phong", "phòng biên bộ cán"),
        *(unicodedata.normalize("NFD", "Đề án"), "Ðề án", "de an", "đề  án ", "\u200bđề\u00a0án"),
        *("Hòa Bình", "Hoà Bình", "hoa binh", "Thuỷ Nguyên", "Thủy nguyên", "tra linh"),
        *("174-ĐA/TU", "174-da-tu", "174 da tu", "174/ĐA/TU", "174–ĐA/TU", "174.ĐA.TU", "174-ĐA"),
        *("“174-ĐA/TU”", "(174-ĐA/TU),", "de an 174", "đề án số 174-đa/tu"),
        *("21-3-2016", "21/3/2016", "21.3.2016", "ngày 21 tháng 3 năm 2016", "2016-03-21"),
        *("21/03/2016", "NGÀY 21-03-2016", "đề án 21/3/2016"),
        *("“biên giới”", '"bien gioi"', "biên giới!"),
        *("Quảng Ninh", "5.000", "5,000", "năm"),
    ],
)
def test_report_is_found(pieces, query):
    assert found(query) == [pieces[0]]


@pytest.mark.parametrize(
    "query",
    [
        *("Hải Phòng", "tăng cường hội thao", "175-ĐA/TU", "x" * 100, "Lạng Ninh"),
        *("22-3-2016", "1-3-2016", "21-3-201", "31/02/2016", "tháng 4 năm 2016"),
        *("ien gioi", "bie", "4-ĐA/TU", "74"),
    ],
)
def test_nothing_is_found_where_a_word_is_missing(pieces, query):
    assert found(query) == []


@pytest.mark.parametrize(
    "query", ["", " ", "\u200b", '"', "*", "%", "_", "-", "/", "…", "❤", "!!! ???"]
)
def test_query_without_a_letter_or_digit_finds_nothing(pieces, query):
    assert found(query) == []


@pytest.mark.parametrize("query", ["c%n", "c_n", "can%", "[cb]an", "c*n", "can\\"])
def test_signs_are_no_wildcards(pieces, query):
    assert found(query) == ([pieces[0]] if query.strip("%\\") == "can" else [])


@pytest.mark.parametrize(
    "written", ["2/9/1945", "02-09-1945", "2.9.1945", "Ngày 2 tháng 9 năm 1945"]
)
def test_date_is_found_however_piece_and_query_write_it(written):
    piece = make_published(title=f"Lễ mừng {written} ở đồn")
    index([piece, make_published(title="Ngày 12/9/1945, 2/9/2025 và 1945")])
    for query in ("2/9/1945", "02.09.1945", "ngày 2-9-1945", "2 tháng 9, 1945"):
        assert found(query) == [piece]


def test_words_are_whole_syllables():
    long, short = make_published(title="Khoang thuyền Vinh-Huế"), make_published(title="Hoang vu")
    index([long, short])
    asked = ("hoang", "khoang", "huế", "vinh-huế", "huế-vinh")
    assert [found(query) for query in asked] == [[short], [long], [long], [long], []]


def test_other_scripts_are_found():
    index([make_published(title="Граница 边境")])
    assert (len(found("граница")), len(found("边境")), len(found("москва"))) == (1, 1, 0)


@settings(max_examples=40, deadline=None)
@given(any_text)
def test_any_text_is_searched_for_without_an_error(query):
    search(query)


def test_newest_stand_first():
    versions = make_many_published(timezone.now() - timedelta(days=n) for n in range(1, 4))
    index(versions)
    assert found("đồn") == versions


def test_every_word_counts_up_to_a_dozen_and_two_hundred_letters(pieces):
    assert found("tang " * 12 + "khong") == [pieces[0]]
    assert found("tang cuong " + " " * 300 + "hoi") == []
    assert found("tang " + "cuong-" * 40) == []


# --- what the index holds ---------------------------------------------------------------------


def test_index_may_be_written_twice_and_again(pieces):
    index(pieces)
    index([])
    assert DocumentA.objects.count() == 2
    assert found("tang cuong") == [pieces[0]]


def test_publishing_writes_the_index(django_capture_on_commit_callbacks):
    article = make_article(title="Tàu tuần tra")
    with django_capture_on_commit_callbacks(execute=True):
        version = publish(article, by=chief())
    assert found("tau tuan tra") == []
    run_due()
    assert found("tau tuan tra") == [version]


def test_publishing_again_forgets_the_old_words(clock, django_capture_on_commit_callbacks):
    article = make_article(title="Tàu tuần tra")
    with django_capture_on_commit_callbacks(execute=True):
        publish(article, by=chief())
    article.title = "Thuyền cứu hộ"
    article.save()
    clock.forward(minutes=1)
    with django_capture_on_commit_callbacks(execute=True):
        version = publish(Article.objects.get(pk=article.pk), by=chief())
    run_due()
    assert (found("tau tuan tra"), found("thuyen cuu ho")) == ([], [version])


def test_draft_scheduled_withdrawn_and_expired_pieces_are_not_found(
    clock, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        make_article(title="Mật danh một")
        publish(make_article(title="Mật danh hai"), by=chief(), at=clock.after(hours=9))
        gone = publish(make_article(title="Mật danh ba"), by=chief())
        publish(make_article(title="Mật danh bốn"), by=chief(), until=clock.after(minutes=1))
    clock.forward(minutes=1)
    withdraw(gone.article, by=chief(), reason="Theo lệnh.")
    run_due()
    assert found("mat danh") == []


def test_scheduled_piece_is_found_from_its_time_on(clock, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        version = publish(make_article(title="Mật danh hai"), by=chief(), at=clock.after(hours=9))
    run_due()
    assert found("mat danh") == []
    clock.forward(hours=9)
    assert found("mat danh") == [version]


def scheduled_update(clock, capture):
    """A live piece whose next version, with other words, waits for its hour."""
    article = make_article(title="Tàu tuần tra")
    with capture(execute=True):
        live = publish(article, by=chief())
    article.title = "Mật danh hai"
    article.save()
    clock.forward(minutes=1)
    with capture(execute=True):
        publish(Article.objects.get(pk=article.pk), by=chief(), at=clock.after(hours=9))
    run_due()
    return live


def test_words_of_a_scheduled_update_find_nothing_yet(clock, django_capture_on_commit_callbacks):
    live = scheduled_update(clock, django_capture_on_commit_callbacks)
    assert (found("mat danh"), found("tau tuan tra")) == ([], [live])


def test_words_of_an_update_find_it_from_its_time_on(clock, django_capture_on_commit_callbacks):
    scheduled_update(clock, django_capture_on_commit_callbacks)
    clock.forward(hours=9)
    assert [version.title for version in found("mat danh")] == ["Mật danh hai"]
    assert found("tau tuan tra") == []


def test_number_of_a_document_finds_the_pieces_citing_it():
    citing = make_published(body="<p>Đề án số 174-ĐA/TU ngày 21-3-2016.</p>")
    other = make_published(body="<p>Trang 174, tờ 12; đa số ý kiến từ cơ sở.</p>")
    index([citing, other])
    for written in ("174-ĐA/TU", "174 da tu", "174-đa-tu", "174 ĐA TU"):
        assert found(written) == [citing]


# --- the page ---------------------------------------------------------------------------------

ODD = [
    *(
        "174-ĐA",
        "174-ĐA/TU",
        "AND",
        "OR NOT",
        "C++",
        '"',
        "'",
        "*",
        "%",
        "_",
        "\\",
        "'; DROP TABLE--",
    ),
    *("' OR 1=1", "NEAR(a b)", "a:b", "{{ query }}", "<script>alert(1)</script>", "\x00", "a\x00b"),
    *("\u202e", "💥", "a" * 10_000, "ấ" * 10_000, "a " * 5_000, "\u0301" * 5_000, "؀", "\ufffe"),
]
RAW = [
    *("q=%ED%A0%80", "q=%ED%B0%80abc", "q=%FF%FE", "q=%", "q=%zz", "q=%00", "q=\xff", "q"),
    *("q=a&q=b", "q[]=a", "=", "&&&", "q=" + "%25" * 500, "q=a;b", "truoc=", "q=%F0%9F"),
]


@pytest.mark.parametrize("query", ODD)
def test_odd_query_is_answered(client, pieces, query):
    response = client.get("/tim-kiem/", {"q": query})
    assert response.status_code == 200
    assert personal_traces(response) == []
    assert "<script>" not in response.content.decode()


@pytest.mark.parametrize("raw", RAW)
def test_odd_query_string_is_answered(client, pieces, raw):
    response = client.generic("GET", "/tim-kiem/", QUERY_STRING=raw)
    assert response.status_code == 200


@pytest.mark.parametrize("cursor", ["x", "1-2-3", "9" * 18 + "-1", "%00"])
def test_cursor_not_of_ours_is_not_found(client, pieces, cursor):
    assert client.get(f"/tim-kiem/?q=tang&truoc={cursor}").status_code == 404


def test_page_without_a_query_tells_what_to_type(client):
    response = client.get("/tim-kiem/")
    assert "Gõ vài chữ vào ô tìm kiếm ở đầu trang" in response.content.decode()
    assert response["X-Robots-Tag"] == "noindex"


def test_page_without_a_result_says_so_and_keeps_the_query(client):
    page = client.get("/tim-kiem/", {"q": 'Hải "Phòng" <b>'}).content.decode()
    assert "Không tìm thấy bài nào." in page
    assert f'value="{html.escape("Hải " + chr(34) + "Phòng" + chr(34) + " <b>")}"' in page


def test_page_leads_to_older_results_with_the_query_kept(client):
    times = [timezone.now() - timedelta(minutes=n) for n in range(1, 46)]
    versions = make_many_published(times)
    index(versions)
    read, address = [], "/tim-kiem/?q=%C4%91%E1%BB%93n+%26"
    while address:
        page = client.get(address)
        read += titles(page)
        link = page.content.decode().partition('rel="next" href="')[2].split('"')[0]
        address = "/tim-kiem/" + html.unescape(link) if link else ""
    assert read == [version.title for version in versions]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_page_costs_thirteen_queries(client, count, django_assert_num_queries):
    times = [timezone.now() - timedelta(minutes=n) for n in range(1, count + 1)]
    index(make_many_published(times, lead_photo=make_photo()))
    names.names()
    with django_assert_num_queries(13):
        response = client.get("/tim-kiem/?q=don")
    assert len(titles(response)) == min(count, 20)
