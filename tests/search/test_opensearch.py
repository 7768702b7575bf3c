"""The OpenSearch engine against recorded answers: what is sent, and what is made of them."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.utils import timezone

from search.analysis import place_of, sheet
from search.engines import Found, Held, Scope
from search.engines.opensearch import OpenSearch, Unavailable
from tests.factories.articles import make_published

pytestmark = pytest.mark.django_db


@pytest.fixture
def index():
    """A server that answers what it was given, in turn, and keeps what it was asked."""
    asked, answers = [], []

    class Recorded(BaseHTTPRequestHandler):
        def answer(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            asked.append((self.command, self.path, self.headers["Content-Type"], body))
            status, told = answers.pop(0)
            data = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_PUT = do_POST = do_DELETE = answer  # noqa: N815 -- as the server calls them

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Recorded)
    thread = Thread(target=server.serve_forever)
    thread.start()
    engine = OpenSearch(f"http://127.0.0.1:{server.server_port}/bao")
    engine.asked, engine.answers = asked, answers
    yield engine
    server.shutdown()
    thread.join()
    server.server_close()


def test_documents_are_fed_in_bulk_after_the_template(index):
    version = make_published(title="Chợ phiên")
    index.answers += [(200, {"acknowledged": True}), (200, {"took": 3, "errors": False})]
    index.write("a", [sheet(version)])
    (put, template, _kind, _body), (post, bulk, kind, body) = index.asked
    assert (put, template) == ("PUT", "/_index_template/bao")
    assert (post, bulk, kind) == ("POST", "/_bulk?refresh=true", "application/x-ndjson")
    action, document = map(json.loads, body.splitlines())
    place = place_of(version.first_published_at, version.pk)
    assert action == {"index": {"_index": "bao-a", "_id": str(place)}}
    assert (document["place"], document["title"]) == (place, " chợ phiên ")
    assert {"cho", "chợ", "cho·phien", "†cho"} <= set(document["lexemes"])


def test_refused_document_is_an_error(index):
    index.answers += [(200, {}), (200, {"errors": True, "items": [{"index": {"status": 400}}]})]
    with pytest.raises(Unavailable, match="400"):
        index.write("a", [sheet(make_published())])


def test_tiers_are_one_question_and_only_live_versions_come_back(index):
    version = make_published()
    hits = [
        {"_source": {"place": 9, "version": version.pk}},
        {"_source": {"place": 8, "version": version.pk + 999}},
    ]
    index.answers.append((200, {"responses": [{"hits": {"hits": hits}}]}))
    tier = ((("cho",), ("phien", "vung")), (("bien",),))
    scope = Scope(timezone.now(), ("§anh",), above=5, below=99)
    assert index.find("a", {"all": (tier, 10)}, scope) == {"all": [Found(9, version.pk)]}
    [(_post, path, _kind, body)] = index.asked
    assert path == "/_msearch"
    head, question = map(json.loads, body.splitlines())
    assert head == {"index": "bao-a", "ignore_unavailable": True}
    assert question == {
        "size": 20,
        "query": {
            "bool": {
                "filter": [
                    {"term": {"lexemes": "§anh"}},
                    {"range": {"place": {"gte": 5, "lt": 99}}},
                    {
                        "bool": {
                            "should": [
                                {"term": {"lexemes": "cho"}},
                                {
                                    "bool": {
                                        "filter": [
                                            {"term": {"lexemes": "phien"}},
                                            {"term": {"lexemes": "vung"}},
                                        ]
                                    }
                                },
                            ]
                        }
                    },
                    {"term": {"lexemes": "bien"}},
                ]
            }
        },
        "sort": [{"place": "desc"}],
        "_source": ["place", "version"],
        "track_total_hits": False,
    }


def test_what_the_ranking_reads_is_fetched_by_number(index):
    docs = [
        {"_id": "9", "found": True, "_source": {"title": " a ", "sapo": " b "}},
        {"_id": "8", "found": False},
    ]
    index.answers.append((200, {"docs": docs}))
    assert index.read("b", [9, 8]) == {9: Held(" a ", " b ")}
    [(_post, path, _kind, body)] = index.asked
    assert (path, json.loads(body)) == ("/bao-b/_mget?_source=title,sapo", {"ids": ["9", "8"]})


def test_index_that_fails_says_so(index):
    index.answers.append((503, {"error": "no master"}))
    with pytest.raises(Unavailable, match="503"):
        index.clear("a")
