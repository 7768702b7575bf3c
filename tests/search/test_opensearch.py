"""The OpenSearch engine against its recorded contract: opensearch/*.json hold what is asked of a
server over HTTP and what it answers. A server that is away leaves readers with a sentence."""

import json
import socket
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from outbox.models import Effect
from outbox.queue import enqueue, run_due
from search import engines, indexing
from search.analysis import Sheet
from search.engines import Found, Held, Scope, Unavailable, opensearch
from search.engines.opensearch import OpenSearch
from tests.factories.articles import make_published

pytestmark = pytest.mark.django_db

RECORDED = Path(__file__).parent / "opensearch"
SHEET = Sheet(
    160, 7, " chợ phiên ", " vui ", frozenset("cho chợ phien phiên cho·phien vui †cho".split())
)


class Replayed:
    """A server that answers as recorded, in the order told; what is asked otherwise it notes."""

    def __init__(self, **facts):
        self.facts, self.waiting, self.wrong, self.headers = facts, [], [], []
        replayed = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                replayed.answer(self)

            do_PUT = do_POST = do_DELETE = answer  # noqa: N815 -- as the server calls them

            def log_message(self, *args):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}).start()

    def expect(self, *names):
        for name in names:
            text = (RECORDED / f"{name}.json").read_text(encoding="utf-8")
            for fact, value in self.facts.items():
                text = text.replace(f'"${fact}"', json.dumps(value))
            self.waiting.append(json.loads(text))

    def answer(self, asked):
        body = asked.rfile.read(int(asked.headers.get("Content-Length") or 0)).decode()
        kind = asked.headers["Content-Type"]
        lines = [json.loads(line) for line in body.splitlines()]
        told = {
            "method": asked.command,
            "path": asked.path,
            "type": kind,
            "body": lines if kind == "application/x-ndjson" else lines[0] if lines else None,
        }
        self.headers.append(asked.headers)
        pair = self.waiting.pop(0) if self.waiting else {"request": None, "response": {}}
        if pair["request"] != told:
            self.wrong.append((pair["request"], told))
        self.send(asked, pair["response"].get("status", 500), pair["response"].get("body"))

    def send(self, asked, status, body):
        data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        asked.send_response(status)
        asked.send_header("Content-Length", str(len(data)))
        asked.end_headers()
        asked.wfile.write(data)

    @property
    def address(self):
        return f"127.0.0.1:{self.server.server_port}"


@pytest.fixture
def server():
    replayed = Replayed(fingerprint=SHEET.fingerprint)
    yield replayed
    replayed.server.shutdown()
    replayed.server.server_close()
    assert (replayed.wrong, replayed.waiting) == ([], [])


@pytest.fixture
def index(server):
    return OpenSearch(f"http://{server.address}/bao")


# --- what is asked ----------------------------------------------------------------------------


def test_documents_are_fed_in_bulk_after_the_template_that_is_laid_once(server, index):
    server.expect("template", "bulk", "bulk")
    index.write("a", [SHEET])
    index.write("a", [SHEET])


@pytest.mark.parametrize(
    ("answer", "said"), [("bulk_refused", "strict_dynamic"), ("throttled", "429 .*es_rejected")]
)
def test_refused_document_is_an_error(server, index, answer, said):
    server.expect("template", answer)
    with pytest.raises(Unavailable, match=said):
        index.write("a", [SHEET])


def test_tiers_are_one_question_and_only_live_versions_come_back(server, index):
    version = make_published()
    server.facts |= {"version": version.pk, "gone": version.pk + 999}
    server.expect("msearch")
    tier = ((("cho",), ("phien", "vung")), (("bien",),))
    scope = Scope(timezone.now(), ("§anh",), above=5, below=99)
    assert index.find("a", {"all": (tier, 10)}, scope) == {"all": [Found(9, version.pk)]}


def test_it_asks_on_where_the_first_candidates_are_not_live(server, index):
    version = make_published()
    server.facts |= {"version": version.pk, "gone": version.pk + 999}
    server.expect("msearch_gone", "msearch_further")
    found = index.find("a", {"all": (((("cho",),),), 1)}, Scope(timezone.now()))
    assert found == {"all": [Found(5, version.pk)]}


def test_way_back_is_asked_from_the_oldest_on(server, index):
    version = make_published()
    server.facts["version"] = version.pk
    server.expect("msearch_rising")
    scope = Scope(timezone.now(), rising=True)
    found = index.find("a", {"all": (((("cho",),),), 10)}, scope)
    assert found == {"all": [Found(9, version.pk)]}


def test_question_that_failed_is_an_error(server, index):
    server.expect("msearch_failed")
    with pytest.raises(Unavailable, match="all shards failed"):
        index.find("a", {"all": (((("cho",),),), 10)}, Scope(timezone.now()))


def test_what_the_ranking_reads_is_fetched_by_number(server, index):
    server.expect("mget")
    assert index.read("b", [9, 8]) == {9: Held(" a ", " b ")}
    assert index.read("b", []) == {}


def test_what_a_copy_holds_is_told(server, index):
    server.expect("holds", "kept")
    assert index.holds("a", [5, 6, 7]) == {7}
    sheets = {7: SHEET, 8: replace(SHEET, place=161, version=8)}
    assert index.kept("a", sheets, 5, 9) == {7: True, 8: False, 9: False}


def test_copy_is_settled_and_cleared(server, index):
    server.expect("settle", "clear")
    assert index.settle("a") == []
    index.clear("a")


def test_account_in_the_address_is_sent_and_not_told(server):
    index = OpenSearch(f"http://b%C3%A1o:m%40t%3A@{server.address}/bao")
    server.expect("clear", "unauthorized")
    index.clear("a")
    with pytest.raises(Unavailable) as refused:
        index.clear("a")
    assert str(refused.value) == "401 Unauthorized"
    assert [row["Authorization"] for row in server.headers] == ["Basic YsOhbzptQHQ6"] * 2


def test_address_without_a_name_names_the_paper(server):
    assert OpenSearch(f"http://{server.address}").name == "bienphong"


# --- a server that is away --------------------------------------------------------------------


@pytest.fixture
def silent():
    """A port that takes a call and says nothing."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_server_that_says_nothing_is_not_waited_for(silent, monkeypatch):
    monkeypatch.setattr(opensearch, "SECONDS", 0.05)
    with pytest.raises(Unavailable, match="timed out"):
        OpenSearch(f"http://127.0.0.1:{silent}/bao").clear("a")


@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", b"SSH-2.0-OpenSSH_9\r\n\r\n"]
)
def test_server_that_breaks_off_is_away(answer):
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()

        def answer_once():
            caller, _address = listening.accept()
            caller.recv(65536)
            caller.sendall(answer)
            caller.close()

        thread = Thread(target=answer_once)
        thread.start()
        with pytest.raises(Unavailable):
            OpenSearch(f"http://127.0.0.1:{listening.getsockname()[1]}/bao").clear("a")
        thread.join()


def test_page_of_a_proxy_is_no_answer(server, index):
    server.expect("clear")
    server.waiting[0]["response"]["body"] = "<html>Welcome</html>"
    with pytest.raises(Unavailable):
        index.clear("a")


@pytest.fixture
def away(settings):
    """The settings name a server, and nobody is at home there."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.SEARCH_URL = f"http://127.0.0.1:{taken.getsockname()[1]}/bao"
        engines.engine.cache_clear()
        yield
    engines.engine.cache_clear()


def test_reader_is_told_in_a_sentence(client, away):
    page = client.get("/tim-kiem/?q=cho+phien")
    assert (page.status_code, page["Retry-After"]) == (503, "60")
    text = page.content.decode()
    assert "Ô tìm kiếm đang nghỉ ít phút." in text
    assert 'value="cho phien"' in text
    assert "refused" not in text


def test_suggestions_and_feed_are_silent(client, away):
    offered = client.get("/tim-kiem/goi-y/?q=cho+phien")
    assert (offered.json(), offered["Cache-Control"]) == ({"items": []}, "no-store")
    feed = client.get("/tim-kiem/rss/?q=cho")
    assert (feed.status_code, feed["Content-Type"]) == (503, "text/plain; charset=utf-8")


def test_page_without_a_query_needs_no_index(client, away):
    assert client.get("/tim-kiem/").status_code == 200


def test_piece_published_meanwhile_waits_in_the_outbox(away):
    version = make_published()
    enqueue(indexing.INDEX, str(version.pk - version.pk % indexing.BLOCK))
    run_due()
    waiting = Effect.objects.get(kind=indexing.INDEX)
    assert (waiting.attempts, "Unavailable" in waiting.last_error) == (1, True)


def test_command_says_so(away):
    make_published()
    with pytest.raises(CommandError, match="Máy chỉ mục không nhận"):
        call_command("reindex")


@pytest.mark.parametrize(
    "body",
    [
        *([], 5, None, "x", {"responses": 1}, {"responses": [None]}),
        {"responses": [{"hits": 5}]},
        {"responses": [{"hits": {"hits": [{"_source": {}}]}}]},
    ],
)
def test_answer_of_another_shape_is_no_answer(server, index, body):
    scope = Scope(timezone.now())
    asked = (
        lambda: index.find("a", {"all": (((("cho",),),), 10)}, scope),
        lambda: index.read("a", [5]),
        lambda: index.holds("a", [5]),
        lambda: index.kept("a", {}, 0, None),
    )
    for ask in asked:
        answer = {"status": 200, "body": json.dumps(body)}
        server.waiting = [{"request": None, "response": answer}]
        with pytest.raises(Unavailable):
            ask()
        server.waiting.clear()
    server.wrong.clear()
