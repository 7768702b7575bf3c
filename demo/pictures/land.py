"""Sky, mountains, terraces and weather."""

# Points of an outline read better in rows than one to a line.
# fmt: off

import math
from collections.abc import Sequence
from itertools import pairwise
from random import Random

from PIL import ImageChops

from .canvas import HEIGHT, WIDTH, Canvas, Pen, Point, gradient
from .palette import Colour, Palette, mix, veil

SUNSET_TIMES = ("dawn", "gold", "dusk")


def sky(canvas: Canvas, horizon: float = 640, sun_x: float | None = None) -> Point:
    """Paint the sky down to the horizon, with sun or moon; gives the place of the light."""
    palette, rng = canvas.palette, canvas.rng
    box = canvas.box(0, 0, WIDTH, horizon)
    size = (box[2], box[3])
    canvas.image.paste(gradient(size, (palette.top, palette.mid, palette.low)), (0, 0))
    x = sun_x if sun_x is not None else rng.uniform(0.22, 0.78) * WIDTH
    y = horizon * (1 - palette.sun_height) * rng.uniform(0.86, 1.0)
    if palette.name == "night":
        _stars(canvas, horizon)
    canvas.cloud(horizon * 0.05, horizon * 0.62, mix(palette.low, palette.sun, 0.4), 0.42, 4)
    canvas.glow(x, y, 620, palette.sun, 0.55)
    if palette.name != "rain":
        _disc(canvas, x, y)
        _streaks(canvas, horizon)
    return x, y


def _disc(canvas: Canvas, x: float, y: float) -> None:
    radius = 92 if canvas.palette.name in SUNSET_TIMES else 54
    canvas.glow(x, y, radius * 2.6, canvas.palette.sun, 0.6)
    with canvas.pen(x - radius, y - radius, x + radius, y + radius, fine=3) as pen:
        pen.ellipse(x, y, radius - 2, radius - 2, canvas.palette.sun)


def _stars(canvas: Canvas, horizon: float) -> None:
    rng = canvas.rng
    with canvas.pen(0, 0, WIDTH, horizon) as pen:
        for _ in range(150):
            x, y = rng.uniform(0, WIDTH), horizon * rng.random() ** 1.5
            size = rng.choice((0.8, 1.0, 1.3, 2.0))
            pen.ellipse(x, y, size, size, veil((255, 250, 225), rng.uniform(0.4, 1)))


def _streaks(canvas: Canvas, horizon: float) -> None:
    """A few long thin clouds, lit from below."""
    rng, palette = canvas.rng, canvas.palette
    shapes = []
    for _ in range(5):
        x, y = rng.uniform(0, WIDTH), horizon * rng.uniform(0.12, 0.72)
        length, thick = rng.uniform(160, 420), rng.uniform(4, 11)
        shapes.append(
            [(x - length, y), (x - length * 0.3, y - thick), (x + length * 0.5, y - thick * 0.6),
             (x + length, y), (x + length * 0.2, y + thick * 0.7)]
        )
    canvas.wash(shapes, mix(palette.low, palette.sun, 0.5), 0.42, 5)


def crest(
    rng: Random, base: float, height: float, rough: float = 0.5, peaks: int = 4
) -> list[Point]:
    """A natural mountain line: a few peaks, broken up by ever finer chance."""
    spots = [
        ((i + rng.uniform(0.1, 0.9)) / peaks * WIDTH, rng.uniform(0.55, 1), rng.uniform(0.7, 1.3))
        for i in range(-1, peaks + 1)
    ]
    noise = _fractal(rng, 8, rough)
    line = []
    for i, wobble in enumerate(noise):
        x = WIDTH * i / (len(noise) - 1)
        lift = max(
            tall * max(0.0, 1 - abs(x - spot) / (WIDTH / peaks * wide)) ** 1.25
            for spot, tall, wide in spots
        )
        line.append((x, base - height * (lift * 0.82 + wobble * 0.36)))
    return line


def hill(rng: Random, base: float, height: float, waves: float = 1.4) -> list[Point]:
    """A soft rounded hill line."""
    phase, second = rng.uniform(0, 7), rng.uniform(0, 7)
    line = []
    for i in range(161):
        t = i / 160
        swell = math.sin(t * waves * 6.28 + phase) + 0.4 * math.sin(t * waves * 15 + second)
        line.append((t * WIDTH, base - height * (0.5 + swell / 2.8)))
    return line


def karst(rng: Random, base: float, height: float, towers: int = 7) -> list[Point]:
    """A line of steep limestone towers: uneven shoulders under wooded tops."""
    spots = [
        (rng.uniform(0, WIDTH), rng.uniform(0.35, 1), rng.uniform(55, 120), rng.uniform(0.6, 1.5))
        for _ in range(towers)
    ]
    spots += [
        (x + rng.choice((-1, 1)) * wide * 0.8, tall * rng.uniform(0.4, 0.75), wide * 0.7, 1)
        for x, tall, wide, _ in spots
    ]
    noise = _fractal(rng, 8, 0.7)
    line = []
    for i, wobble in enumerate(noise):
        x = WIDTH * i / (len(noise) - 1)
        lift = 0.0
        for spot, tall, wide, skew in spots:
            away = (x - spot) / wide * (skew if x > spot else 1 / skew)
            lift = max(lift, tall * max(0.0, 1 - abs(away) ** 2.3) ** 0.72)
        line.append((x, min(base, base - height * (lift + wobble * 0.17 * (lift + 0.25)))))
    return line


def _fractal(rng: Random, depth: int, rough: float) -> list[float]:
    """Chance between about -1 and 1 along a line (midpoint displacement)."""
    line, spread = [rng.uniform(-0.5, 0.5), rng.uniform(-0.5, 0.5)], 0.8
    for _ in range(depth):
        line = [
            v for a, b in pairwise(line) for v in (a, (a + b) / 2 + rng.uniform(-spread, spread))
        ]
        line.append(line[-2])
        spread *= rough
    return line


def layer(
    canvas: Canvas, line: Sequence[Point], share: float, bottom: float = HEIGHT, facets: bool = True
) -> None:
    """Paint one mountain layer: colour by distance, lit and shaded sides, mist at its foot."""
    palette = canvas.palette
    colour = palette.ridge(share)
    foot = mix(colour, palette.mist, 0.78 - 0.45 * share)
    outline = [*line, (WIDTH, bottom), (0, bottom)]
    mask, box = canvas.fill(outline, (colour, mix(colour, foot, 0.55), foot))
    if not facets:
        return
    shade = canvas.mask(_shadow_sides(canvas.rng, line, bottom), box)
    fade = gradient(mask.size, ((165,) * 3, (96,) * 3, (20,) * 3, (0,) * 3)).getchannel(0)
    shade.paste(0, (0, 0), mask.point(lambda level: 255 - level))
    shade = ImageChops.multiply(shade, fade)
    canvas.image.paste(mix(colour, palette.ink, 0.42), box[:2], shade)


def _shadow_sides(rng: Random, line: Sequence[Point], bottom: float) -> list[list[Point]]:
    """For each summit, the side turned from the light: from its spine to the next saddle."""
    sides, i = [], 4
    while i < len(line) - 9:
        x, y = line[i]
        if y > min(py for _, py in line[max(0, i - 9) : i + 10]):
            i += 1
            continue
        end = _saddle(line, i)
        if line[end][1] - y > 22:
            drop = min(bottom - y, 70 + (line[end][1] - y) * 2.4)
            lean = drop * rng.uniform(0.02, 0.16)
            spine = [
                (x + lean * step / 6 + rng.uniform(-9, 9), y + drop * step / 6)
                for step in range(1, 7)
            ]
            (ex, ey), (fx, fy) = line[end], spine[-1]
            back = [
                (ex + (fx - ex) * t + rng.uniform(-7, 7), ey + (fy - ey) * t**0.7)
                for t in (0.2, 0.4, 0.6, 0.8)
            ]
            sides.append([(x, y), *line[i + 1 : end + 1], *back, *reversed(spine)])
        i = max(i + 1, end)
    return sides


def _saddle(line: Sequence[Point], start: int) -> int:
    """Where the line stops falling after a summit; small bumps do not count."""
    end, ahead = start, 7
    while end < len(line) - 1:
        lowest = max(range(end + 1, min(end + ahead, len(line))), key=lambda j: line[j][1])
        if line[lowest][1] <= line[end][1]:
            break
        end = lowest
    return end


def range_of_hills(
    canvas: Canvas, horizon: float, count: int = 5, tall: float = 250, shape: str = "crest",
    last: float = 0.8,
) -> None:
    """Paint rows of mountains towards the viewer, with mist in the valleys between."""
    rng, palette = canvas.rng, canvas.palette
    thick = {"mist": 0.95, "rain": 0.8, "dawn": 0.75, "noon": 0.45}.get(palette.name, 0.6)
    for i in range(count):
        share = i / max(1, count - 1)
        base = horizon + 60 + share * (HEIGHT - horizon) * 0.62
        height = tall * (1.0 - 0.45 * share) * rng.uniform(0.8, 1.15)
        if shape == "karst":
            line = karst(rng, base, height, 6 + i)
        else:
            line = crest(rng, base, height, 0.5, rng.choice((2, 3, 4)) + i // 2)
        layer(canvas, line, share * last)
        if i < count - 1:
            canvas.cloud(base - height * 0.45, base + 110, palette.mist, thick, 4)


def terraces(canvas: Canvas, base: float, flooded: bool = False) -> None:
    """Three rounded spurs cut into terraced fields; flooded ones mirror the sky."""
    rng = canvas.rng
    swap = rng.random() < 0.5
    spurs = ((0.52, 0, 560, 0.35, 13), (0.98, 90, 620, 0.65, 11), (0.08, 160, 700, 1.0, 10))
    with canvas.pen(0, base - 60, WIDTH, HEIGHT) as pen:
        for u, drop, wide, near, steps in spurs:
            x = WIDTH * (1 - u if swap else u) + rng.uniform(-60, 60)
            _spur(canvas, pen, (x, base + drop), wide, near, steps, flooded)


def _spur(canvas: Canvas, pen: Pen, top: Point, wide: float, near: float, steps: int,
          flooded: bool) -> None:
    """One hillside: contour after contour, each a little wider and lower than the last."""
    rng, palette = canvas.rng, canvas.palette
    phase, bump = rng.uniform(0, 6), rng.uniform(0, 6)
    for i in range(steps):
        t = i / steps
        level = top[1] + (26 + 26 * near) * i * (0.7 + 0.6 * t)
        reach = wide * (0.55 + 0.9 * t)
        edge = []
        for j in range(101):
            x = j * 16
            away = (x - top[0]) / reach
            bend = math.sin(x / 105 + phase + i * 0.35) + 0.7 * math.sin(x / 47 + bump - i * 0.5)
            edge.append((x, level + 150 * abs(away) ** 1.7 + (5 + 9 * near) * bend))
        colour = mix(palette.leaf, palette.field, rng.random() * (1 if i % 2 else 0.5))
        if flooded and rng.random() < 0.6:
            colour = mix(palette.low, palette.mid, rng.uniform(0, 0.9))
        _step(pen, palette, edge, mix(palette.far, colour, 0.4 + 0.55 * near), 3 + 7 * near)


def _step(pen: Pen, palette: Palette, edge: Sequence[Point], colour: Colour, bank: float) -> None:
    """One terrace: the dark bank, the bright rim, then the field, darker towards the next."""
    dark = mix(colour, palette.near, 0.66)
    bright = mix(colour, palette.sun, 0.34)
    tones = ((0, dark), (bank, bright), (bank * 1.7, colour), (bank * 3.4, mix(colour, dark, 0.14)))
    for drop, tone in tones:
        line = [(x, y + drop) for x, y in edge]
        pen.polygon([*line, (WIDTH, HEIGHT + 400), (0, HEIGHT + 400)], tone)


def rain(canvas: Canvas) -> None:
    """Thin slanting rain."""
    rng = canvas.rng
    with canvas.pen() as pen:
        for _ in range(420):
            x, y, length = rng.uniform(0, 1750), rng.uniform(-60, 1000), rng.uniform(24, 70)
            pen.line([(x, y), (x - length * 0.22, y + length)], 0.9,
                     veil((236, 242, 240), rng.uniform(0.08, 0.30)))


def birds(canvas: Canvas, x: float, y: float, count: int = 7) -> None:
    """A small flock far away."""
    rng = canvas.rng
    colour = veil(canvas.palette.near, 0.75)
    with canvas.pen(x - 150, y - 90, x + 170, y + 90, fine=3) as pen:
        for _ in range(count):
            bx, by, size = x + rng.gauss(0, 62), y + rng.gauss(0, 26), rng.uniform(5, 10)
            pen.polygon(
                [(bx - size, by - size * 0.5), (bx - size * 0.4, by - size * 0.45), (bx, by),
                 (bx + size * 0.4, by - size * 0.5), (bx + size, by - size * 0.4),
                 (bx + size * 0.4, by - size * 0.2), (bx, by + size * 0.25),
                 (bx - size * 0.4, by - size * 0.15)], colour,
            )


def shafts(canvas: Canvas, x: float, y: float, count: int = 5) -> None:
    """Beams of light falling from a place in the sky."""
    rng = canvas.rng
    shapes = []
    for _ in range(count):
        aim, wide = rng.uniform(-500, 700), rng.uniform(30, 90)
        shapes.append([(x, y), (x + 20, y), (x + aim + wide, y + 900), (x + aim - wide, y + 900)])
    canvas.wash(shapes, canvas.palette.sun, 0.16, 16)
