"""What is counted of searches, and what is not."""

import pytest

from search.indexing import index
from search.journal import journal
from search.models import Asked
from tests.factories.articles import make_many_published, make_published

pytestmark = pytest.mark.django_db
CHOSEN = "/tim-kiem/chon/"


def rows():
    journal.flush()
    return list(Asked.objects.order_by("term").values_list("term", "count", "chosen", "ranks"))


def test_opened_piece_is_counted_with_its_place(client):
    client.get("/tim-kiem/?q=Ch%E1%BB%A3+phi%C3%AAn")
    for rank in ("1", "4"):
        answer = client.post(CHOSEN, {"q": "chợ phiên", "hang": rank})
        assert (answer.status_code, answer.content, answer.cookies.output()) == (204, b"", "")
    assert rows() == [("chợ phiên", 1, 2, 5)]


@pytest.mark.parametrize(
    "sent",
    [
        *({"q": "chợ"}, {"hang": "1"}, {"q": "chợ", "hang": "0"}, {"q": "chợ", "hang": "-1"}),
        *({"q": "chợ", "hang": "100"}, {"q": "chợ", "hang": "NaN"}, {"q": "chợ", "hang": "1e1"}),
        *({"q": "chợ", "hang": "２"}, {"q": "\x00\u200b", "hang": "1"}, {"q[]": "a", "hang": "1"}),
    ],
)
def test_odd_telling_counts_nothing(client, sent):
    assert (client.post(CHOSEN, sent).status_code, rows()) == (204, [])


@pytest.mark.parametrize("narrowed", ["anh=1", "tu=2001-01-01&den=2001-01-02", "the-loai=video"])
def test_narrowed_search_counts_nothing_as_not_found(client, narrowed):
    index([make_published(title="Chợ phiên")])
    client.get("/tim-kiem/?q=cho+phien")
    client.get(f"/tim-kiem/?q=cho+phien&{narrowed}")
    client.get("/tim-kiem/?q=cho+phien&muc=khong-co")
    assert rows() == [("cho phien", 2, 0, 0)]
    assert Asked.objects.get().hits == 1


def test_another_site_counts_nothing(client):
    sent = {"q": "chợ", "hang": "1"}
    answer = client.post(CHOSEN, sent, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, client.get(CHOSEN).status_code, rows()) == (204, 405, [])


def test_long_term_is_cut(client):
    client.post(CHOSEN, {"q": "Ấ" * 5_000, "hang": "1"})
    assert rows() == [("ấ" * 200, 0, 1, 1)]


def test_first_page_alone_tells_of_places(client):
    index(make_many_published([make_published().first_published_at] * 25, sapo="Chợ phiên."))
    page = client.get("/tim-kiem/?q=cho+phien").content.decode()
    assert 'js/found.js" data-found="cho phien" data-to="/tim-kiem/chon/"' in page
    assert [f'data-rank="{n}"' in page for n in (1, 20, 21)] == [True, True, False]
    following = page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "found.js" not in client.get(f"/tim-kiem/{following}").content.decode()
    assert "found.js" not in client.get("/tim-kiem/?q=khong+co+gi").content.decode()
