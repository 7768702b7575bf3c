"""Crops and widths: where a picture is cut, and how large each copy is. Whole pixels."""

RATIOS: dict[str | None, tuple[int, int] | None] = {
    "5x3": (5, 3),
    "16x9": (16, 9),
    "1x1": (1, 1),
    "4x5": (4, 5),
    None: None,
}
"""Width to height by name; None keeps the picture's own."""

# 1170 is a phone of 390 points and three pixels to each; 1200 is what search engines ask for.
WIDTHS: dict[str | None, tuple[int, ...]] = {
    "5x3": (240, 480, 800, 1170, 1600),
    "16x9": (480, 1200, 1600),
    "1x1": (160, 320, 1200),
    "4x5": (320, 640, 1170),
    None: (480, 800, 1170, 1600),
}

Size = tuple[int, int]
Point = tuple[float, float]
"""From the left and from the top, as parts of the whole: 0 to 1."""
Box = tuple[int, int, int, int]
"""Left, top, right, bottom; the last two are the first pixels outside."""

CENTER: Point = (0.5, 0.5)


def crop_box(size: Size, ratio: str | None, focal: Point = CENTER) -> Box:
    """The biggest crop of the ratio, the focal point as near its centre as the edges allow."""
    width, height = _largest(size, RATIOS[ratio])
    left = _start(size[0], width, focal[0])
    top = _start(size[1], height, focal[1])
    return left, top, left + width, top + height


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


def scaled(box: Box, ratio: str | None, width: int) -> Size:
    """The size of a copy of that width: exactly of the ratio, and never larger than the crop."""
    across, down = RATIOS[ratio] or (box[2] - box[0], box[3] - box[1])
    width = min(width, box[2] - box[0])
    return width, max(1, round(width * down / across))


def widths(size: Size, ratio: str | None) -> tuple[int, ...]:
    """The widths a picture can fill; one that is too small for the largest ends with its own."""
    left, _top, right, _bottom = crop_box(size, ratio)
    return tuple(dict.fromkeys(min(width, right - left) for width in WIDTHS[ratio]))
