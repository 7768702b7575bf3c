"""How bodies are laid out for their genre; the words stay as they were typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.typesetting import (
    Chapter,
    marked_questions,
    minutes_to_read,
    scrolling_tables,
    with_chapters,
)
from core.html import plain_text, sanitise

HEADINGS = "".join(f"<h2>Chặng {n}</h2><p>Chữ.</p>" for n in range(1, 4))


@pytest.mark.parametrize(
    ("syllables", "minutes"), [(0, 1), (1, 1), (220, 1), (440, 2), (540, 2), (560, 3), (2200, 10)]
)
def test_minutes_are_whole_and_one_at_least(syllables, minutes):
    assert minutes_to_read("chữ " * syllables) == minutes


def test_minutes_count_no_tags_and_all_texts():
    body = '<p>Một</p><figure data-photo="7"><figcaption>hai</figcaption></figure>' * 110
    assert minutes_to_read("ba " * 220, body) == 2


def test_each_table_scrolls_by_itself():
    table = "<table><tbody><tr><td>1</td></tr></tbody></table>"
    frame = '<div class="table-scroll" role="region" aria-label="Bảng" tabindex="0">'
    assert scrolling_tables(f"<p>a</p>{table}<p>b</p>{table}") == (
        f"<p>a</p>{frame}{table}</div><p>b</p>{frame}{table}</div>"
    )


@pytest.mark.parametrize(
    ("body", "marked"),
    [
        ("<p><strong>Hỏi?</strong></p>", '<p class="question"><strong>Hỏi?</strong></p>'),
        (
            "<p><strong>PV: <em>Vì sao</em>?</strong></p>",
            '<p class="question"><strong>PV: <em>Vì sao</em>?</strong></p>',
        ),
        ("<p><strong>Đáp</strong>: có.</p>", "<p><strong>Đáp</strong>: có.</p>"),
        (
            "<p><strong>Phóng viên:</strong> Vì sao?</p>",
            '<p class="question"><strong>Phóng viên:</strong> Vì sao?</p>',
        ),
        ("<p><strong>PV: </strong>Sao?</p>", '<p class="question"><strong>PV: </strong>Sao?</p>'),
        ("<p><strong>Ông Sình:</strong> Vì.</p>", "<p><strong>Ông Sình:</strong> Vì.</p>"),
        ("<p><strong>Phóng viên</strong> đến.</p>", "<p><strong>Phóng viên</strong> đến.</p>"),
        (
            "<p><strong>PV:</strong> a</p><p><strong>Bà Mé:</strong> b</p>",
            '<p class="question"><strong>PV:</strong> a</p><p><strong>Bà Mé:</strong> b</p>',
        ),
        ("<p>Có <strong>ạ</strong></p>", "<p>Có <strong>ạ</strong></p>"),
        (
            "<p><strong>Một</strong> và <strong>hai</strong></p>",
            "<p><strong>Một</strong> và <strong>hai</strong></p>",
        ),
    ],
)
def test_questions_are_bold_or_begun_by_the_papers_voice(body, marked):
    assert marked_questions(body) == marked


def test_chapters_have_names_and_anchors():
    html, chapters = with_chapters(HEADINGS.replace("Chặng 2", "<em>Chặng</em> 2 &amp; 3"))
    assert chapters == [
        Chapter("Chặng 1", "phan-1"),
        Chapter("Chặng 2 & 3", "phan-2"),
        Chapter("Chặng 3", "phan-3"),
    ]
    assert html.count('<h2 id="phan-') == 3


def test_two_sub_titles_are_no_table_of_contents():
    assert with_chapters("<h2>Một</h2><p>a</p><h2>Hai</h2>")[1] == []


@given(
    st.lists(
        st.sampled_from(
            [
                *("<p>Chữ</p>", "<p><strong>Hỏi</strong></p>", "<h2>Mục</h2>", "<h2></h2>"),
                *("<table><tr><td>1</td></tr></table>", "<blockquote><p>Lời</p></blockquote>"),
            ]
        ),
        max_size=12,
    )
)
def test_no_word_is_lost_or_added(parts):
    body = sanitise("".join(parts))
    for laid_out in (scrolling_tables(body), marked_questions(body), with_chapters(body)[0]):
        assert plain_text(laid_out) == plain_text(body)
