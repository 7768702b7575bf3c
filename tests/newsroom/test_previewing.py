"""The preview: other screens, other light, a time to come, and for whom."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from core.dates import short_datetime
from tests.factories.articles import chief, make_article, make_published, make_section
from tests.factories.people import make_user
from tests.newsroom.desk import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(chief())
    return client


def hence(hours):
    return short_datetime(timezone.now() + timedelta(hours=hours))


def page(client, article, **asked):
    return client.get(page_of(article, "preview-page"), asked)


@pytest.mark.parametrize(
    ("may", "classes"),
    [("", ""), ("dien-thoai", " preview-frame--phone"), ("may-ban", " preview-frame--desk")],
)
def test_screen_is_the_width_of_the_frame(desk, may, classes):
    text = desk.get(page_of(make_article(), "preview"), {"may": may}).content.decode()
    assert f'<iframe class="preview-frame{classes}"' in text


@pytest.mark.parametrize(("nen", "theme"), [("toi", "dark"), ("sang", "light")])
def test_light_is_set_on_the_page_alone(desk, nen, theme):
    article = make_article()
    assert f'<html lang="vi" data-theme="{theme}">' in page(desk, article, nen=nen).content.decode()
    assert '<html lang="vi">' in page(desk, article).content.decode()


def test_piece_at_a_time_to_come_carries_that_time(desk):
    article = make_article(title="Bài mai đăng")
    at = hence(30)
    assert at in page(desk, article, luc=at).content.decode()
    assert f"luc={at[:2]}" in desk.get(page_of(article, "preview"), {"luc": at}).content.decode()


def test_front_and_section_show_what_is_scheduled_for_then(desk):
    section = make_section()
    make_published(title="Bài đang đăng", section=section)
    article = make_article(title="Bài hẹn giờ", section=section)
    publishing.publish(article, by=chief(), at=timezone.now() + timedelta(hours=5))
    for trang in ("trang-nhat", "chuyen-muc"):
        found = {
            luc: "Bài hẹn giờ" in page(desk, article, trang=trang, luc=luc).content.decode()
            for luc in ("", hence(2), hence(6))
        }
        assert list(found.values()) == [False, False, True]


def test_who_may_not_open_every_piece_sees_no_front_to_come(client):
    writer = make_user("Phóng viên")
    article = make_article(created_by=writer)
    client.force_login(writer)
    assert page(client, article, luc=hence(6)).status_code == 200
    for trang in ("trang-nhat", "chuyen-muc"):
        assert page(client, article, trang=trang).status_code == 403
        assert client.get(page_of(article, "preview"), {"trang": trang}).status_code == 403


@pytest.mark.parametrize(
    "asked",
    [
        {"luc": "01/01/2020"},
        {"luc": "01/01/2200"},
        {"luc": "mai"},
        {"trang": "../admin"},
        {"nen": "<script>"},
        {"may": "x"},
    ],
)
def test_odd_wishes_are_said_and_show_the_piece_as_it_is(desk, asked):
    article = make_article()
    outside = desk.get(page_of(article, "preview"), asked)
    assert outside.status_code == 200
    assert list(outside.context["form"].errors) == list(asked)
    assert "<script>" not in outside.content.decode().split("<iframe")[1]
    assert page(desk, article, **asked).status_code == 404
