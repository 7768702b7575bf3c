"""Scenes without people: mountains, the sea, border markers."""

# Points of an outline read better in rows than one to a line.
# fmt: off

import math

from .buildings import marker
from .canvas import HEIGHT, WIDTH, Canvas, Point
from .land import birds, hill, karst, layer, range_of_hills, shafts, sky, terraces
from .palette import mix
from .people import guard_tones, lit, upright
from .plants import (
    BUCKWHEAT,
    bamboo,
    blossom_branch,
    broadleaf,
    conifer,
    grass,
    ground,
    height_at,
    meadow,
    palm,
    woods,
)
from .vessels import HULL_BLUE, HULL_GREEN, fishing_boat, lighthouse, sailboat, water


def mountains(canvas: Canvas, variant: int) -> None:
    """Border mountains: ridges, terraces, limestone towers or a flowering slope."""
    (_ridges, _terraced, _towers, _flowers)[variant % 4](canvas)


def _ridges(canvas: Canvas) -> None:
    x, y = sky(canvas, 700)
    range_of_hills(canvas, 470, 6, 330)
    line = hill(canvas.rng, 930, 110)
    woods(canvas, line, 0.85, 90, 74)
    near_ground(canvas, line)
    canvas.glow(x, y + 180, 700, canvas.palette.sun, 0.22)
    birds(canvas, 1600 - x, 230)


def near_ground(canvas: Canvas, line: list[Point]) -> None:
    """The dark foreground with a fringe of grass."""
    palette = canvas.palette
    top = mix(palette.near, palette.leaf, 0.32)
    grass(canvas, line, mix(top, palette.ink, 0.12), 26)
    ground(canvas, line, top, palette.ink)


def _terraced(canvas: Canvas) -> None:
    x, y = sky(canvas, 560)
    rng, palette = canvas.rng, canvas.palette
    range_of_hills(canvas, 330, 4, 250, last=0.5)
    canvas.cloud(380, 600, palette.mist, 0.7, 4)
    terraces(canvas, 520, palette.name in ("dawn", "dusk", "night", "mist"))
    with canvas.pen(0, 480, WIDTH, HEIGHT) as pen:
        for _ in range(10):
            tx, ty = rng.uniform(0, WIDTH), rng.uniform(680, 930)
            tone = mix(palette.near, palette.leaf, 0.3)
            broadleaf(pen.at(tx, ty, 34 + (ty - 560) * 0.16), rng, tone,
                      mix(tone, palette.sun, 0.2))
    shafts(canvas, x, y, 4)


def _towers(canvas: Canvas) -> None:
    sky(canvas, 660)
    rng, palette = canvas.rng, canvas.palette
    range_of_hills(canvas, 500, 4, 400, "karst", 0.72)
    line = hill(rng, 850, 60)
    woods(canvas, line, 0.78, 70, 52, "broadleaf")
    ground(canvas, line, mix(palette.leaf, palette.near, 0.4), palette.near)
    canvas.cloud(680, 880, palette.mist, 0.55, 4)
    _river(canvas, line)
    with canvas.pen(0, 540, WIDTH, HEIGHT) as pen:
        tone = mix(palette.ink, palette.near, 0.5)
        for bx, size in ((70, 440), (1540, 400), (1390, 250)):
            bamboo(pen.at(bx, 1010, size), rng, tone, mix(tone, palette.leaf, 0.4))
    birds(canvas, rng.uniform(500, 1100), 200)


def _river(canvas: Canvas, line: list[Point]) -> None:
    """A stream winding towards the viewer."""
    rng, palette = canvas.rng, canvas.palette
    phase, left, right = rng.uniform(0, 6), [], []
    for i in range(40):
        t = i / 39
        y = 872 + 140 * t
        x = 800 + 330 * math.sin(phase + t * 4.2) * (1 - 0.35 * t)
        wide = 12 + 190 * t**1.6
        left.append((x - wide, y))
        right.append((x + wide, y))
    canvas.fill([*left, *reversed(right)], (palette.low, palette.mid, palette.top))


def _flowers(canvas: Canvas) -> None:
    sky(canvas, 640)
    rng, palette = canvas.rng, canvas.palette
    range_of_hills(canvas, 430, 5, 340)
    line = hill(rng, 800, 90, 0.9)
    woods(canvas, line, 0.75, 12, 90)
    tone = mix(palette.near, palette.leaf, 0.45)
    ground(
        canvas, line, mix(tone, palette.own(BUCKWHEAT), 0.35), mix(palette.near, palette.ink, 0.4)
    )
    pinks = [mix(palette.own(BUCKWHEAT), palette.sun, 0.1 * i) for i in range(4)]
    meadow(canvas, line, [tone, mix(tone, palette.ink, 0.4)], pinks, 1500)
    blossom_branch(canvas)


def seascape(canvas: Canvas, variant: int) -> None:
    """The sea: bays with limestone islands, a lighthouse, a beach with palms."""
    (_bay, _light, _beach, _fleet)[variant % 4](canvas)


def _islands(canvas: Canvas, horizon: float, rows: int = 3, tall: float = 260) -> None:
    rng, palette = canvas.rng, canvas.palette
    for i in range(rows):
        share = i / max(1, rows - 1)
        line = karst(rng, horizon + 14, tall * (0.6 + 0.4 * share), 7 - i * 2)
        layer(canvas, line, 0.1 + share * 0.58, horizon + 16)
        if i < rows - 1:
            canvas.cloud(horizon - 110, horizon + 60, palette.mist, 0.55, 4)


def _bay(canvas: Canvas) -> None:
    x, _ = sky(canvas, 560)
    rng, palette = canvas.rng, canvas.palette
    _islands(canvas, 540, 3, 300)
    water(canvas, 550, x)
    side = 1600 - x if abs(x - 800) > 180 else 420
    with canvas.pen(0, 330, WIDTH, HEIGHT) as pen:
        away = 1 if side < 800 else -1
        sailboat(pen.at(side + away * 560, 592, 70), palette, 0.5)
        sailboat(pen.at(side + away * 380, 618, 110), palette, 0.35)
        sailboat(pen.at(side, 760, 330, rng.random() < 0.5), palette)
    _wake(canvas, side, 762, 330)
    birds(canvas, x * 0.5 + 500, 190)


def _wake(canvas: Canvas, x: float, y: float, size: float) -> None:
    """The dark mirror of a boat and the ripples round it."""
    palette, rng = canvas.palette, canvas.rng
    canvas.wash([[(x - size * 0.5, y), (x + size * 0.5, y), (x + size * 0.25, y + size * 0.32),
                  (x - size * 0.25, y + size * 0.32)]], palette.ink, 0.30, 7)
    with canvas.pen(x - size, y - 20, x + size, y + size * 0.5) as pen:
        for _ in range(26):
            px, py = x + rng.gauss(0, size * 0.35), y + rng.random() ** 1.5 * size * 0.32
            length = size * rng.uniform(0.04, 0.12)
            pen.polygon([(px - length, py), (px, py - 1.6), (px + length, py), (px, py + 1.6)],
                        mix(palette.low, palette.sun, 0.4))


def _light(canvas: Canvas) -> None:
    x, _ = sky(canvas, 620, canvas.rng.uniform(380, 700))
    rng, palette = canvas.rng, canvas.palette
    _islands(canvas, 610, 2, 120)
    water(canvas, 620, x)
    with canvas.pen(200, 500, 900, 800) as pen:
        fishing_boat(pen.at(430, 735, 96), palette, HULL_BLUE, 0.1)
        sailboat(pen.at(700, 652, 90), palette, 0.3)
    if palette.name in ("night", "dusk", "rain"):
        canvas.wash([[(1290, 188), (0, 20), (0, 290)]], palette.lamp, 0.34, 14)
    line = _headland(canvas)
    rock = mix(palette.near, palette.leaf, 0.22)
    with canvas.pen(760, 60, WIDTH, HEIGHT) as pen:
        lighthouse(pen.at(1290, height_at(line, 1290) + 14, 470), palette)
        for tx in (1060, 1130, 1390, 1450, 1510, 1580):
            tone = mix(rock, palette.ink, 0.3)
            broadleaf(pen.at(tx, height_at(line, tx) + 12, rng.uniform(90, 150)), rng, tone,
                      mix(tone, palette.sun, 0.2))
    canvas.glow(1290, height_at(line, 1290) + 14 - 407, 170, palette.lamp, 0.6)
    birds(canvas, 880, 250, 9)


def _headland(canvas: Canvas) -> list[Point]:
    """A rocky point running out into the water from the right, with surf round its foot."""
    rng, palette = canvas.rng, canvas.palette
    line = [(720 + i * 8.9, 890 - 300 * (i / 99) ** 0.6 + rng.uniform(-8, 8)) for i in range(100)]
    foot = [(1610 - i * 17.8, 925 - 0.6 * i + rng.uniform(-5, 5)) for i in range(50)]
    rock = mix(palette.near, palette.leaf, 0.22)
    canvas.wash([[(740, 890), (1610, 900), (1610, 985), (860, 960)]], palette.ink, 0.4, 10)
    canvas.fill([*line, *foot], (mix(rock, palette.sun, 0.16), rock, mix(rock, palette.ink, 0.6)))
    cliffs = []
    for _ in range(26):
        x = rng.uniform(790, 1590)
        y = height_at(line, x) + rng.uniform(30, 160)
        size = rng.uniform(14, 44)
        cliffs.append([(x, y), (x + size, y + size * 0.4), (x + size * 0.7, y + size * 1.5),
                       (x - size * 0.2, y + size * 1.1)])
    canvas.wash(cliffs, palette.ink, 0.30, 1.5)
    foam = mix(palette.low, palette.sun, 0.6)
    with canvas.pen(600, 840, WIDTH, HEIGHT) as pen:
        for _ in range(190):
            x, y = rng.choice(foot)
            pen.ellipse(x + rng.gauss(-8, 14), y + abs(rng.gauss(4, 7)), rng.uniform(6, 26),
                        rng.uniform(1.2, 3.6), (*foam, rng.randrange(60, 200)))
    return line


def _beach(canvas: Canvas) -> None:
    x, _ = sky(canvas, 540, canvas.rng.uniform(800, 1250))
    rng, palette = canvas.rng, canvas.palette
    _islands(canvas, 530, 2, 170)
    water(canvas, 540, x, 900)
    sand = palette.own((232, 208, 164))
    for i in range(3):
        edge = [(t * 16, 905 - 1.15 * t + i * 22 + 14 * math.sin(t / 11 + i)) for t in range(101)]
        tone = (mix(palette.low, palette.sun, 0.5), mix(sand, palette.near, 0.25), sand)[i]
        canvas.fill([*edge, (WIDTH, HEIGHT), (0, HEIGHT)], (tone, mix(tone, sand, 0.5)))
    with canvas.pen(0, 150, WIDTH, HEIGHT) as pen:
        fishing_boat(pen.at(1060, 690, 105, True), palette, HULL_GREEN, 0.05)
        fishing_boat(pen.at(700, 596, 46), palette, HULL_BLUE, 0.35)
        tone = mix(palette.ink, palette.near, 0.5)
        for px, size in ((40, 620), (190, 760), (330, 500)):
            palm(pen.at(px, 985, size), rng, tone)
    line = [(i * 16, 968 + 10 * math.sin(i / 5) + i * 0.6) for i in range(101)]
    grass(canvas, line, mix(palette.ink, palette.near, 0.6), 34, None, 340)
    ground(canvas, line, mix(palette.ink, palette.near, 0.6), palette.ink)
    birds(canvas, 1250, 170)


def _fleet(canvas: Canvas) -> None:
    x, _ = sky(canvas, 520)
    rng, palette = canvas.rng, canvas.palette
    _islands(canvas, 505, 3, 210)
    water(canvas, 515, x)
    lamps = palette.name in ("night", "dusk")
    with canvas.pen(0, 350, WIDTH, HEIGHT) as pen:
        places = ((300, 560, 40, 0.45), (980, 575, 46, 0.4), (1330, 610, 66, 0.3),
                  (620, 650, 90, 0.18), (1120, 800, 190, 0))
        for i, (bx, by, size, depth) in enumerate(places):
            hull = (HULL_BLUE, HULL_GREEN)[i % 2]
            pen.curve([(bx - size, by), (bx + size, by), (bx + size * 0.7, by + size * 0.3),
                       (bx - size * 0.7, by + size * 0.3)], (*palette.ink, 70))
            fishing_boat(pen.at(bx, by, size, rng.random() < 0.4), palette, hull, depth, lamps)
    if lamps:
        for bx, by, size, _ in places:
            canvas.glow(bx, by - size * 0.45, size * 0.9, palette.lamp, 0.4)
    _wake(canvas, 1120, 812, 380)


def border_marker(canvas: Canvas, variant: int) -> None:
    """A border marker on a ridge: alone, among flowers, with guards, above clouds."""
    sun = canvas.rng.choice((470, 1130))
    x, _ = sky(canvas, 680, sun)
    range_of_hills(canvas, 470, 5, 300, ("crest", "crest", "karst", "crest")[variant % 4], 0.66)
    reach = (330, 330, 150, 330)[variant % 4]  # a group stands nearer the middle
    spot = 800 + (reach if x < 800 else -reach) + canvas.rng.uniform(-60, 60)
    (_alone, _in_flowers, _guarded, _above_clouds)[variant % 4](canvas, spot, x < spot)
    if variant % 4 == 0:
        birds(canvas, x + 120, 260)


def _knoll(canvas: Canvas, spot: float, top: float, fall: float) -> list[Point]:
    """A ridge line rising to a level place at the spot."""
    rng = canvas.rng
    phase = rng.uniform(0, 6)
    line: list[Point] = []
    for i in range(201):
        x = i * 8
        away = max(0.0, abs(x - spot) - 150) / 900
        line.append((x, top + fall * away**1.1 + 9 * math.sin(x / 60 + phase) * min(1, away * 6)))
    return line


def _place(canvas: Canvas, spot: float, y: float, size: float, light_left: bool) -> None:
    palette = canvas.palette
    reach = size * (0.9 if light_left else -0.9)
    canvas.wash([[(spot - size * 0.25, y + 4), (spot + size * 0.25, y + 4),
                  (spot + reach, y + size * 0.2), (spot + reach * 0.5, y + size * 0.22)]],
                palette.ink, 0.5, 8)
    with canvas.pen(spot - size, y - size * 1.1, spot + size, y + size * 0.15, fine=3) as pen:
        marker(pen.at(spot, y, size), palette, light_left)


def _alone(canvas: Canvas, spot: float, light_left: bool) -> None:
    line = _knoll(canvas, spot, 800, 200)
    woods(canvas, line, 0.8, 16, 80, span=(0, 420) if spot > 800 else (1180, 1600))
    near_ground(canvas, line)
    _place(canvas, spot, 832, 430, light_left)
    low = [(x, y + 34) for x, y in line]
    palette = canvas.palette
    grass(canvas, low, mix(palette.near, palette.leaf, 0.15), 22)


def _in_flowers(canvas: Canvas, spot: float, light_left: bool) -> None:
    palette = canvas.palette
    line = _knoll(canvas, spot, 770, 130)
    tone = mix(palette.near, palette.leaf, 0.45)
    pink = palette.own(BUCKWHEAT)
    ground(canvas, line, mix(tone, pink, 0.3), mix(palette.near, palette.ink, 0.5))
    _place(canvas, spot, 822, 450, light_left)
    low = [(x, y + 46) for x, y in line]
    meadow(canvas, low, [tone, mix(tone, palette.ink, 0.3)], [pink, mix(pink, palette.sun, 0.3)])
    blossom_branch(canvas)


def _guarded(canvas: Canvas, spot: float, light_left: bool) -> None:
    palette = canvas.palette
    line = _knoll(canvas, spot, 780, 170)
    near_ground(canvas, line)
    _place(canvas, spot, 822, 350, light_left)
    tones = guard_tones(palette)
    side = -1 if light_left else 1
    with canvas.pen(0, 400, WIDTH, 900, fine=3) as pen:
        for x in (spot - 250, spot + 250):
            pen.ellipse(x, 832, 60, 9, (*palette.ink, 120))
            lit(pen.at(x, 832, 340), tones, palette.sun,
                lambda p, t: upright(p, t, face=True, salute=True), 0.012 * side)
    grass(canvas, [(x, y + 52) for x, y in line], mix(palette.near, palette.leaf, 0.15), 18)


def _above_clouds(canvas: Canvas, spot: float, light_left: bool) -> None:
    palette, rng = canvas.palette, canvas.rng
    for i in range(3):
        canvas.cloud(600 + i * 40, 860 + i * 30, mix(palette.mist, palette.sun, 0.35), 0.9, 4)
    line = _knoll(canvas, spot, 790, 330)
    near_ground(canvas, line)
    _place(canvas, spot, 824, 400, light_left)
    with canvas.pen(0, 400, WIDTH, HEIGHT) as pen:
        tone = mix(palette.ink, palette.near, 0.5)
        for i in range(4):
            x = spot + (430 + 95 * i + rng.uniform(-20, 20)) * (1 if spot < 800 else -1)
            conifer(pen.at(x, height_at(line, x) + 14, rng.uniform(200, 300)), tone,
                    mix(tone, palette.leaf, 0.4))
    grass(canvas, [(x, y + 36) for x, y in line], mix(palette.near, palette.leaf, 0.15), 22)
