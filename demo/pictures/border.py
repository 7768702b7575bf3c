"""Scenes of the guards' work: patrols, ships, the border gate."""

# Points of an outline read better in rows than one to a line.
# fmt: off

import math
from collections.abc import Sequence

from PIL import Image

from .buildings import flagpole, gate
from .canvas import HEIGHT, WIDTH, Canvas, Pen, Point
from .land import birds, crest, hill, layer, range_of_hills, shafts, sky
from .palette import mix, veil
from .people import Tones, breath, dog, guard_tones, lit, upright, walker
from .plants import conifer, grass, ground, height_at, woods
from .vessels import (
    HULL_BLUE,
    HULL_GREEN,
    bow_wave,
    fishing_boat,
    patrol_ship,
    swell,
    truck_back,
    truck_side,
    water,
)
from .wild import near_ground

CARGO = ((178, 66, 48), (48, 108, 150), (220, 168, 70), (70, 130, 96), (196, 200, 196))


def patrol(canvas: Canvas, variant: int) -> None:
    """Guards on the march: a ridge, a stream, a forest, a ridge with a dog."""
    (_on_ridge, _in_stream, _in_forest, _with_dog)[variant % 4](canvas)


def file_of_guards(canvas: Canvas, pen: Pen, places: Sequence[Point], size: float, side: float,
                   hats: tuple[str, ...] = ("pith",)) -> None:
    """Guards walking to the right one after the other, each on their own spot."""
    palette = canvas.palette
    tones = guard_tones(palette)
    last = len(places) - 1
    for i, (x, y) in enumerate(places):
        scale = size * (1 + 0.04 * math.sin(i * 2.1))

        def figure(spot: Pen, colours: Tones, i: int = i) -> None:
            walker(spot, colours, abs(breath(i)), hats[i % len(hats)], rifle=i % 2 == 1,
                   stick=i == last)

        lit(pen.at(x, y, scale), tones, palette.sun, figure, side)


def _trail(canvas: Canvas, start: float, end: float, bend: float = 22) -> list[Point]:
    """A ridge running evenly up or down across the sheet."""
    phase = canvas.rng.uniform(0, 6)
    return [
        (i * 8, start + (end - start) * i / 200 + bend * math.sin(i / 34 + phase)
         + 4 * math.sin(i / 5 + phase)) for i in range(201)
    ]


def _on_ridge(canvas: Canvas) -> None:
    sun, _ = sky(canvas, 700, canvas.rng.uniform(500, 1100))
    rng = canvas.rng
    range_of_hills(canvas, 480, 5, 300, last=0.62)
    line = _trail(canvas, 850, 740)
    woods(canvas, line, 0.78, 14, 70, span=(1330, 1600))
    near_ground(canvas, line)
    count = rng.choice((3, 4, 5))
    start = rng.uniform(700, 800) - (count - 1) * 95
    places = [(start + i * 190, height_at(line, start + i * 190) + 12) for i in range(count)]
    with canvas.pen(150, 380, 1450, 900, fine=3) as pen:
        file_of_guards(canvas, pen, places, 290, 0.012 if sun > 800 else -0.012)
    palette = canvas.palette
    grass(canvas, [(x, y + 16) for x, y in line], mix(palette.near, palette.leaf, 0.28), 20)
    birds(canvas, 1600 - sun, 190)


def _with_dog(canvas: Canvas) -> None:
    sky(canvas, 680, canvas.rng.uniform(950, 1250))
    palette = canvas.palette
    range_of_hills(canvas, 450, 5, 340, last=0.62)
    line = _trail(canvas, 770, 850, 14)
    near_ground(canvas, line)
    places = [(x, height_at(line, x) + 14) for x in (420, 690)]
    tones = guard_tones(palette)
    with canvas.pen(200, 330, 1300, 960, fine=3) as pen:
        file_of_guards(canvas, pen, places, 360, 0.01, ("pith", "soft"))
        spot = pen.at(985, height_at(line, 985) + 12, 158)
        lit(spot, tones, palette.sun, dog, 0.02)
        pen.line([(735, height_at(line, 690) - 175), (850, height_at(line, 850) - 105),
                  (1052, height_at(line, 985) - 130)], 3, palette.ink)
    grass(canvas, [(x, y + 20) for x, y in line], mix(palette.near, palette.leaf, 0.28), 26)
    birds(canvas, 420, 190)


def _in_forest(canvas: Canvas) -> None:
    rng, palette = canvas.rng, canvas.palette
    x, _ = sky(canvas, 900, rng.uniform(600, 1000))
    haze = Image.new("RGB", canvas.image.size, mix(palette.mist, palette.low, 0.4))
    canvas.image = Image.blend(canvas.image, haze, 0.47)
    for i in range(3):
        share = 0.12 + 0.24 * i
        _trunks(canvas, share, 16 - i * 3, 700 + i * 50)
        canvas.cloud(480, 900, palette.mist, 0.55, 4)
    shafts(canvas, x, -420, 7)
    line = _trail(canvas, 815, 795, 10)
    near_ground(canvas, line)
    count = rng.choice((3, 4))
    places = [(430 + i * 215, height_at(line, 430 + i * 215) + 16) for i in range(count)]
    with canvas.pen(150, 380, 1450, 920, fine=3) as pen:
        file_of_guards(canvas, pen, places, 310, 0.011, ("soft", "pith"))
    grass(canvas, [(x, y + 26) for x, y in line], mix(palette.near, palette.leaf, 0.28), 40)
    _frame(canvas)


def _trunks(canvas: Canvas, share: float, count: int, foot: float) -> None:
    """One row of tall trees, paler the farther they stand."""
    rng, palette = canvas.rng, canvas.palette
    tone = mix(mix(palette.mist, palette.far, 0.5), palette.near, share)
    soil = hill(rng, foot + 30, 50, 1.0)
    canvas.fill([*soil, (WIDTH, HEIGHT), (0, HEIGHT)], (tone, mix(tone, palette.mist, 0.3)))
    with canvas.pen() as pen:
        for i in range(count):
            x = (i + rng.uniform(0.1, 0.9)) * WIDTH / count
            wide, lean = (14 + 34 * share) * rng.uniform(0.6, 1.3), rng.uniform(-30, 30)
            pen.limb([(x, foot + 40), (x + lean * 0.4, 400), (x + lean, -20)],
                     [wide * 1.5, wide, wide * 0.6], tone)
            for _ in range(34):
                bx, by = x + lean + rng.gauss(0, 80), min(250, abs(rng.gauss(0, 90 + 40 * share)))
                size = rng.uniform(10, 34)
                pen.ellipse(bx, by - 20, size * 1.2, size * 0.7, veil(tone, 0.85))


def _frame(canvas: Canvas) -> None:
    """Dark leaves at both sides, close to the viewer."""
    rng, palette = canvas.rng, canvas.palette
    tone = mix(palette.ink, palette.near, 0.4)
    with canvas.pen(0, 380, WIDTH, HEIGHT) as pen:
        for x, flip in ((0, False), (1600, True)):
            for _ in range(13):
                angle, reach = rng.uniform(0.15, 1.5), rng.uniform(170, 400)
                dx, dy = math.cos(angle) * reach, math.sin(angle) * reach
                leaf = pen.at(x, 1000, 1, flip)
                leaf.curve([(-30, -20), (dx * 0.5 - 16, dy * 0.6 + 22), (dx, dy * 0.86),
                            (dx * 0.5 + 18, dy * 0.45 - 14)],
                           mix(tone, palette.leaf, rng.uniform(0, 0.3)))


def _in_stream(canvas: Canvas) -> None:
    rng, palette = canvas.rng, canvas.palette
    sun, _ = sky(canvas, 560, rng.uniform(560, 1040))
    range_of_hills(canvas, 350, 3, 290, last=0.5)
    for i in range(2):
        bank = hill(rng, 640 + i * 36, 90, 1.1)
        woods(canvas, bank, 0.52 + 0.2 * i, 46, 100 + 30 * i, "broadleaf")
        layer(canvas, bank, 0.52 + 0.2 * i, facets=False)
    canvas.cloud(520, 720, palette.mist, 0.6, 4)
    water(canvas, 690, sun, mirror=0.5)
    count = rng.choice((3, 4))
    places = [(470 + i * 200, 856 - i * 10) for i in range(count)]
    with canvas.pen(150, 420, 1450, 960, fine=3) as pen:
        for x, y in places:
            pen.curve([(x - 60, y - 24), (x + 60, y - 24), (x + 34, y + 110), (x - 34, y + 110)],
                      veil(palette.ink, 0.32))
        file_of_guards(canvas, pen, places, 320, 0.011, ("pith", "soft"))
        for x, y in places:
            _ripples(canvas, pen, x, y)
    _stones(canvas)
    _frame(canvas)


def _ripples(canvas: Canvas, pen: Pen, x: float, y: float) -> None:
    """Water over the boots of somebody wading."""
    rng, palette = canvas.rng, canvas.palette
    body = mix(mix(palette.mid, palette.top, 0.5), palette.near, 0.4)
    pen.ellipse(x, y + 6, 92, 18, veil(body, 0.96))
    for _ in range(14):
        px, py = x + rng.gauss(0, 46), y - 6 + rng.uniform(-4, 24)
        length = rng.uniform(14, 50)
        pen.polygon([(px - length, py), (px, py - 2), (px + length, py), (px, py + 2)],
                    veil(mix(palette.low, palette.sun, 0.5), 0.8))


def _stones(canvas: Canvas) -> None:
    rng, palette = canvas.rng, canvas.palette
    with canvas.pen(0, 800, WIDTH, HEIGHT) as pen:
        for _ in range(16):
            x, y = rng.uniform(0, WIDTH), rng.uniform(915, 1000)
            r = rng.uniform(18, 60)
            stone = mix(palette.near, palette.far, rng.uniform(0.05, 0.3))
            pen.ellipse(x, y + r * 0.3, r * 1.2, r * 0.26, veil(palette.sun, 0.35))
            pen.ellipse(x, y, r, r * 0.5, stone)
            pen.ellipse(x - r * 0.15, y - r * 0.16, r * 0.7, r * 0.26, mix(stone, palette.sun, 0.2))


def ships(canvas: Canvas, variant: int) -> None:
    """Vessels on the waves: a patrol ship alone, escorting, or lying off a fleet."""
    rng = canvas.rng
    sun, _ = sky(canvas, 560, rng.uniform(300, 1300))
    layer(canvas, crest(rng, 560, 120, 0.5, 3), 0.12, 575)
    water(canvas, 560, sun, mirror=0.35)
    (_cruise, _escort, _harbour)[variant % 3](canvas)
    birds(canvas, 1600 - sun, 170, 8)


def _cruise(canvas: Canvas) -> None:
    palette, rng = canvas.palette, canvas.rng
    lamps = palette.dark
    swell(canvas, 680, 22, 0.15)
    with canvas.pen(0, 300, WIDTH, 900) as pen:
        flip = rng.random() < 0.4
        fishing_boat(pen.at(90 if flip else 1510, 655, 46), palette, HULL_GREEN, 0.35, lamps)
        patrol_ship(pen.at(800, 775, 330, flip), palette, 0, lamps)
        bow_wave(pen, palette, 800, 786, 1020, rng, flip)
    _sea_in_front(canvas, 790)


def _sea_in_front(canvas: Canvas, y: float) -> None:
    for i in range(3):
        swell(canvas, y + i * 72, 26 + i * 15, 0.35 + 0.3 * i)


def _escort(canvas: Canvas) -> None:
    palette = canvas.palette
    lamps = palette.dark
    with canvas.pen(0, 300, WIDTH, 900) as pen:
        patrol_ship(pen.at(480, 668, 190), palette, 0.16, lamps)
        bow_wave(pen, palette, 480, 668, 640, canvas.rng)
    swell(canvas, 706, 20, 0.25)
    with canvas.pen(700, 380, WIDTH, 900) as pen:
        fishing_boat(pen.at(1180, 800, 215), palette, HULL_BLUE, 0, lamps)
    _sea_in_front(canvas, 812)


def _harbour(canvas: Canvas) -> None:
    palette, rng = canvas.palette, canvas.rng
    lamps = palette.dark
    with canvas.pen(0, 360, WIDTH, 960) as pen:
        patrol_ship(pen.at(1190, 622, 122), palette, 0.3, lamps)
        places = ((150, 672, 84), (1440, 716, 116), (980, 738, 138), (500, 850, 240))
        for i, (x, y, size) in enumerate(places):
            hull = (HULL_GREEN, HULL_BLUE, (150, 66, 48))[i % 3]
            pen.curve([(x - size, y), (x + size, y), (x + size * 0.7, y + size * 0.3),
                       (x - size * 0.7, y + size * 0.3)], veil(palette.ink, 0.3))
            fishing_boat(pen.at(x, y, size, i % 2 == 1), palette, hull, 0.16 - 0.05 * i, lamps)
            bow_wave(pen, palette, x, y - size * 0.04, size * 2.0, rng, i % 2 == 1)
    if lamps:
        for x, y, size in places:
            canvas.glow(x, y - size * 0.5, size * 0.8, palette.lamp, 0.45)
    swell(canvas, 930, 26, 0.8)


def customs_gate(canvas: Canvas, variant: int) -> None:
    """A border gate with its flag, a road and trucks."""
    rng, palette = canvas.rng, canvas.palette
    sky(canvas, 640)
    range_of_hills(canvas, 430, 4, 330, ("crest", "karst")[variant % 2], 0.5)
    lamps = palette.dark
    line = hill(rng, 720, 40, 1.0)
    woods(canvas, line, 0.6, 60, 80, "broadleaf")
    tone = mix(palette.leaf, palette.near, 0.35)
    ground(canvas, line, tone, mix(palette.near, palette.ink, 0.4))
    (_road_through, _road_past)[variant % 2](canvas, lamps)


def _road_through(canvas: Canvas, lamps: bool) -> None:
    rng, palette = canvas.rng, canvas.palette
    road = mix(palette.own((128, 126, 124)), palette.near, 0.3)
    canvas.fill([(560, 742), (1040, 742), (1760, 1000), (-160, 1000)],
                (mix(road, palette.mist, 0.35), road, mix(road, palette.ink, 0.35)))
    with canvas.pen(0, 60, WIDTH, HEIGHT) as pen:
        for i in range(7):
            a, b = 760 + 5.2 * i**2, 766 + 5.2 * i**2 + 3.2 * i
            wide = 2 + i * 1.5
            pen.polygon([(800 - wide, a), (800 + wide, a), (800 + wide * 1.3, b),
                         (800 - wide * 1.3, b)], mix(palette.sun, road, 0.2))
        flagpole(pen, palette, 800, 300, 190, 92, rng.uniform(0, 6))
        gate(pen.at(800, 750, 480), palette, lamps)
        for x, y, size in ((915, 778, 84), (985, 838, 138), (1150, 950, 260)):
            truck_back(pen.at(x, y, size), palette, rng.choice(CARGO))
        _lamp_posts(canvas, pen)
        tones = guard_tones(palette)
        for x in (330, 430):
            pen.ellipse(x, 908, 46, 7, veil(palette.ink, 0.4))
            lit(pen.at(x, 908, 235), tones, palette.sun, lambda p, t: upright(p, t, True))
    if lamps:
        canvas.glow(800, 640, 330, palette.lamp, 0.35)


def _lamp_posts(canvas: Canvas, pen: Pen) -> None:
    palette = canvas.palette
    steel = mix(palette.ink, palette.far, 0.25)
    for x, y, tall in ((190, 800, 270), (1410, 800, 270), (50, 950, 430), (1550, 950, 430)):
        inward = 1 if x < 800 else -1
        pen.limb([(x, y), (x, y - tall), (x + inward * tall * 0.2, y - tall * 1.04)],
                 [tall * 0.03, tall * 0.018, tall * 0.014], steel)
        pen.ellipse(x + inward * tall * 0.22, y - tall * 1.03, tall * 0.05, tall * 0.018,
                    palette.lamp)


def _road_past(canvas: Canvas, lamps: bool) -> None:
    rng, palette = canvas.rng, canvas.palette
    road = mix(palette.own((128, 126, 124)), palette.near, 0.3)
    with canvas.pen(0, 60, WIDTH, HEIGHT) as pen:
        flagpole(pen, palette, 980, 330, 200, 92, rng.uniform(0, 6))
        gate(pen.at(980, 770, 470), palette, lamps)
        for x, tall in ((120, 260), (270, 330), (390, 240), (1590, 300)):
            tone = mix(palette.near, palette.leaf, 0.25)
            conifer(pen.at(x, 790, tall), tone, mix(tone, palette.sun, 0.12))
    canvas.fill([(0, 770), (1600, 770), (1600, 1000), (0, 1000)],
                (mix(road, palette.mist, 0.3), road, mix(road, palette.ink, 0.4)))
    with canvas.pen(0, 500, WIDTH, HEIGHT) as pen:
        for i in range(9):
            pen.polygon([(i * 200 - 40, 868), (i * 200 + 60, 868), (i * 200 + 52, 876),
                         (i * 200 - 50, 876)], mix(palette.sun, road, 0.25))
        for x, y, size in ((300, 842, 148), (880, 842, 148)):
            pen.ellipse(x - 20, y, size * 1.8, 9, veil(palette.ink, 0.5))
            truck_side(pen.at(x, y, size), palette, rng.choice(CARGO), rng.choice(CARGO), lamps)
        pen.ellipse(1180, 962, 400, 14, veil(palette.ink, 0.5))
        truck_side(pen.at(1190, 960, 225, True), palette, rng.choice(CARGO), rng.choice(CARGO),
                   lamps)
    if lamps:
        canvas.glow(980, 600, 360, palette.lamp, 0.35)
