"""TCVN3 and VNI in the form: asked about, converted on demand, never unasked."""

import pytest

from articles.models import Article
from tests.factories.articles import chief, make_article
from tests.factories.people import make_user
from tests.newsroom.desk import change, fields, send
from tests.newsroom.writing.desk import say

pytestmark = pytest.mark.django_db

OLD = "Céng hßa X· héi chñ nghÜa ViÖt Nam, n\u00adíc nhµ"
NEW = "Cộng hòa Xã hội chủ nghĩa Việt Nam, nước nhà"


@pytest.fixture
def desk(client):
    client.force_login(make_user("Biên tập viên"))
    return client


@pytest.fixture
def piece(desk):
    return make_article(title="Tít", created_by=chief())


def test_old_text_is_asked_about_and_nothing_is_written(desk, piece):
    answer = send(desk, change(piece), sapo=OLD, body=f"<p>{OLD}</p>", title="Tít mới")
    assert answer.status_code == 200
    assert [(t.name, t.kind, t.after) for t in answer.context["adminform"].form.old_text] == [
        ("sapo", "TCVN3", NEW),
        ("body", "TCVN3", NEW),
    ]
    assert fields(answer)["sapo"] == OLD
    assert Article.objects.get().title == "Tít"


@pytest.mark.parametrize(
    ("choice", "sapo"), [("convert", NEW), ("keep", OLD.replace("\u00ad", ""))]
)
def test_person_decides(desk, piece, choice, sapo):
    asked = fields(send(desk, change(piece), sapo=OLD))
    answer = desk.post(change(piece), {**asked, "legacy-sapo": choice, "_continue": "1"})
    assert answer.status_code == 302
    assert Article.objects.get().sapo == sapo


def test_old_text_that_was_there_is_no_question(desk, piece):
    Article.objects.update(sapo=OLD)
    assert send(desk, change(piece), title="Tít mới").status_code == 302


def test_guessed_capitals_are_named(desk, piece):
    answer = send(desk, change(piece), sapo=f"§åN BI£N PHßNG: {OLD}")
    page = answer.content.decode()
    assert "PHòNG → PHÒNG" in page


def test_script_is_told_what_a_paste_would_become(desk):
    to = "/admin/articles/article/go-do/ma-cu/"
    found = say(desk, None, "", to=to, name="body", text=f"<p>{OLD}</p>").json()
    assert (found["kind"], found["text"]) == ("TCVN3", f"<p>{NEW}</p>")
    assert say(desk, None, "", to=to, name="sapo", text=NEW).json() == {}
    assert say(desk, None, "", to=to, name="sapo", text=7).status_code == 400
