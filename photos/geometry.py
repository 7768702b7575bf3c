"""Crops and widths: where a picture is cut, and how large each copy is. Whole pixels."""

from collections.abc import Sequence

FREE = "free"
RATIOS: dict[str, tuple[int, int] | None] = {
    "5x3": (5, 3),
    "16x9": (16, 9),
    "1x1": (1, 1),
    "4x5": (4, 5),
    FREE: None,
}
"""Width to height by name; a free picture keeps its own."""

# 1170 is a phone of 390 points and three pixels to each; 1200 is what search engines ask for.
WIDTHS: dict[str, tuple[int, ...]] = {
    "5x3": (240, 480, 800, 1170, 1600),
    "16x9": (480, 1200, 1600),
    "1x1": (160, 320, 1200),
    "4x5": (320, 640, 1170),
    FREE: (480, 800, 1170, 1600),
}

Size = tuple[int, int]
Point = tuple[float, float]
"""From the left and from the top, as parts of the whole: 0 to 1."""
Box = tuple[int, int, int, int]
"""Left, top, right, bottom; the last two are the first pixels outside."""

CENTER: Point = (0.5, 0.5)


def crop_box(
    size: Size, ratio: str, focal: Point = CENTER, by_hand: Sequence[float] | None = None
) -> Box:
    """The biggest crop of the ratio, the focal point as near its centre as the edges allow.

    `by_hand` is a frame somebody drew (left, top, right, bottom as parts of the whole): then the
    biggest crop of the ratio in the middle of that frame.
    """
    x, y, across, down = 0, 0, *size
    if by_hand:
        x, y, across, down = _frame(size, by_hand)
        focal = CENTER
    width, height = _largest((across, down), RATIOS[ratio])
    left = x + _start(across, width, focal[0])
    top = y + _start(down, height, focal[1])
    return left, top, left + width, top + height


def _frame(size: Size, parts: Sequence[float]) -> tuple[int, int, int, int]:
    """From the left, from the top, width, height: in pixels, inside the picture."""
    left, right = (round(part * size[0]) for part in (parts[0], parts[2]))
    top, bottom = (round(part * size[1]) for part in (parts[1], parts[3]))
    left, top = min(left, size[0] - 1), min(top, size[1] - 1)
    return left, top, max(1, right - left), max(1, bottom - top)


def _largest(size: Size, shape: tuple[int, int] | None) -> Size:
    width, height = size
    if shape is None:
        return size
    across, down = shape
    if width * down > height * across:
        return max(1, min(width, round(height * across / down))), height
    return width, max(1, min(height, round(width * down / across)))


def _start(whole: int, part: int, focal: float) -> int:
    return min(max(round(focal * whole - part / 2), 0), whole - part)


def scaled(box: Box, ratio: str, width: int) -> Size:
    """The size of a copy of that width: exactly of the ratio, and never larger than the crop."""
    across, down = RATIOS[ratio] or (box[2] - box[0], box[3] - box[1])
    width = min(width, box[2] - box[0])
    return width, max(1, round(width * down / across))


def widths(box: Box, ratio: str) -> tuple[int, ...]:
    """The widths a crop can fill; one that is too small for the largest ends with its own."""
    left, _top, right, _bottom = box
    return tuple(dict.fromkeys(min(width, right - left) for width in WIDTHS[ratio]))
