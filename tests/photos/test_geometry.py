"""Crops stay inside, keep their ratio and hold what matters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photos.geometry import RATIOS, WIDTHS, crop_box, scaled, widths

sides = st.integers(1, 20_000)
parts = st.floats(0, 1)
shapes = st.sampled_from([ratio for ratio in RATIOS if ratio != "free"])


@pytest.mark.parametrize(
    ("size", "ratio", "focal", "box"),
    [
        ((6000, 4000), "5x3", (0.5, 0.5), (0, 200, 6000, 3800)),
        ((6000, 4000), "16x9", (0.5, 0.0), (0, 0, 6000, 3375)),
        ((6000, 4000), "16x9", (0.5, 1.0), (0, 625, 6000, 4000)),
        ((6000, 4000), "1x1", (0.25, 0.5), (0, 0, 4000, 4000)),
        ((6000, 4000), "1x1", (0.4, 0.5), (400, 0, 4400, 4000)),
        ((6000, 4000), "4x5", (0.9, 0.1), (2800, 0, 6000, 4000)),
        ((4000, 6000), "5x3", (0.5, 0.2), (0, 0, 4000, 2400)),
        ((4000, 6000), "5x3", (0.5, 0.3), (0, 600, 4000, 3000)),
        ((6000, 4000), "free", (0.9, 0.1), (0, 0, 6000, 4000)),
        ((1, 1), "5x3", (1.0, 1.0), (0, 0, 1, 1)),
        ((3, 1), "4x5", (1.0, 1.0), (2, 0, 3, 1)),
    ],
)
def test_crop_is_the_biggest_around_the_focal_point(size, ratio, focal, box):
    assert crop_box(size, ratio, focal) == box


@given(sides, sides, st.sampled_from(list(RATIOS)), parts, parts)
def test_crop_lies_inside_and_holds_the_focal_point(width, height, ratio, across, down):
    left, top, right, bottom = crop_box((width, height), ratio, (across, down))
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert left - 1 <= across * width <= right + 1
    assert top - 1 <= down * height <= bottom + 1


@given(sides, sides, shapes, parts, parts)
def test_crop_has_its_ratio_and_touches_two_edges(width, height, ratio, across, down):
    left, top, right, bottom = crop_box((width, height), ratio, (across, down))
    wide, high = RATIOS[ratio]
    if min(right - left, bottom - top) > 1:
        exact = (bottom - top) * wide / high, (right - left) * high / wide
        assert abs(right - left - exact[0]) <= 1 or abs(bottom - top - exact[1]) <= 1
    assert right - left == width or bottom - top == height


@given(sides, sides, shapes, parts, parts)
def test_focal_point_is_at_the_middle_unless_an_edge_is_in_the_way(w, h, ratio, across, down):
    left, top, right, bottom = crop_box((w, h), ratio, (across, down))
    for low, high, whole, at in ((left, right, w, across), (top, bottom, h, down)):
        off = at * whole - (low + high) / 2
        assert abs(off) <= 1 or (low == 0 and off < 0) or (high == whole and off > 0)


@given(st.floats(-5, 5), st.floats(-5, 5))
def test_focal_point_outside_means_the_edge(across, down):
    left, top, right, bottom = crop_box((300, 200), "1x1", (across, down))
    assert 0 <= left < right <= 300
    assert 0 <= top < bottom <= 200


@pytest.mark.parametrize(
    ("ratio", "width", "size"),
    [
        ("5x3", 1170, (1170, 702)),
        ("16x9", 1200, (1200, 675)),
        ("1x1", 160, (160, 160)),
        ("4x5", 320, (320, 400)),
        ("free", 480, (480, 320)),
        ("free", 9000, (6000, 4000)),
    ],
)
def test_copy_has_the_exact_height_of_its_ratio(ratio, width, size):
    assert scaled(crop_box((6000, 4000), ratio), ratio, width) == size


def test_copy_of_a_strip_is_one_pixel_high_at_least():
    assert scaled((0, 0, 20_000, 1), "free", 480) == (480, 1)


@pytest.mark.parametrize(
    ("size", "ratio", "expected"),
    [
        ((6000, 4000), "5x3", WIDTHS["5x3"]),
        ((6000, 4000), "free", WIDTHS["free"]),
        ((1000, 667), "5x3", (240, 480, 800, 1000)),
        ((1170, 780), "free", (480, 800, 1170)),
        ((320, 400), "1x1", (160, 320)),
        ((400, 4000), "16x9", (400,)),
    ],
)
def test_widths_end_with_the_picture_s_own(size, ratio, expected):
    assert widths(crop_box(size, ratio), ratio) == expected


@pytest.mark.parametrize(
    ("ratio", "frame", "box"),
    [
        ("1x1", (0.1, 0.1, 0.5, 0.7), (600, 400, 3000, 2800)),
        ("5x3", (0.0, 0.0, 1.0, 1.0), (0, 200, 6000, 3800)),
        ("5x3", (0.5, 0.5, 1.0, 1.0), (3000, 2100, 6000, 3900)),
        ("4x5", (0.9, 0.9, 1.0, 1.0), (5540, 3600, 5860, 4000)),
        ("1x1", (1.0, 1.0, 1.0, 1.0), (5999, 3999, 6000, 4000)),
    ],
)
def test_crop_by_hand_is_the_biggest_in_the_middle_of_its_frame(ratio, frame, box):
    assert crop_box((6000, 4000), ratio, (0.0, 0.0), frame) == box


@given(sides, sides, shapes, st.tuples(parts, parts, parts, parts))
def test_crop_by_hand_lies_inside_whatever_the_frame(width, height, ratio, frame):
    left, top, right, bottom = crop_box((width, height), ratio, by_hand=frame)
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
