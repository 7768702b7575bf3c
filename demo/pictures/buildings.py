"""Flags, the border marker, houses, the school and the border gate."""

# Points of an outline read better in rows than one to a line.
# fmt: off

import math
from random import Random

from .canvas import Canvas, Pen, Point
from .palette import FLAG_GOLD, FLAG_RED, STONE, Colour, Palette, mix, veil

STAR_INNER = 0.382  # of the outer radius, for a regular five-pointed star
STAR_SHARE = 0.2  # the star's radius is a fifth of the flag's length
WALL_YELLOW = (242, 206, 128)
TILE_RED = (178, 74, 52)
TIMBER = (126, 84, 54)
THATCH = (158, 128, 86)
SHUTTER = (58, 118, 96)


def star(x: float, y: float, radius: float) -> list[Point]:
    """The ten corners of a star standing on two points, y upwards."""
    points = []
    for i in range(10):
        reach = radius if i % 2 == 0 else radius * STAR_INNER
        angle = math.pi / 2 + i * math.pi / 5
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    return points


def flag(pen: Pen, palette: Palette, wave: float = 0.06, phase: float = 0.0) -> None:
    """The national flag, 1 high and 1.5 long, flying to the right from its lower left corner."""
    # The flag stays bright at night: it is the one thing the eye should find.
    red = mix(palette.own(FLAG_RED), FLAG_RED, 0.5)
    gold = mix(palette.own(FLAG_GOLD), FLAG_GOLD, 0.5)

    def cloth(u: float, v: float) -> Point:
        lift = wave * math.sin(u * 5.2 + phase) * min(1, u * 1.6)
        return u * 1.5, v + lift - wave * 0.5 * u

    strips = 24
    for i in range(strips):
        a, b = i / strips, (i + 1) / strips + 0.004
        fold = math.cos((a + b) / 2 * 5.2 + phase) * min(1, wave * 8)
        tone = mix(red, palette.ink, 0.22 * max(0, -fold))
        tone = mix(tone, palette.sun, 0.16 * max(0, fold))
        pen.polygon([cloth(a, 0), cloth(b, 0), cloth(b, 1), cloth(a, 1)], tone)
    points = star(0.75, 0.5, 1.5 * STAR_SHARE)
    pen.polygon([cloth(x / 1.5, y) for x, y in points], gold)


def flagpole(sheet: Pen, palette: Palette, x: float, y: float, tall: float, cloth: float,
             phase: float = 0.0, wave: float = 0.06, flip: bool = False) -> None:
    """A pole standing at (x, y) with a flag of the given height at its top."""
    thick = max(2.0, tall * 0.011)
    metal = mix(palette.own((225, 225, 220)), palette.ink, 0.12)
    sheet.rect(x - thick / 2, y - tall, x + thick / 2, y, metal)
    sheet.ellipse(x, y - tall, thick * 1.1, thick * 1.1, palette.own(FLAG_GOLD))
    flag(sheet.at(x, y - tall + cloth * 1.06, cloth, flip), palette, wave, phase)


def marker(pen: Pen, palette: Palette, light_left: bool) -> None:
    """A border marker of height 1: plinth, square pillar, pyramid top, on its own ground."""
    stone = palette.own(STONE)
    bright, dark = mix(stone, palette.sun, 0.32), mix(stone, palette.ink, 0.42)
    front, side = (bright, dark) if light_left else (mix(stone, palette.ink, 0.14), bright)
    for low, high, wide in ((-0.04, 0.06, 0.30), (0.06, 0.15, 0.235)):
        _block(pen, wide, low, high, mix(front, palette.ink, 0.1), mix(side, palette.ink, 0.1))
        _slab(pen, wide, high, mix(bright, palette.sun, 0.2))
    _block(pen, 0.155, 0.15, 0.83, front, side)
    pen.polygon([(-0.165, 0.83), (0.075, 0.82), (0.0, 1.0)], mix(front, palette.sun, 0.12))
    pen.polygon([(0.075, 0.82), (0.185, 0.85), (0.0, 1.0)], mix(side, palette.ink, 0.08))
    pen.polygon([(-0.118, 0.23), (0.035, 0.222), (0.035, 0.74), (-0.118, 0.75)],
                mix(front, palette.ink, 0.10))
    pen.polygon([(-0.112, 0.236), (0.035, 0.228), (0.035, 0.735), (-0.112, 0.744)],
                mix(front, palette.sun, 0.1))
    pen.ellipse(-0.04, 0.635, 0.056, 0.056, palette.own(FLAG_GOLD))
    pen.ellipse(-0.04, 0.635, 0.048, 0.048, palette.own(FLAG_RED))
    pen.polygon(star(-0.04, 0.635, 0.034), palette.own(FLAG_GOLD))
    for y in (0.50, 0.45, 0.37):
        wide = 0.05 if y > 0.4 else 0.03
        pen.rect(-0.04 - wide, y, -0.04 + wide, y + 0.018, mix(front, palette.own(FLAG_RED), 0.6))


def _block(pen: Pen, wide: float, low: float, high: float, front: Colour, side: Colour) -> None:
    """A square pillar seen a little from the right."""
    edge = wide * 0.45
    right = wide * 1.1
    lift = 0.03 * wide / 0.155
    pen.polygon([(-wide, low), (edge, low - 0.01), (edge, high - 0.01), (-wide, high)], front)
    pen.polygon([(edge, low - 0.01), (right, low + lift), (right, high + lift),
                 (edge, high - 0.01)], side)


def _slab(pen: Pen, wide: float, y: float, colour: Colour) -> None:
    lift = 0.03 * wide / 0.155
    pen.polygon([(-wide, y), (wide * 0.45, y - 0.01), (wide * 1.1, y + lift),
                 (-wide * 0.45, y + lift + 0.008)], colour)


def stilt_house(pen: Pen, palette: Palette, depth: float = 0.0, lamps: bool = False) -> None:
    """A house on stilts, 1 high and about 1.7 wide."""
    wall, thatch = palette.own(TIMBER, depth), palette.own(THATCH, depth)
    dark = mix(wall, palette.ink, 0.6 * (1 - depth))
    pen.rect(-0.66, 0.0, 0.62, 0.3, veil(dark, 0.45))
    for x in (-0.64, -0.33, 0.0, 0.31, 0.6):
        pen.rect(x - 0.022, -0.02, x + 0.022, 0.32, dark)
    pen.rect(-0.74, 0.28, 0.70, 0.325, mix(wall, palette.sun, 0.15))
    pen.rect(-0.68, 0.325, 0.64, 0.58, wall)
    for i in range(12):
        x = -0.68 + i * 0.11
        pen.rect(x, 0.325, x + 0.012, 0.58, mix(wall, dark, 0.5))
    pen.rect(-0.68, 0.5, 0.64, 0.58, mix(wall, dark, 0.7))
    window = palette.lamp if lamps else mix(dark, palette.ink, 0.4 * (1 - depth))
    for x in (-0.5, -0.12, 0.36):
        pen.rect(x - 0.075, 0.37, x + 0.075, 0.50, window)
        pen.rect(x - 0.006, 0.37, x + 0.006, 0.50, wall)
    _stairs(pen, dark, wall)
    _thatch(pen, palette, thatch, depth)


def _stairs(pen: Pen, dark: Colour, wall: Colour) -> None:
    pen.limb([(-0.98, -0.02), (-0.72, 0.31)], [0.03, 0.03], dark)
    for i in range(6):
        t = i / 6
        x, y = -0.98 + 0.26 * t, -0.02 + 0.33 * t
        pen.rect(x, y, x + 0.09, y + 0.018, wall)


def _thatch(pen: Pen, palette: Palette, thatch: Colour, depth: float) -> None:
    """A high hipped roof with a lit left side and a fringe."""
    shade = mix(thatch, palette.ink, 0.42 * (1 - depth))
    pen.curve([(-0.86, 0.50), (-0.62, 0.74), (-0.42, 1.0), (0.0, 0.985), (0.40, 1.0),
               (0.60, 0.74), (0.82, 0.50), (0.4, 0.53), (-0.4, 0.53)], thatch)
    pen.polygon([(0.40, 0.998), (0.82, 0.5), (0.52, 0.525)], shade)
    for i in range(15):
        x = -0.74 + i * 0.085
        pen.line([(x * 0.52, 0.96), (x, 0.55)], 0.008, veil(shade, 0.4))
    pen.line([(-0.42, 1.0), (0.0, 0.988), (0.40, 1.0)], 0.04, shade)
    pen.polygon([(-0.86, 0.50), (0.82, 0.50), (0.5, 0.53), (-0.5, 0.53)], shade)


def smoke(canvas: Canvas, x: float, y: float, tall: float = 200) -> None:
    """A thin plume of kitchen smoke drifting up."""
    rng, shapes = canvas.rng, []
    phase = rng.uniform(0, 6)
    left, right = [], []
    for i in range(14):
        t = i / 13
        cx = x + 60 * t * t + 16 * math.sin(t * 7 + phase) * t
        wide = 3 + 24 * t
        left.append((cx - wide, y - tall * t))
        right.append((cx + wide, y - tall * t))
    shapes.append([*left, *reversed(right)])
    canvas.wash(shapes, mix(canvas.palette.mist, canvas.palette.sun, 0.3), 0.6, 9)


def school(pen: Pen, palette: Palette, lamps: bool) -> None:
    """A one-storey school, 1 high and 4 wide: tiled roof, veranda, doors and windows."""
    wall, tile = palette.own(WALL_YELLOW), palette.own(TILE_RED)
    shade = mix(wall, palette.ink, 0.3)
    pen.rect(-2.0, 0.0, 2.0, 0.68, wall)
    pen.rect(-2.0, 0.58, 2.0, 0.68, shade)
    pen.rect(-2.08, -0.06, 2.08, 0.03, mix(palette.own(STONE), palette.ink, 0.15))
    glass = palette.lamp if lamps else palette.own((92, 128, 138))
    frame = palette.own(SHUTTER)
    for i in range(3):
        left = -1.92 + i * 1.3
        _door(pen, left + 0.14, frame, glass)
        for x in (left + 0.56, left + 0.98):
            _window(pen, x, frame, glass)
    for i in range(8):
        x = -2.0 + i * 4 / 7
        pen.rect(x - 0.028, 0.0, x + 0.028, 0.66, mix(wall, palette.sun, 0.45))
    pen.polygon([(-2.2, 0.62), (2.2, 0.62), (1.95, 1.0), (-1.95, 1.0)], tile)
    dark = mix(tile, palette.ink, 0.35)
    for i in range(45):
        t = i / 44 * 2 - 1
        pen.line([(t * 2.18, 0.63), (t * 1.94, 0.99)], 0.010, veil(dark, 0.45))
    pen.rect(-2.2, 0.60, 2.2, 0.635, dark)
    pen.rect(-1.96, 0.985, 1.96, 1.02, mix(tile, palette.sun, 0.25))


def _door(pen: Pen, x: float, frame: Colour, glass: Colour) -> None:
    pen.rect(x - 0.13, 0.0, x + 0.13, 0.53, frame)
    pen.rect(x - 0.095, 0.03, x + 0.095, 0.5, mix(glass, frame, 0.25))
    pen.rect(x - 0.012, 0.0, x + 0.012, 0.53, frame)


def _window(pen: Pen, x: float, frame: Colour, glass: Colour) -> None:
    pen.rect(x - 0.15, 0.19, x + 0.15, 0.53, frame)
    pen.rect(x - 0.12, 0.22, x + 0.12, 0.5, glass)
    for bar in (-0.04, 0.04):
        pen.rect(x + bar - 0.006, 0.22, x + bar + 0.006, 0.5, frame)
    pen.rect(x - 0.12, 0.35, x + 0.12, 0.362, frame)


def gate(pen: Pen, palette: Palette, lamps: bool) -> None:
    """A border gate, 1 high and about 2.6 wide: three passages under tiers of curved roofs."""
    stone, roof = palette.own((232, 218, 190)), palette.own((156, 62, 46))
    shade = mix(stone, palette.ink, 0.35)
    pen.rect(-1.22, 0.0, 1.22, 0.62, stone)
    for x, half, high in ((0, 0.34, 0.47), (-0.78, 0.24, 0.40), (0.78, 0.24, 0.40)):
        _passage(pen, palette, x, half, high, lamps)
    for x in (-1.16, -0.45, 0.45, 1.16):
        pen.rect(x - 0.06, 0.0, x + 0.06, 0.62, mix(stone, palette.sun, 0.3))
        pen.rect(x + 0.025, 0.0, x + 0.06, 0.62, shade)
        pen.rect(x - 0.085, 0.0, x + 0.085, 0.055, shade)
    pen.rect(-1.28, 0.555, 1.28, 0.63, mix(stone, palette.sun, 0.2))
    pen.rect(-0.42, 0.51, 0.42, 0.60, palette.own(FLAG_RED))
    _eaves(pen, palette, roof, 1.42, 0.62, 0.10)
    pen.rect(-0.72, 0.71, 0.72, 0.80, stone)
    for i in range(9):
        x = -0.64 + i * 0.16
        pen.rect(x - 0.045, 0.725, x + 0.045, 0.785, palette.lamp if lamps else shade)
    _eaves(pen, palette, roof, 0.92, 0.79, 0.15)
    pen.ellipse(0, 0.675, 0.062, 0.062, palette.own(FLAG_GOLD))
    pen.ellipse(0, 0.675, 0.053, 0.053, palette.own(FLAG_RED))
    pen.polygon(star(0, 0.675, 0.036), palette.own(FLAG_GOLD))


def _passage(pen: Pen, palette: Palette, x: float, half: float, high: float, lamps: bool) -> None:
    beyond = mix(palette.far, palette.lamp, 0.55) if lamps else mix(palette.far, palette.low, 0.5)
    arch = [(x + half * math.cos(i * math.pi / 12), high + 0.045 * math.sin(i * math.pi / 12))
            for i in range(13)]
    pen.polygon([(x + half, 0), *arch, (x - half, 0)], mix(palette.ink, palette.near, 0.4))
    inner = half * 0.76
    arch = [(x + inner * (px - x) / half, py * 0.86) for px, py in arch]
    pen.polygon([(x + inner, 0), *arch, (x - inner, 0)], beyond)
    ridge = mix(beyond, palette.near, 0.3)
    pen.curve([(x - inner, 0.1), (x - inner * 0.3, 0.2), (x + inner * 0.2, 0.13), (x + inner, 0.19),
               (x + inner, 0.02), (x - inner, 0.02)], ridge)
    pen.rect(x - inner, 0, x + inner, 0.07, mix(beyond, palette.ink, 0.4))


def _eaves(pen: Pen, palette: Palette, tile: Colour, wide: float, y: float, tall: float) -> None:
    """One roof with corners turning up."""
    dark = mix(tile, palette.ink, 0.4)
    pen.curve([(-wide, y + 0.055), (-wide * 0.8, y + 0.012), (0, y), (wide * 0.8, y + 0.012),
               (wide, y + 0.055), (wide * 0.82, y + tall * 0.55), (wide * 0.62, y + tall),
               (0, y + tall * 0.97), (-wide * 0.62, y + tall), (-wide * 0.82, y + tall * 0.55)],
              tile)
    for i in range(31):
        t = i / 30 * 2 - 1
        pen.line([(t * wide * 0.9, y + 0.015), (t * wide * 0.64, y + tall * 0.95)], 0.006,
                 veil(dark, 0.5))
    pen.line([(-wide * 0.98, y + 0.045), (-wide * 0.8, y + 0.008), (0, y - 0.006),
              (wide * 0.8, y + 0.008), (wide * 0.98, y + 0.045)], 0.018, dark)
    pen.line([(-wide * 0.63, y + tall), (wide * 0.63, y + tall)], 0.022,
             mix(tile, palette.sun, 0.3))


def stall(pen: Pen, palette: Palette, stripes: tuple[Colour, Colour], goods: list[Colour],
          rng: Random) -> None:
    """A market stall, 1 high and 1.5 wide: striped awning, table, heaps of goods."""
    post = palette.own(TIMBER)
    pen.rect(-0.66, 0.3, 0.66, 0.72, veil(mix(post, palette.ink, 0.6), 0.75))
    for x in (-0.68, 0.68):
        pen.rect(x - 0.018, 0, x + 0.018, 0.76, post)
    pen.rect(-0.72, 0.0, 0.72, 0.31, mix(post, palette.ink, 0.35))
    pen.rect(-0.76, 0.29, 0.76, 0.335, mix(post, palette.sun, 0.3))
    for i, colour in enumerate(goods):
        x = -0.56 + i * 1.12 / max(1, len(goods) - 1)
        _heap(pen, rng, x, 0.335, palette.own(colour), palette)
    count = 8
    for i in range(count):
        a, b = (j / count * 2 - 1 for j in (i, i + 1))
        colour = palette.own(stripes[i % 2])
        pen.polygon([(a * 0.66, 1.0), (b * 0.66, 1.0), (b * 0.86, 0.72), (a * 0.86, 0.72)], colour)
        low = mix(colour, palette.ink, 0.22)
        pen.rect(a * 0.86, 0.68, b * 0.86, 0.722, low)
        pen.ellipse((a + b) / 2 * 0.86, 0.68, 0.86 / count, 0.035, low)


def _heap(pen: Pen, rng: Random, x: float, y: float, colour: Colour, palette: Palette) -> None:
    for row, count in enumerate((4, 3, 2)):
        for i in range(count):
            tone = mix(colour, palette.ink if rng.random() < 0.5 else palette.sun,
                       rng.uniform(0, 0.25))
            pen.ellipse(x + (i - (count - 1) / 2) * 0.065, y + 0.025 + row * 0.042, 0.036, 0.034,
                        tone)


def umbrella(pen: Pen, palette: Palette, colours: tuple[Colour, Colour]) -> None:
    """A big market umbrella, 1 high and about 1 wide."""
    pen.rect(-0.012, 0, 0.012, 0.9, palette.own(TIMBER))
    rim = [(-0.5 + i * 0.2, 0.70 - 0.03 * (1 - ((i - 2.5) / 2.5) ** 2)) for i in range(6)]
    for i in range(5):
        colour = palette.own(colours[i % 2])
        colour = mix(colour, palette.sun, 0.18) if i < 2 else mix(colour, palette.ink, i * 0.06)
        (x0, y0), (x1, y1) = rim[i], rim[i + 1]
        pen.polygon([(0, 0.98), (x0 * 0.62, 0.885), (x0, y0), ((x0 + x1) / 2, (y0 + y1) / 2 + 0.03),
                     (x1, y1), (x1 * 0.62, 0.885)], colour)
