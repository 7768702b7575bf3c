"""Trees, grass and flowers."""

# Points of an outline read better in rows than one to a line.
# fmt: off

import math
from collections.abc import Sequence
from itertools import pairwise
from random import Random

from .canvas import HEIGHT, WIDTH, Canvas, Pen, Point
from .palette import Colour, mix

BLOSSOM = (236, 158, 182)
BUCKWHEAT = (219, 140, 170)


def height_at(line: Sequence[Point], x: float) -> float:
    """Where a line of hills is above or below x."""
    step = line[1][0] - line[0][0]
    index = min(max(int((x - line[0][0]) / step), 0), len(line) - 2)
    (x0, y0), (_, y1) = line[index], line[index + 1]
    return y0 + (y1 - y0) * (x - x0) / step


def ground(canvas: Canvas, line: Sequence[Point], top: Colour, bottom: Colour) -> None:
    """Paint the near ground under a line."""
    canvas.fill([*line, (WIDTH, HEIGHT), (0, HEIGHT)], (top, mix(top, bottom, 0.6), bottom))


def grass(canvas: Canvas, line: Sequence[Point], colour: Colour, tall: float = 26,
          flowers: Colour | None = None, count: int = 520) -> None:
    """A fringe of blades along a line, now and then with flowers."""
    rng = canvas.rng
    low, high = max(y for _, y in line), min(y for _, y in line)
    with canvas.pen(0, high - tall * 2, WIDTH, low + 30) as pen:
        for _ in range(count):
            x = rng.uniform(0, WIDTH)
            y = height_at(line, x) + 5
            size, lean = tall * rng.uniform(0.4, 1.2), rng.gauss(0.2, 0.35)
            pen.polygon([(x - 2.2, y), (x + lean * size, y - size), (x + 2.2, y)], colour)
            if flowers and rng.random() < 0.3:
                tip = (x + lean * size, y - size)
                pen.ellipse(*tip, 4, 4, mix(flowers, colour, rng.uniform(0, 0.4)))


def meadow(canvas: Canvas, line: Sequence[Point], blades: Sequence[Colour],
           flowers: Sequence[Colour], count: int = 1300) -> None:
    """Flowering tufts all over the near ground, larger towards the viewer."""
    rng = canvas.rng
    high = min(y for _, y in line)
    with canvas.pen(0, high - 20, WIDTH, HEIGHT) as pen:
        for i in range(count):
            t = (i / count) ** 0.8
            x = rng.uniform(0, WIDTH)
            y = height_at(line, x) * (1 - t) + (HEIGHT + 20) * t
            size, lean = 8 + 36 * t, rng.gauss(0.1, 0.25)
            pen.polygon([(x - size * 0.07, y), (x + lean * size, y - size), (x + size * 0.07, y)],
                        rng.choice(blades))
            if rng.random() < 0.6:
                tone, dot = rng.choice(flowers), 1.3 + 3.3 * t
                for _ in range(4):
                    pen.ellipse(x + lean * size + rng.gauss(0, dot), y - size + rng.gauss(0, dot),
                                dot, dot * 0.85, tone)


def conifer(pen: Pen, colour: Colour, lit: Colour) -> None:
    """A fir of height 1, as planted along highland roads."""
    pen.rect(-0.018, 0, 0.018, 0.2, colour)
    for i in range(6):
        low, wide = 0.10 + i * 0.14, 0.21 * (1 - i / 6.6)
        top = low + 0.27 - i * 0.008
        pen.polygon([(-wide, low), (0, top), (wide, low), (0, low + 0.045)], colour)
        pen.polygon([(-wide, low), (0, top), (-wide * 0.3, low + 0.03)], lit)


def broadleaf(pen: Pen, rng: Random, colour: Colour, lit: Colour) -> None:
    """A round tree of height about 1: a crown of many small masses, lit from above."""
    trunk = mix(colour, (0, 0, 0), 0.18)
    pen.limb([(0, -0.02), (0.015, 0.22), (-0.02, 0.5)], [0.085, 0.055, 0.03], trunk)
    pen.limb([(0.01, 0.24), (0.14, 0.45)], [0.04, 0.02], trunk)
    blobs = []
    for _ in range(20):
        angle, far = rng.uniform(0, 6.28), rng.random() ** 0.5
        x, y = math.cos(angle) * far * 0.27, 0.62 + math.sin(angle) * far * 0.24
        blobs.append((x, y, rng.uniform(0.07, 0.125)))
    for x, y, r in blobs:
        pen.ellipse(x, y, r, r * 0.9, colour)
    middle = mix(colour, lit, 0.5)
    for x, y, r in blobs:
        if y > 0.52:
            pen.ellipse(x - r * 0.35, y + r * 0.3, r * 0.6, r * 0.45, middle)
    for x, y, r in blobs:
        if y > 0.68:
            pen.ellipse(x - r * 0.4, y + r * 0.45, r * 0.45, r * 0.3, lit)


def palm(pen: Pen, rng: Random, colour: Colour) -> None:
    """A coconut palm of height about 1, leaning a little."""
    pen.limb([(0, 0), (0.05, 0.3), (0.12, 0.6), (0.2, 0.86)], [0.055, 0.036, 0.028, 0.024], colour)
    for reach in (-1, -0.9, -0.74, -0.5, 0.42, 0.66, 0.85, 1):
        _frond(pen, reach * rng.uniform(0.34, 0.42), rng.uniform(0.0, 0.3), colour)
    for x in (0.17, 0.2, 0.225):
        pen.ellipse(x, 0.84, 0.02, 0.022, colour)


def _frond(pen: Pen, reach: float, rise: float, colour: Colour) -> None:
    """One feathered leaf, arching out from the head of the palm."""
    spine, count = [], 18
    drop = rise * 1.9 + 0.5 * abs(reach)
    for i in range(count):
        t = i / (count - 1)
        spine.append((0.2 + reach * t, 0.865 + rise * 1.9 * t - drop * t**2.1))
    pen.limb(spine, [0.014 - 0.0006 * i for i in range(count)], colour)
    for i, (x, y) in enumerate(spine[1:], 1):
        size = 0.105 * math.sin(math.pi * min(0.93, i / count * 0.85 + 0.14))
        wide = reach * 0.034
        for fall, lean in ((-1.0, 0.10), (0.34, 0.13)):
            pen.polygon([(x - wide, y), (x + wide, y), (x + reach * lean, y + size * fall)],
                        colour)


def bamboo(pen: Pen, rng: Random, colour: Colour, lit: Colour) -> None:
    """A clump of bamboo of height about 1, its tips nodding outwards."""
    for i in range(7):
        lean = (i - 3) * 0.085 + rng.uniform(-0.03, 0.03)
        tall = rng.uniform(0.72, 1)
        stem = []
        for step in range(9):
            t = step / 8
            stem.append((lean * (0.2 + 0.6 * t + 1.7 * t**4), tall * (t - 0.13 * t**5)))
        pen.limb(stem, [0.024 - 0.0024 * step for step in range(9)], rng.choice((colour, lit)))
        for _ in range(26):
            x, y = stem[rng.randrange(3, 9)]
            x, y = x + rng.gauss(0, 0.035), y + rng.gauss(0, 0.03)
            dx, dy = rng.gauss(lean * 0.2, 0.06), rng.uniform(-0.12, -0.04)
            pen.polygon(
                [
                    (x, y),
                    (x + dx * 0.5 - 0.014, y + dy * 0.45),
                    (x + dx, y + dy),
                    (x + dx * 0.5 + 0.014, y + dy * 0.4),
                ],
                rng.choice((colour, colour, lit)),
            )


def woods(canvas: Canvas, line: Sequence[Point], share: float, count: int = 60,
          tall: float = 60, kind: str = "conifer", span: Point = (0, WIDTH)) -> None:
    """A row of trees standing on a line."""
    rng, palette = canvas.rng, canvas.palette
    colour = mix(palette.ridge(share), palette.leaf, 0.25)
    lit = mix(colour, palette.sun, 0.14)
    high, low = min(y for _, y in line), max(y for _, y in line)
    with canvas.pen(span[0] - tall, high - tall * 1.4, span[1] + tall, low + 20) as pen:
        for x in sorted(rng.uniform(*span) for _ in range(count)):
            spot = pen.at(x, height_at(line, x) + 5, tall * rng.uniform(0.6, 1.25))
            if kind == "conifer":
                conifer(spot, colour, lit)
            else:
                broadleaf(spot, rng, colour, lit)


def blossom_branch(canvas: Canvas, colour: Colour = BLOSSOM) -> None:
    """A flowering branch reaching in from an upper corner."""
    rng, palette = canvas.rng, canvas.palette
    flip = rng.random() < 0.5
    petal = palette.own(colour)
    with canvas.pen(0, 0, WIDTH, 460) as sheet:
        pen = sheet.at(WIDTH if flip else 0, 0, 1, flip)
        twigs = [[(-20, -60), (150, -120), (300, -110), (430, -190)],
                 [(150, -120), (230, -200), (330, -260)], [(300, -110), (400, -70), (520, -90)],
                 [(40, -80), (90, -190), (80, -300)]]
        for i, twig in enumerate(twigs):
            start = 15 if i == 0 else 7
            pen.limb(twig, [start * (1 - 0.75 * j / (len(twig) - 1)) for j in range(len(twig))],
                     palette.ink)
        for _ in range(95):
            twig = rng.choice(twigs)
            (x0, y0), (x1, y1) = rng.choice(list(pairwise(twig)))
            t = rng.random()
            x, y = x0 + (x1 - x0) * t + rng.gauss(0, 10), y0 + (y1 - y0) * t + rng.gauss(0, 10)
            _flower(pen, x, y, rng.uniform(5, 11), mix(petal, palette.sun, rng.uniform(0, 0.5)),
                    palette.own((190, 70, 90)))


def _flower(pen: Pen, x: float, y: float, size: float, petal: Colour, heart: Colour) -> None:
    for i in range(5):
        angle = i * 1.2566 + x
        pen.ellipse(x + math.cos(angle) * size * 0.6, y + math.sin(angle) * size * 0.6,
                    size * 0.5, size * 0.5, petal)
    pen.ellipse(x, y, size * 0.25, size * 0.25, heart)
