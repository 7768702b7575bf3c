"""What people type to break a page: an answer or a friendly refusal, and no word of an engine."""

import re

import pytest

from core.vietnamese import clean_line
from search import query
from search.indexing import index
from search.journal import journal
from tests.factories.articles import make_published

pytestmark = pytest.mark.django_db

TYPED = {
    **{text: text for text in ("174-ĐA", "AND", '"', "*", "%", "' OR 1=1", ":", "-1", "NaN")},
    "ten thousand letters": "a" * 10_000,
    "ten thousand marked letters": "ế" * 10_000,
    "five thousand brackets": "(" * 5_000,
    "pairs of brackets": "()" * 5_000,
    "emoji": "👨\u200d👩\u200d👧 chợ 🏴\U000e0067\U000e007f",
    "NUL": "chợ\x00phiên",
    "three more: a script": "<script>alert(1)</script>",
    "three more: columns of FTS5": "lexemes:chợ NEAR/2 phiên ^đồn +",
    "three more: tsquery": "chợ & !phiên <-> (đồn:*A | 'x')",
    "three more: a template": "{{ 7777*7 }}{% now 'Y' %}${7777*7}",
    "three more: a right-to-left turn": "\u202echợ\u2066",
}
RAW = [
    "q[]=cho",
    "q=cho&q[]=x",
    "q=cho&truoc=-1",
    "q=cho&sau=NaN",
    "q=%",
    "q=%C0%80",
    "q=a&q=b&q=c",
]
ENGINE = re.compile(
    "syntax error|fts5|tsquery|tsvector|unterminated|no such column|OperationalError|DataError"
    "|Traceback|search_document|lexemes @@|MATCH|54439|alert\\(1\\)</script>",
)


@pytest.fixture(autouse=True)
def piece():
    index([make_published(title="Chợ phiên")])


def shown(page, typed=""):
    """What the page says besides what was typed, and besides the address of today."""
    text = page.content.decode()
    main = text.partition("<main")[2].partition("</main>")[0]
    return re.sub(
        r"<bdi>.*?</bdi>|href=\"[^\"]*\"|value=\"[^\"]*\"|data-found=\"[^\"]*\"", "", main
    )


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED.keys())
@pytest.mark.parametrize("address", ["/tim-kiem/", "/tim-kiem/rss/", "/tim-kiem/goi-y/"])
def test_odd_query_is_answered_everywhere(client, address, typed):
    page = client.get(address, {"q": typed})
    assert page.status_code == 200
    assert b"Traceback" not in page.content
    if address == "/tim-kiem/":
        assert ENGINE.findall(shown(page)) == []


@pytest.mark.parametrize("raw", RAW)
@pytest.mark.parametrize("address", ["/tim-kiem/", "/tim-kiem/rss/", "/tim-kiem/goi-y/"])
def test_odd_address_is_answered_everywhere(client, address, raw):
    page = client.generic("GET", address, QUERY_STRING=raw)
    refused = address == "/tim-kiem/" and ("truoc" in raw or "sau" in raw)
    assert page.status_code == (404 if refused else 200)


def test_megabyte_is_cleaned_as_far_as_it_counts(client, monkeypatch):
    """It stands in the address of every link of the page, and was cleaned for each."""
    seen = []
    monkeypatch.setattr(
        query, "clean_line", lambda text: seen.append(len(text)) or clean_line(text)
    )
    page = client.get("/tim-kiem/", {"q": "chợ " * 250_000, "muc": "x" * 1_000_000})
    journal.chosen("chợ " * 250_000, 1)
    assert (page.status_code, max(seen), seen.count(10_000)) == (200, 10_000, 3)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)("/tim-kiem/?q=cho").status_code == 405
