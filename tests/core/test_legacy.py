"""Old encodings: told by what they would say, converted letter by letter, losses named."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import legacy
from core.legacy import (
    TCVN3,
    VNI,
    converted,
    converted_html,
    told,
    told_of_html,
    told_of_line,
)

SENTENCE = "Bộ đội Biên phòng phối hợp với cấp ủy, chính quyền địa phương giữ vững đường biên"
SYLLABLES = [*SENTENCE.replace(",", "").split(), "nước", "người", "thủy", "quỹ", "ẵm", "nghĩa"]


def as_tcvn3(text):
    back = {letter: chr(code) for code, letter in legacy._TCVN3.items()}
    return "".join(back.get(letter, letter) for letter in text)


def as_vni(text):
    back = {meant: seen for seen, meant in reversed(legacy._VNI.items())}
    return "".join(back.get(letter, letter) for letter in text)


OLD = {TCVN3: as_tcvn3, VNI: as_vni}


def test_known_words_are_read():
    assert converted("Céng hßa X· héi chñ nghÜa ViÖt Nam", TCVN3).text == (
        "Cộng hòa Xã hội chủ nghĩa Việt Nam"
    )
    assert converted("Coäng hoøa Xaõ hoäi chuû nghóa Vieät Nam", VNI).text == (
        "Cộng hòa Xã hội chủ nghĩa Việt Nam"
    )
    assert converted("ÑOÀN BIEÂN PHOØNG", VNI).text == "ĐỒN BIÊN PHÒNG"


def test_every_letter_has_its_place():
    vowels = "aăâeêioôơuưy"
    tones = ("", *"\u0300\u0301\u0303\u0309\u0323")
    letters = {unicodedata.normalize("NFC", v + tone) for v in vowels for tone in tones} | {"đ"}
    marked = {letter for letter in letters if not letter.isascii()}
    assert marked == {letter for letter in legacy._TCVN3.values() if letter.islower()}
    assert marked <= set(legacy._VNI.values())
    assert {letter.upper() for letter in marked} <= set(legacy._VNI.values())


@pytest.mark.parametrize("kind", [TCVN3, VNI])
@settings(max_examples=50)
@given(words=st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=12))
def test_there_and_back_is_the_same(kind, words):
    text = " ".join(words)
    assert converted(OLD[kind](text), kind) == (text, [])


@pytest.mark.parametrize("kind", [TCVN3, VNI])
def test_old_text_is_told(kind):
    assert told(OLD[kind](SENTENCE)) == kind
    html = f"<p>{OLD[kind](SENTENCE)}</p>".replace("<p>", '<p title="é à ü">')
    assert told_of_html(html) == kind
    assert converted_html(html, kind).text == f'<p title="é à ü">{SENTENCE}</p>'


@pytest.mark.parametrize(
    "text",
    [
        "",
        SENTENCE,
        SENTENCE.upper(),
        "Là nhà, là mẹ, là già; cá, là, đá",
        "Déjà vu, café crème brûlée, à la carte, garçon, naïve, façade, élève",
        "Größe, Straße, Übung, schön, für, Mädchen",
        "20° ± 5 µm © 2026 “·” ½",
        "5 µm và 3 µm, là 2 µg",
        "español, niño, mañana, corazón, canción",
        "a\u00adb" * 9,
    ],
)
def test_other_text_is_left_alone(text):
    assert told(text) is None


@settings(max_examples=50)
@given(st.text(max_size=60))
def test_any_text_is_taken_calmly(text):
    told(text)
    for kind in (TCVN3, VNI):
        converted_html(text, kind)


def test_capitals_the_font_could_not_say_are_named():
    done = converted(as_tcvn3("BIÊN PHòNG ủng hộ Đồn"), TCVN3)
    assert done == ("BIÊN PHÒNG ủng hộ Đồn", [("PHòNG", "PHÒNG")])


@pytest.mark.parametrize(
    ("text", "beside", "kind"),
    [
        ("Biªn phßng", None, TCVN3),
        ("Bieân phoøng", None, VNI),
        ("§ån", None, None),
        ("§ån", TCVN3, TCVN3),
        ("§ån", VNI, None),
        ("Biªn phßng là nhà", None, None),
        ("Müller, Köhler", TCVN3, None),
        ("São Paulo, café", None, None),
    ],
)
def test_line_needs_fewer_words_and_all_of_them(text, beside, kind):
    assert told_of_line(text, beside) == kind


def test_letter_a_paste_lost_is_put_back_where_it_is_sure():
    text = as_tcvn3("Người dân nước ta được cười, tư tưởng, rượu; mời, trời")
    assert converted(text, TCVN3).losses == []
    done = converted(text.replace("\u00ad", ""), TCVN3)
    assert done.text == "Người dân nước ta được cười, tư tưởng, rượu; mời, trời"
    assert [now for _was, now in done.losses] == (
        ["Người", "nước", "được", "cười", "tư", "tưởng", "rượu"]
    )
