"""The desk says sorry: the page behind the button “Cải chính…”, and the list of what was said."""

import pytest

from articles.models import Correction
from articles.publishing import withdraw
from demo.sign_ins import PEOPLE
from tests.articles.test_corrections import SPEAKERS
from tests.factories.articles import chief, make_article, make_published
from tests.factories.people import make_user
from tests.newsroom.desk import change, page_of

pytestmark = pytest.mark.django_db

TYPED = {"wrong": "Trung tá", "right": "Thượng tá", "note": ""}
LIST = "/admin/articles/correction/"


@pytest.mark.parametrize("role", [role for role, *_rest in PEOPLE])
def test_page_opens_for_those_who_speak_for_the_paper(client, role):
    article = make_published().article
    client.force_login(make_user(role))
    may = role in SPEAKERS
    assert client.get(page_of(article, "correct")).status_code == (200 if may else 403)
    answer = client.post(page_of(article, "correct"), TYPED)
    assert answer.status_code == (302 if may else 403)
    assert Correction.objects.count() == int(may)


@pytest.fixture
def speaker(client):
    user = make_user("Thư ký tòa soạn")
    client.force_login(user)
    return user


def test_correction_leads_back_to_the_piece_and_stands_in_the_list(client, speaker):
    version = make_published(title="Tít đã đăng")
    answer = client.post(page_of(version.article, "correct"), TYPED, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(change(version.article), 302)]
    assert page.count("Đã đăng lời cải chính cho “Tít đã đăng”.") == 1
    again = client.get(page_of(version.article, "correct")).content.decode()
    assert again.count("Đã đăng: “Trung tá”. Sửa lại là: “Thượng tá”.") == 1
    said = Correction.objects.get()
    assert said.by == speaker
    for address in (LIST, f"{LIST}{said.pk}/change/"):
        assert client.get(address).content.decode().count("Thượng tá") == 1


def test_refusals_stand_by_their_fields_with_the_words_kept(client, speaker):
    article = make_published().article
    answer = client.post(page_of(article, "correct"), {**TYPED, "right": "Trung tá"})
    form = answer.context["form"]
    assert dict(form.errors) == {"right": ["Thông tin đúng đang giống hệt thông tin sai."]}
    assert form["wrong"].value() == "Trung tá"
    answer = client.post(page_of(article, "correct"), {"wrong": ""})
    assert list(answer.context["form"].errors) == ["wrong", "right"]


def test_button_stands_where_there_is_something_to_correct(client, speaker):
    draft, live, gone = make_article(), make_published().article, make_published().article
    withdraw(gone, by=chief(), reason="Sai.")
    offered = [
        client.get(change(piece)).content.decode().count(f'href="{page_of(piece, "correct")}"')
        for piece in (draft, live, gone)
    ]
    assert offered == [0, 1, 1]


def test_draft_has_nothing_to_correct(client, speaker):
    answer = client.post(page_of(make_article(), "correct"), TYPED)
    said = "Bài này chưa từng đăng nên không có gì để cải chính."
    assert answer.context["form"].non_field_errors() == [said]


@pytest.mark.parametrize("role", ["Biên tập viên", "Tổng biên tập"])
def test_what_was_said_is_changed_and_deleted_by_nobody(client, role):
    client.force_login(make_user("Thư ký tòa soạn"))
    client.post(page_of(make_published().article, "correct"), TYPED)
    client.force_login(make_user(role))
    door = f"{LIST}{Correction.objects.get().pk}/"
    assert client.post(f"{door}change/", {"wrong": "x"}).status_code == 403
    assert client.post(f"{door}delete/", {"post": "yes"}).status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403
    assert Correction.objects.get().wrong == "Trung tá"
