"""What the checks find in letters, and what they let be: their silence counts as much."""

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.checks.registry import CHECKS
from tests.newsroom.checks.demo_pieces import piece, pieces, said


def sentences(kind, **texts):
    return [sentence for _kind, sentence, _passage in said(piece(**texts), kind)]


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("mixed-tones", "Xóm Hòa Bình và bản Hoà Tiến.", ["hoà"]),
        ("mixed-tones", "Chị Thủy và anh Thuỷ, khoẻ.", ["thuỷ", "khoẻ"]),
        ("mixed-tones", "Hoà Bình, Hoà Tiến, khoẻ.", []),
        ("mixed-tones", "Hòa Bình, quý giá, quà, hoàn toàn, khoái, thuyền.", []),
        ("eth", "Ðồn Biên phòng Trà Lĩnh", ["ðồn"]),
        ("eth", "Đồn Biên phòng", []),
        ("doubled-words", "Cán bộ của của đồn.", ["của của"]),
        ("doubled-words", "Nhờ được  được giúp.", ["được  được"]),
        ("doubled-words", "Xa xa, ngày ngày, là là, đều đều, từ từ, luôn luôn, mãi mãi.", []),
        ("doubled-words", "Trong lòng. Trong đồn, các cácte.", []),
        ("quotes", "“Tôi đi” - anh nói. “Tôi về”.", []),
        ("dates-numbers", "Ngày 17/7/2019, thu 12,500 tấn, chi 50000 đồng.", 3 * [None]),
        ("dates-numbers", "Ngày 17-7-2019, 12.500 tấn, 3,5 ha, điện thoại 0912011882.", []),
        ("dates-numbers", "Nghị định 66/2020/QH14, mã 12345/ABC, năm 2026.", []),
        ("old-font", "§ång chÝ ®Êt n­íc, ®iÓm", 2 * [None]),
        ("old-font", "Biªn phßng", 2 * [None]),
        ("old-font", "NguyÔn V¨n A", 2 * [None]),
        ("old-font", "Boä ñoäi Bieân phoøng", 2 * [None]),
        ("old-font", "Straße, Großmann, Dvořák, Königin, 5 µm, 1ª edición", []),
        ("old-font", "Bộ đội Biên phòng 5m², 30°C, naïve, Ñuñoa ©", []),
    ],
)
def test_words_found_and_words_left_alone(kind, text, found):
    told = sentences(kind, sapo=text)
    if found and found[0] is None:
        assert len(told) >= len(found)
    else:
        assert [sentence.lower().split("“")[1].split("”")[0] for sentence in told] == found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Anh nói: “Tôi đi.", ["Ngoặc kép mở mà chưa đóng."]),
        ("Anh nói: Tôi đi”.", ["Ngoặc kép đóng mà chưa mở."]),
        ("“Một” và “hai”", []),
    ],
)
def test_quotation_marks_come_in_pairs_within_a_paragraph(text, told):
    assert sentences("quotes", body=f"Mở đầu.\n\n{text}\n\nKết thúc.") == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Trời  xanh", ["Hai dấu cách liền nhau."]),
        ("Trời xanh , biển rộng !", ["Thừa dấu cách trước “,”.", "Thừa dấu cách trước “!”."]),
        ("Trời xanh, biển rộng! … rồi … thôi", []),
    ],
)
def test_spaces_too_many(text, told):
    assert sentences("spaces", body=text) == told


@pytest.mark.parametrize(
    ("title", "told"),
    [("GIỮ BÌNH YÊN BIÊN CƯƠNG", ["Viết toàn chữ hoa."]), ("BĐBP 2026", []), ("Giữ yên", [])],
)
def test_title_in_capitals(title, told):
    assert sentences("capitals", title=title) == told


def test_demo_newspaper_has_three_findings_all_of_them_true():
    """Codes of cases, which an editor is to look at; no false alarm in 160 pieces."""
    found = [(kind, sentence) for shown in pieces() for kind, sentence, _passage in said(shown)]
    assert {kind for kind, _sentence in found} <= {"case-codes"}
    assert len(found) == 3


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300), st.text(max_size=60))
def test_no_check_raises_on_any_text(text, name):
    texts = {"title": name, "sapo": text, "body": text, "kicker": name}
    said(piece(**texts, renames=[(name, text, piece().day)]))


@pytest.mark.parametrize(
    "unit",
    [
        "Đồn Biên phòng Trà Lĩnh (5 km) họp 17/7/2019. ",
        "a",
        " ",
        "“",
        "1",
        "1,",
        "của ",
        "chuyên án A1 ",
        "21.0001, 105.",
        "®a ",
        "23°",
        "người cung cấp",
    ],
)
def test_200_000_letters_take_each_check_well_under_a_second(unit):
    long = piece(body=unit * (200_000 // len(unit)), renames=[("Đồn cũ", "Đồn mới", piece().day)])
    slow = {}
    for kind, check in CHECKS.items():
        start = perf_counter()
        list(check.find(long))
        slow[kind] = perf_counter() - start
    assert {kind: spent for kind, spent in slow.items() if spent > 2} == {}
