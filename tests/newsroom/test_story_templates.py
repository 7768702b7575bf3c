"""A new piece from a skeleton: the form opens filled in, nothing is there before it is saved."""

import pytest
from django.urls import reverse

from articles.models import Article
from newsroom.models import StoryTemplate
from tests.factories.articles import make_article, make_section
from tests.factories.people import make_user
from tests.newsroom.desk import ADD, change, fields

pytestmark = pytest.mark.django_db

CHOOSE = reverse("admin:story-templates")


@pytest.fixture
def writer(client):
    client.force_login(make_user("Phóng viên"))
    return client


def make_template(**facts):
    words = {
        "name": "Bắt giữ",
        "title": "Đồn Biên phòng … bắt giữ …",
        "sapo": "Hồi … ngày …",
        "body": "<p>Diễn biến</p><p>Kết quả</p>",
        "tags": "Quảng Ninh, Ma túy",
        "checklist": "Hỏi đồn\n\n Xin ảnh ",
    }
    return StoryTemplate.objects.create(**{**words, **facts})


def test_form_opens_with_what_the_template_says(writer):
    section = make_section()
    template = make_template(section=section, genre="phong-van")
    page = writer.get(f"{ADD}?mau={template.pk}")
    opened = fields(page)
    told = ("title", "sapo", "body", "tags", "genre", "section", "story_template")
    assert [opened[name] for name in told] == [
        template.title,
        template.sapo,
        template.body,
        "Quảng Ninh, Ma túy",
        "phong-van",
        str(section.pk),
        str(template.pk),
    ]
    assert page.context["checklist"] == ["Hỏi đồn", "Xin ảnh"]
    assert Article.objects.count() == 0


def test_piece_remembers_its_checklist_and_readers_do_not(writer):
    template = make_template()
    opened = fields(writer.get(f"{ADD}?mau={template.pk}"))
    typed = {"title": "Tít thật", "section": make_section().pk, "_continue": "1"}
    writer.post(ADD, {**opened, **typed})
    article = Article.objects.get()
    assert article.facts == {"story_template": template.pk}
    assert writer.get(change(article)).context["checklist"] == ["Hỏi đồn", "Xin ảnh"]


@pytest.mark.parametrize("number", ["", "x", "0", "999", "9" * 40, "٣"])
def test_no_such_template_opens_an_empty_form(writer, number):
    page = writer.get(ADD, {"mau": number})
    assert (page.status_code, fields(page)["title"]) == (200, "")


def test_template_in_the_trash_is_offered_nowhere(writer):
    template = make_template(trashed_at="2026-11-01T00:00Z")
    assert list(writer.get(CHOOSE).context["templates"]) == []
    assert fields(writer.get(f"{ADD}?mau={template.pk}"))["title"] == ""
    article = make_article(facts={"story_template": template.pk})
    assert writer.get(ADD).context["checklist"] == []
    assert article.facts["story_template"] == template.pk


def test_desk_keeps_the_templates_and_writers_use_them(client, writer):
    template = make_template()
    address = reverse("admin:newsroom_storytemplate_change", args=[template.pk])
    assert "name" not in fields(writer.get(address))
    client.force_login(make_user("Biên tập viên"))
    opened = fields(client.get(address))
    client.post(address, {**opened, "name": "Tên mới"})
    template.refresh_from_db()
    assert template.name == "Tên mới"


def test_choosing_is_for_those_who_write(client):
    client.force_login(make_user("Kế toán"))
    assert client.get(CHOOSE).status_code == 403


@pytest.mark.parametrize("count", [1, 3, 30])
def test_page_of_templates_costs_the_same_for_any_number(writer, django_assert_num_queries, count):
    for number in range(count):
        make_template(name=f"Mẫu {number}", section=make_section())
    with django_assert_num_queries(5):
        assert len(writer.get(CHOOSE).context["templates"]) == count
