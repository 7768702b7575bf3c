"""Words marked where they changed, in bounded time, and never as markup."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.html import sanitise
from newsroom.revisions.blocks import blocks
from newsroom.revisions.differences import body_changes, line_changes, marked


def told(old, new):
    return [tuple(change) for change in line_changes(old, new)]


def ops(old, new):
    return [(change.op, change.block.text) for change in body_changes(old, new)]


# --- lines --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("", "", []),
        ("Đồn Trà Lĩnh", "Đồn Trà Lĩnh", [("=", "Đồn Trà Lĩnh")]),
        ("", "Đồn Trà Lĩnh", [("+", "Đồn Trà Lĩnh")]),
        ("Đồn Trà Lĩnh", "", [("-", "Đồn Trà Lĩnh")]),
        ("Đồn Trà Lĩnh", "Tại Đồn Trà Lĩnh", [("+", "Tại "), ("=", "Đồn Trà Lĩnh")]),
        ("Tại Đồn Trà Lĩnh", "Đồn Trà Lĩnh", [("-", "Tại "), ("=", "Đồn Trà Lĩnh")]),
        ("Đồn cũ", "Trạm mới", [("-", "Đồn cũ"), ("+", "Trạm mới")]),
        (
            "Nhân dân biên giới phía Bắc",
            "Nhân dân biên giới, phía Bắc",
            [("=", "Nhân dân biên giới"), ("+", ","), ("=", " phía Bắc")],
        ),
        (
            "Cắm mốc số 5, mốc số 6",
            "Cắm cột, bia số 6",
            [("=", "Cắm"), ("-", " mốc số 5, mốc"), ("+", " cột, bia"), ("=", " số 6")],
        ),
        # One letter in two spellings of Unicode is no change, another tone mark is.
        (unicodedata.normalize("NFD", "Đồng Đăng"), "Đồng Đăng", [("=", "Đồng Đăng")]),
        ("Hoà Bình", "Hòa Bình", [("-", "Hoà"), ("+", "Hòa"), ("=", " Bình")]),
    ],
)
def test_line_changes(old, new, changes):
    assert told(old, new) == changes


WORDS = st.lists(st.sampled_from(["đồn", "mốc", "biên", ",", ".", "\n", "“", "a\u0323\u0308"]))


@given(WORDS.map(" ".join), WORDS.map("".join))
@settings(max_examples=50, deadline=None)
def test_changes_spell_both_texts(old, new):
    changes = line_changes(old, new)
    spelled = {
        side: "".join(change.words for change in changes if change.op in {"=", side})
        for side in "-+"
    }
    nfc = unicodedata.normalize
    assert spelled == {"-": nfc("NFC", old), "+": nfc("NFC", new)}


def test_marks_are_the_only_markup():
    changes = line_changes("<script>cũ</script>", "<b>mới & lạ</b>")
    assert "<script>" not in marked(changes)
    assert marked(line_changes("a < b", "a > b")) == "a<del> &lt;</del><ins> &gt;</ins> b"


# --- bodies -------------------------------------------------------------------------------------


def test_a_body_is_cut_into_its_blocks():
    html = sanitise(
        "chữ rời<p>Đoạn <strong>một</strong><br>dòng hai</p><h2>Tít xen</h2>"
        "<ul><li><p>mục</p></li></ul><aside><h3>Hộp</h3><p>tin</p></aside><hr>"
        '<table><tbody><tr><td>ô</td></tr></tbody></table><figure data-photo="7">'
        "<figcaption>Chú thích</figcaption></figure><blockquote><p>Lời</p></blockquote>đuôi"
    )
    cut = blocks(html)
    assert [(block.kind, block.text) for block in cut] == [
        ("p", "chữ rời"),
        ("p", "Đoạn một\ndòng hai"),
        ("h2", "Tít xen"),
        ("ul", "mục"),
        ("aside", "Hộp\ntin"),
        ("hr", ""),
        ("table", "ô"),
        ("figure", "Chú thích"),
        ("blockquote", "Lời"),
        ("p", "đuôi"),
    ]
    assert "".join(block.html for block in cut) == html
    assert [block.name for block in cut][4:9] == [
        "Hộp thông tin",
        "Đường kẻ",
        "Bảng",
        "Ảnh số 7",
        "Lời trích",
    ]


ONE = "<p>Sáng nay, Đồn Biên phòng Trà Lĩnh bàn giao nhà đại đoàn kết.</p>"
TWO = "<p>Chiều cùng ngày, đoàn công tác thăm trường bán trú.</p>"


def test_words_are_marked_inside_their_paragraph():
    changes = body_changes(ONE + TWO, ONE.replace("nhà", "mái ấm") + TWO)
    assert [change.op for change in changes] == ["changed", "same"]
    assert changes[0].marked == (
        "Sáng nay, Đồn Biên phòng Trà Lĩnh bàn giao<del> nhà</del><ins> mái ấm</ins> đại đoàn kết."
    )


def test_paragraphs_come_go_and_move():
    third = "<p>Tin: Khánh Vy</p>"
    assert ops(ONE, ONE + TWO) == [("same", blocks(ONE)[0].text), ("added", blocks(TWO)[0].text)]
    assert [op for op, _text in ops(ONE + TWO, TWO)] == ["removed", "same"]
    assert [op for op, _text in ops(ONE + TWO + third, TWO + third + ONE)] == [
        "moved-away",
        "same",
        "same",
        "moved-here",
    ]
    # Put in twice, it moved once.
    twice = [op for op, _text in ops(ONE + TWO + third, TWO + third + ONE + ONE)]
    assert sorted(twice) == ["added", "moved-away", "moved-here", "same", "same"]


def test_formatting_and_links_are_told_without_words():
    old = '<p>Xem <a href="https://bienphong.vn/a">bài</a> trước.</p>'
    [bold] = body_changes(ONE, ONE.replace("Trà Lĩnh", "<strong>Trà Lĩnh</strong>"))
    [link] = body_changes(old, old.replace("/a", "/b"))
    assert (bold.op, bold.links, link.op) == ("formatted", "", "formatted")
    assert link.links == "<del>https://bienphong.vn/a</del> <ins>https://bienphong.vn/b</ins>"


def table(*rows):
    lines = ("".join(f"<td><p>{cell}</p></td>" for cell in row) for row in rows)
    head = "<tr><th><p>Xã</p></th><th><p>Số hộ</p></th></tr>"
    return f"<table><tbody>{head}{''.join(f'<tr>{line}</tr>' for line in lines)}</tbody></table>"


@pytest.mark.parametrize(
    ("new", "rows"),
    [
        (
            table(("Hải Sơn", "13"), ("Bắc Sơn", "9")),
            [("changed", ["Hải Sơn", "<del>12</del><ins>13</ins>"]), ("same", ["Bắc Sơn", "9"])],
        ),
        (
            table(("Hải Sơn", "12"), ("Quảng Đức", "40"), ("Bắc Sơn", "9")),
            [
                ("same", ["Hải Sơn", "12"]),
                ("added", ["<ins>Quảng Đức</ins>", "<ins>40</ins>"]),
                ("same", ["Bắc Sơn", "9"]),
            ],
        ),
        (
            table(("Bắc Sơn", "9")),
            [("removed", ["<del>Hải Sơn</del>", "<del>12</del>"]), ("same", ["Bắc Sơn", "9"])],
        ),
        (
            table(("Hải Sơn", "mới", "12"), ("Bắc Sơn", "9")),
            [("changed", ["Hải Sơn", "<ins>mới</ins>", "12"]), ("same", ["Bắc Sơn", "9"])],
        ),
    ],
)
def test_words_are_marked_inside_the_cells_of_a_table(new, rows):
    [change] = body_changes(table(("Hải Sơn", "12"), ("Bắc Sơn", "9")), new)
    assert change.rows[0] == ("same", [("th", "Xã"), ("th", "Số hộ")])
    assert [(row.op, [cell.marked for cell in row.cells]) for row in change.rows[1:]] == rows


def test_only_a_table_whose_words_changed_is_shown_by_cells():
    old = table(("Hải Sơn", "12"))
    [bold] = body_changes(old, old.replace("12", "<strong>12</strong>"))
    [same], [plain] = body_changes(old, old), body_changes(ONE, ONE.replace("nhà", "mái ấm"))
    assert [change.rows for change in (bold, same, plain)] == [[], [], []]


def test_a_figure_is_found_by_its_number_and_its_caption_compared():
    figure = '<figure data-photo="{}"><figcaption>{}</figcaption></figure>'
    same = body_changes(figure.format(7, "Cột mốc 5"), figure.format(7, "Cột mốc 6"))
    other = body_changes(figure.format(7, "Cột mốc 5"), figure.format(8, "Cột mốc 5"))
    assert [(change.op, change.marked) for change in same] == [
        ("changed", "Cột mốc<del> 5</del><ins> 6</ins>")
    ]
    assert [(change.op, change.block.name) for change in other] == [
        ("removed", "Ảnh số 7"),
        ("added", "Ảnh số 8"),
    ]


# --- bounded ------------------------------------------------------------------------------------

LONG = 200_000
STRANGE = {
    "no word in common": ("ăn " * (LONG // 3), "uống " * (LONG // 5)),
    "different words": (
        " ".join(f"a{n}" for n in range(LONG // 6)),
        " ".join(f"b{n}" for n in range(LONG // 6)),
    ),
    "one word 5,000 times": ("mốc " * 5000, "số " + "mốc số " * 2500),
    "order turned round": (
        " ".join(f"t{n}" for n in range(5000)),
        " ".join(f"t{n}" for n in range(5000, 0, -1)),
    ),
    "one letter": ("a" * LONG, "b" * LONG),
    "blanks": (" " * LONG, "\n" * LONG),
    "signs": (".," * (LONG // 2), ",;" * (LONG // 2)),
}


@pytest.mark.parametrize("strange", STRANGE)
def test_strange_texts_take_bounded_time(strange):
    old, new = STRANGE[strange]
    paragraphs = ["".join(f"<p>{word}</p>" for word in text.split()) for text in (old, new)]
    start = time.process_time()
    line_changes(old, new)
    body_changes(f"<p>{old}</p>", f"<p>{new}</p>")
    body_changes(*paragraphs)
    assert time.process_time() - start < 6
