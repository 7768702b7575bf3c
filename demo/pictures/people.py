"""People and the dog. Every figure is 1 high, stands on (0, 0) and faces right."""

# Points of an outline read better in rows than one to a line.
# fmt: off

import math
from collections.abc import Callable
from dataclasses import dataclass

from .canvas import Pen, Point
from .palette import SKIN, Colour, Palette, mix

UNIFORM = (74, 112, 66)
Leg = tuple[Point, Point]  # knee and ankle

WALK = (  # far leg, near leg in a full stride
    ((-0.015, 0.27), (-0.165, 0.075)),
    ((0.085, 0.285), (0.15, 0.035)),
)
PASS = (  # the same as the legs pass each other
    ((0.085, 0.295), (-0.04, 0.13)),
    ((0.012, 0.27), (0.0, 0.035)),
)


@dataclass(frozen=True)
class Tones:
    """The colours of one figure."""

    coat: Colour
    shade: Colour
    pack: Colour
    hat: Colour
    skin: Colour
    accent: Colour


def guard_tones(palette: Palette, depth: float = 0.0) -> Tones:
    """The uniform of a border guard in a given light."""
    coat = palette.own(UNIFORM, depth)
    return Tones(
        mix(coat, palette.ink, 0.28),
        mix(coat, palette.ink, 0.55),
        mix(coat, palette.ink, 0.72),
        mix(coat, palette.ink, 0.16),
        mix(palette.own(SKIN, depth), palette.ink, 0.1),
        palette.own((200, 46, 40), depth),
    )


def villager_tones(palette: Palette, cloth: Colour, accent: Colour) -> Tones:
    """Everyday clothes of one colour with a bright border."""
    coat = palette.own(cloth)
    straw = palette.own((226, 196, 132))
    return Tones(coat, mix(coat, palette.ink, 0.4), palette.own((150, 106, 62)), straw,
                 mix(palette.own(SKIN), palette.ink, 0.06), palette.own(accent))


def lit(pen: Pen, tones: Tones, light: Colour, draw: Callable[[Pen, Tones], None],
        side: float = 0.012, strength: float = 0.62) -> None:
    """Draw a figure with an edge of light on the side towards the sun."""
    glow = mix(tones.coat, light, strength)
    draw(pen.at(side, 0.008, 1, flip=pen.mirrored), Tones(*(glow,) * 6))
    draw(pen, tones)


def walker(pen: Pen, tones: Tones, stride: float = 1.0, hat: str = "pith", rifle: bool = False,
           stick: bool = False, pack: bool = True) -> None:
    """A guard walking, most often with a rucksack, seen from the side."""
    far, near = _legs(stride)
    pen.limb([(0.06, 0.78), (0.12, 0.65), (0.2, 0.6)], [0.07, 0.06, 0.04], tones.shade)
    _leg(pen, far, tones.shade, tones.pack)
    if rifle:
        pen.limb([(-0.23, 0.98), (-0.06, 0.60), (0.0, 0.46)], [0.014, 0.034, 0.05], tones.pack)
    if pack:
        _rucksack(pen, tones)
    _leg(pen, near, tones.coat, tones.pack)
    pen.curve([(-0.075, 0.46), (0.08, 0.45), (0.088, 0.6), (0.105, 0.74), (0.06, 0.825),
               (-0.03, 0.82), (-0.07, 0.72)], tones.coat)
    pen.polygon([(-0.075, 0.535), (0.088, 0.53), (0.088, 0.505), (-0.076, 0.51)], tones.pack)
    if pack:
        pen.line([(0.05, 0.81), (0.07, 0.68), (-0.05, 0.6)], 0.018, tones.pack)
    _head(pen, tones, hat)
    hand = (0.16, 0.60) if stick else (-0.02 + 0.13 * (1 - stride), 0.51)
    elbow = (0.045, 0.63) if stick else (-0.055 + 0.04 * (1 - stride), 0.64)
    if stick:
        pen.limb([(0.2, 0.0), (0.155, 0.72)], [0.016, 0.02], tones.pack)
    pen.limb([(0.015, 0.775), elbow, hand], [0.085, 0.068, 0.048],
             mix(tones.coat, tones.shade, 0.45))
    pen.ellipse(*hand, 0.026, 0.026, tones.skin)


def _legs(stride: float) -> tuple[Leg, Leg]:
    """Legs between passing (0) and a full stride (1)."""

    def between(passing: Leg, walking: Leg) -> Leg:
        (a, b), (c, d) = passing
        (e, f), (g, h) = walking
        rest = 1 - stride
        return (
            (a * rest + e * stride, b * rest + f * stride),
            (c * rest + g * stride, d * rest + h * stride),
        )

    return between(PASS[0], WALK[0]), between(PASS[1], WALK[1])


def _leg(pen: Pen, joints: Leg, cloth: Colour, boot: Colour) -> None:
    knee, ankle = joints
    pen.limb([(0, 0.49), knee, ankle], [0.13, 0.085, 0.062], cloth)
    tilt = min(0.05, max(0.0, ankle[1] - 0.04))
    x, y = ankle
    pen.curve([(x - 0.035, y + 0.05), (x + 0.03, y + 0.05), (x + 0.045, y + 0.005 - tilt * 0.3),
               (x + 0.098, y - 0.02 - tilt * 0.8), (x + 0.09, y - 0.038 - tilt * 0.8),
               (x - 0.04, y - 0.038)], boot)


def _rucksack(pen: Pen, tones: Tones) -> None:
    pen.curve([(-0.04, 0.80), (-0.15, 0.815), (-0.205, 0.75), (-0.215, 0.6), (-0.16, 0.53),
               (-0.05, 0.54)], tones.pack)
    pen.curve([(-0.12, 0.68), (-0.22, 0.69), (-0.235, 0.6), (-0.14, 0.57)],
              mix(tones.pack, tones.coat, 0.4))
    pen.ellipse(-0.115, 0.835, 0.085, 0.036, mix(tones.pack, tones.coat, 0.65))


def _head(pen: Pen, tones: Tones, hat: str) -> None:
    pen.limb([(0.025, 0.81), (0.04, 0.86)], [0.06, 0.055], tones.skin)
    pen.curve([(0.0, 0.93), (-0.005, 0.875), (0.04, 0.835), (0.085, 0.845), (0.1, 0.885),
               (0.09, 0.93)], tones.skin)
    HATS[hat](pen, tones)


def _pith(pen: Pen, tones: Tones) -> None:
    pen.curve([(-0.035, 0.915), (-0.025, 0.965), (0.02, 0.998), (0.065, 0.998), (0.11, 0.965),
               (0.125, 0.915)], tones.hat)
    pen.curve([(-0.085, 0.885), (-0.03, 0.925), (0.05, 0.936), (0.12, 0.925), (0.175, 0.892),
               (0.12, 0.903), (0.05, 0.91), (-0.03, 0.903)], tones.hat)
    pen.line([(-0.035, 0.928), (0.045, 0.938), (0.125, 0.928)], 0.013, tones.shade)
    pen.ellipse(0.115, 0.945, 0.012, 0.014, tones.accent)


def _peaked(pen: Pen, tones: Tones) -> None:
    pen.curve([(-0.045, 0.945), (-0.05, 0.985), (0.03, 1.0), (0.12, 0.985), (0.125, 0.955),
               (0.1, 0.93), (-0.01, 0.93)], tones.hat)
    pen.polygon([(-0.02, 0.945), (0.105, 0.94), (0.1, 0.917), (-0.015, 0.92)], tones.accent)
    pen.polygon([(0.07, 0.925), (0.105, 0.93), (0.155, 0.902), (0.1, 0.908)], tones.pack)


def _soft(pen: Pen, tones: Tones) -> None:
    pen.curve([(-0.02, 0.915), (-0.01, 0.97), (0.045, 0.99), (0.1, 0.97), (0.11, 0.915)], tones.hat)
    pen.curve([(-0.075, 0.875), (-0.02, 0.925), (0.05, 0.932), (0.11, 0.925), (0.16, 0.875),
               (0.1, 0.9), (-0.02, 0.898)], tones.hat)


HATS = {"pith": _pith, "peaked": _peaked, "soft": _soft}


def upright(pen: Pen, tones: Tones, face: bool = False, salute: bool = False) -> None:
    """A guard at attention in a peaked cap, seen from behind or, with a face, from the front."""
    sleeve = mix(tones.coat, tones.shade, 0.5)
    for side in (-1, 1):
        pen.limb([(side * 0.05, 0.47), (side * 0.047, 0.25), (side * 0.045, 0.03)],
                 [0.11, 0.088, 0.07], tones.shade)
        pen.ellipse(side * 0.05, 0.018, 0.045, 0.02, tones.pack)
        if side > 0 or not salute:
            pen.limb([(side * 0.125, 0.77), (side * 0.142, 0.6), (side * 0.128, 0.45)],
                     [0.075, 0.062, 0.045], sleeve)
            pen.ellipse(side * 0.126, 0.435, 0.024, 0.028, tones.skin)
    pen.curve([(-0.105, 0.43), (0.105, 0.43), (0.098, 0.58), (0.15, 0.77), (0.09, 0.825),
               (-0.09, 0.825), (-0.15, 0.77), (-0.098, 0.58)], tones.coat)
    pen.rect(-0.1, 0.535, 0.1, 0.56, tones.pack)
    pen.limb([(0, 0.82), (0, 0.86)], [0.07, 0.065], tones.skin)
    pen.ellipse(0, 0.89, 0.056, 0.064, tones.skin if face else tones.pack)
    if face:
        _front(pen, tones)
    pen.rect(-0.06, 0.908, 0.06, 0.935, tones.accent)
    pen.curve([(-0.07, 0.93), (-0.098, 0.965), (-0.06, 0.995), (0.06, 0.995), (0.098, 0.965),
               (0.07, 0.93)], tones.hat)
    if salute:
        pen.limb([(-0.12, 0.775), (-0.25, 0.745), (-0.1, 0.885)], [0.075, 0.062, 0.04], sleeve)
        pen.limb([(-0.1, 0.885), (-0.058, 0.918)], [0.036, 0.022], tones.skin)


def _front(pen: Pen, tones: Tones) -> None:
    """Collar, buttons and the peak of the cap."""
    for side in (-1, 1):
        pen.polygon([(0, 0.765), (side * 0.055, 0.828), (side * 0.03, 0.838)], tones.shade)
        pen.rect(side * 0.052 - 0.014, 0.795, side * 0.052 + 0.014, 0.808, tones.accent)
    pen.line([(0, 0.765), (0, 0.44)], 0.008, tones.shade)
    pen.curve([(-0.06, 0.915), (0.06, 0.915), (0.045, 0.892), (0, 0.884), (-0.045, 0.892)],
              tones.pack)


def dog(pen: Pen, tones: Tones, stride: float = 1.0) -> None:
    """A shepherd dog trotting; its back is about 0.8 high."""
    for hip, swing, colour in ((-0.42, -0.16, tones.shade), (0.3, 0.14, tones.shade),
                               (-0.4, 0.14, tones.pack), (0.33, -0.1, tones.pack)):
        foot = hip + swing * stride
        pen.limb([(hip, 0.5), (hip + swing * 0.2 + (0.06 if hip > 0 else -0.05), 0.27),
                  (foot, 0.03)], [0.2, 0.09, 0.06], colour)
        pen.ellipse(foot + 0.03, 0.025, 0.06, 0.028, colour)
    pen.limb([(-0.5, 0.68), (-0.68, 0.5), (-0.76, 0.36)], [0.1, 0.11, 0.04], tones.pack)
    pen.curve([(-0.52, 0.72), (-0.2, 0.76), (0.15, 0.8), (0.38, 0.86), (0.46, 0.66), (0.34, 0.44),
               (0.05, 0.45), (-0.25, 0.5), (-0.45, 0.46), (-0.55, 0.56)], tones.pack)
    pen.limb([(0.34, 0.7), (0.5, 0.97)], [0.28, 0.2], tones.pack)
    pen.curve([(0.40, 1.06), (0.52, 1.1), (0.64, 1.05), (0.82, 0.97), (0.82, 0.91), (0.62, 0.88),
               (0.45, 0.9)], tones.pack)
    pen.polygon([(0.40, 1.04), (0.43, 1.26), (0.54, 1.06)], tones.pack)
    pen.polygon([(0.50, 1.06), (0.56, 1.24), (0.61, 1.04)], tones.shade)


def child(pen: Pen, tones: Tones, stride: float = 0.8, bag: bool = True) -> None:
    """A pupil walking to school: a large head, a short coat, a bag."""
    far, near = _legs(stride)
    for joints, cloth in ((far, mix(tones.shade, (20, 18, 22), 0.45)), (near, tones.shade)):
        knee, ankle = joints
        pen.limb([(0, 0.42), (knee[0] * 1.1, knee[1] * 0.85), (ankle[0] * 1.1, ankle[1])],
                 [0.13, 0.1, 0.08], cloth)
        pen.ellipse(ankle[0] * 1.1 + 0.03, ankle[1] - 0.01, 0.07, 0.03, cloth)
    if bag:
        pen.curve([(-0.06, 0.68), (-0.2, 0.67), (-0.21, 0.45), (-0.06, 0.44)], tones.accent)
    pen.curve([(-0.12, 0.36), (0.13, 0.36), (0.1, 0.55), (0.08, 0.7), (-0.06, 0.71),
               (-0.09, 0.55)], tones.coat)
    pen.limb([(0.02, 0.66), (0.05, 0.54), (0.13, 0.47)], [0.09, 0.075, 0.055], tones.shade)
    pen.ellipse(0.03, 0.83, 0.115, 0.125, tones.skin)
    pen.curve([(-0.09, 0.78), (-0.1, 0.9), (0.0, 0.98), (0.11, 0.95), (0.145, 0.87), (0.05, 0.89),
               (0.0, 0.82), (-0.03, 0.74)], mix(tones.shade, (20, 18, 22), 0.6))


def woman(pen: Pen, tones: Tones, basket: bool = True, conical: bool = False,
          stride: float = 0.5) -> None:
    """A highland woman in a flared skirt with bright bands, a basket on her back."""
    for foot in (-0.05 - 0.05 * stride, 0.05 + 0.05 * stride):
        pen.limb([(foot * 0.6, 0.3), (foot, 0.03)], [0.085, 0.065], tones.shade)
        pen.ellipse(foot + 0.025, 0.02, 0.06, 0.022, tones.pack)
    if basket:
        pen.polygon([(-0.07, 0.76), (-0.28, 0.80), (-0.23, 0.5), (-0.09, 0.5)], tones.pack)
        for i in range(3):
            y = 0.56 + i * 0.075
            pen.line([(-0.24 - i * 0.013, y), (-0.08, y)], 0.012, tones.shade)
        for x, y in ((-0.24, 0.81), (-0.175, 0.83), (-0.11, 0.80)):
            pen.ellipse(x, y, 0.052, 0.042, tones.accent)
    _skirt(pen, tones)
    pen.curve([(-0.09, 0.52), (0.085, 0.52), (0.095, 0.68), (0.055, 0.79), (-0.05, 0.79),
               (-0.095, 0.68)], tones.shade)
    pen.rect(-0.09, 0.525, 0.085, 0.56, tones.accent)
    pen.limb([(0.01, 0.74), (0.035, 0.62), (0.15, 0.6)], [0.08, 0.065, 0.045], tones.coat)
    pen.ellipse(0.155, 0.602, 0.026, 0.026, tones.skin)
    pen.limb([(0.0, 0.77), (0.015, 0.82)], [0.06, 0.06], tones.skin)
    pen.ellipse(0.025, 0.87, 0.066, 0.074, tones.skin)
    if conical:
        pen.polygon([(-0.17, 0.885), (0.025, 1.03), (0.22, 0.885), (0.025, 0.865)], tones.hat)
        return
    pen.curve([(-0.06, 0.83), (-0.085, 0.93), (0.015, 0.985), (0.105, 0.94), (0.09, 0.9),
               (0.0, 0.90)], tones.accent)


def _skirt(pen: Pen, tones: Tones) -> None:
    """A pleated skirt, wider at the hem, with three bands."""
    low, high = 0.2, 0.55

    def half(y: float) -> float:
        return 0.07 + 0.15 * (high - y) / (high - low)

    bands = ((low, high, tones.coat), (low, 0.24, tones.accent), (0.275, 0.3, tones.hat),
             (0.33, 0.355, tones.accent))
    for bottom, top, colour in bands:
        a, b = half(bottom), half(top)
        pen.polygon([(-a, bottom), (a, bottom), (b, top), (-b, top)], colour)
    for i in range(-3, 4):
        pen.line([(i * 0.02, high), (i * 0.062, low)], 0.006, tones.shade)


def breath(step: int) -> float:
    """Strides of a file of people, never twice the same side by side."""
    return 0.55 + 0.45 * math.sin(step * 2.4 + 0.6)
