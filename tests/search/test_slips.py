"""“Có phải bạn tìm …”: spaces left out, letters by ear, and what was typed right is kept."""

import pytest
from django.utils import timezone

from search.indexing import index
from search.queries import search
from search.spelling import suggestion
from tests.factories.articles import make_published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pieces():
    body = "<p>Ngày 21/3/2016, một hai ba bốn năm sáu bảy tám chín mười. An ninh.</p>"
    index([make_published(title="Đồn Biên phòng Trà Lĩnh", body=body), make_published()])


def better(typed):
    results = search(typed)
    return suggestion(results.query, timezone.now())


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("bienphong", "biên phòng"),
        ("biênphòng Trà Lĩnh", "biên phòng trà lĩnh"),
        ("donbienphong", "đồn biên phòng"),
        ("donbienphong tralinh", "đồn biên phòng trà lĩnh"),
        ("anninh", "an ninh"),
        ("bien fong", "biên phòng"),
        ("phongbien", ""),
        ("bienphongg", ""),
        ("b" * 200, ""),
        ("nd34", ""),
    ],
)
def test_spaces_left_out_and_letters_by_ear(typed, wanted):
    assert better(typed) == wanted


@pytest.mark.parametrize(
    "typed", ["biên phomg 21/3/2016", "bienphong 21/3/2016", "bieen phofng 21/3/2016"]
)
def test_date_stays_in_what_is_offered(typed):
    assert better(typed) == "biên phòng 21/3/2016"
    assert better(typed.replace("2016", "2017")) == ""


def test_words_beyond_those_looked_at_stay():
    typed = "một hai ba bốn năm sáu bảy tám chín mừoi"
    assert better(f"mọt hau {typed[8:-5]} mười") == f"mọt hai {typed[8:-5]} mười"
    assert better("hau" + typed[3:-5] + " zzz") == ""
