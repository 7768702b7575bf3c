"""Pages of no app: health, robots, and the refusals that must stand when all else fails."""

import re
import sqlite3
from contextlib import closing

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client, RequestFactory

from biendoi import views
from core.dates import long_datetime
from core.http import bare_page, too_many_requests
from tests.biendoi.reader_pages import missing_duties, personal_traces
from tests.factories.articles import make_published, make_section
from tests.factories.people import make_user

WAYS = ["/", "/tin-moi/", "/doc-nhieu/", "/tim-kiem/", "tel:0912011882"]


@pytest.fixture
def elsewhere(monkeypatch):
    """Point the connection at a database that is not there, until the test ends."""

    def point():
        connection.close()
        monkeypatch.setitem(connection.settings_dict, "NAME", "/khong/co/dau")

    yield point
    connection.close()


# --- health -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_healthz_asks_the_database_once(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Content-Type"] == "text/plain"
    assert personal_traces(response) == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_healthz_without_its_database_says_so(client, elsewhere):
    elsewhere()
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (503, b"database\n")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_healthz_on_a_lost_connection_says_so_and_recovers(client):
    connection.ensure_connection()
    connection.connection.close()
    assert client.get("/healthz").status_code == 503
    connection.close()
    assert client.get("/healthz").status_code == 200


# --- robots -----------------------------------------------------------------------------------


def test_robots_keeps_machines_out_of_the_back_rooms(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /binh-luan/",
        "Disallow: /tai-khoan/",
        "Disallow: /tim-kiem/",
        "Disallow: /xem-truoc/",
        "Sitemap: http://127.0.0.1:8000/sitemap.xml",
        "Sitemap: http://127.0.0.1:8000/news-sitemap.xml",
    ]
    assert personal_traces(response) == []


# --- refusals ---------------------------------------------------------------------------------


def flaws(response, clock):
    """What a refusal lacks: the lines of the law, or being the same for everybody."""
    page = response.content.decode()
    noindex = [] if '<meta name="robots" content="noindex">' in page else ["indexed"]
    return missing_duties(page, long_datetime(clock.now)) + personal_traces(response) + noindex


@pytest.mark.django_db
def test_unknown_address_is_not_found_in_vietnamese(client, clock):
    response = client.get("/khong/co/trang/nay")
    assert response.status_code == 404
    assert "<h1>Không tìm thấy trang này</h1>" in response.content.decode()
    assert flaws(response, clock) == []


@pytest.mark.django_db
def test_withdrawn_piece_is_gone_in_vietnamese(client, clock):
    version = make_published(at=clock.after(hours=-2))
    type(version).objects.update(valid_until=clock.after(hours=-1))
    response = client.get(version.get_absolute_url())
    assert response.status_code == 410
    assert flaws(response, clock) == []


def test_wrong_host_is_refused_in_vietnamese(client, clock, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    response = client.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "<h1>Yêu cầu không hợp lệ</h1>" in response.content.decode()
    assert flaws(response, clock) == []


def test_too_many_fields_are_refused_in_vietnamese(client, clock):
    query = "&".join(f"a{n}=1" for n in range(2001))
    response = client.get(f"/tim-kiem/?{query}")
    assert response.status_code == 400
    assert flaws(response, clock) == []


def test_forbidden_page_is_refused_in_vietnamese(clock):
    response = views.forbidden(RequestFactory().get("/"), PermissionDenied())
    page = response.content.decode()
    assert response.status_code == 403
    assert "<h1>Bạn không có quyền xem trang này</h1>" in page
    assert missing_duties(page, long_datetime(clock.now)) == []


def test_form_without_its_token_is_refused_in_vietnamese(clock):
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"q": "1"})
    page = response.content.decode()
    assert response.status_code == 403
    assert missing_duties(page, long_datetime(clock.now)) == []
    assert "Bạn không có quyền xem trang này" in page


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/tim-kiem/", "/xa-hoi/", "/x-post1.html", "/binh-luan/1/", "/binh-luan/da-gui/x/"),
        *("/tag/x-1.html", "/chu-de/x-1.html", "/tac-gia/x-1.html", "/rss/x-1.rss"),
        *("/rss/tin-moi.rss", "/sitemap.xml", "/sitemap-2026-3.xml", "/news-sitemap.xml"),
        *("/lite/", "/lite/xa-hoi/", "/lite/x-post1.html", "/sw.js", "/con-dang/"),
        *("/da-luu/", "/ngoai-tuyen/"),
    ],
)
def test_reader_page_takes_nothing_in(address):
    response = Client(enforce_csrf_checks=True).post(address, {"q": "1"})
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert personal_traces(response) == []


@pytest.mark.django_db
def test_sign_in_without_a_place_to_go_leads_to_the_desk(client):
    person = make_user("Phóng viên")
    words = {"username": person.username, "password": "mat-khau", "next": "https://evil.example/"}
    response = client.post("/admin/login/", words)
    assert (response.status_code, response["Location"]) == (302, "/admin/")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/xa-hoi/", "/tim-kiem/?q=a", "/rss/tin-moi.rss"])
def test_page_of_a_broken_database_is_an_error_in_vietnamese(clock, address):
    make_section(slug="xa-hoi")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_publishedversion RENAME TO broken")
    response = Client(raise_request_exception=False).get(address)
    assert response.status_code == 500
    assert "<h1>Trang tạm thời gặp lỗi</h1>" in response.content.decode()
    assert flaws(response, clock) == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("address", ["/", "/x-post1.html", "/tim-kiem/?q=a", "/rss/tin-moi.rss"])
def test_page_without_a_database_says_when_to_come_again(elsewhere, clock, address):
    elsewhere()
    response = Client(raise_request_exception=False).get(address)
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "<h1>Trang báo tạm ngừng trong ít phút</h1>" in response.content.decode()
    assert flaws(response, clock) == []
    assert ways_on(response) == ["/", "tel:0912011882"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_unknown_address_is_not_found_without_a_database_too(elsewhere, clock):
    elsewhere()
    response = Client(raise_request_exception=False).get("/khong/co/trang/nay")
    assert response.status_code == 404
    assert "<h1>Không tìm thấy trang này</h1>" in response.content.decode()
    assert '<nav class="menu"' not in response.content.decode()
    assert ways_on(response) == ["/", "tel:0912011882"]
    assert flaws(response, clock) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the lock of SQLite's one writer")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_sign_in_while_the_database_is_held_says_when_to_come_again(clock, monkeypatch):
    person = make_user("Phóng viên")
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout=1")
        words = {"username": person.username, "password": "mat-khau"}
        response = Client(raise_request_exception=False).post("/admin/login/", words)
        other.execute("ROLLBACK")
    connection.close()
    assert (response.status_code, response["Retry-After"]) == (503, "60")


@pytest.mark.parametrize(("seconds", "minutes"), [(1, 1), (60, 1), (61, 2), (600, 10)])
def test_asking_too_often_is_refused_in_vietnamese(clock, seconds, minutes):
    response = too_many_requests(RequestFactory().get("/"), seconds=seconds)
    page = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (429, str(seconds))
    assert page.count(f"đợi khoảng {minutes} phút") == 1
    assert missing_duties(page, long_datetime(clock.now)) == []
    assert ways_on(response) == WAYS


def ways_on(response):
    """Where a refusal leads."""
    part = response.content.decode().split('<nav class="ways-on"')[1].split("</nav>")[0]
    return re.findall('href="([^"]+)"', part)


@pytest.mark.django_db
@pytest.mark.parametrize("status", [400, 403, 404, 410, 500])
def test_every_refusal_leads_on(client, clock, status):
    version = make_published(at=clock.after(hours=-2))
    type(version).objects.update(valid_until=clock.after(hours=-1))
    request = RequestFactory().get("/")
    answers = {
        400: lambda: views.bad_request(request, ValueError()),
        403: lambda: views.forbidden(request, PermissionDenied()),
        404: lambda: client.get("/khong/co/"),
        410: lambda: client.get(version.get_absolute_url()),
        500: lambda: views.server_error(request),
    }
    response = answers[status]()
    assert response.status_code == status
    assert ways_on(response) == WAYS


@pytest.mark.parametrize("status", [400, 403, 429, 500, 503])
def test_refusal_that_stands_alone_asks_nothing(status, clock):
    """Without the mark django_db any query fails here."""
    response = bare_page(f"{status}.html", status, RequestFactory().get("/"))
    assert response.status_code == status
    assert missing_duties(response.content.decode(), long_datetime(clock.now)) == []
