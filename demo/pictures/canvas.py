"""The sheet the scenes are drawn on, and the pen for fine shapes.

All measures are in picture units: a sheet is 1600 units wide and 1000 high,
whatever its size in pixels.
"""

# Points of an outline read better in rows than one to a line.
# fmt: off

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .palette import Colour, Palette, mix

WIDTH, HEIGHT = 1600, 1000
Point = tuple[float, float]
Box = tuple[int, int, int, int]
GRAIN = 13  # widest difference, in levels, the paper grain makes


class Pen:
    """Draws on an enlarged piece of the sheet, so that edges come out smooth."""

    def __init__(self, draw: ImageDraw.ImageDraw, origin: Point, across: float, up: float) -> None:
        self._draw, self._origin, self._across, self._up = draw, origin, across, up

    def at(self, x: float, y: float, scale: float, flip: bool = False) -> "Pen":
        """A pen for one thing standing at (x, y): y counts upwards, in multiples of scale."""
        spot = self._place((x, y))
        size = scale * abs(self._across)
        return Pen(self._draw, spot, -size if flip else size, -size)

    @property
    def mirrored(self) -> bool:
        """Whether things drawn with this pen face left."""
        return self._across < 0

    def polygon(self, points: Sequence[Point], fill: Colour) -> None:
        """Fill a shape with straight sides."""
        self._draw.polygon([self._place(point) for point in points], fill=fill)

    def curve(self, points: Sequence[Point], fill: Colour) -> None:
        """Fill a closed shape with a smooth outline through the points."""
        self.polygon(smooth(points), fill)

    def rect(self, x0: float, y0: float, x1: float, y1: float, fill: Colour) -> None:
        """Fill an upright rectangle."""
        self.polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], fill)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: Colour) -> None:
        """Fill an ellipse round (x, y)."""
        cx, cy = self._place((x, y))
        dx, dy = rx * abs(self._across), ry * abs(self._up)
        self._draw.ellipse((cx - dx, cy - dy, cx + dx, cy + dy), fill=fill)

    def line(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        """Draw a line of even width."""
        places = [self._place(point) for point in points]
        self._draw.line(places, fill, max(1, round(width * abs(self._across))), joint="curve")

    def limb(self, points: Sequence[Point], widths: Sequence[float], fill: Colour) -> None:
        """Draw a rounded line whose width changes from point to point."""
        for (x, y), width in zip(points, widths, strict=True):
            self.ellipse(x, y, width / 2, width / 2, fill)
        for i in range(len(points) - 1):
            (x0, y0), (x1, y1) = points[i], points[i + 1]
            length = math.hypot(x1 - x0, y1 - y0) or 1
            nx, ny = (y0 - y1) / length / 2, (x1 - x0) / length / 2
            a, b = widths[i], widths[i + 1]
            corners = ((x0, y0, a), (x1, y1, b), (x1, y1, -b), (x0, y0, -a))
            self.polygon([(x + nx * side, y + ny * side) for x, y, side in corners], fill)

    def _place(self, point: Point) -> Point:
        return (
            self._origin[0] + point[0] * self._across,
            self._origin[1] + point[1] * self._up,
        )


class Canvas:
    """A sheet in the light of one palette, with the chance that varies the drawing."""

    def __init__(self, size: tuple[int, int], palette: Palette, rng: Random) -> None:
        self.image = Image.new("RGB", size, palette.low)
        self.palette, self.rng = palette, rng
        self.unit = size[0] / WIDTH

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A rectangle in whole pixels, cut to the sheet and never empty."""
        width, height = self.image.size
        left = min(max(math.floor(x0 * self.unit), 0), width - 1)
        upper = min(max(math.floor(y0 * self.unit), 0), height - 1)
        right = max(min(math.ceil(x1 * self.unit), width), left + 1)
        lower = max(min(math.ceil(y1 * self.unit), height), upper + 1)
        return left, upper, right, lower

    @contextmanager
    def pen(
        self, x0: float = 0, y0: float = 0, x1: float = WIDTH, y1: float = HEIGHT, fine: int = 2
    ) -> Iterator[Pen]:
        """Open a piece of the sheet for drawing; fine says how much it is enlarged."""
        box = self.box(x0, y0, x1, y1)
        size = (box[2] - box[0], box[3] - box[1])
        piece = self.image.crop(box).resize(
            (size[0] * fine, size[1] * fine), Image.Resampling.NEAREST
        )
        scale = self.unit * fine
        yield Pen(ImageDraw.Draw(piece, "RGBA"), (-box[0] * fine, -box[1] * fine), scale, scale)
        self.image.paste(piece.reduce(fine), box[:2])

    def mask(self, shapes: Sequence[Sequence[Point]], box: Box, soften: float = 0) -> Image.Image:
        """The shapes in white on black, for a box in pixels; soften blurs them."""
        size = (box[2] - box[0], box[3] - box[1])
        fine = 1 if soften else 2
        sheet = Image.new("L", (size[0] * fine, size[1] * fine))
        draw = ImageDraw.Draw(sheet)
        k = self.unit
        for shape in shapes:
            draw.polygon(
                [((x * k - box[0]) * fine, (y * k - box[1]) * fine) for x, y in shape], fill=255
            )
        if soften:
            return sheet.filter(ImageFilter.BoxBlur(soften * k))
        return sheet.reduce(fine)

    def fill(self, shape: Sequence[Point], stops: Sequence[Colour]) -> tuple[Image.Image, Box]:
        """Fill a shape with a gradient running down it; gives the mask and its place."""
        xs, ys = [x for x, _ in shape], [y for _, y in shape]
        box = self.box(min(xs), min(ys), max(xs), max(ys))
        mask = self.mask([shape], box)
        self.image.paste(gradient(mask.size, stops), box[:2], mask)
        return mask, box

    def wash(self, shapes: Sequence[Sequence[Point]], colour: Colour, opacity: float,
             soften: float) -> None:
        """Lay a soft, see-through colour over shapes."""
        xs = [x for shape in shapes for x, _ in shape]
        ys = [y for shape in shapes for _, y in shape]
        edge = soften * 2
        box = self.box(min(xs) - edge, min(ys) - edge, max(xs) + edge, max(ys) + edge)
        mask = self.mask(shapes, box, soften).point(lambda level: round(level * opacity))
        self.image.paste(colour, box, mask)

    def glow(self, x: float, y: float, radius: float, colour: Colour, strength: float) -> None:
        """Lay a round light over the sheet, fading to its edge."""
        disc = ImageChops.invert(Image.radial_gradient("L"))
        # The disc is 83 at the middle of its edges: start there, or the square shows.
        disc = disc.point(lambda level: round(255 * strength * (max(0, level - 83) / 172) ** 1.7))
        side = max(2, round(radius * 2 * self.unit))
        corner = (round((x - radius) * self.unit), round((y - radius) * self.unit))
        disc = disc.resize((side, side), Image.Resampling.BILINEAR)
        self.image.paste(colour, (*corner, corner[0] + side, corner[1] + side), disc)

    def cloud(self, y0: float, y1: float, colour: Colour, strength: float, grain: int = 5) -> None:
        """Lay drifting cloud or mist over a band, thickest in its middle."""
        box = self.box(0, y0, WIDTH, y1)
        size = (box[2] - box[0], box[3] - box[1])
        small = (160, 64)
        noise = self._noise(small, grain)
        bell = [round(255 * math.sin(math.pi * (i + 0.5) / small[1]) ** 1.5) for i in range(64)]
        band = Image.frombytes("L", (1, small[1]), bytes(bell)).resize(small)
        mask = ImageChops.multiply(noise, band)
        mask = mask.point(lambda level: min(255, round(max(0, level - 45) * 1.7 * strength)))
        self.image.paste(colour, box, mask.resize(size, Image.Resampling.BICUBIC))

    def finish(self) -> Image.Image:
        """Darken the corners a little, lay the paper grain over all, and hand the picture out."""
        size = self.image.size
        corners = Image.radial_gradient("L").point(lambda level: round(max(0, level - 120) * 0.34))
        shade = mix(self.palette.ink, (0, 0, 0), 0.3)
        self.image.paste(shade, (0, 0), corners.resize(size, Image.Resampling.BILINEAR))
        grain = Image.frombytes("L", size, self.rng.randbytes(size[0] * size[1]))
        grain = grain.point(lambda level: level * GRAIN // 255)
        return ImageChops.add(self.image, Image.merge("RGB", (grain,) * 3), 1, -GRAIN // 2)

    def _noise(self, size: tuple[int, int], cells: int) -> Image.Image:
        """Soft blotches: coarse and fine chance laid over each other."""
        sheet = Image.new("L", size, 128)
        for octave, share in enumerate((1.0, 0.3, 0.3)):
            wide, high = cells * 2**octave, max(2, cells * 2**octave // 2)
            rough = Image.frombytes("L", (wide, high), self.rng.randbytes(wide * high))
            sheet = Image.blend(sheet, rough.resize(size, Image.Resampling.BICUBIC), share)
        return sheet


def gradient(size: tuple[int, int], stops: Sequence[Colour]) -> Image.Image:
    """An even run of colours from top to bottom."""
    column = Image.new("RGB", (1, 256))
    last = len(stops) - 1
    for y in range(256):
        place = y / 255 * last
        index = min(int(place), last - 1)
        column.putpixel((0, y), mix(stops[index], stops[index + 1], place - index))
    return column.resize(size, Image.Resampling.BILINEAR)


def smooth(points: Sequence[Point], steps: int = 6) -> list[Point]:
    """A closed smooth outline through the points (Catmull-Rom)."""
    count = len(points)
    outline = []
    for i in range(count):
        p0, p1, p2, p3 = (points[(i + j - 1) % count] for j in range(4))
        for step in range(steps):
            t = step / steps
            x, y = (_spline(p0[a], p1[a], p2[a], p3[a], t) for a in (0, 1))
            outline.append((x, y))
    return outline


def _spline(p0: float, p1: float, p2: float, p3: float, t: float) -> float:
    bend = 2 * p0 - 5 * p1 + 4 * p2 - p3
    return 0.5 * (2 * p1 + (p2 - p0) * t + bend * t * t + (3 * p1 - p0 - 3 * p2 + p3) * t * t * t)
