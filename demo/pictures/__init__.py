"""Illustrations of the demo newspaper, drawn from a scene name and a seed.

The light of a picture is ``TIMES[seed % 8]`` (see the palettes); the seed
divided by eight chooses among the ways a scene can be composed.
"""

from random import Random

from PIL import Image, ImageOps

from .border import customs_gate, patrol, ships
from .canvas import HEIGHT, WIDTH, Canvas
from .land import rain
from .palette import TIMES
from .village import ceremony, market, schoolhouse, village
from .wild import border_marker, mountains, seascape

_PAINTERS = {
    "nui": mountains,
    "bien": seascape,
    "moc": border_marker,
    "tuan-tra": patrol,
    "ban-lang": village,
    "tau": ships,
    "cua-khau": customs_gate,
    "lop-hoc": schoolhouse,
    "le": ceremony,
    "cho-phien": market,
}
SCENES: tuple[str, ...] = tuple(_PAINTERS)


def draw(scene: str, seed: int, size: tuple[int, int] = (1600, 1000)) -> Image.Image:
    """Draw a scene; the same scene, seed and size always give the same pixels."""
    scale = max(size[0] / WIDTH, size[1] / HEIGHT)
    sheet = (max(1, round(WIDTH * scale)), max(1, round(HEIGHT * scale)))
    palette = TIMES[seed % len(TIMES)]
    canvas = Canvas(sheet, palette, Random(f"{scene}:{seed}"))
    _PAINTERS[scene](canvas, seed // len(TIMES))
    if palette.name == "rain" and scene != "le":
        rain(canvas)
    picture = canvas.finish()
    return picture if sheet == tuple(size) else ImageOps.fit(picture, size)
