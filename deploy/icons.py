"""Draws the paper's mark and writes it in every form that browsers and networks ask for.

The mark: a gold star over a boundary post on deep green. Run after changing a shape or a colour:
python deploy/icons.py; the files are kept with the code, in static/img/.
"""

import math
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parent.parent / "static" / "img"

GREEN, GOLD, PAPER, SHADE = "#0f4a33", "#f2c230", "#fdfcf8", "#cfd8cc"
SIDE = 32
"""The mark is drawn on a square of so many units."""
CORNER = 6
FINER = 8
"""Drawn so many times larger, then made small: that is what smooths the edges."""

Point = tuple[float, float]


def star(x: float, y: float, radius: float) -> list[Point]:
    """A five-pointed star, its point up."""
    points = []
    for n in range(10):
        reach = radius if n % 2 == 0 else radius * 0.382
        angle = math.radians(36 * n - 90)
        across, down = reach * math.cos(angle), reach * math.sin(angle)
        points.append((round(x + across, 2), round(y + down, 2)))
    return points


SHAPES: list[tuple[str, list[Point]]] = [
    # The post: its face in the light, its side in the shade, and the plinth it stands on.
    (PAPER, [(11.5, 18.5), (16, 16), (16, 26.5), (11, 26.5)]),
    (SHADE, [(16, 16), (20.5, 18.5), (21, 26.5), (16, 26.5)]),
    (PAPER, [(7.5, 26.5), (24.5, 26.5), (24.5, 29), (7.5, 29)]),
    (GOLD, star(16, 9.2, 7.6)),
]


def svg() -> str:
    shapes = "".join(
        f'<path fill="{colour}" d="M{" ".join(f"{x:g},{y:g}" for x, y in points)}z"/>'
        for colour, points in SHAPES
    )
    ground = f'<rect width="{SIDE}" height="{SIDE}" rx="{CORNER}" fill="{GREEN}"/>'
    box = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}"'
    return f"<svg {box}>{ground}{shapes}</svg>\n"


def mark(side: int, *, corner: float = CORNER, part: float = 1.0) -> Image.Image:
    """The mark on a square ground. `part` of the square is the mark's, the rest is margin."""
    return on_ground((side, side), round(side * part), corner=corner * side / SIDE)


def on_ground(size: tuple[int, int], side: int, *, corner: float) -> Image.Image:
    """A mark of that side in the middle of a green ground, clear outside its round corners."""
    width, height = (length * FINER for length in size)
    picture = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((0, 0, width - 1, height - 1), corner * FINER, fill=GREEN)
    unit = side * FINER / SIDE
    left, top = (width - side * FINER) / 2, (height - side * FINER) / 2
    for colour, points in SHAPES:
        draw.polygon([(left + x * unit, top + y * unit) for x, y in points], fill=colour)
    return picture.resize(size, Image.Resampling.LANCZOS)


def save(name: str, picture: Image.Image, *, opaque: bool = False) -> None:
    """In at most 64 colours: a quarter of the bytes, and no eye tells them apart."""
    if opaque:
        few = picture.convert("RGB").quantize(64, method=Image.Quantize.MEDIANCUT)
    else:  # the one method that keeps what is clear
        few = picture.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(FOLDER / name, optimize=True)


def save_ico(name: str, sides: Sequence[int]) -> None:
    pictures = [mark(side) for side in sides]
    pictures[-1].save(
        FOLDER / name, sizes=[(side, side) for side in sides], append_images=pictures[:-1]
    )


def main() -> None:
    (FOLDER / "favicon.svg").write_text(svg(), encoding="utf-8")
    save_ico("favicon.ico", (16, 32, 48))
    save("icon-192.png", mark(192))
    save("icon-512.png", mark(512))
    # Systems that cut icons to their own shape keep the middle four fifths; iOS rounds corners.
    save("icon-maskable-512.png", mark(512, corner=0, part=0.72), opaque=True)
    save("apple-touch-icon.png", mark(180, corner=0, part=0.86), opaque=True)
    save("share.png", on_ground((1200, 630), 420, corner=0), opaque=True)


if __name__ == "__main__":
    main()
