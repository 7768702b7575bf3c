"""Coordinates and codes of cases in all the ways they are written, and in every text that goes
before readers."""

import pytest

from newsroom.checks import secrets
from newsroom.checks.judging import findings
from tests.factories.articles import make_article
from tests.factories.photos import make_photo

PLACE = "22.7012, 106.2345"


@pytest.mark.parametrize(
    "written",
    [
        PLACE,
        "22 độ 42 phút 10 giây Bắc, 106 độ 15 phút 02 giây Đông",
        "22 độ 42 phút vĩ Bắc",
        "N22.7012 E106.2345",
        "N22,7012, E106,2345",
        "Vĩ độ 22.7012; kinh độ 106.2345",
        "kinh độ Đông: 106.2345",
        "22,7012 độ vĩ Bắc",
        "N 22°42'10\", E 106°15'02\"",
        "22°42'10\"N, 106°15'02\"E",
        "48Q XK 12345 67890",
        "48QXK1234567890",
        "X = 2512345.67; Y = 456789.12",
        "X: 2.512.345, Y: 456.789",
    ],
)
def test_coordinates_are_found(written):
    line = f"Chốt nằm tại {written}."
    spans = secrets.coordinates(line)
    assert spans != []
    assert {line[start:end] in written for start, end in spans} == {True}


@pytest.mark.parametrize(
    "line",
    [
        "Vĩ tuyến 17, nhiệt độ 10 độ, 5 phút sau mưa.",
        "Trời lạnh 5°C, thu 12.500 tấn, 3,5 ha.",
        "Điện thoại 0912011882, mốc 1234, quốc lộ 4A.",
        "Nhóm X và Y, 48 giờ, 49 hộ.",
        "Thị xã Đ 12 tuổi, TP.HCM 105.000 người",
    ],
)
def test_other_numbers_are_no_coordinates(line):
    assert secrets.coordinates(line) == []


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("Chuyên án CQ-522 đã khép lại.", ["CQ-522"]),
        ("Ban chuyên án VA-324p.", ["VA-324p"]),
        ("Phá VA-324p trong đêm.", ["VA-324p"]),
        ("Xác lập, mang bí số 324L, do đồn chủ trì.", ["324L"]),
        ("Phá chuyên án truy xét 0325H.", ["0325H"]),
        ("Phá chuyên án A723p.", ["A723p"]),
        ("Chuyên án thu 150kg ma túy trên QL279, 2 khẩu AK47, năm 2019.", []),
        ("Theo Nghị định 237/2026/NĐ-CP, Đề án 174-ĐA/TU.", []),
    ],
)
def test_codes_of_cases(line, codes):
    assert [line[start:end] for start, end in secrets.case_codes(line)] == codes


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (f"https://maps.example.org/?q={PLACE.replace(' ', '')}", True),
        ("https://maps.example.org/@22.7012,106.2345,17z", True),
        ("https://maps.example.org/?mlat=22.7012&mlon=106.2345", True),
        ("https://maps.example.org/!3d22.7012!4d106.2345", True),
        ("https://example.org/tin-22.7012.html", False),
    ],
)
def test_addresses_of_maps(address, told):
    assert secrets.names_a_place(address) is told


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        *("kicker", "title", "short_title", "social_title", "sapo", "source", "signature"),
        "lead_caption",
    ],
)
def test_every_column_that_readers_get_is_looked_at(name):
    assert fields_with_places(make_article(**{name: f"Chốt ở {PLACE}"})) == [name]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("genre", "name"),
    [
        ("phong-van", "interviewee_unit"),
        ("tra-loi-ban-doc", "letter"),
        ("infographic", "text_alternative"),
    ],
)
def test_facts_that_readers_get_are_looked_at(genre, name):
    assert fields_with_places(make_article(genre=genre, facts={name: f"Chốt ở {PLACE}"})) == [name]


@pytest.mark.django_db
def test_words_of_the_library_are_looked_at_where_they_are_printed():
    told = make_photo(caption=f"Chốt ở {PLACE}.", alt="Chốt")
    figure = '<figure data-photo="{}">{}</figure>'.format
    own = "<figcaption>Chốt.</figcaption>"
    assert fields_with_places(make_article(lead_photo=told)) == ["lead_photo"]
    assert fields_with_places(make_article(body=figure(told.pk, ""))) == ["body"]
    assert fields_with_places(make_article(body=figure(told.pk, own))) == []


@pytest.mark.django_db
def test_link_to_a_map_is_told():
    body = '<p>Xem <a href="https://maps.example.org/@22.7012,106.2345,17z">bản đồ</a>.</p>'
    assert fields_with_places(make_article(body=body)) == ["body"]


def fields_with_places(article):
    return [one.field for one in findings(article) if one.kind == "coordinates"]
