"""Two hands on one body: joined where both can be had, shown where not, nothing dropped."""

from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.revisions.blocks import blocks
from newsroom.revisions.merging import Part, merge

A = "<p>Sáng nay, Đồn Biên phòng Trà Lĩnh bàn giao nhà đại đoàn kết.</p>"
B = "<p>Chiều cùng ngày, đoàn công tác thăm trường bán trú.</p>"
C = "<p>Tối đến, cả bản quây quần bên bếp lửa.</p>"
NEW = "<p>Trung tá Nguyễn Văn Hòa dự lễ.</p>"


def merged(parts):
    """The joined body, or None while a conflict is open."""
    return None if any(part.conflict for part in parts) else "".join(part.html for part in parts)


def test_each_keeps_what_only_one_changed():
    theirs, mine = A.replace("nhà", "mái ấm") + B + C, A + B.replace("thăm", "đến thăm") + C
    joined = A.replace("nhà", "mái ấm") + B.replace("thăm", "đến thăm") + C
    assert merged(merge(A + B + C, theirs, mine)) == joined
    assert merged(merge(A + B, A + B, B)) == B
    assert merged(merge(A + B, A + NEW + B, A + B + C)) == A + NEW + B + C
    assert merged(merge(A, A + B, A + B)) == A + B
    assert merged(merge("", "", "")) == ""


def test_what_both_changed_is_a_conflict_with_the_three_texts():
    theirs, mine = A.replace("nhà", "mái ấm"), A.replace("nhà", "căn nhà")
    parts = merge(A + B, theirs + B, mine + B)
    assert parts == [Part(True, "", A, theirs, mine), Part(False, B)]
    assert merged(parts) is None


def test_taken_out_here_and_changed_there_is_a_conflict():
    mine = B.replace("thăm", "đến thăm")
    assert merge(A + B, A, A + mine) == [Part(False, A), Part(True, "", B, "", mine)]


def test_put_in_at_one_place_by_both_is_a_conflict():
    assert merge(A, A + B, A + C) == [Part(False, A), Part(True, "", "", B, C)]


BODY = st.lists(st.sampled_from([A, B, C, NEW, A.replace("nhà", "mái")]), max_size=5).map("".join)


@given(BODY, BODY)
@settings(max_examples=50, deadline=None)
def test_one_hand_alone_is_never_in_conflict(base, side):
    assert merged(merge(base, side, base)) == side
    assert merged(merge(base, base, side)) == side
    assert merged(merge(base, side, side)) == side


@settings(max_examples=50, deadline=None)
@given(st.permutations([A, B, C, NEW]), st.permutations([A, B, C, NEW]))
def test_moved_block_comes_out_once_or_is_asked_about(theirs, mine):
    joined = merged(merge(A + B + C + NEW, "".join(theirs), "".join(mine)))
    if joined is not None:
        assert sorted(block.html for block in blocks(joined)) == sorted([A, B, C, NEW])


def test_blocks_moved_to_different_places_are_a_conflict_between_what_stayed():
    head = "<h2>Dấu chân</h2>"
    base, theirs, mine = A + B + C + NEW + head, A + B + C + head + NEW, A + B + head + C + NEW
    assert merge(base, theirs, mine) == [
        Part(False, A + B),
        Part(True, "", C + NEW + head, C + head + NEW, head + C + NEW),
    ]
