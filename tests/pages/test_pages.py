"""Pages about the newspaper, as readers get them, and the ways to them in every footer."""

import html
import re
from importlib import import_module

import pytest
from django.conf import settings

from core.dates import long_datetime
from core.html import sanitise
from pages import footer
from pages.models import Page
from tests.biendoi.reader_pages import missing_duties, personal_traces
from tests.factories.articles import make_published

pytestmark = pytest.mark.django_db

FIRST = import_module("pages.migrations.0002_first_pages")


def make_page(**facts):
    words = {"title": "Quảng cáo", "slug": "quang-cao", "body": "<p>Bảng giá.</p>"}
    return Page.objects.create(**{**words, "published": True, **facts})


def text(response):
    return response.content.decode()


def footer_links(response):
    _before, _there, after = text(response).partition('<nav class="footer__pages"')
    found = re.findall(r'<a href="([^"]+)">([^<]+)</a>', after.split("</nav>")[0])
    return [(url, html.unescape(title)) for url, title in found]


def test_page_is_read_at_its_address(client, clock):
    page = make_page(body="<p>Bảng giá.</p><h2>Liên hệ</h2><p>Gọi <strong>ngay</strong>.</p>")
    response = client.get("/thong-tin/quang-cao/")
    assert response.status_code == 200
    assert page.get_absolute_url() == "/thong-tin/quang-cao/"
    assert text(response).count("<h1>Quảng cáo</h1>") == 1
    assert text(response).count("<p>Gọi <strong>ngay</strong>.</p>") == 1
    canonical = '<link rel="canonical" href="http://127.0.0.1:8000/thong-tin/quang-cao/">'
    assert text(response).count(canonical) == 1
    assert text(response).count('<dl class="imprint">') == 0
    assert missing_duties(text(response), long_datetime(clock.now)) == []
    assert personal_traces(response) == []


@pytest.mark.parametrize("count", [1, 3, 30])
def test_page_costs_its_own_row_and_the_menu(client, count, django_assert_num_queries):
    pages = [make_page(slug=f"trang-{n}", title=f"Trang {n}") for n in range(count)]
    footer.links()
    with django_assert_num_queries(2):
        response = client.get(pages[0].get_absolute_url())
    assert len(footer_links(response)) == count + len(FIRST.PAGES)


def test_imprint_is_printed_from_the_masthead(client):
    make_page(with_masthead=True)
    part = text(client.get("/thong-tin/quang-cao/")).split('<dl class="imprint">')[1]
    told = html.unescape(part.split("</dl>")[0])
    for name in ("name", "governing_body", "editor_in_chief", "licence_number", "address"):
        assert told.count(settings.MASTHEAD[name]) == 1


def test_unpublished_page_is_on_no_byte(client):
    make_page(title="Zyxomat", published=False)
    make_published()
    missing = client.get("/thong-tin/quang-cao/")
    assert missing.status_code == 404
    for response in (missing, client.get("/"), client.get("/thong-tin/toa-soan/")):
        assert text(response).count("Zyxomat") == 0
        assert text(response).count("quang-cao") == 0


@pytest.mark.parametrize(
    "address", ["khong-co/", "", "TOA-SOAN/", "tòa-soạn/", "toa-soan/x/", "toa%00soan/", "%2e%2e/"]
)
def test_odd_address_of_a_page_is_not_found(client, address):
    assert client.get(f"/thong-tin/{address}").status_code == 404


def test_address_without_its_slash_is_sent_on(client):
    response = client.get("/thong-tin/toa-soan")
    assert (response.status_code, response["Location"]) == (301, "/thong-tin/toa-soan/")


# --- the footer -------------------------------------------------------------------------------


def test_footer_leads_to_the_pages_in_their_order(client):
    make_page(position=1)
    make_page(slug="an", title="Ẩn khỏi chân trang", in_footer=False)
    links = footer_links(client.get("/"))
    first = [(f"/thong-tin/{slug}/", title) for slug, title, *_rest in FIRST.PAGES]
    assert links == [("/thong-tin/quang-cao/", "Quảng cáo"), *first]
    assert client.get("/thong-tin/an/").status_code == 200


def test_footer_asks_once_until_it_forgets(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(footer.links()) == len(footer.links()) == len(FIRST.PAGES)
    footer.forget()
    with django_assert_num_queries(1):
        footer.links()


def test_footer_asks_anew_after_its_time(settings, monkeypatch, django_assert_num_queries):
    settings.FOOTER_SECONDS = 60
    for moment, asked in ((60.0, 1), (119.9, 0), (120.0, 1)):
        monkeypatch.setattr(footer, "monotonic", lambda moment=moment: moment)
        with django_assert_num_queries(asked):
            footer.links()


def test_footer_without_pages_has_no_list(client):
    Page.objects.update(published=False)
    assert text(client.get("/")).count("footer__pages") == 0


def test_title_is_escaped_wherever_it_stands(client):
    nasty = """<img src=x onerror="alert('1')">"""
    make_page(title=nasty)
    response = client.get("/thong-tin/quang-cao/")
    assert text(response).count("<img src=x") == 0
    assert footer_links(response)[-1] == ("/thong-tin/quang-cao/", nasty)


# --- the words --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ('<p onclick="go()">Chữ</p><script>go()</script>', "<p>Chữ</p>"),
        ('<p>Chữ</p><figure data-photo="7"><figcaption>Ảnh</figcaption></figure>', "<p>Chữ</p>"),
        ('<figure data-document="7"></figure>', ""),
        ('<p><a href="javascript:go()">Chữ</a></p>', "<p><a>Chữ</a></p>"),
        ("", ""),
    ],
)
def test_words_are_cleaned_however_they_come(typed, kept):
    page = make_page(body=typed)
    page.refresh_from_db()
    assert page.body == kept


@pytest.mark.parametrize("position", range(len(FIRST.PAGES)))
def test_newspaper_opens_with_its_pages(client, position):
    slug, title, *_rest = FIRST.PAGES[position]
    page = Page.objects.get(slug=slug)
    assert (page.title, page.published, page.in_footer) == (title, True, True)
    assert page.body == sanitise(page.body)
    assert re.findall(r"[{}]", page.body) == []
    response = client.get(f"/thong-tin/{slug}/")
    assert response.status_code == 200
    assert text(response).count(f"<h1>{title}</h1>") == 1
    assert text(response).count(page.body) == 1


def test_first_pages_leave_what_stands_there_already():
    Page.objects.filter(slug="lien-he").update(title="Gặp tòa soạn")
    FIRST.write(import_module("django.apps").apps, None)
    assert Page.objects.filter(title="Gặp tòa soạn").count() == 1
    assert Page.objects.count() == len(FIRST.PAGES)
