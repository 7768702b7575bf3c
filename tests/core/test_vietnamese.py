import re
import time
import unicodedata

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from core.collation import sort_key, sort_name
from core.dates import find_dates
from core.vietnamese import (
    clean,
    clean_line,
    document_codes,
    document_key,
    excerpt,
    fold,
    slug,
    tone_key,
)
from tests.core.strategies import MARKS, VIETNAMESE_LETTERS, any_text, vietnamese_text


def nfd(text):
    return unicodedata.normalize("NFD", text)


# --- clean ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        (nfd("Đồn Biên phòng"), "Đồn Biên phòng"),
        ("ệ", "ệ"),
        ("e\u0302\u0323", "ệ"),
        ("Ðảng, ðồn, Ɖỗ, ɖi", "Đảng, đồn, Đỗ, đi"),
        ("biên\u200b giới\u200e\ufeff", "biên giới"),
        ("biên\u00adgiới", "biêngiới"),
        ("\u202eđảo\u202c", "đảo"),
        ("một\r\nhai\rba\u2028bốn\u2029năm\x85sáu\x0bbảy", "một\nhai\nba\nbốn\nnăm\nsáu\nbảy"),
        ("cột\tcột", "cột\tcột"),
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("lone \ud800 half", "lone  half"),
        ("not\ufffexml\uffff", "notxml"),
        ("50\u00a0km", "50\u00a0km"),
        ("50\u202fkm, 20\u00a0%", "50\u00a0km, 20\u00a0%"),
        ("Biên\u00a0phòng", "Biên phòng"),
        ("5\u00a0000", "5 000"),
        ("toàn\u2003dân", "toàn dân"),
        ("a" + "\u0301" * 50 + "b", "á" + "\u0301" * 4 + "b"),
        ("ก" + "\u0e47" * 50, "ก" + "\u0e47" * 4),
        ("👨\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3", "👨\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3"),
        ("🏳\ufe0f\u200d🌈", "🏳\ufe0f\u200d🌈"),
        ("n\u200dm 👨\u200d a\ufe0f 1\ufe0f", "nm 👨 a 1"),
        ("  hai  dòng \n\n ", "  hai  dòng \n\n "),
    ],
)
def test_clean_of_a_known_trap(dirty, cleaned):
    assert clean(dirty) == cleaned


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("  Quảng\u00a0 Ninh\r\n\tHà Giang ", "Quảng Ninh Hà Giang"),
        ("50\u00a0km", "50 km"),
        ("\u200b \u00a0\n", ""),
    ],
)
def test_clean_line_is_one_line(dirty, cleaned):
    assert clean_line(dirty) == cleaned


def test_clean_line_measures_dot_pha_in_seven_letters():
    assert (len(nfd("Đột phá")), len(clean_line(nfd("Đột phá")))) == (10, 7)


# --- keys -------------------------------------------------------------------------------------


@pytest.mark.parametrize("letter", VIETNAMESE_LETTERS)
def test_fold_of_each_letter(letter):
    bare = "d" if letter in "đĐ" else nfd(letter)[0].lower()
    assert (fold(letter), fold(nfd(letter))) == (bare, bare)


def test_fold_knows_all_letters():
    assert len(VIETNAMESE_LETTERS) == 134


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đồn Biên phòng", "don bien phong"),
        ("ĐỒN BIÊN PHÒNG", "don bien phong"),
        ("Ðồn Biên phòng", "don bien phong"),
        ("Đề án số 174-ĐA/TU, “biên giới”", "de an so 174-da/tu, “bien gioi”"),
        ("thuỷ, thủy; ỳ ỵ ỷ ỹ", "thuy, thuy; y y y y"),
        ("50\u00a0km\n100 %", "50 km\n100 %"),
        ("Łódź, İzmir, ❤\ufe0f", "lodz, izmir, ❤"),
        ("한국", "한국"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hòa Bình", "Hoà Bình"),
        ("Thủy", "Thuỷ"),
        ("HOÀ BÌNH", "hòa bình"),
        ("khoẻ, hoạ.", "khỏe, họa."),
        ("Uỷ ban", "Ủy ban"),
        ("luỹ thép", "lũy thép"),
        (nfd("HOÀ"), "hòa"),
        ("hoà2", "hòa2"),
        ("Hải quan", "HẢI QUAN"),
        ("Ðồn Biên phòng", "đồn biên phòng"),
    ],
)
def test_tone_key_makes_equal(one, other):
    assert tone_key(one) == tone_key(other)


@pytest.mark.parametrize(
    "text",
    ["quà", "quý", "quỳ", "hoàn", "khoái", "ngoáy", "khuỷu", "thuyền", "qùa", "hòa", "hoa bình"],
)
def test_tone_key_leaves_alone(text):
    assert tone_key(text) == text


def test_tone_key_moves_exactly_fifteen_rimes():
    vowels = [letter for letter in VIETNAMESE_LETTERS if letter.islower()]
    moved = {
        tone_key(first + second)
        for first in "aeiouy"
        for second in vowels
        if tone_key(first + second) != first + second
    }
    assert " ".join(sorted(moved, key=sort_key)) == ("òa ỏa õa óa ọa òe ỏe õe óe ọe ùy ủy ũy úy ụy")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Đồn Biên phòng", "don-bien-phong"),
        ("Đề án 174-ĐA/TU", "de-an-174-da-tu"),
        ("Biên phòng - toàn dân", "bien-phong-toan-dan"),
        ("  “Vì biên cương…”  ", "vi-bien-cuong"),
        ("TP.HCM: 100 m² ＡＢ", "tp-hcm-100-m2-ab"),
        ("Straße, Ærø", "strasse-aero"),
        ("Привет 字 ❤", ""),
        ("", ""),
        ("%", ""),
    ],
)
def test_slug(text, address):
    assert slug(text) == address


@pytest.mark.parametrize(
    ("max_length", "address"),
    [(14, "don-bien-phong"), (13, "don-bien"), (8, "don-bien"), (7, "don"), (2, "do"), (0, "")],
)
def test_slug_is_cut_at_a_word(max_length, address):
    assert slug("Đồn Biên phòng", max_length) == address


# --- document codes ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Đề án số 174-ĐA/TU ngày 21-3-2016", [("174-ĐA/TU", "174-da-tu")]),
        (nfd("Quy định số 11-QĐ/TU."), [("11-QĐ/TU", "11-qd-tu")]),
        ("Chỉ thị 590-CT/ÐUQSTW", [("590-CT/ĐUQSTW", "590-ct-duqstw")]),
        (
            "(237/2026/NĐ-CP; 18/2014/NĐ-CP)",
            [("237/2026/NĐ-CP", "237-2026-nd-cp"), ("18/2014/NĐ-CP", "18-2014-nd-cp")],
        ),
        ("33/2009/TT-BTTTT", [("33/2009/TT-BTTTT", "33-2009-tt-btttt")]),
        ("66/2020/QH14", [("66/2020/QH14", "66-2020-qh14")]),
        ("30a/2008/NQ-CP", [("30a/2008/NQ-CP", "30a-2008-nq-cp")]),
        ("giấy phép 485/GP-BTTTT", [("485/GP-BTTTT", "485-gp-btttt")]),
        ("19/QĐ-TTg", [("19/QĐ-TTg", "19-qd-ttg")]),
        ("174–ĐA/TU và 174-ĐA/TU", [("174–ĐA/TU", "174-da-tu")]),
        ("05-CT/TW", [("05-CT/TW", "5-ct-tw")]),
        ("Chuyên án A723p đã kết thúc", [("A723p", "a723p")]),
        ("CHUYÊN ÁN ma túy mang bí số 923M", [("923M", "923m")]),
        ("hàng A723p", []),
        ("chuyên án 2023, chuyên án lớn", []),
        ("21/3/2016, 21-3-2016, (8/10/1963-8/10/2023)", []),
        ("trực 24/7, tỉ số 2-1, 213km, 0912011882 - (024) 39364407", []),
        ("kinh tế - xã hội, số 5/Nguyễn-Du, Covid-19, F-16/SU-30", []),
    ],
)
def test_document_codes(text, codes):
    assert [tuple(found) for found in document_codes(text)] == codes


@pytest.mark.parametrize(
    "text", ["174-ĐA/TU", "174 da tu", "174 ĐA TU", " 174–đa / tu ", "0174-ĐA-TU"]
)
def test_document_key_is_one_for_all_ways_to_write(text):
    assert document_key(text) == "174-da-tu"


# --- excerpt ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("max_length", "beginning"),
    [
        (27, "Bộ đội Biên phòng, tuần tra"),
        (26, "Bộ đội Biên phòng, tuần…"),
        (19, "Bộ đội Biên phòng…"),
        (18, "Bộ đội Biên…"),
        (2, "B…"),
        (1, "…"),
        (0, ""),
    ],
)
def test_excerpt_ends_with_a_word(max_length, beginning):
    assert excerpt("Bộ đội Biên phòng,\n tuần tra", max_length) == beginning


# --- order ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "in_order",
    [
        "a, ă, â, b, c, d, đ, e, ê, g, h, i, k, l, m, n, o, ô, ơ, p, q, r, s, t, u, ư, v, x, y",
        "ba, bà, bả, bã, bá, bạ, bác, ban, băng, bân",
        "à, ả, ã, á, ạ",
        "An, An Giang, Anh, Ăn, Ân",
        "ba ba, ba chỉ, bà ba, bà chủ",
        "Dũng, Dương, Đặng, Đinh, Đỗ, Êban",
        "12, 2, Ất",
        "zên, Жуков, 字",
    ],
)
def test_sort_key_follows_the_dictionary(in_order):
    words = in_order.split(", ")
    assert sorted(set(words), key=sort_key) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hoà Bình", "HÒA-BÌNH"), (nfd("Đặng"), "Ðặng"), ("Zürich", "zurich")],
)
def test_sort_key_makes_equal(one, other):
    assert sort_key(one) == sort_key(other)


def test_sort_name_files_by_given_name():
    names = ["Nguyễn Văn An", "Trần Văn An", "Đặng Bình", "Lê Dũng", "Ngô Đạt", "Vũ Ê"]
    assert sorted(set(names), key=sort_name) == names


@pytest.mark.parametrize(
    ("first", "second"),
    [("An", "Nguyễn Văn An"), ("Nguyễn An", "Nguyễn Văn An"), ("Lê Thị Hòa", "Lê Thị Hoan")],
)
def test_sort_name_of_neighbours(first, second):
    assert sort_name(first) < sort_name(second)


def test_sort_name_of_nobody():
    assert sort_name(" — ") == ""


# --- properties -------------------------------------------------------------------------------


@given(any_text)
def test_clean_twice_is_clean_once(text):
    assert clean(clean(text)) == clean(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@given(st.text(st.sampled_from("ae👨#" + MARKS + "\u0344\u20dd\u20e3\ufe0f\u200d"), max_size=120))
def test_stacked_marks_are_cut_once(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not re.search(r"[\u0300-\u036f\u20d0-\u20ff]{5}", cleaned)


@given(any_text)
def test_clean_gives_nfc_that_xml_and_utf8_can_carry(text):
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]", cleaned)
    cleaned.encode()


@given(any_text)
def test_clean_is_at_most_threefold(text):
    assert len(clean(text)) <= 3 * len(text)


@given(vietnamese_text)
def test_vietnamese_never_grows(text):
    for function in (clean, clean_line, fold, tone_key, slug):
        assert len(function(text)) <= len(text)
        assert len(function(nfd(text))) <= len(text)


@pytest.mark.parametrize(
    "function", [clean, clean_line, fold, tone_key, slug, document_key, sort_key, sort_name]
)
@given(text=any_text)
def test_composed_and_decomposed_are_one(function, text):
    assert function(nfd(text)) == function(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("key", [fold, tone_key, slug, document_key])
@given(text=any_text)
def test_key_of_a_key_is_the_key(key, text):
    assert key(key(text)) == key(text)


@given(vietnamese_text)
def test_keys_do_not_see_capitals(text):
    for key in (fold, tone_key, slug, sort_key):
        assert key(text.upper()) == key(text.lower())


@given(any_text, st.integers(-1, 40))
def test_slug_alphabet_and_length(text, max_length):
    address = slug(text, max_length)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", address)
    assert len(address) <= max(max_length, 0)


@given(any_text)
def test_sort_keys_are_pairs_of_digits(text):
    for key in (sort_key(text), sort_name(text)):
        assert re.fullmatch(r"(?:[0-9]{2}|99[0-9]{7})*", key)


@given(vietnamese_text, vietnamese_text)
def test_sort_key_of_a_longer_text_comes_later(text, more):
    assert sort_key(text) <= sort_key(f"{text} {more}")


@given(any_text, st.integers(-1, 40))
def test_excerpt_keeps_its_length_and_its_beginning(text, max_length):
    beginning = excerpt(text, max_length)
    assert len(beginning) <= max(max_length, 0)
    assert excerpt(beginning, max_length) == beginning


@given(any_text)
def test_document_codes_have_their_own_keys(text):
    codes = document_codes(text)
    assert [document_key(found.code) for found in codes] == [found.key for found in codes]


@given(
    st.integers(1, 99999),
    st.sampled_from(["-ĐA/TU", "-QĐ/TƯ", "/QĐ-TTg", "/2026/NĐ-CP", "/2020/QH14", "-CT/ĐUQSTW"]),
    st.sampled_from(["{}", "số {} ngày 21-3-2016", "({})", "“{}”.", "{}; {}"]),
)
def test_document_code_is_found_in_any_sentence(number, signs, sentence):
    code = f"{number}{signs}"
    assert [found.code for found in document_codes(sentence.replace("{}", code))] == [code]


_HOSTILE_LENGTH = 200_000


@pytest.mark.parametrize(
    "piece",
    [
        "a\u0301\u0323\u0308",
        "\u0301\u0323",
        "\u200d",
        "5\u00a0",
        "👨\u200d",
        "174-ĐA/",
        "chuyên án ",
    ],
)
def test_hostile_length_costs_linear_time(piece):
    text = piece * (_HOSTILE_LENGTH // len(piece))
    started = time.process_time()
    for function in (clean, fold, tone_key, slug, document_codes, sort_key, find_dates):
        function(text)
    assert time.process_time() - started < 5


def test_text_marked_as_safe_vouches_for_no_equal_text():
    typed = "<b>chữ " + "gõ</b>"
    clean(SafeString(typed))
    assert type(clean(typed)) is str
