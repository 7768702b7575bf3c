import pytest
from django.contrib import admin
from django.db import models

from core.fields import VietnameseDateField, VietnameseDateInput
from tests.factories.articles import make_article
from tests.factories.people import make_author, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["đặng", "ĐẶNG HÒA", "dang hoa", "Ðặng", "hoà đặng"])
def test_names_are_found_without_marks_or_case(client, typed):
    make_author("Đặng Hòa")
    make_author("Lê Bình")
    client.force_login(make_user("Thư ký tòa soạn"))
    page = client.get("/admin/authors/author/", {"q": typed}).content.decode()
    assert ("Đặng Hòa" in page, "Lê Bình" in page) == (True, False)


@pytest.mark.parametrize("typed", ["đề án 174", "DE AN", "174-ĐA/TU"])
def test_pieces_are_found_by_title_without_marks_or_case(client, typed):
    make_article(title="Đề án 174-ĐA/TU sau mười năm")
    make_article(title="Mùa nước nổi")
    client.force_login(make_user("Thư ký tòa soạn"))
    page = client.get("/admin/articles/article/", {"q": typed}).content.decode()
    assert ("sau mười năm" in page, "Mùa nước nổi" in page) == (True, False)


@pytest.mark.parametrize("typed", ["", "!!!", "%", "không có ai"])
def test_odd_searches_are_answered(client, typed):
    client.force_login(make_user("Thư ký tòa soạn"))
    assert client.get("/admin/authors/author/", {"q": typed}).status_code == 200


def test_every_day_is_typed_as_vietnamese_write_it(rf):
    """In each form of the back-office and in the rows under it."""
    screens = [
        screen
        for top in admin.site._registry.values()
        for screen in (top, *(row(top.model, admin.site) for row in top.inlines))
    ]
    days = {
        str(field): screen.formfield_for_dbfield(field, rf.get("/"))
        for screen in screens
        for field in screen.model._meta.fields
        if type(field) is models.DateField
    }
    assert sorted(days) == [
        *("authors.Posting.since", "authors.Succession.on", "authors.Unit.since"),
        *("comments.Ban.until", "comments.Discussion.look_again_on"),
        *("photos.Photo.taken_on", "photos.Photo.usable_until", "search.Asked.day"),
    ]
    assert {type(field) for field in days.values()} == {VietnameseDateField}
    assert {type(field.widget) for field in days.values()} == {VietnameseDateInput}
