"""Pages of no app: health, robots, and the refusals that must stand when all else fails."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client, RequestFactory

from biendoi import views
from core.dates import long_datetime
from tests.biendoi.reader_pages import missing_duties, personal_traces
from tests.factories.articles import make_published, make_section
from tests.factories.people import make_user


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
        "Disallow: /tim-kiem/",
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
@pytest.mark.parametrize("address", ["/", "/khong/co/trang/nay", "/x-post1.html"])
def test_page_without_a_database_is_an_error_in_vietnamese(elsewhere, clock, address):
    elsewhere()
    response = Client(raise_request_exception=False).get(address)
    assert response.status_code == 500
    assert flaws(response, clock) == []
