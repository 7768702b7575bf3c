"""MP3: frames and nothing but frames."""

import io

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from multimedia.stripping import Refused, survey
from tests.multimedia.mp3_files import (
    SECRET,
    ape,
    frames,
    id3,
    id3v1,
    lyrics,
    promise,
    sound,
    talkative_id3,
)

CUT = "Tệp bị cụt: thiếu phần cuối. Hãy chép lại từ máy quay hoặc xuất lại."
NO_SOUND = "Tệp này không phải âm thanh MP3."


def refusal(content):
    with pytest.raises(Refused) as caught:
        survey(io.BytesIO(content))
    return str(caught.value)


def test_sound_is_measured_by_its_frames():
    facts = survey(io.BytesIO(sound(400)))
    assert (facts.form, facts.width, facts.codecs) == ("mp3", None, ("mp3",))
    assert facts.duration == 400 * 1152 / 44_100


@pytest.mark.parametrize(
    "content",
    [
        sound(),
        frames(),
        frames() + id3v1(),
        frames() + ape() + id3v1(),
        frames() + lyrics() + id3v1(),
        talkative_id3() * 2 + bytes(5000) + frames(),
        frames(20) + talkative_id3() + frames(20),
        frames(20) + lyrics() + frames(20),
        frames() + frames(1)[:200],
        frames() + b"<script>" + SECRET,
    ],
)
def test_frames_alone_are_left(stripped, content):
    assert stripped(content)[1] == frames()


@pytest.mark.parametrize(
    "content",
    [
        frames(2),
        frames(3)[5:],
        b"<html>" + frames(),
        id3() + b"<html>" + frames(),
        id3() + b"\xff\xfb\x90\xc4" + bytes(5000),
        frames(4) + b"PK\3\4" + SECRET * 1000,
        b"\xff\xf1\x50\x80" * 500,
        b"\xff\xfb\xf0\xc4" * 500,
    ],
    ids="two-frames no-sync html html-behind-tag one-frame zip adts bad-rate".split(),
)
def test_what_is_no_sound_is_refused(content):
    assert refusal(content) in {
        NO_SOUND,
        "Tệp này không phải video MP4, WebM hay âm thanh MP3, M4A.",
    }


def test_millions_of_false_starts_are_refused():
    assert refusal(frames(20) + b"\xff" * 2_000_000) == (
        "Tệp bị hỏng, không mở được. Hãy xuất lại từ phần mềm dựng."
    )


def test_tag_longer_than_the_file_is_refused():
    assert refusal(b"ID3\3\0\0\x7f\x7f\x7f\x7f" + frames()) == CUT


def test_fewer_frames_than_promised_are_refused():
    assert refusal(promise(100) + frames(40)) == CUT
    assert survey(io.BytesIO(promise(40) + frames(40))).form == "mp3"


@hypothesis_settings(max_examples=200, deadline=None)
@given(st.data())
def test_random_damage_is_refused_or_leaves_frames(data):
    content = bytearray(sound(12))
    for _hit in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    try:
        facts = survey(io.BytesIO(bytes(content)))
    except Refused:
        return
    ends = [0, *(edit.end for edit in facts.edits)]
    assert all(edit.start >= end for edit, end in zip(facts.edits, ends, strict=False))
