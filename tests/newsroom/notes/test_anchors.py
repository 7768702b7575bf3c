"""A note's passage is found again after edits, or is said to be gone."""

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.notes.anchors import Place, around, locate

TEXT = "Đồn Biên phòng Trà Lĩnh họp lúc 8 giờ. Đồn Biên phòng Pò Mã họp lúc 9 giờ."


def words_at(text, place):
    return text[place.start : place.end]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (TEXT, "Pò Mã"),
        (f"Một câu mới ở đầu. {TEXT} Một câu mới ở cuối.", "Pò Mã"),
        (TEXT.replace("họp lúc 9 giờ", "họp chiều nay"), "Pò Mã"),
        (TEXT.replace("Pò Mã", "Sóc Giang"), "Sóc Giang"),
    ],
)
def test_passage_survives_edits_around_it_and_tells_those_within(text, found):
    place = locate(text, "Pò Mã", "Đồn Biên phòng", "họp lúc 9 giờ.")
    assert words_at(text, place).strip() == found
    assert place.changed == (found != "Pò Mã")


def test_words_said_twice_are_told_apart_by_those_around():
    first = locate(TEXT, "Đồn Biên phòng", "", "Trà Lĩnh")
    second = locate(TEXT, "Đồn Biên phòng", "8 giờ.", "Pò Mã")
    assert (first.start, second.start) == (0, TEXT.rindex("Đồn"))


@pytest.mark.parametrize(
    ("quote", "before", "after"),
    [("Lũng Cú", "", ""), ("Lũng Cú", "cột cờ", "Hà Giang"), ("", "", ""), ("Lũng Cú", "Đồn", "")],
)
def test_passage_that_is_gone_is_nowhere(quote, before, after):
    assert locate(TEXT, quote, before, after) is None


def test_words_around_are_those_next_to_the_passage():
    place = locate(TEXT, "Pò Mã")
    assert around(TEXT, place, 6) == ("phòng ", " họp l")


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_no_text_raises(text, quote, before, after):
    place = locate(text, quote, before, after)
    assert place is None or place.start < place.end


def test_long_text_of_one_word_takes_no_time():
    start = perf_counter()
    assert locate("a" * 200_000, "aa", "a" * 60, "a" * 60) == Place(60, 62, changed=False)
    assert perf_counter() - start < 1
