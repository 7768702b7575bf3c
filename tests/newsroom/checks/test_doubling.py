"""Words that stand twice: slips are found, what Vietnamese says twice on purpose is not."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.checks.doubling import ALWAYS_WRONG, REDUPLICATED, doubled
from tests.newsroom.checks.demo_pieces import pieces

LINES = [line for one in pieces() for _field, line in one.lines() if line]
SYLLABLES = re.compile(r"(?<!\w)[a-zà-ỹđ]{2,}(?= [a-zà-ỹđ])")
# Bound syllables of the trade's words: nobody says these twice.
BOUND = "phòng giới đồn cương soát ủy viên sĩ huyện kháng chiến nghị quốc".split()


def found(line):
    return [line[start:end] for start, end in doubled(line)]


def test_demo_newspaper_has_no_word_twice_by_mistake():
    assert [found(line) for line in LINES if found(line)] == []


@pytest.mark.parametrize(
    ("line", "slips"),
    [
        ("Bộ đội Biên phòng phòng Trà Lĩnh", ["phòng phòng"]),
        ("Cán cán bộ đồn Biên biên phòng", ["Cán cán", "Biên biên"]),
        ("tổ công tác tuần tuần tra", ["tuần tuần"]),
        ("khu vực biên giới biên giới", ["biên giới biên giới"]),
        ("BỘ ĐỘI BIÊN PHÒNG PHÒNG", ["PHÒNG PHÒNG"]),
        ("BĐBP BĐBP tỉnh", ["BĐBP BĐBP"]),
        ("chiến sĩ\u00a0 sĩ", ["sĩ\u00a0 sĩ"]),
        ("Của của đồn", ["Của của"]),
    ],
)
def test_slips(line, slips):
    assert found(line) == slips


@pytest.mark.parametrize(
    "line",
    [
        "xanh xanh, từ từ, ngày ngày, đâu đâu, song song, luôn luôn, rì rào, rào rào",
        "mua mua bán bán, đường đường chính chính, mơ mơ màng màng",
        "từng nhà từng nhà, rì rào rì rào, một hai một hai",
        # One word ends as the next begins.
        "Bộ đội Biên phòng phòng, chống tội phạm và phòng chống ma túy",
        "Ban chỉ huy huy động, học sinh sinh năm 2010, nhân dân dân tộc Mông",
        "Trung tá Nguyễn Văn Công công tác ở đồn",
        "sản xuất xuất khẩu, chỗ ở ở đồn, vụ thu thu được năm năm liền",
        # Names.
        "vùng Trung Trung Bộ, thung lũng Lũng Pô, anh Na Na",
        "Trong đồn. Đồn ở xa; phòng, phòng. Tổ 7 7 người, điểm A A",
    ],
)
def test_what_is_meant_is_left_alone(line):
    assert found(line) == []


@settings(max_examples=50)
@given(st.sampled_from(LINES), st.sampled_from(BOUND), st.data())
def test_syllable_typed_twice_into_a_line_is_the_one_that_is_found(line, word, data):
    places = [place.end() for place in SYLLABLES.finditer(line)] or [len(line)]
    at = data.draw(st.sampled_from(places))
    assert found(f"{line[:at]} {word} {word} {line[at:].lstrip()}") == [f"{word} {word}"]


@settings(max_examples=50)
@given(st.sampled_from(LINES), st.sampled_from(sorted(REDUPLICATED)), st.data())
def test_word_said_twice_on_purpose_is_never_found(line, word, data):
    places = [place.end() for place in SYLLABLES.finditer(line)] or [len(line)]
    at = data.draw(st.sampled_from(places))
    said = found(f"{line[:at]} {word} {word}, {line[at:].lstrip()}")
    assert f"{word} {word}" not in said


@settings(max_examples=50)
@given(st.text(max_size=200))
def test_any_text_is_read(text):
    for start, end in doubled(text):
        assert 0 <= start < end <= len(text)


def test_word_of_the_one_list_is_not_of_the_other():
    assert ALWAYS_WRONG.isdisjoint(REDUPLICATED)


def test_long_line_is_read_in_linear_time():
    start = time.perf_counter()
    for line in ("phòng " * 30_000, "biên giới " * 20_000, "x" * 200_000, "a b " * 50_000):
        list(doubled(line))
    assert time.perf_counter() - start < 3
