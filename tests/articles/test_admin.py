"""The lists a desk keeps, as the chief editor meets them."""

import pytest
from django.urls import reverse

from articles.models import PublishingAct, Section, Tag
from articles.publishing import publish
from tests.factories.articles import chief, make_article, make_section
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(chief())
    return client


def fields(response):
    return set(response.context["adminform"].form.fields)


def errors(response):
    return dict(response.context["adminform"].form.errors)


NO_HEADS = {f"heads-{counter}_FORMS": "0" for counter in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")}
SECTION = NO_HEADS | {
    "name": "Y tế",
    "slug": "y-te",
    "position": "1",
    "description": "",
    "active": "on",
}


def test_switches_and_heads_of_a_section_are_set_on_its_form(desk):
    section, head = make_section(slug="xa-hoi"), make_user("Trưởng ban")
    address = reverse("admin:articles_section_change", args=[section.pk])
    typed = {**SECTION, "heads-TOTAL_FORMS": "1", "heads-0-user": head.pk}
    desk.post(address, {**typed, "skips_layout": "true", "two_people": "unknown"})
    section.refresh_from_db()
    switches = (section.skips_layout, section.two_people, section.full_route)
    assert switches == (True, None, None)
    assert [row.user for row in section.heads.all()] == [head]


def test_section_keeps_the_slug_it_was_opened_with(desk):
    section = make_section(slug="xa-hoi")
    address = reverse("admin:articles_section_change", args=[section.pk])
    assert "slug" not in fields(desk.get(address))
    assert desk.post(address, {**SECTION, "slug": "khac"}).status_code == 302
    section.refresh_from_db()
    assert (section.name, section.slug) == ("Y tế", "xa-hoi")


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("tag", "Đường dẫn này dành cho trang khác của tòa soạn."),
        ("xa-hoi", "Đã có chuyên mục dùng đường dẫn này."),
        ("Xã hội", "Đường dẫn chỉ gồm chữ thường không dấu, số và gạch nối."),
    ],
)
def test_section_refusal_stands_by_the_slug_and_keeps_what_was_typed(desk, slug, sentence):
    make_section(slug="xa-hoi")
    response = desk.post(reverse("admin:articles_section_add"), {**SECTION, "slug": slug})
    assert errors(response) == {"slug": [sentence]}
    assert response.context["adminform"].form["name"].value() == "Y tế"


def test_section_may_only_stand_under_a_main_one(desk):
    main = make_section()
    make_section(parent=main)
    form = desk.get(reverse("admin:articles_section_add")).context["adminform"].form
    assert list(form.fields["parent"].queryset) == [main]
    assert desk.post(reverse("admin:articles_section_add"), {**SECTION, "parent": main.pk})
    assert Section.objects.get(slug="y-te").parent == main


def test_tag_renamed_into_a_twin_is_refused(desk):
    make_article(tags=("Hòa Bình", "Hải quan"))
    tag = Tag.objects.get(name="Hải quan")
    address = reverse("admin:articles_tag_change", args=[tag.pk])
    response = desk.post(address, {"name": "HOÀ BÌNH"})
    assert errors(response) == {"name": ["Đã có thẻ đọc giống hệt như vậy."]}


def test_log_of_publishing_is_to_read_and_never_to_write(desk):
    publish(make_article(), by=chief())
    act = PublishingAct.objects.get()
    assert desk.get(reverse("admin:articles_publishingact_changelist")).status_code == 200
    change = reverse("admin:articles_publishingact_change", args=[act.pk])
    assert desk.get(change).status_code == 200
    assert desk.post(change, {"reason": "khác"}).status_code == 403
    assert desk.get(reverse("admin:articles_publishingact_add")).status_code == 403
    delete = reverse("admin:articles_publishingact_delete", args=[act.pk])
    assert desk.post(delete, {"post": "yes"}).status_code == 403
    assert PublishingAct.objects.get().reason == ""
