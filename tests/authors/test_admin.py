"""Authors and units with the rows under them, as the desk types them."""

from datetime import date

import pytest
from django.urls import reverse

from authors.models import Unit
from tests.factories.people import make_author, make_user
from tests.newsroom.desk import fields, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_user("Thư ký tòa soạn"))
    return client


def change(row):
    return reverse(f"admin:authors_{row._meta.model_name}_change", args=[row.pk])


def rows(name, *typed):
    """Rows to add under a form whose rows are called name."""
    sent = {f"{name}-{n}-{field}": value for n, row in enumerate(typed) for field, value in row}
    return {f"{name}-TOTAL_FORMS": len(typed), **sent}


def sentences(response):
    return [
        sentence
        for formset in response.context["inline_admin_formsets"]
        for sentence in formset.non_form_errors()
    ]


@pytest.mark.parametrize("typed", ["1/7/2025", "01-07-2025", "ngày 1 tháng 7 năm 2025"])
def test_posting_begins_on_the_day_typed(desk, typed):
    author = make_author()
    posting = {"since": typed, "rank": "Đại tá"}.items()
    assert send(desk, change(author), **rows("postings", posting)).status_code == 302
    assert author.postings.get().since == date(2025, 7, 1)
    assert fields(desk.get(change(author)))["postings-0-since"] == "01/07/2025"


def test_unit_and_its_succession_take_days_as_written(desk):
    old, new = (Unit.objects.create(name=name) for name in ("Đồn cũ", "Đồn mới"))
    heir = {"successor": new.pk, "on": "1.7.2025"}.items()
    response = send(desk, change(old), since="3-3-1959", **rows("succeeded_by", heir))
    assert response.status_code == 302
    old.refresh_from_db()
    assert (old.since, old.succeeded_by.get().on) == (date(1959, 3, 3), date(2025, 7, 1))


@pytest.mark.parametrize(
    ("name", "row", "sentence"),
    [
        ("postings", {"since": "1/7/2025"}, "Hãy sửa chỗ trùng ở “từ ngày”."),
        ("pen_names", {"name": "Hà Viết"}, "Hãy sửa chỗ trùng ở “bút danh khác”."),
    ],
)
def test_row_typed_twice_is_refused_in_the_words_of_the_page(desk, name, row, sentence):
    author = make_author()
    response = send(desk, change(author), **rows(name, row.items(), row.items()))
    assert sentences(response) == [sentence]
    assert getattr(author, name).count() == 0


def test_heir_named_twice_is_refused_in_the_words_of_the_page(desk):
    old, new = (Unit.objects.create(name=name) for name in ("Đồn cũ", "Đồn mới"))
    heir = {"successor": new.pk, "on": "1/7/2025"}.items()
    response = send(desk, change(old), **rows("succeeded_by", heir, heir))
    assert sentences(response) == ["Hãy sửa chỗ trùng ở “đơn vị mới”."]
