"""Who words the pages about the newspaper, and what the back-office keeps of it."""

import pytest
from django.urls import reverse
from reversion.models import Version

from articles.approval import record_revision
from articles.models import Article
from demo.sign_ins import PEOPLE
from pages.models import Page
from tests.factories.articles import make_article
from tests.factories.people import make_user
from tests.newsroom.desk import errors, send

pytestmark = pytest.mark.django_db

KEEPERS = ["Thư ký tòa soạn", "Phó Tổng biên tập", "Tổng biên tập"]
ADD = reverse("admin:pages_page_add")
WORDS = {"title": "Quảng cáo", "slug": "quang-cao", "body": "<p>Bảng giá.</p>", "position": "5"}


def change(slug="toa-soan"):
    return reverse("admin:pages_page_change", args=[Page.objects.get(slug=slug).pk])


@pytest.mark.parametrize("role", [role for role, *_rest in PEOPLE])
def test_pages_are_worded_by_those_who_may(client, role):
    client.force_login(make_user(role))
    address = change()
    answer = client.post(address, {**WORDS, "published": "on", "in_footer": "on"})
    may = role in KEEPERS
    assert answer.status_code == (302 if may else 403)
    assert client.get(ADD).status_code == (200 if may else 403)
    assert Page.objects.filter(title="Quảng cáo").count() == int(may)


@pytest.fixture
def keeper(client):
    user = make_user("Thư ký tòa soạn")
    client.force_login(user)
    return user


def test_new_page_opens_when_it_is_published(client, keeper, django_capture_on_commit_callbacks):
    send(client, ADD, **WORDS)
    assert client.get("/thong-tin/quang-cao/").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        send(client, change("quang-cao"), published="on")
    assert client.get("/thong-tin/quang-cao/").status_code == 200


def test_footer_follows_a_change_at_once(client, keeper, django_capture_on_commit_callbacks):
    for title in ("Tòa soạn", "Người làm báo"):
        with django_capture_on_commit_callbacks(execute=True):
            send(client, change(), title=title)
        link = f'<a href="/thong-tin/toa-soan/">{title}</a>'
        assert client.get("/").content.decode().count(link) == 1


def test_address_stays_as_it_was_opened(client, keeper):
    send(client, change(), slug="khac", title="Người làm báo")
    assert Page.objects.get(title="Người làm báo").slug == "toa-soan"


@pytest.mark.parametrize("slug", ["Tòa soạn", "a_b", "-a", "A", "a/b"])
def test_address_is_made_of_plain_letters(client, keeper, slug):
    response = send(client, ADD, **{**WORDS, "slug": slug})
    said = "Đường dẫn chỉ gồm chữ thường không dấu, số và gạch nối."
    assert errors(response) == {"slug": [said]}


def test_address_in_use_is_refused(client, keeper):
    response = send(client, ADD, **{**WORDS, "slug": "toa-soan"})
    assert errors(response) == {"slug": ["Đã có trang dùng đường dẫn này."]}


def test_every_save_keeps_what_stood_before(client, keeper):
    send(client, change(), body="<p>Chữ mới.</p>")
    send(client, change(), body="<p>Chữ mới hơn.</p>")
    page = Page.objects.get(slug="toa-soan")
    kept = [version.field_dict["body"] for version in Version.objects.get_for_object(page)]
    assert kept == ["<p>Chữ mới hơn.</p>", "<p>Chữ mới.</p>"]
    history = client.get(reverse("admin:pages_page_history", args=[page.pk]))
    assert history.status_code == 200


def test_page_is_never_deleted(client, keeper):
    page = Page.objects.get(slug="toa-soan")
    door = reverse("admin:pages_page_delete", args=[page.pk])
    assert client.post(door, {"post": "yes"}).status_code == 403
    assert Page.objects.filter(pk=page.pk).count() == 1


def test_editor_offers_no_figures(client, keeper):
    page = client.get(change()).content.decode()
    assert page.count("InfoBox") > 0
    assert page.count("PhotoFigure") == 0


def test_no_revision_of_a_piece_is_brought_back_by_way_of_a_page(client, keeper):
    """The piece has the number of the page; its own history asks for other rights."""
    page = Page.objects.get(slug="toa-soan")
    article = make_article(pk=page.pk, title="Tít đã lưu")
    record_revision(article, keeper, "Lưu")
    kept = Version.objects.get_for_object(article)[0]
    Article.objects.filter(pk=article.pk).update(title="Tít mới")
    for address in (
        reverse("admin:pages_page_revision", args=[page.pk, kept.pk]),
        reverse("admin:pages_page_recover", args=[kept.pk]),
        reverse("admin:pages_page_recoverlist"),
    ):
        assert client.get(address).status_code == 404
        assert client.post(address, WORDS).status_code == 404
    article.refresh_from_db()
    assert article.title == "Tít mới"


def test_an_older_text_of_a_page_opens(client, keeper):
    page = Page.objects.get(slug="toa-soan")
    send(client, change(), title="Tòa soạn mới")
    kept = Version.objects.get_for_object(page)[0]
    address = reverse("admin:pages_page_revision", args=[page.pk, kept.pk])
    assert client.get(address).status_code == 200
