"""Pieces that cite a document, by its code."""

from datetime import timedelta

import pytest

from articles.publishing import withdraw
from tests.biendoi.reader_pages import personal_traces, titles
from tests.factories.articles import chief, make_many_published, make_published
from tests.factories.clock import MORNING
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db

ADDRESS = "/van-ban/174-da-tu.html"


def citing(title="Có dẫn", hours=1, code="174-ĐA/TU", **facts):
    body = f"<p>Theo Đề án số {code}.</p>"
    return make_published(title=title, body=body, at=MORNING - timedelta(hours=hours), **facts)


def test_pieces_citing_a_document_stand_under_its_code(client):
    citing("Cũ", hours=2)
    citing("Mới", hours=1)
    citing("Khác", code="11-QĐ/TU")
    response = client.get(ADDRESS)
    assert titles(response) == ["Mới", "Cũ"]
    assert "<h1>174-ĐA/TU</h1>" in response.content.decode()
    assert personal_traces(response) == []


def test_article_leads_to_the_pieces_citing_its_documents(client):
    page = client.get(citing().get_absolute_url()).content.decode()
    assert f'<a href="{ADDRESS}">174-ĐA/TU</a>' in page


def test_other_writing_of_a_code_is_sent_on_for_good(client):
    citing()
    for asked in ("174-DA-TU", "174-ĐA-TU", "0174-da-tu", "174 da tu"):
        response = client.get(f"/van-ban/{asked}.html")
        assert (response.status_code, response["Location"]) == (301, ADDRESS)


@pytest.mark.parametrize("key", ["11-qd-tu", "x", "-", "%00", "9" * 400, "'--", "174-da-tu-cp"])
def test_code_that_no_live_piece_cites_is_not_found(client, key):
    citing()
    response = client.get(f"/van-ban/{key}.html")
    assert response.status_code == 404
    assert not response.has_header("Location")


def test_withdrawn_piece_takes_its_code_along(client, clock):
    version = citing()
    withdraw(version.article, by=chief(), reason="Theo lệnh.")
    assert client.get(ADDRESS).status_code == 404
    assert client.get("/van-ban/174 da tu.html").status_code == 404


@pytest.mark.parametrize("count", [1, 3, 30])
def test_code_page_costs_three_queries(client, count, django_assert_num_queries):
    make_many_published(
        [MORNING - timedelta(hours=n) for n in range(count)],
        body="<p>174-ĐA/TU</p>",
        lead_photo=make_photo(),
    )
    with django_assert_num_queries(3):
        assert len(titles(client.get(ADDRESS))) == min(count, 20)
