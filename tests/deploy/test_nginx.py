"""The shipped front server, run by a real nginx. REQUIRE_NGINX=1 makes its absence a failure."""

import gzip
import hashlib
import http.client
import os
import socket
import threading
import time
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings

from core.media_types import _TYPES
from tests.deploy.nginx import FOUND, free_port, running

pytestmark = pytest.mark.skipif(
    not FOUND and os.environ.get("REQUIRE_NGINX") != "1", reason="no nginx here"
)

FILM = bytes(range(256)) * 400


class Upstream(BaseHTTPRequestHandler):
    """Stands where gunicorn does: notes what comes in and answers with the body's hash."""

    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.seen.append((self.command, self.path, self.headers))
        content = hashlib.sha256(body).hexdigest().encode()
        self.send_response(404 if self.path.startswith(("/media/", "/static/")) else 200)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("From", "gunicorn")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def __getattr__(self, name):
        """The handler asks itself for do_GET, do_POST …"""
        if name.startswith("do_"):
            return self.answer
        raise AttributeError(name)

    def log_message(self, *_arguments):
        pass


@contextmanager
def upstream_server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Upstream) as server:
        server.seen = []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def write(path, content=b"x"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    """A VAR_DIR with a file of every kind, and with what nobody may have."""
    var = tmp_path_factory.mktemp("var")
    for suffix in _TYPES:
        write(var / "media" / "anh" / "ab" / f"tep{suffix}", FILM)
    for name in ("tep.html", "tep.svg", "tep.php", "tep.jpg.php", "tep", ".goc.jpg", ".x.part"):
        write(var / "media" / "anh" / "ab" / name)
    write(var / "media" / ".an" / "tep.jpg")
    write(var / "media" / "anh" / "đồn A.JPG")
    write(var / "private" / "ab" / "goc.jpg")
    write(var / "bienphong.sqlite3")
    style = "/* Biên phòng */".encode()
    for name in ("css/site.css", "css/site.0123456789ab.css"):
        write(var / "static" / name, style)
        write(var / "static" / f"{name}.gz", gzip.compress(style))
    return var


@pytest.fixture(scope="module")
def upstream():
    with upstream_server() as server:
        yield server


@pytest.fixture(scope="module")
def port(tmp_path_factory, var, upstream):
    """The port of an nginx with the shipped configuration."""
    port = free_port()
    gunicorn = f"127.0.0.1:{upstream.server_port}"
    with running(tmp_path_factory.mktemp("nginx"), port, var=var, gunicorn=gunicorn):
        yield port


@pytest.fixture
def ask(port):
    """ask(path, method, body, **headers) → (status, headers, body); the path goes as it stands."""

    def ask(path, method="GET", body=None, **headers):
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            response = connection.getresponse()
            return response.status, response.headers, response.read()

    return ask


# --- files of readers ---------------------------------------------------------------------------


@pytest.mark.parametrize(("suffix", "kind"), _TYPES.items())
def test_every_kind_is_served_for_good_and_as_what_it_is(ask, suffix, kind):
    status, headers, content = ask(f"/media/anh/ab/tep{suffix}")
    assert (status, content == FILM) == (200, True)
    assert headers["Content-Type"] == kind
    assert headers.get_all("Cache-Control") == ["public, max-age=31536000, immutable"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Accept-Ranges"] == "bytes"


def test_name_may_be_vietnamese_and_its_suffix_in_capitals(ask):
    status, headers, _content = ask("/media/anh/%C4%91%E1%BB%93n%20A.JPG")
    assert (status, headers["Content-Type"]) == (200, "image/jpeg")


def test_head_tells_without_sending(ask):
    status, headers, content = ask("/media/anh/ab/tep.mp4", "HEAD")
    assert (status, headers["Content-Length"], content) == (200, str(len(FILM)), b"")


@pytest.mark.parametrize(
    ("asked", "first", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=100-299", 100, 300),
        ("bytes=102000-", 102000, len(FILM)),
        ("bytes=-500", len(FILM) - 500, len(FILM)),
        ("bytes=102000-999999999", 102000, len(FILM)),
    ],
)
def test_range_is_answered_with_its_bytes(ask, asked, first, stop):
    status, headers, content = ask("/media/anh/ab/tep.mp4", Range=asked)
    assert (status, content == FILM[first:stop]) == (206, True)
    assert headers["Content-Range"] == f"bytes {first}-{stop - 1}/{len(FILM)}"
    assert headers["Content-Type"] == "video/mp4"
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_range_behind_the_end_is_refused(ask):
    status, headers, _content = ask("/media/anh/ab/tep.mp4", Range=f"bytes={len(FILM)}-")
    assert (status, headers["Content-Range"]) == (416, f"bytes */{len(FILM)}")


def test_several_ranges_get_the_whole_file(ask):
    status, _headers, content = ask("/media/anh/ab/tep.mp4", Range="bytes=0-9,20-29")
    assert (status, content == FILM) == (200, True)


def test_range_of_another_version_gets_the_whole_file(ask):
    etag = ask("/media/anh/ab/tep.mp4", "HEAD")[1]["ETag"]
    same = ask("/media/anh/ab/tep.mp4", Range="bytes=0-9", If_Range=etag)
    other = ask("/media/anh/ab/tep.mp4", Range="bytes=0-9", If_Range='"x"')
    assert [(same[0], len(same[2])), (other[0], len(other[2]))] == [(206, 10), (200, len(FILM))]


def test_file_the_reader_has_is_not_sent_again(ask):
    etag = ask("/media/anh/ab/tep.mp4", "HEAD")[1]["ETag"]
    status, headers, content = ask("/media/anh/ab/tep.mp4", If_None_Match=etag)
    assert (status, content) == (304, b"")
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "path",
    [
        *("anh/ab/tep.html", "anh/ab/tep.svg", "anh/ab/tep.php", "anh/ab/tep.jpg.php"),
        *("anh/ab/tep", "anh/ab/.goc.jpg", "anh/ab/.x.part", ".an/tep.jpg"),
        *("anh/ab/tep.jpg/", "anh/ab/tep.jpg/x.php", "", "anh", "anh/", "anh/ab/"),
    ],
)
def test_other_kinds_hidden_names_and_folders_are_nowhere(ask, upstream, path):
    before = len(upstream.seen)
    status, headers, _content = ask(f"/media/{path}")
    assert (status, headers["Cache-Control"], len(upstream.seen)) == (404, None, before)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_files_are_only_read(ask, method):
    assert ask("/media/anh/ab/tep.jpg", method)[0] == 405


def test_missing_file_is_answered_by_the_application(ask, upstream):
    status, headers, _content = ask("/media/anh/ab/khong-co.jpg?x=1")
    assert (status, headers["From"], headers["Cache-Control"]) == (404, "gunicorn", None)
    assert upstream.seen[-1][:2] == ("GET", "/media/anh/ab/khong-co.jpg?x=1")


@pytest.mark.parametrize(
    "path",
    [
        *("/media/../private/ab/goc.jpg", "/media/..%2fprivate/ab/goc.jpg"),
        *("/media/%2e%2e/private/ab/goc.jpg", "/media//../private/ab/goc.jpg"),
        *("/media/anh/../../private/ab/goc.jpg", "/static/../bienphong.sqlite3"),
        *("/static/..%2fbienphong.sqlite3", "/media../private/ab/goc.jpg"),
        *("/private/ab/goc.jpg", "/bienphong.sqlite3"),
    ],
)
def test_no_way_leads_out_of_the_two_folders(ask, path):
    status, headers, content = ask(path)
    assert (headers["From"], content) == ("gunicorn", hashlib.sha256().hexdigest().encode())
    assert status in {200, 404}


@pytest.mark.parametrize("path", ["/media/../../etc/passwd", "/static/%00.css"])
def test_address_that_cannot_be_is_refused(ask, path):
    assert ask(path)[0] == 400


# --- styles and scripts -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "lifetime"),
    [
        ("site.css", "public, max-age=60"),
        ("site.0123456789ab.css", "public, max-age=31536000, immutable"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_style_goes_packed_to_whoever_unpacks_it(ask, name, lifetime, packed):
    accepted = {"Accept_Encoding": "gzip"} if packed else {}
    status, headers, content = ask(f"/static/css/{name}", **accepted)
    assert (status, headers["Content-Encoding"]) == (200, "gzip" if packed else None)
    assert (gzip.decompress(content) if packed else content).decode() == "/* Biên phòng */"
    assert headers["Content-Type"] == "text/css; charset=utf-8"
    assert headers["Cache-Control"] == lifetime
    assert headers["Vary"] == "Accept-Encoding"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["css/khong-co.css", "css/", "css", ""])
def test_static_folder_is_no_list_and_what_is_missing_goes_on(ask, path):
    status, headers, _content = ask(f"/static/{path}")
    assert (status, headers["From"], headers["Cache-Control"]) == (404, "gunicorn", None)


# --- the application ----------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/tim-kiem/?q=%C4%91%E1%BB%93n", "/media", "/a%20b/%2F"])
def test_other_addresses_go_to_the_application_as_they_came(ask, upstream, path):
    assert ask(path)[1]["From"] == "gunicorn"
    assert upstream.seen[-1][:2] == ("GET", path)


def test_application_hears_what_nginx_knows_and_not_what_visitors_say(ask, port, upstream):
    ask("/", X_Forwarded_Proto="https", X_Forwarded_For="1.2.3.4")
    headers = upstream.seen[-1][2]
    assert headers["Host"] == f"127.0.0.1:{port}"
    assert headers.get_all("X-Forwarded-Proto") == ["http"]
    assert headers.get_all("X-Forwarded-For") == ["127.0.0.1"]


def test_large_upload_passes_whole(ask):
    film = os.urandom(1_000_000) * 30
    status, _headers, content = ask("/admin/", "POST", film)
    assert (status, content.decode()) == (200, hashlib.sha256(film).hexdigest())


def announce(port, size):
    """The first line of the answer to the mere announcement of an upload."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as line:
        line.sendall(
            b"POST /admin/ HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\n"
            b"Content-Length: %d\r\n\r\n" % size
        )
        return line.recv(1000).partition(b"\r\n")[0].decode()


def test_largest_recording_is_let_in(port):
    assert announce(port, settings.RECORDING_MAX_BYTES + 1_000_000) == "HTTP/1.1 100 Continue"


def test_upload_beyond_measure_is_refused_before_it_is_sent(ask, port):
    assert announce(port, 2_000_000_000) == "HTTP/1.1 413 Request Entity Too Large"
    status, headers, content = ask("/admin/", "POST", Content_Length="2000000000")
    assert (status, headers["Content-Type"]) == (413, "text/plain; charset=utf-8")
    assert content.decode() == "Tệp quá lớn, máy chủ không nhận được.\n"


def test_slow_upload_holds_no_thread_of_the_application(port, upstream):
    before = len(upstream.seen)
    with closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as line:
        line.sendall(b"POST /cham HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 200000\r\n\r\n")
        line.sendall(b"x" * 150_000)
        time.sleep(0.3)
        assert len(upstream.seen) == before
        line.sendall(b"x" * 50_000)
        assert line.recv(1000).startswith(b"HTTP/1.1 200 OK")
    assert upstream.seen[-1][1] == "/cham"
