"""MP4: what players need stays where it was, whatever else was said is gone, traps are refused."""

import io
import struct

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from multimedia.stripping import Refused, survey
from tests.multimedia.mp4_files import (
    MADE,
    SECRET,
    TURNED,
    Reel,
    audio,
    audio_entry,
    box,
    fragmented,
    ftyp,
    full,
    movie,
    positions,
    told,
    u32,
    video,
    video_entry,
)

CUT = "Tệp bị cụt: thiếu phần cuối. Hãy chép lại từ máy quay hoặc xuất lại."
BROKEN = "Tệp bị hỏng, không mở được. Hãy xuất lại từ phần mềm dựng."
NOTHING = "Tệp không có hình cũng không có tiếng."
LEFT = [b"21.5347", b"107.9525", b"21,32.08", SECRET, u32(MADE), b"GoPr", b"\xa9xyz", b"xmpmeta"]


def refusal(content):
    with pytest.raises(Refused) as caught:
        survey(io.BytesIO(content))
    return str(caught.value)


def traces(content):
    return [word for word in LEFT if word in content]


# --- told apart and measured --------------------------------------------------------------------


def test_movie_is_measured():
    facts = survey(io.BytesIO(movie()))
    assert (facts.form, facts.duration, facts.width, facts.height) == ("mp4", 10.0, 640, 360)
    assert facts.codecs == ("avc1", "mp4a")


def test_movie_held_upright_is_measured_as_seen():
    facts = survey(io.BytesIO(movie([video(matrix=TURNED)])))
    assert (facts.width, facts.height) == (360, 640)


def test_sound_alone_is_m4a():
    facts = survey(io.BytesIO(movie([audio()], brands=(b"M4A ", b"isom"))))
    assert (facts.form, facts.duration, facts.width) == ("m4a", 10.0, None)


def test_fragments_are_measured_by_their_runs():
    facts = survey(io.BytesIO(fragmented()))
    assert (facts.form, facts.duration, facts.width) == ("mp4", 3.0, 640)


# --- stripped -----------------------------------------------------------------------------------


@pytest.mark.parametrize("early", [False, True])
@pytest.mark.parametrize("wide", [False, True])
def test_everything_told_is_gone_and_media_stay_in_place(stripped, early, wide):
    content = movie(early=early, wide=wide)
    assert traces(content) == LEFT
    _facts, clean = stripped(content)
    assert traces(clean) == []
    assert len(clean) == len(content)
    for sample in [b"V" * 300, b"W" * 200, b"X" * 100, b"a" * 60, b"b" * 50]:
        assert clean.index(sample) == content.index(sample)


@pytest.mark.parametrize("base_is_moof", [True, False])
def test_fragments_keep_their_media_alone(stripped, base_is_moof):
    content = fragmented(base_is_moof=base_is_moof)
    _facts, clean = stripped(content)
    assert (traces(clean), len(clean)) == ([], len(content))
    for sample in [b"V" * 300, b"W" * 200, b"X" * 100]:
        assert clean.index(sample) == content.index(sample)


@pytest.mark.parametrize(
    "reel",
    [
        positions(b"meta", b"mebx"),
        positions(b"meta", b"camm"),
        positions(b"text", b"text"),
        positions(b"sbtl", b"tx3g"),
        positions(b"subt", b"wvtt"),
        positions(b"tmcd", b"tmcd"),
        positions(b"vide", b"jpeg"),
        positions(b"soun", b"gpmd"),
        positions(b"\0\0\0\0", b"\0\0\0\0"),
    ],
    ids=lambda reel: f"{reel.kind}-{reel.entry[4:8]}",
)
def test_track_that_no_player_shows_goes_with_its_samples(stripped, reel):
    _facts, clean = stripped(movie([reel, video()]))
    assert traces(clean) == []
    assert clean.count(b"trak") == 1


def test_stripping_twice_changes_nothing(stripped):
    once = stripped(movie())[1]
    assert stripped(once)[1] == once


def test_quicktime_sound_keeps_its_decoder(stripped):
    reel = Reel(b"soun", audio_entry(version=1), [b"a" * 60], sides=(0, 0))
    _facts, clean = stripped(movie([video(), reel], brands=(b"qt  ",)))
    assert clean.count(b"esds") == 1


def test_unknown_box_within_a_sample_description_goes(stripped):
    reel = Reel(b"vide", video_entry(more=box(b"hidn", SECRET)), [b"V"])
    assert traces(stripped(movie([reel]))[1]) == []


def test_bytes_hung_on_the_end_are_cut(stripped):
    trailer = b"\xff\xff\xff\xffcamera" + SECRET
    _facts, clean = stripped(movie() + trailer)
    assert len(clean) == len(movie())
    assert traces(clean) == []


def test_media_box_that_runs_to_the_end_is_taken(stripped):
    content = movie([video()], early=True, after=b"")
    at = content.index(b"mdat") - 4
    end = at + struct.unpack_from(">I", content, at)[0]
    open_ended = content[:at] + bytes(4) + content[at + 4 : end]
    assert traces(stripped(open_ended)[1]) == []


# --- refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("early", [False, True])
def test_movie_cut_off_is_refused(part, early):
    content = movie(early=early, in_moov=b"")
    assert refusal(content[: int(len(content) * part)]) == CUT


def test_lying_sizes_are_refused():
    content = movie()
    for kind in (b"moov", b"trak", b"stbl", b"stsz"):
        at = content.index(kind) - 4
        for size in (0, 1, 7, 0x7FFFFFFF, 0xFFFFFFFF):
            planted = content[:at] + u32(size) + content[at + 4 :]
            assert refusal(planted) in {CUT, BROKEN}, (kind, size)


def test_table_that_points_outside_is_refused():
    content = movie([video()])
    at = content.index(b"stco") + 12
    for place in (0, 8, len(content) - 1, 0xFFFFFFF0):
        assert refusal(content[:at] + u32(place) + content[at + 4 :]) == CUT


def test_table_that_claims_billions_is_refused():
    content = movie([video()])
    for kind, skip in ((b"stco", 8), (b"stsz", 12), (b"stsc", 8)):
        at = content.index(kind) + skip
        assert refusal(content[:at] + u32(0xFFFFFFF0) + content[at + 4 :]) == BROKEN


def test_ten_thousand_nested_boxes_do_no_harm(stripped):
    nest = b""
    for _depth in range(10_000):
        nest = struct.pack(">I", len(nest) + 8) + b"moov" + nest
    _facts, clean = stripped(movie(in_moov=nest))
    assert clean.count(b"moov") == 1


def test_hundreds_of_thousands_of_boxes_are_refused():
    assert refusal(movie(in_moov=box(b"free") * 300_000)) == BROKEN


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (movie([]), NOTHING),
        (movie([positions()]), NOTHING),
        (movie([Reel(b"vide", video_entry(), [])]), NOTHING),
        (movie([video()], length=0), ("Không đọc được độ dài của tệp. "
         "Hãy xuất lại từ phần mềm dựng.")),
        (movie([Reel(b"vide", video_entry(b"encv"), [b"V"])]),
         "Tệp có khóa bản quyền, trang báo không phát được."),
        (movie([Reel(b"vide", video_entry(b"apcn"), [b"V"]), audio()]),
         ("Trình duyệt không phát được chuẩn mã hóa của tệp (apcn). "
         "Hãy xuất lại: hình H.264, tiếng AAC.")),
        (movie([video(dref=full(b"dref", 0, u32(1), full(b"url ", 0, b"file:///etc/x\0")))]),
         "Tệp chỉ dẫn tới tệp khác, không tự chứa hình và tiếng."),
        (ftyp(b"heic", b"mif1") + box(b"meta", bytes(40)),
         "Tệp này không phải video MP4 hay âm thanh M4A."),
        (ftyp(b"isom"), CUT),
        (ftyp(b"isom") + told(), CUT),
    ],
    ids=["empty", "positions", "no-samples", "no-length", "locked", "prores", "points-outside",
         "heic", "head-only", "no-index"],
)  # fmt: skip
def test_movie_that_cannot_be_shown_is_refused_with_a_sentence(content, sentence):
    assert refusal(content) == sentence


@hypothesis_settings(max_examples=300, deadline=None)
@given(st.data())
def test_random_damage_is_refused_or_leaves_no_trace(data):
    content = bytearray(data.draw(st.sampled_from([movie(), movie(early=True), fragmented()])))
    for _hit in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    try:
        facts = survey(io.BytesIO(bytes(content)))
    except Refused:
        return
    ends = [0, *(edit.end for edit in facts.edits)]
    assert all(edit.start >= end for edit, end in zip(facts.edits, ends, strict=False))
