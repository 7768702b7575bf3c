"""Pictures that look alike, though not one byte is the same: sent again, cut a little, re-saved."""

from PIL import Image

ALIKE = 10
"""At this distance or nearer, two pictures are worth showing to a person as perhaps one."""

_SIDE = 8
_BITS = 2**64


def fingerprint(image: Image.Image) -> int:
    """64 bits: in each of eight by eight places, whether it grows darker to the right.

    Of an upright picture in RGB or grey; a signed number, as databases keep it. Size, brightness,
    contrast and compression hardly change it, a cut of a twentieth little; a mirrored or turned
    picture is another one. A picture of one colour gives 0, whatever the colour.
    """
    small = image.resize((_SIDE + 1, _SIDE), Image.Resampling.BOX, reducing_gap=1.0)
    light = small.convert("L").tobytes()
    darker = [
        light[at] > light[at + 1]
        for row in range(0, len(light), _SIDE + 1)
        for at in range(row, row + _SIDE)
    ]
    bits = sum(bit << place for place, bit in enumerate(darker))
    return bits - _BITS if bits >= _BITS // 2 else bits


def distance(one: int, other: int) -> int:
    """In how many of the 64 bits two fingerprints differ: 0 is the same, 32 is chance."""
    return ((one ^ other) % _BITS).bit_count()
