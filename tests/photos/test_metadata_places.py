"""Coordinates in words: taken out, and known as the place they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photos.metadata import read
from photos.metadata.places import without_places
from tests.photos.exif_files import iptc, jpeg


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        ("Mốc 1369 (21.53472, 107.95250).", "Mốc 1369 .", (21.53472, 107.9525)),
        ("Đồn BP, 23°18'12.4\"N 105°18'44.1\"E", "Đồn BP", (23.3034444, 105.3122500)),
        ("21,53472; 107,95250", "", (21.53472, 107.9525)),
        ("22.12345N 104.98765E chốt", "chốt", (22.12345, 104.98765)),
        ("33.8688S, 151.2093E", "", (-33.8688, 151.2093)),
        ("23°18.5'N, 105°18.7'E", "", (23.3083333, 105.3116667)),
        ("-8.50690, 115.26250", "", (-8.5069, 115.2625)),
    ],
)
def test_pair_of_coordinates_is_taken_out(text, words, place):
    left, found = without_places(text)
    assert (left, found) == (words, pytest.approx(place, abs=1e-5))


@pytest.mark.parametrize(
    "text",
    [
        "Thu giữ 12.500 bao, 13.400 gói.",
        "Nhiệt độ 39°C, độ ẩm 80%.",
        "Ngày 01.10.2023, lúc 10.51.",
        "Tỷ lệ 97.25% và 98.10%",
        "Điện thoại 0912.345.678, 024.39364407",
        "Cột mốc 1369, 1370, 1371",
        "Đề án 174-ĐA/TU",
        "",
    ],
)
def test_other_numbers_stay(text):
    assert without_places(text) == (text, None)


@given(st.text(max_size=300))
def test_no_text_is_too_odd(text):
    words, place = without_places(text)
    assert (place is None) <= (words == text)


def test_file_whose_caption_tells_the_place_is_a_file_with_a_place():
    facts = read(jpeg(iptc=iptc(caption="Tuần tra, 21.53472, 107.95250", sublocation="Móng Cái")))
    assert (facts.caption, facts.place) == ("Tuần tra", "Móng Cái")
    assert (facts.latitude, facts.longitude) == (21.53472, 107.9525)


def test_keyword_that_is_a_place_goes():
    facts = read(jpeg(iptc=iptc(keywords=["tuần tra", "21.53472 107.95250"])))
    assert facts.keywords == ("tuần tra",)
