"""WebM: media stay in place, everything said is gone, traps are refused."""

import io

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from multimedia.stripping import Refused, survey
from tests.multimedia.webm_files import SECRET, element, entry, film, head, picture, told, vorbis

CUT = "Tệp bị cụt: thiếu phần cuối. Hãy chép lại từ máy quay hoặc xuất lại."
BROKEN = "Tệp bị hỏng, không mở được. Hãy xuất lại từ phần mềm dựng."
NOTHING = "Tệp không có hình cũng không có tiếng."


def refusal(content):
    with pytest.raises(Refused) as caught:
        survey(io.BytesIO(content))
    return str(caught.value)


def test_film_is_measured():
    facts = survey(io.BytesIO(film()))
    assert (facts.form, facts.duration, facts.width, facts.height) == ("webm", 3.0, 640, 360)
    assert facts.codecs == ("V_VP9", "A_VORBIS")


@pytest.mark.parametrize("open_end", [False, True])
def test_film_without_a_length_is_measured_by_its_last_block(open_end):
    facts = survey(io.BytesIO(film(length=None, open_end=open_end)))
    assert facts.duration == 2.04


def test_sound_alone_has_no_sides():
    facts = survey(io.BytesIO(film(tracks=[entry(2, 2, b"A_OPUS")])))
    assert (facts.form, facts.width, facts.codecs) == ("webm", None, ("A_OPUS",))


@pytest.mark.parametrize("open_end", [False, True])
def test_everything_told_is_gone_and_media_stay_in_place(stripped, open_end):
    content = film(open_end=open_end)
    _facts, clean = stripped(content)
    assert content.count(SECRET) > 20
    assert (clean.count(SECRET), clean.count(b"LOCATION"), len(clean)) == (0, 0, len(content))
    for sample in (b"V" * 300, b"W" * 200, b"a" * 60):
        places = [at for at in range(len(content)) if content.startswith(sample, at)]
        assert [clean.startswith(sample, at) for at in places] == [True] * 3


def test_header_of_the_sound_keeps_its_size_and_ends():
    clean_film = film()
    at = clean_film.index(vorbis())
    facts = survey(io.BytesIO(clean_film))
    [quiet] = [edit.data for edit in facts.edits if edit.start == at]
    assert (len(quiet), quiet[-300:], quiet[-307:-300]) == (len(vorbis()), bytes(300), b"\5vorbis")


def test_stripping_twice_changes_nothing(stripped):
    once = stripped(film())[1]
    assert stripped(once)[1] == once


def test_bytes_hung_on_the_end_are_cut(stripped):
    assert len(stripped(film(after=b"<script>" + SECRET))[1]) == len(film())


@pytest.mark.parametrize("part", [0.1, 0.5, 0.99])
def test_film_cut_off_is_refused(part):
    content = film()
    assert refusal(content[: int(len(content) * part)]) == CUT


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            film(doc_type=b"matroska"),
            "Tệp Matroska (MKV) không phát được trên mọi máy. Hãy xuất ra MP4.",
        ),
        (
            film(tracks=[entry(1, 1, b"V_MPEG4/ISO/AVC", picture()), entry(2, 2, b"A_OPUS")]),
            (
                "Trình duyệt không phát được chuẩn mã hóa của tệp (V_MPEG4/ISO/AVC). "
                "Hãy xuất lại thành MP4: hình H.264, tiếng AAC."
            ),
        ),
        (
            film(tracks=[entry(1, 1, b"V_VP9", picture(), element(0x6D80, b""))]),
            "Tệp có khóa bản quyền hoặc nén lạ, trang báo không phát được.",
        ),
        (film(tracks=[entry(3, 0x11, b"S_TEXT/UTF8")]), NOTHING),
        (film(blocks=False), NOTHING),
        (film(tracks=[entry(1, 1, b"V_VP9")]), BROKEN),
        (head(), BROKEN),
        (head() + told(), BROKEN),
        (head()[:4], BROKEN),
    ],
    ids="mkv avc locked remarks no-blocks no-sides head-only no-segment four-bytes".split(),
)
def test_film_that_cannot_be_shown_is_refused_with_a_sentence(content, sentence):
    assert refusal(content) == sentence


def test_ten_thousand_nested_tags_do_no_harm(stripped):
    nest = b""
    for _depth in range(10_000):
        nest = element(0x67C8, nest)
    content = film(after=b"")
    at = content.index(b"\x12\x54\xc3\x67\x01")
    grown = element(0x1254C367, nest)
    segment = content.index(b"\x18\x53\x80\x67")
    inner = content[segment + 12 : at] + grown + content[at:][len(told()) :]
    _facts, clean = stripped(content[:segment] + element(0x18538067, inner))
    assert clean.count(b"\x67\xc8") == 0


def test_hundreds_of_thousands_of_strange_elements_are_refused():
    assert refusal(head() + element(0x18538067, b"\xec\x80" * 400_000)) == BROKEN


@hypothesis_settings(max_examples=300, deadline=None)
@given(st.data())
def test_random_damage_is_refused_or_done_in_order(data):
    content = bytearray(data.draw(st.sampled_from([film(), film(open_end=True)])))
    for _hit in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    try:
        facts = survey(io.BytesIO(bytes(content)))
    except Refused:
        return
    ends = [0, *(edit.end for edit in facts.edits)]
    assert all(edit.start >= end for edit, end in zip(facts.edits, ends, strict=False))
