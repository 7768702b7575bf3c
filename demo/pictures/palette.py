"""Colours of the pictures: one palette for each time of day."""

from dataclasses import dataclass

Colour = tuple[int, ...]

FLAG_RED = (214, 32, 32)
FLAG_GOLD = (255, 213, 46)
STONE = (212, 206, 192)
SKIN = (224, 174, 138)


def rgb(code: str) -> Colour:
    """Turn "d62020" into (214, 32, 32)."""
    return tuple(bytes.fromhex(code))


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Blend two colours; a share of 0 is the first, 1 the second."""
    return tuple(round(a + (b - a) * share) for a, b in zip(first[:3], second[:3], strict=True))


def veil(colour: Colour, opacity: float) -> Colour:
    """The same colour, seen through: opacity 0 to 1."""
    return (*colour[:3], round(255 * opacity))


@dataclass(frozen=True)
class Palette:
    """Everything the light of one time of day decides."""

    name: str
    top: Colour
    mid: Colour
    low: Colour
    sun: Colour
    far: Colour
    near: Colour
    mist: Colour
    leaf: Colour
    field: Colour
    ink: Colour
    lamp: Colour
    light: float  # how strongly things keep their own colour, 0 to 1
    sun_height: float  # of the sky, 0 at the horizon to 1 at the top

    @property
    def dark(self) -> bool:
        """Whether ships and gates have their lamps lit."""
        return self.name in {"dusk", "night"}

    @property
    def dim(self) -> bool:
        """Whether houses have their lamps lit."""
        return self.dark or self.name == "rain"

    def own(self, colour: Colour, depth: float = 0.0) -> Colour:
        """A thing's own colour as it looks in this light, at a distance of 0 (here) to 1."""
        return mix(mix(self.ink, colour, self.light), self.far, depth)

    def ridge(self, share: float) -> Colour:
        """The colour of hills, from the farthest (0) to the nearest (1)."""
        return mix(self.far, self.near, share)


def _palette(name: str, codes: str, light: float, sun_height: float) -> Palette:
    top, mid, low, sun, far, near, mist, leaf, field, ink, lamp = map(rgb, codes.split())
    return Palette(
        name, top, mid, low, sun, far, near, mist, leaf, field, ink, lamp, light, sun_height
    )


# top, mid and low sky, sun, far and near hills, mist, leaf, field, ink, lamp
DAWN = _palette(
    "dawn",
    "6d8fae efb8a2 fde2bd fff4d8 cfa9a6 2f5058 fbdcc6 4d7460 d9b777 1c2f38 ffe0a0",
    0.74,
    0.30,
)
MORNING = _palette(
    "morning",
    "6ab0c4 bfe0d2 fff0c2 fffbe8 9cc9bd 1b5a42 f3f5dc 579f50 cfd566 15362c fff0b8",
    0.86,
    0.62,
)
NOON = _palette(
    "noon",
    "3a8ac2 8cc5e0 e9f4ec ffffff 93bfd2 1c5a48 e4f1f0 4b8f4e dccb5c 15303a fff3c4",
    0.92,
    0.78,
)
GOLD = _palette(
    "gold",
    "cc8a50 f1bf74 fdebbb fff6d2 cda283 47452a fbe3b4 7d8a3c efbd45 2a2418 ffe6a2",
    0.78,
    0.34,
)
DUSK = _palette(
    "dusk",
    "34386c c25f7c fab067 ffe3a6 a4688c 262244 f0a184 4a4260 d88a5a 171531 ffd27a",
    0.56,
    0.16,
)
NIGHT = _palette(
    "night",
    "0b1d3c 1f4470 5f8ba6 f6f0d8 3d678b 0c2030 86aabb 1d4450 4f7f83 071420 ffcf73",
    0.40,
    0.74,
)
RAIN = _palette(
    "rain",
    "43677a 84abb2 d0ded2 e9ecd8 84a6ad 1c4a4e cfddd8 44795c a9b868 13292f ffe0a0",
    0.72,
    0.60,
)
MIST = _palette(
    "mist",
    "9ac4bc cfe3d0 faf1d4 fffdf0 aecabd 2a5e50 f3f2e0 5a9468 d2ca7c 1a3a35 ffe9b0",
    0.76,
    0.52,
)

TIMES = (DAWN, MORNING, NOON, GOLD, DUSK, NIGHT, RAIN, MIST)
