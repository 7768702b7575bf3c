"""The sea and what is on it; trucks on the road too."""

# Points of an outline read better in rows than one to a line.
# fmt: off

import math
from random import Random

from PIL import Image, ImageFilter

from .buildings import flag
from .canvas import HEIGHT, WIDTH, Canvas, Pen, gradient
from .palette import FLAG_RED, Colour, Palette, mix, veil

HULL_GREY = (206, 214, 214)
HULL_BLUE = (44, 104, 148)
HULL_GREEN = (52, 122, 96)
SAIL = (196, 104, 62)


def water(canvas: Canvas, horizon: float, light_x: float, bottom: float = HEIGHT,
          mirror: float = 0.45) -> None:
    """Paint water below the horizon: colour of the sky, mirrored shapes, the path of light."""
    palette = canvas.palette
    box = canvas.box(0, horizon, WIDTH, bottom)
    size = (box[2] - box[0], box[3] - box[1])
    deep = mix(palette.near, palette.top, 0.45)
    sheet = gradient(size, (mix(palette.low, palette.mid, 0.5), mix(palette.mid, palette.top, 0.6),
                            deep))
    above = canvas.image.crop((0, max(0, box[1] - size[1]), size[0], box[1]))
    above = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize(size)
    above = above.filter(ImageFilter.BoxBlur((9 * canvas.unit, 12 * canvas.unit)))
    fade = gradient(size, ((round(255 * mirror * 1.5),) * 3, (round(80 * mirror),) * 3))
    sheet.paste(above, (0, 0), fade.getchannel(0).point(lambda level: min(255, level)))
    canvas.image.paste(sheet, box[:2])
    _glitter(canvas, horizon, light_x, bottom)


def _glitter(canvas: Canvas, horizon: float, light_x: float, bottom: float) -> None:
    """Short level strokes: dark ripples everywhere, bright ones under the light."""
    rng, palette = canvas.rng, canvas.palette
    tall = bottom - horizon
    dark = mix(palette.near, palette.top, 0.5)
    with canvas.pen(0, horizon, WIDTH, bottom) as pen:
        for i in range(620):
            t = rng.random() ** 1.3
            y = horizon + 3 + tall * t
            sunny = i % 2 == 0
            x = rng.gauss(light_x, 40 + 170 * t) if sunny else rng.uniform(0, WIDTH)
            length, thick = rng.uniform(6, 20) * (0.5 + 3 * t), 0.7 + 2.6 * t
            colour = veil(palette.sun, rng.uniform(0.3, 0.85)) if sunny else veil(
                dark if i % 4 == 1 else palette.low, rng.uniform(0.1, 0.34))
            pen.polygon([(x - length, y), (x, y - thick), (x + length, y), (x, y + thick)], colour)


def swell(canvas: Canvas, y: float, tall: float, share: float) -> None:
    """One row of waves across the sheet, with crests catching the light."""
    rng, palette = canvas.rng, canvas.palette
    phase, length = rng.uniform(0, 7), rng.uniform(150, 240) * (0.6 + share)
    body = mix(mix(palette.mid, palette.top, 0.7), mix(palette.near, palette.top, 0.3), share)
    line = []
    for i in range(201):
        x = i * WIDTH / 200
        turn = x / length * 3.14 + phase + 0.4 * math.sin(x / 310 + phase)
        dip = 0.62 * abs(math.sin(turn)) ** 0.8 - 0.3 * math.sin(x / 97 + phase)
        line.append((x, y + tall * dip))
    foot = min(HEIGHT, y + tall * 6)
    light = mix(body, palette.low, 0.42)
    canvas.fill([*line, (WIDTH, foot), (0, foot)], (light, body, mix(body, palette.ink, 0.25)))
    foam = mix(palette.low, palette.sun, 0.6)
    with canvas.pen(0, y - tall * 2, WIDTH, y + tall * 4) as pen:
        pen.line([(x, py + 1) for x, py in line], 1.4 + 1.6 * share, veil(foam, 0.75))
        for _ in range(70):
            x, py = rng.choice(line)
            py += tall * rng.uniform(0.15, 2.2)
            reach, thick = rng.uniform(10, 34) * (0.5 + share), 0.8 + 1.6 * share
            pen.polygon([(x - reach, py), (x, py - thick), (x + reach, py), (x, py + thick)],
                        veil(foam, rng.uniform(0.1, 0.45)))


def sailboat(pen: Pen, palette: Palette, depth: float = 0.0) -> None:
    """A junk with ribbed sails, 1 high."""
    sail, hull = palette.own(SAIL, depth), palette.own((92, 62, 44), depth)
    dark = mix(sail, palette.ink, 0.4 * (1 - depth))
    bright = mix(sail, palette.sun, 0.3)
    for x, low, high, wide, tone in ((-0.30, 0.2, 0.74, 0.2, sail), (0.26, 0.2, 0.78, 0.22, sail),
                                     (-0.02, 0.19, 1.0, 0.30, bright)):
        pen.rect(x - 0.008, 0.1, x + 0.008, high + 0.02, dark)
        pen.curve([(x - 0.02, low), (x - 0.05, (low + high) / 2), (x - 0.01, high),
                   (x + wide * 0.62, high * 0.93), (x + wide, (low + high) / 2),
                   (x + wide * 0.92, low + 0.02)], tone)
        for i in range(1, 5):
            y = low + (high - low) * i / 5
            pen.line([(x - 0.03, y), (x + wide * (0.97 - i * 0.05), y - 0.02 + i * 0.004)], 0.010,
                     dark)
    pen.curve([(-0.52, 0.20), (-0.38, 0.115), (0.0, 0.09), (0.36, 0.11), (0.6, 0.19), (0.42, 0.0),
               (-0.4, 0.0)], hull)
    pen.line([(-0.44, 0.13), (0.0, 0.085), (0.5, 0.14)], 0.014, mix(hull, palette.sun, 0.4))


def fishing_boat(pen: Pen, palette: Palette, colour: Colour, depth: float = 0.0,
                 lamps: bool = False) -> None:
    """A wooden fishing boat with a high bow to the right, about 2.2 long; its deck is 0.3 high."""
    hull = palette.own(colour, depth)
    dark, red = mix(hull, palette.ink, 0.45 * (1 - depth)), palette.own((186, 62, 46), depth)
    cabin = palette.own((226, 214, 180), depth)
    pen.rect(-0.72, 0.30, -0.08, 0.66, cabin)
    pen.rect(-0.72, 0.30, -0.6, 0.66, mix(cabin, palette.ink, 0.25 * (1 - depth)))
    glass = palette.lamp if lamps else mix(dark, palette.ink, 0.3 * (1 - depth))
    for x in (-0.54, -0.38, -0.22):
        pen.rect(x, 0.46, x + 0.11, 0.58, glass)
    pen.polygon([(-0.82, 0.66), (0.06, 0.66), (-0.02, 0.72), (-0.76, 0.72)], hull)
    rope = mix(dark, palette.far, 0.2)
    pen.limb([(0.22, 0.25), (0.2, 1.12)], [0.035, 0.02], dark)
    for end in ((1.1, 0.52), (-0.4, 0.72), (-1.0, 0.42)):
        pen.line([(0.2, 1.1), end], 0.008, rope)
    pen.limb([(0.21, 0.4), (0.72, 0.86)], [0.026, 0.014], dark)
    pen.curve([(-1.06, 0.40), (-0.7, 0.29), (0.0, 0.25), (0.6, 0.31), (1.16, 0.58), (1.0, 0.25),
               (0.86, -0.06), (0.0, -0.08), (-0.86, -0.06), (-1.02, 0.15)], hull)
    pen.curve([(-1.02, 0.08), (0.0, 0.02), (0.94, 0.1), (0.86, -0.07), (0.0, -0.08),
               (-0.86, -0.07)], red)
    pen.line([(-1.04, 0.375), (-0.7, 0.272), (0.0, 0.232), (0.6, 0.29), (1.12, 0.54)], 0.03,
             mix(cabin, palette.sun, 0.3))
    pen.rect(-0.66, 0.72, -0.645, 1.04, dark)
    flag(pen.at(-0.65, 0.85, 0.18, flip=not pen.mirrored), palette, 0.08, 1.0)


def patrol_ship(pen: Pen, palette: Palette, depth: float = 0.0, lamps: bool = False) -> None:
    """A patrol ship heading right, about 3.4 long; the top of its mast is 1.3 high."""
    hull = palette.own(HULL_GREY, depth)
    shade, dark = mix(hull, palette.ink, 0.34), mix(hull, palette.ink, 0.75)
    white = mix(hull, palette.sun, 0.5)
    pen.polygon([(-1.0, 0.36), (0.62, 0.36), (0.5, 0.62), (-0.9, 0.62)], white)
    pen.polygon([(-0.42, 0.6), (0.44, 0.6), (0.30, 0.86), (-0.34, 0.86)], mix(white, shade, 0.2))
    pen.polygon([(-1.0, 0.36), (-0.72, 0.36), (-0.66, 0.62), (-0.9, 0.62)], shade)
    glass = palette.lamp if lamps else dark
    pen.polygon([(-0.28, 0.71), (0.375, 0.71), (0.335, 0.79), (-0.28, 0.79)], glass)
    for i in range(6):
        pen.ellipse(-0.55 + i * 0.19, 0.5, 0.032, 0.032, glass)
    pen.rect(-0.42, 0.855, 0.36, 0.885, shade)
    pen.polygon([(-0.8, 0.62), (-0.56, 0.62), (-0.6, 0.8), (-0.78, 0.8)], shade)
    pen.rect(-0.79, 0.74, -0.595, 0.79, palette.own(FLAG_RED))
    _mast(pen, shade, dark)
    _deck_gun(pen, shade, dark)
    pen.curve([(-1.62, 0.32), (-0.8, 0.32), (0.2, 0.34), (1.0, 0.40), (1.86, 0.56), (1.66, 0.24),
               (1.42, -0.04), (0.0, -0.06), (-1.5, -0.04), (-1.6, 0.12)], hull)
    pen.curve([(-1.58, 0.05), (0, 0.02), (1.48, 0.06), (1.4, -0.05), (0, -0.06), (-1.5, -0.05)],
              mix(palette.own((120, 34, 34)), palette.ink, 0.35))
    pen.polygon([(0.86, 0.38), (1.02, 0.41), (0.78, 0.03), (0.62, 0.02)], palette.own(FLAG_RED))
    pen.polygon([(1.07, 0.415), (1.12, 0.42), (0.88, 0.03), (0.83, 0.03)],
                palette.own((232, 190, 60)))
    pen.line([(-1.6, 0.30), (0.2, 0.325), (1.0, 0.385), (1.8, 0.535)], 0.022, white)
    pen.line([(-1.58, 0.43), (-1.0, 0.42)], 0.012, shade)
    pen.line([(0.66, 0.47), (1.2, 0.54), (1.78, 0.66)], 0.010, shade)
    pen.rect(-1.52, 0.32, -1.505, 0.82, dark)
    flag(pen.at(-1.51, 0.6, 0.22, flip=not pen.mirrored), palette, 0.08, 0.5)


def _mast(pen: Pen, shade: Colour, dark: Colour) -> None:
    pen.limb([(-0.08, 0.86), (-0.12, 1.3)], [0.07, 0.025], shade)
    pen.limb([(-0.26, 0.86), (-0.12, 1.16)], [0.03, 0.02], shade)
    pen.rect(-0.26, 1.06, 0.06, 1.085, dark)
    pen.rect(-0.2, 1.16, 0.0, 1.18, dark)
    pen.ellipse(0.12, 0.93, 0.075, 0.075, shade)


def _deck_gun(pen: Pen, shade: Colour, dark: Colour) -> None:
    pen.curve([(0.84, 0.38), (0.86, 0.5), (0.98, 0.53), (1.08, 0.5), (1.1, 0.4)], shade)
    pen.limb([(1.04, 0.49), (1.36, 0.58)], [0.03, 0.022], dark)


def bow_wave(sheet: Pen, palette: Palette, x: float, y: float, length: float, rng: Random,
             flip: bool = False) -> None:
    """White water along a hull; length is the hull's."""
    foam = mix(palette.low, palette.sun, 0.7)
    pen = sheet.at(x, y, length, flip)
    pen.curve([(0.49, 0.004), (0.46, 0.032), (0.40, 0.012), (0.2, 0.004), (-0.1, 0.003),
               (-0.5, 0.005), (-0.62, -0.004), (-0.3, -0.016), (0.2, -0.014), (0.44, -0.014)],
              veil(foam, 0.9))
    for _ in range(60):
        t = rng.random()
        px, py = 0.46 - 1.25 * t, -rng.random() * (0.014 + 0.05 * t)
        size = rng.uniform(0.01, 0.045)
        pen.polygon([(px - size, py), (px, py + 0.003), (px + size, py), (px, py - 0.003)],
                    veil(foam, rng.uniform(0.3, 0.9)))


def lighthouse(pen: Pen, palette: Palette) -> None:
    """A lighthouse of height 1: a white tower with red bands."""
    wall = palette.own((240, 236, 226))
    red = palette.own((200, 54, 44))
    for i in range(5):
        low, high = i * 0.16, (i + 1) * 0.16
        a, b = 0.105 - low * 0.05, 0.105 - high * 0.05
        tone = red if i % 2 else wall
        pen.polygon([(-a, low), (a, low), (b, high), (-b, high)], tone)
        pen.polygon([(a * 0.3, low), (a, low), (b, high), (b * 0.3, high)],
                    veil(palette.ink, 0.25))
    pen.rect(-0.1, 0.79, 0.1, 0.82, mix(wall, palette.ink, 0.4))
    pen.rect(-0.052, 0.82, 0.052, 0.91, palette.lamp)
    pen.rect(-0.006, 0.82, 0.006, 0.91, red)
    pen.polygon([(-0.075, 0.905), (0.075, 0.905), (0.0, 0.985)], red)
    pen.rect(-0.006, 0.97, 0.006, 1.02, red)


def truck_side(pen: Pen, palette: Palette, box: Colour, cab: Colour, lamps: bool = False) -> None:
    """A container truck driving right, about 3 long; 1 high."""
    body, front = palette.own(box), palette.own(cab)
    dark = mix(palette.ink, (0, 0, 0), 0.2)
    pen.rect(-1.72, 0.2, 1.3, 0.27, dark)
    pen.rect(-1.75, 0.26, 0.5, 1.0, body)
    for i in range(22):
        x = -1.72 + i * 0.101
        pen.rect(x, 0.28, x + 0.03, 0.97, veil(mix(body, palette.ink, 0.6), 0.35))
    pen.rect(-1.75, 0.96, 0.5, 1.0, mix(body, palette.sun, 0.35))
    pen.curve([(0.58, 0.22), (0.58, 0.8), (0.66, 0.93), (1.0, 0.93), (1.2, 0.88), (1.34, 0.55),
               (1.38, 0.24)], front)
    pen.polygon([(0.86, 0.56), (0.88, 0.83), (1.13, 0.83), (1.25, 0.56)],
                palette.lamp if lamps else palette.own((70, 96, 108)))
    pen.rect(1.2, 0.2, 1.42, 0.3, dark)
    pen.ellipse(1.34, 0.38, 0.04, 0.05, palette.lamp)
    for x in (-1.45, -1.12, 0.25, 0.95):
        pen.ellipse(x, 0.14, 0.155, 0.155, dark)
        pen.ellipse(x, 0.14, 0.07, 0.07, mix(dark, palette.far, 0.5))


def truck_back(pen: Pen, palette: Palette, box: Colour) -> None:
    """A container truck driving away, seen from behind; 1 high."""
    body, dark = palette.own(box), mix(palette.ink, (0, 0, 0), 0.2)
    pen.ellipse(0, 0.01, 0.5, 0.04, veil(dark, 0.5))
    for x in (-0.25, 0.25):
        pen.rect(x - 0.09, 0.0, x + 0.09, 0.22, dark)
    pen.rect(-0.37, 0.14, 0.37, 0.2, dark)
    pen.rect(-0.38, 0.19, 0.38, 1.0, body)
    pen.rect(-0.34, 0.23, 0.34, 0.96, mix(body, palette.ink, 0.14))
    pen.rect(-0.008, 0.23, 0.008, 0.96, mix(body, palette.ink, 0.5))
    for x in (-0.2, -0.07, 0.07, 0.2):
        pen.rect(x - 0.008, 0.23, x + 0.008, 0.96, mix(body, palette.sun, 0.4))
    pen.rect(-0.38, 0.97, 0.38, 1.0, mix(body, palette.sun, 0.4))
    for x in (-0.31, 0.31):
        pen.rect(x - 0.045, 0.15, x + 0.045, 0.185, (226, 60, 44))
