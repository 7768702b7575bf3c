"""Scenes of people's life: villages, schools, ceremonies, markets."""

# Points of an outline read better in rows than one to a line.
# fmt: off

import math
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from random import Random

from .buildings import flag, flagpole, school, smoke, stall, star, stilt_house, umbrella
from .canvas import HEIGHT, WIDTH, Canvas, Pen, gradient
from .land import birds, hill, range_of_hills, sky, terraces
from .palette import FLAG_GOLD, FLAG_RED, GOLD, Colour, mix, veil
from .people import Tones, child, guard_tones, lit, upright, villager_tones, walker, woman
from .plants import (
    bamboo,
    blossom_branch,
    broadleaf,
    grass,
    ground,
    woods,
)
from .wild import near_ground

House = tuple[float, float, float, float]  # x, y, size, depth

CLOTHS = ((52, 62, 118), (120, 44, 88), (38, 92, 108), (150, 48, 48), (72, 54, 102), (42, 96, 72))
ACCENTS = ((230, 84, 96), (244, 176, 60), (74, 176, 178), (238, 120, 60), (222, 92, 150))
AWNINGS = (
    ((206, 60, 50), (246, 232, 206)),
    ((44, 118, 152), (240, 234, 214)),
    ((228, 160, 52), (250, 240, 212)),
    ((62, 134, 92), (242, 234, 208)),
    ((150, 70, 120), (246, 226, 214)),
)
BOUQUET = ((70, 122, 62), (46, 96, 54), (244, 196, 70), (232, 92, 110), (250, 240, 226))
GOODS = (
    (232, 134, 44),
    (120, 164, 62),
    (206, 54, 48),
    (240, 206, 92),
    (146, 88, 150),
    (228, 222, 198),
)


def village(canvas: Canvas, variant: int) -> None:
    """Stilt houses: among terraced fields, or at the foot of limestone towers."""
    (_on_terraces, _in_valley)[variant % 2](canvas)


def _houses(canvas: Canvas, places: Sequence[House], lamps: bool) -> None:
    """Houses, the farthest first, with trees behind and smoke above."""
    rng, palette = canvas.rng, canvas.palette
    for x, y, size, depth in places:
        reach = size * 1.9
        with canvas.pen(x - reach, y - size * 1.9, x + reach, y + size * 0.2) as pen:
            tone = mix(mix(palette.near, palette.leaf, 0.35), palette.far, depth)
            bright = mix(tone, palette.sun, 0.15)
            for side in (-1.15, 0.95, 1.25):
                broadleaf(
                    pen.at(x + side * size, y, size * rng.uniform(0.9, 1.3)), rng, tone, bright
                )
            bamboo(pen.at(x - size * 0.8, y, size * 1.6), rng, tone, bright)
            stilt_house(pen.at(x, y, size, rng.random() < 0.4), palette, depth, lamps)
        smoke(canvas, x + size * 0.2, y - size * 0.98, size * 1.4)
        if lamps:
            canvas.glow(x, y - size * 0.4, size * 0.9, palette.lamp, 0.35)


def _on_terraces(canvas: Canvas) -> None:
    sky(canvas, 540)
    rng, palette = canvas.rng, canvas.palette
    range_of_hills(canvas, 330, 4, 270, last=0.5)
    canvas.cloud(380, 620, palette.mist, 0.7, 4)
    terraces(canvas, 540, palette.name in ("dawn", "dusk", "mist"))
    side = rng.choice((0, 1))
    spots = (
        (0.74, 650, 82, 0.3),
        (0.46, 690, 105, 0.18),
        (0.22, 770, 150, 0.06),
        (0.70, 870, 225, 0),
    )
    places = tuple((WIDTH * (1 - u if side else u), y, size, d) for u, y, size, d in spots)
    _houses(canvas, places, palette.dim)
    front = hill(rng, 975, 30, 1.5)
    grass(canvas, front, mix(palette.near, palette.ink, 0.3), 40)
    ground(canvas, front, mix(palette.near, palette.ink, 0.3), palette.ink)


def _in_valley(canvas: Canvas) -> None:
    x, _ = sky(canvas, 600)
    rng, palette = canvas.rng, canvas.palette
    range_of_hills(canvas, 470, 3, 380, "karst", 0.5)
    line = hill(rng, 690, 40, 1.0)
    woods(canvas, line, 0.55, 70, 64, "broadleaf")
    ground(
        canvas, line, mix(palette.field, palette.leaf, 0.3), mix(palette.leaf, palette.near, 0.6)
    )
    _paddies(canvas)
    canvas.cloud(600, 760, palette.mist, 0.55, 4)
    places = ((250, 730, 82, 0.28), (620, 745, 96, 0.2), (1330, 745, 100, 0.2),
              (1020, 800, 150, 0.05),
              (400, 880, 225, 0))
    _houses(canvas, places, palette.dim)
    front = hill(rng, 985, 30, 1.5)
    grass(canvas, front, mix(palette.near, palette.ink, 0.3), 44)
    ground(canvas, front, mix(palette.near, palette.ink, 0.3), palette.ink)
    birds(canvas, 1600 - x, 180)


def _paddies(canvas: Canvas) -> None:
    """Level fields divided by banks, in perspective."""
    rng, palette = canvas.rng, canvas.palette
    with canvas.pen(0, 690, WIDTH, HEIGHT) as pen:
        rows = [712 + 6 * i + 5.2 * i**2 for i in range(8)]
        for i, (a, b) in enumerate(pairwise(rows)):
            for j in range(-6, 7):
                fields = (palette.field, palette.leaf, mix(palette.low, palette.mid, 0.4))
                tone = mix(rng.choice(fields), palette.leaf, rng.uniform(0.1, 0.5))
                x0, x1 = (800 + (j + k) * (190 + i * 58) + 40 * math.sin(i) for k in (0, 0.985))
                y0, y1 = (
                    800 + (j + k) * (190 + i * 58 + 58) + 40 * math.sin(i) for k in (0, 0.985)
                )
                pen.polygon([(x0, a), (x1, a), (y1, b - 3 - i * 0.6), (y0, b - 3 - i * 0.6)], tone)


def schoolhouse(canvas: Canvas, variant: int) -> None:
    """A highland school: its yard with flag and pupils, or a lamp-lit classroom window."""
    (_yard, _yard, _classroom)[variant % 3](canvas, variant)


def _classroom(canvas: Canvas, variant: int) -> None:
    """Through a window at night: a guard teaching an evening class."""
    sky(canvas, 760, 190)
    rng, palette = canvas.rng, canvas.palette
    range_of_hills(canvas, 520, 4, 320, last=0.6)
    near_ground(canvas, hill(rng, 900, 60))
    wall = mix(palette.own((122, 86, 60)), palette.ink, 0.35)
    with canvas.pen(360, 0, WIDTH, HEIGHT) as pen:
        pen.rect(440, 130, WIDTH, HEIGHT, wall)
        for i in range(30):
            pen.rect(440 + i * 40, 130, 443 + i * 40, HEIGHT, mix(wall, palette.ink, 0.5))
        pen.polygon([(360, 80), (WIDTH, -40), (WIDTH, 0), (1600, 120), (360, 150)],
                    mix(palette.own((158, 128, 86)), palette.ink, 0.45))
        pen.polygon([(440, 148), (WIDTH, 118), (WIDTH, 160), (440, 190)], veil(palette.ink, 0.5))
    canvas.fill([(600, 260), (1460, 260), (1460, 770), (600, 770)],
                (mix(palette.lamp, (236, 158, 72), 0.45), palette.lamp, (240, 176, 92)))
    canvas.glow(1030, 330, 330, (255, 246, 212), 0.8)
    _lesson(canvas)
    frame = mix(wall, palette.ink, 0.55)
    with canvas.pen(360, 200, WIDTH, HEIGHT) as pen:
        for x in (592, 882, 1172, 1454):
            pen.rect(x, 246, x + 16, 782, frame)
        for y in (246, 770):
            pen.rect(580, y, 1482, y + 16, frame)
        pen.rect(560, 784, 1502, 806, mix(frame, palette.lamp, 0.35))
    canvas.glow(1030, 520, 760, palette.lamp, 0.30)


def _lesson(canvas: Canvas) -> None:
    """Silhouettes in the lamp light: blackboard, teacher, pupils at their desks."""
    rng = canvas.rng
    dark, board = (58, 34, 30), (46, 84, 66)
    with canvas.pen(600, 260, 1460, 770, fine=3) as pen:
        pen.rect(690, 320, 1130, 560, (120, 76, 44))
        pen.rect(702, 332, 1118, 548, board)
        for i in range(3):
            pen.line([(740, 380 + i * 50), (960 - i * 40, 376 + i * 50)], 4, (196, 208, 190))
        pen.line([(1030, 262), (1030, 292)], 3, dark)
        pen.polygon([(1000, 306), (1060, 306), (1042, 288), (1018, 288)], dark)
        pen.ellipse(1030, 308, 14, 9, (255, 252, 232))
        upright(pen.at(1240, 790, 420), Tones(*((74, 60, 42),) * 2, dark, (74, 60, 42), dark, dark))
        pen.limb([(1195, 470), (1130, 440), (1075, 410)], [30, 24, 16], (74, 60, 42))
        for i in range(6):
            x, y = 665 + i * 146 + rng.uniform(-12, 12), 668 + rng.uniform(-8, 8)
            pen.curve([(x - 66, 780), (x - 52, y + 62), (x, y + 40), (x + 52, y + 62),
                       (x + 66, 780)], dark)
            pen.ellipse(x, y + 8, 37, 42, dark)
            if i % 2:
                pen.limb([(x + 28, y), (x + 46, y + 44)], [16, 8], dark)


def _yard(canvas: Canvas, variant: int) -> None:
    """The school yard in the morning or, with lamps lit, in the evening."""
    rng, palette = canvas.rng, canvas.palette
    sky(canvas, 640)
    range_of_hills(canvas, 440, 4, 360, ("crest", "karst")[variant % 2], 0.55)
    lamps = palette.dim
    line = hill(rng, 740, 36, 1.0)
    woods(canvas, line, 0.66, 26, 120)
    yard = mix(palette.own((206, 176, 130)), palette.near, 0.25)
    ground(canvas, line, mix(palette.leaf, palette.near, 0.4), palette.near)
    canvas.fill([(0, 830), (500, 792), (1600, 800), (1600, 1000), (0, 1000)],
                (yard, mix(yard, palette.near, 0.35), mix(yard, palette.ink, 0.5)))
    flip = variant % 3 == 1
    house, pole = (640, 1310) if flip else (940, 270)
    with canvas.pen(0, 60, WIDTH, HEIGHT) as pen:
        pen.polygon([(house - 540, 806), (house + 560, 806), (house + 620, 826),
                     (house - 600, 826)], veil(palette.ink, 0.3))
        school(pen.at(house, 806, 255), palette, lamps)
        flagpole(pen, palette, pole, 850, 560, 130, rng.uniform(0, 6), 0.07)
        pen.ellipse(pole, 852, 40, 9, mix(yard, palette.ink, 0.4))
    if lamps:
        for x in (house - 340, house, house + 340):
            canvas.glow(x, 720, 260, palette.lamp, 0.32)
    _pupils(canvas, flip)
    front = [(i * 16, 978 + 8 * math.sin(i / 6)) for i in range(101)]
    grass(canvas, front, mix(palette.near, palette.ink, 0.35), 34)
    ground(canvas, front, mix(palette.near, palette.ink, 0.35), palette.ink)
    if palette.name in ("dawn", "morning", "noon", "mist"):
        blossom_branch(canvas)


def _pupils(canvas: Canvas, flip: bool) -> None:
    """Children walking across the yard, a guard with them."""
    rng, palette = canvas.rng, canvas.palette
    count = rng.choice((4, 5, 6))
    with canvas.pen(0, 600, WIDTH, HEIGHT, fine=3) as pen:
        start, step = (1240, -118) if flip else (470, 118)
        for i in range(count):
            x, y = start + i * step + rng.uniform(-20, 20), 925 + rng.uniform(-14, 12)
            cloth, accent = rng.choice(CLOTHS), rng.choice(ACCENTS)
            tones = villager_tones(palette, cloth, accent)
            pen.ellipse(x, y, 46, 7, veil(palette.ink, 0.35))
            child(pen.at(x, y, rng.uniform(140, 165), flip), tones, rng.uniform(0.4, 1))
        x = start + count * step * 1.04
        pen.ellipse(x, 935, 70, 9, veil(palette.ink, 0.35))
        lit(pen.at(x, 935, 275, flip), guard_tones(palette), palette.sun,
            lambda p, t: walker(p, t, 0.6, pack=False), 0.01)


def ceremony(canvas: Canvas, variant: int) -> None:
    """A solemn occasion: guards before the flag, a meeting in a hall, a road lined with flags."""
    (_parade, _hall, _flag_road)[variant % 3](canvas)


def _parade(canvas: Canvas) -> None:
    rng, palette = canvas.rng, canvas.palette
    sky(canvas, 660, 800)
    range_of_hills(canvas, 500, 3, 260, last=0.4)
    square = mix(palette.own((190, 180, 164)), palette.near, 0.2)
    canvas.fill([(0, 700), (1600, 700), (1600, 1000), (0, 1000)],
                (mix(square, palette.mist, 0.4), square, mix(square, palette.ink, 0.4)))
    with canvas.pen(0, 40, WIDTH, HEIGHT) as pen:
        for i in range(6):
            t = (1 - i / 6) ** 1.5
            for side in (-1, 1):
                x, y = 770 + side * (730 - 420 * t), 880 - 150 * t
                tall = 560 - 360 * t
                flagpole(pen, palette, x, y, tall, tall * 0.26, rng.uniform(0, 6), 0.09)
        pen.polygon([(640, 735), (960, 735), (990, 765), (610, 765)], palette.own((206, 196, 176)))
        pen.polygon([(610, 765), (990, 765), (990, 780), (610, 780)],
                    mix(palette.own((206, 196, 176)), palette.ink, 0.35))
        flagpole(pen, palette, 800, 738, 640, 190, rng.uniform(0, 6), 0.07)
    _ranks(canvas)


def _ranks(canvas: Canvas) -> None:
    """Rows of guards seen from behind, saluting the flag."""
    palette = canvas.palette
    with canvas.pen(0, 640, WIDTH, HEIGHT) as pen:
        for row, (y, size, step) in enumerate(((835, 118, 84), (905, 170, 122), (1040, 260, 190))):
            tones = guard_tones(palette, 0.16 - 0.08 * row)
            count = int(1300 / step)
            for i in range(count):
                x = 800 + (i - (count - 1) / 2) * step
                if abs(x - 800) < step * 0.9 and row < 2:
                    continue
                pen.ellipse(x, y, size * 0.2, size * 0.03, veil(palette.ink, 0.35))
                lit(pen.at(x, y, size), tones, palette.sun, upright, 0.01)


def _hall(canvas: Canvas) -> None:
    rng = canvas.rng
    palette = GOLD  # indoors the hour does not matter
    dark = mix((70, 20, 24), palette.ink, 0.35)
    canvas.image.paste(gradient(canvas.image.size, (dark, mix(dark, (120, 36, 34), 0.7), dark)))
    _curtains(canvas)
    with canvas.pen(0, 0, WIDTH, HEIGHT) as pen:
        red = mix(FLAG_RED, palette.sun, 0.04)
        pen.rect(470, 120, 1130, 560, mix(red, (90, 14, 18), 0.35))
        pen.rect(482, 132, 1118, 556, red)
        pen.polygon([(x, 700 - y) for x, y in star(800, 700 - 344, 127)], FLAG_GOLD)
        pen.polygon([(0, 640), (1600, 640), (1600, 760), (0, 760)], (96, 58, 38))
        pen.polygon([(160, 600), (1440, 600), (1600, 650), (0, 650)], (150, 96, 60))
        pen.rect(0, 650, 1600, 664, (188, 130, 78))
        lit(pen.at(1255, 612, 250), guard_tones(palette), palette.sun,
            lambda p, t: upright(p, t, True))
        _podium(pen, rng)
        for x in (210, 1450):
            flag_x = x - 60
            pen.rect(flag_x - 4, 250, flag_x + 4, 610, (206, 176, 96))
            flag(pen.at(flag_x, 372, 112), palette, 0.05, 2.4)
    canvas.glow(800, 360, 620, (255, 214, 150), 0.34)
    canvas.wash([[(760, -40), (840, -40), (1180, 640), (420, 640)]], (255, 232, 190), 0.16, 22)
    _audience(canvas)


def _flag_road(canvas: Canvas) -> None:
    rng, palette = canvas.rng, canvas.palette
    sky(canvas, 640, 800)
    range_of_hills(canvas, 450, 4, 330, last=0.5)
    line = hill(rng, 690, 40, 1.0)
    woods(canvas, line, 0.6, 60, 90, "broadleaf")
    ground(canvas, line, mix(palette.leaf, palette.near, 0.35), mix(palette.near, palette.ink, 0.4))
    lamps = palette.dim
    _houses(canvas, ((300, 735, 100, 0.2), (1320, 735, 105, 0.2)), lamps)
    road = mix(palette.own((206, 180, 140)), palette.near, 0.2)
    canvas.fill([(770, 700), (830, 700), (1420, 1000), (180, 1000)],
                (mix(road, palette.mist, 0.4), road, mix(road, palette.ink, 0.35)))
    with canvas.pen(0, 40, WIDTH, HEIGHT, fine=2) as pen:
        for i in range(7):
            t = (i / 6) ** 1.7
            for side in (-1, 1):
                x, y, tall = 800 + side * (62 + 640 * t), 712 + 250 * t, 150 + 560 * t
                flagpole(pen, palette, x, y, tall, tall * 0.27, rng.uniform(0, 6), 0.09)
        for x, y, size in ((765, 745, 66), (830, 752, 70), (795, 800, 112), (700, 890, 190),
                           (905, 905, 200)):
            tones = villager_tones(palette, rng.choice(CLOTHS), rng.choice(ACCENTS))
            pen.ellipse(x, y, size * 0.2, size * 0.03, veil(palette.ink, 0.35))
            woman(pen.at(x, y, size, rng.random() < 0.5), tones, rng.random() < 0.6)
        tones = villager_tones(palette, rng.choice(CLOTHS), rng.choice(ACCENTS))
        child(pen.at(990, 912, 125, True), tones)


def _curtains(canvas: Canvas) -> None:
    with canvas.pen(0, 0, WIDTH, 660) as pen:
        for i in range(46):
            x = i * 36
            tone = ((108, 26, 30), (132, 34, 34), (88, 20, 26))[i % 3]
            pen.polygon([(x, 0), (x + 38, 0), (x + 38, 640), (x, 640)], tone)
        for i in range(12):
            x = i * 145 - 60
            pen.ellipse(x + 66, 20, 92, 74, (122, 24, 28))
            pen.ellipse(x + 66, 6, 84, 66, (152, 36, 36))
        pen.rect(0, 0, WIDTH, 16, (206, 158, 70))


def _podium(pen: Pen, rng: Random) -> None:
    pen.polygon([(1180, 470), (1330, 470), (1310, 626), (1200, 626)], (124, 76, 46))
    pen.polygon([(1170, 456), (1340, 456), (1334, 476), (1176, 476)], (168, 110, 66))
    pen.limb([(1235, 458), (1242, 424), (1232, 410)], [4, 4, 9], (34, 30, 32))
    for left, wide, y in ((330, 240, 618), (600, 400, 618), (1030, 120, 618)):
        for _ in range(70):
            x, top = left + rng.uniform(0, wide), y - rng.uniform(0, 34)
            tone = rng.choice(BOUQUET)
            pen.ellipse(x, top, rng.uniform(5, 11), rng.uniform(5, 10), tone)
    pen.polygon(star(1255, 550, 20)[::-1], FLAG_GOLD)


def _audience(canvas: Canvas) -> None:
    """Rows of heads and shoulders before the stage, dark against its light."""
    rng = canvas.rng
    with canvas.pen(0, 640, WIDTH, HEIGHT) as pen:
        for row in range(4):
            y, size, step = 775 + row * 78, 62 + row * 20, 104 + row * 34
            tone = mix((58, 66, 48), (20, 14, 18), 0.25 + row * 0.22)
            edge = mix(tone, (255, 206, 140), 0.42 - row * 0.07)
            shift = (row % 2) * step / 2
            for i in range(-1, int(WIDTH / step) + 2):
                x = i * step + shift + rng.uniform(-7, 7)
                _bust(pen.at(x, y - 3, size), edge)
                _bust(pen.at(x, y, size), tone)


def _bust(pen: Pen, colour: Colour) -> None:
    """Head and shoulders of somebody seated, from behind."""
    pen.curve(
        [(-0.78, -2.2), (-0.74, -0.9), (-0.3, -0.52), (0.3, -0.52), (0.74, -0.9), (0.78, -2.2)],
        colour,
    )
    pen.ellipse(0, -0.1, 0.34, 0.42, colour)


def market(canvas: Canvas, variant: int) -> None:
    """A highland market day: stalls, umbrellas, people with baskets."""
    rng, palette = canvas.rng, canvas.palette
    sky(canvas, 600)
    range_of_hills(canvas, 410, 4, 330, ("crest", "karst")[variant % 2], 0.5)
    line = hill(rng, 660, 40, 1.0)
    woods(canvas, line, 0.6, 40, 90, "broadleaf")
    soil = mix(palette.own((196, 160, 116)), palette.near, 0.25)
    ground(canvas, line, mix(soil, palette.mist, 0.25), mix(soil, palette.ink, 0.32))
    lamps = palette.dim
    with canvas.pen(0, 380, WIDTH, HEIGHT) as pen:
        _stall_row(canvas, pen, 722, 135, 250, variant)
        _crowd(canvas, pen, 742, 118, 15)
        _stall_row(canvas, pen, 830, 235, 440, variant + 2)
    if lamps:
        for i in range(4):
            canvas.glow(200 + i * 400, 690, 240, palette.lamp, 0.4)
    with canvas.pen(0, 480, WIDTH, HEIGHT) as pen:
        _crowd(canvas, pen, 868, 205, 8)
        _crowd(canvas, pen, 975, 300, 4)
        for x in (rng.uniform(120, 700), rng.uniform(800, 1480)):
            tones = villager_tones(palette, rng.choice(CLOTHS), rng.choice(ACCENTS))
            child(pen.at(x, 985, 175, rng.random() < 0.5), tones, bag=False)
    if palette.name in ("dawn", "morning", "noon", "mist"):
        blossom_branch(canvas)


def _stall_row(canvas: Canvas, pen: Pen, y: float, size: float, step: float, shift: int) -> None:
    rng, palette = canvas.rng, canvas.palette
    for i in range(int(WIDTH / step) + 2):
        x = i * step + rng.uniform(-16, 16) + (shift % 3) * step / 3 - step * 0.3
        colours = AWNINGS[(i * 2 + shift) % len(AWNINGS)]
        if (i + shift) % 3 == 2:
            umbrella(pen.at(x, y, size * 1.12), palette, colours)
        else:
            stall(pen.at(x, y, size), palette, colours, rng.sample(GOODS, 4), rng)


def _crowd(canvas: Canvas, pen: Pen, y: float, size: float, count: int) -> None:
    rng, palette = canvas.rng, canvas.palette
    for i in range(count):
        x = (i + rng.uniform(-0.1, 1.1)) * WIDTH / count
        spot = y + rng.uniform(-0.05, 0.05) * size
        tones = villager_tones(palette, rng.choice(CLOTHS), rng.choice(ACCENTS))
        pen.ellipse(x, spot, size * 0.2, size * 0.03, veil(palette.ink, 0.35))
        figure = partial(woman, conical=rng.random() < 0.3, basket=rng.random() < 0.75)
        place = pen.at(x, spot, size * rng.uniform(0.92, 1.05), rng.random() < 0.5)
        lit(place, tones, palette.sun, figure, 0.008, 0.36)
