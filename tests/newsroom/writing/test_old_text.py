"""TCVN3 and VNI in the form: asked about, converted on demand, never unasked."""

import pytest

from articles.models import Article
from tests.core.test_legacy import as_tcvn3
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


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("title", "Biªn phßng", "Biên phòng"),
        ("kicker", "§ång chÝ", "Đồng chí"),
        ("lead_caption", "Bieân phoøng", "Biên phòng"),
        ("signature", as_tcvn3("Trần Văn Khởi"), "Trần Văn Khởi"),
        ("interviewee", "NguyÔn V¨n A", "Nguyễn Văn A"),
        ("interviewee_unit", "§ån Biªn phßng", "Đồn Biên phòng"),
        ("letter", as_tcvn3("Cho hỏi: Cộng hòa Xã hội"), "Cho hỏi: Cộng hòa Xã hội"),
    ],
)
def test_short_fields_and_facts_of_genres_are_asked_about(desk, piece, name, old, new):
    asked = send(desk, change(piece), **{name: old})
    assert [(t.name, t.after) for t in asked.context["adminform"].form.old_text] == [(name, new)]
    answer = desk.post(
        change(piece), {**fields(asked), f"legacy-{name}": "convert", "_continue": "1"}
    )
    assert answer.status_code == 302
    stored = Article.objects.get()
    assert (stored.facts.get(name) or getattr(stored, name)) == new


def test_one_word_is_enough_beside_an_old_text_and_stays_asked_about(desk, piece):
    alone = send(desk, change(piece), title="§ån Long")
    assert alone.status_code == 302
    asked = send(desk, change(piece), title="§ån Long Sap", body=f"<p>{OLD}</p>")
    told = asked.context["adminform"].form.old_text
    assert [(t.name, t.after) for t in told] == [("body", NEW), ("title", "Đồn Long Sap")]
    half = desk.post(change(piece), {**fields(asked), "legacy-body": "convert", "_continue": "1"})
    assert [t.name for t in half.context["adminform"].form.old_text] == ["title"]
    assert Article.objects.get().title == "§ån Long"


def test_letter_that_a_paste_lost_is_guessed_and_named(desk, piece):
    asked = send(desk, change(piece), sapo=OLD.replace("\u00ad", ""))
    [told] = asked.context["adminform"].form.old_text
    assert told.after.startswith("Cộng hòa Xã hội chủ nghĩa Việt Nam, nước nhà")
    assert ("nớc", "nước") in told.losses


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Müller và Köhler ở São Paulo",
            "Đoàn thăm Orléans, Nîmes",
            "5 µm và 3 µm",
            "Bộ phim Amélie",
        ),
        *("Đồn Biên phòng là nhà", "Pelé, José, René", "Größe, Straße", "naïve, Noël", "© 2026 ®"),
    ],
)
def test_names_of_other_tongues_in_a_title_are_no_question(desk, piece, text):
    assert send(desk, change(piece), title=text).status_code == 302
    assert Article.objects.get().title == text
