"""What a file says of itself, put into the library's fields."""

from datetime import date, datetime

import pytest

from authors.models import Author
from core.dates import HANOI
from photos.describing import bare_name, location, suggestions
from photos.metadata import Facts, read
from tests.photos.exif_files import BYLINE, CAPTION, KEYWORDS, press_photo
from tests.photos.files import corners

pytestmark = pytest.mark.django_db


def test_silent_file_suggests_nothing():
    assert suggestions(Facts()) == {}


def test_press_photo_suggests_who_where_and_whose():
    author = Author.objects.create(name=BYLINE)
    said = suggestions(read(press_photo(corners(), keywords=KEYWORDS, date="20231001")))
    assert said == {
        "caption": CAPTION,
        "credit": "Viết Hà/TTXVN",
        "photographer": author,
        "taken_on": date(2023, 10, 1),
        "keywords": "tuần tra, biên giới, Móng Cái",
        "location": "21.53472, 107.95250",
    }


@pytest.mark.parametrize(
    ("credit", "bare"),
    [
        ("Viết Hà", "Viết Hà"),
        ("Ảnh: Viết Hà", "Viết Hà"),
        ("ẢNH: REUTERS", "REUTERS"),
        ("Ảnh minh họa: Viết Hà", "Viết Hà"),
        ("(Nguồn: xebialabs.com)", "xebialabs.com"),
        ("Ảnh: Ảnh: Viết Hà", "Viết Hà"),
        ("Ánh Nguyệt", "Ánh Nguyệt"),
        ("Ảnh:", ""),
    ],
)
def test_credit_is_the_name_alone(credit, bare):
    assert bare_name(credit) == bare


def test_byline_of_nobody_we_know_and_of_two_leaves_the_choice_to_a_person():
    facts = Facts(byline="Hòa Bình")
    assert "photographer" not in suggestions(facts)
    Author.objects.create(name="Hòa Bình")
    assert suggestions(facts)["photographer"].name == "Hòa Bình"
    Author.objects.create(name="Hoà Bình")
    assert "photographer" not in suggestions(facts)


def test_byline_without_its_marks_is_not_taken_for_somebody():
    Author.objects.create(name="Viết Hà")
    assert "photographer" not in suggestions(Facts(byline="Viet Ha"))
    assert "photographer" in suggestions(Facts(byline="viết hà"))


def test_words_too_long_for_their_fields_are_cut():
    said = suggestions(Facts(caption="a" * 900, credit="b" * 300, place="c" * 300))
    assert [len(said[name]) for name in ("caption", "credit", "place")] == [500, 120, 120]


def test_moment_becomes_its_day_in_hanoi():
    facts = Facts(taken_at=datetime(2023, 10, 1, 0, 30, tzinfo=HANOI))
    assert suggestions(facts) == {"taken_on": date(2023, 10, 1)}


@pytest.mark.parametrize(
    ("latitude", "longitude", "text"),
    [
        (21.5347222, 107.9525, "21.53472, 107.95250"),
        (0.0, 0.0, "0.00000, 0.00000"),
        (-90.0, -180.0, "-90.00000, -180.00000"),
        (None, None, ""),
    ],
)
def test_location_is_one_line(latitude, longitude, text):
    assert location(Facts(latitude=latitude, longitude=longitude)) == text
