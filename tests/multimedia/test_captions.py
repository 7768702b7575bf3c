"""Captions come out as plain WebVTT, whatever came in."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from multimedia.captions import Unreadable, to_vtt

SRT = """1\r
00:00:01,000 --> 00:00:03,500\r
Chào các đồng chí!\r
\r
2\r
00:00:04,000 --> 00:00:06,000\r
<font color="red">Tổ tuần tra</font> <i>đã sẵn sàng</i>\r
"""
NO_CAPTIONS = "Tệp này không phải phụ đề VTT hay SRT."


def vtt(*cues, head="WEBVTT"):
    return "\n\n".join([head, *cues]).encode()


def refusal(content):
    with pytest.raises(Unreadable) as caught:
        to_vtt(content)
    return str(caught.value)


def test_srt_becomes_vtt():
    expected = """WEBVTT

00:00:01.000 --> 00:00:03.500
Chào các đồng chí!

00:00:04.000 --> 00:00:06.000
Tổ tuần tra <i>đã sẵn sàng</i>
"""
    assert to_vtt(SRT.encode()).decode() == expected


def test_letters_are_put_in_order():
    decomposed = vtt("00:01.000 --> 00:02.000\nĐo\u0302\u0300n \u200bBiên phòng")
    assert "\nĐồn Biên phòng\n".encode() in to_vtt(b"\xef\xbb\xbf" + decomposed)


def test_remarks_styles_and_regions_are_left_out():
    content = vtt(
        *("NOTE của biên tập", "STYLE\n::cue { background: url(//x.example) }", "REGION\nid:a"),
        "ten\n00:01.000 --> 00:02.000 align:start onclick:x\nMột",
        head="WEBVTT - Mật\nX-TIMESTAMP-MAP=LOCAL:0",
    )
    assert (
        to_vtt(content) == b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000 align:start\nM\xe1\xbb\x99t\n"
    )


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("<v Đại tá Hà>Chào</v>", "<v Đại tá Hà>Chào</v>"),
        ("<c.vang.to>Chào</c>", "<c.vang.to>Chào</c>"),
        ("<b onclick=x>Chào</b>", "<b>Chào</b>"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("<img src=x onerror=y>Chào", "Chào"),
        ("<00:00:01.500>Chào", "Chào"),
        ("1 < 2 & 3 &amp; 4", "1 &lt; 2 &amp; 3 &amp; 4"),
        ("<v <img>>Chào", "&lt;v &gt;Chào"),
    ],
)
def test_tags_are_few(words, shown):
    content = to_vtt(vtt(f"00:01.000 --> 00:02.000\n{words}")).decode()
    assert content.split("\n")[3] == shown


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", NO_CAPTIONS),
        (b"<html>", NO_CAPTIONS),
        (b"WEBVTTX\n", NO_CAPTIONS),
        ("WEBVTT\n".encode("utf-16"),
         "Phụ đề không phải chữ UTF-8. Hãy lưu lại tệp bằng bảng mã ấy."),
        (b"WEBVTT\n", "Tệp phụ đề không có câu nào."),
        (vtt("00:01.000 --> 00:02.000\n"), "Tệp phụ đề không có câu nào."),
        (vtt("00:02.000 --> 00:01.000\nA"), "Câu phụ đề thứ 1 kết thúc trước khi bắt đầu."),
        (vtt("00:05.000 --> 00:06.000\nA", "00:01.000 --> 00:02.000\nB"),
         "Câu phụ đề thứ 2 bắt đầu trước câu đứng trên nó."),
        (vtt("1 giây --> 2 giây\nA"), "Không đọc được giờ của câu “1 giây --> 2 giây\nA”."),
        (b"WEBVTT\n" + b" " * 1_000_000, "Tệp phụ đề nặng quá 1 MB."),
    ],
)  # fmt: skip
def test_captions_that_cannot_be_read_are_refused_with_a_sentence(content, sentence):
    assert refusal(content) == sentence


@example("<>\n1")
@example("1 <>")
@given(st.text(alphabet="<>/bivc. &;-\na1:,", max_size=80))
def test_captions_made_clean_stay_as_they_are(words):
    try:
        once = to_vtt(vtt(f"00:01.000 --> 00:02.000\n{words}"))
    except Unreadable:
        return
    assert to_vtt(once) == once
