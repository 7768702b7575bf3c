"""Public copies, written anew from pixels: nothing a camera or a program wrote can ride along."""

import io

from PIL import Image

from photos.geometry import Box, Size

RECIPE = 1
"""Part of every file's name: raise it when what is written here changes."""

SUFFIXES = {"avif": "avif", "webp": "webp", "jpeg": "jpg"}

# A phone shows three pixels to a point: what these lose, no eye there finds.
_OPTIONS = {
    "avif": {"quality": 55, "speed": 7},
    "webp": {"quality": 74, "method": 4},
    "jpeg": {"quality": 80, "optimize": True, "progressive": True},
}
# Leaves and gravel hide what is lost, and weigh twice a face: 87 kB at 1170 × 702 is enough.
_BUSY_OPTIONS = {"avif": {"quality": 45, "speed": 8}, "webp": {"quality": 60, "method": 4}}
_BUSY_BITS_PER_PIXEL = 0.85
_LIGHT_BYTES = 30_000


def cut(image: Image.Image, box: Box, size: Size) -> Image.Image:
    """The part of the picture in the box, in that size: once for all formats of a copy."""
    return image.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)


def pack(image: Image.Image, form: str) -> bytes:
    """One copy of a picture in RGB as a file; `form` is "avif", "webp" or "jpeg"."""
    content = _saved(image, form, **_OPTIONS[form])
    most = max(_LIGHT_BYTES, image.width * image.height * _BUSY_BITS_PER_PIXEL / 8)
    if len(content) > most and form in _BUSY_OPTIONS:
        content = _saved(image, form, **_BUSY_OPTIONS[form])
    return content


def _saved(image: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    # A fresh image has no info dictionary, and with it no EXIF, XMP, comment or profile.
    clean = Image.new("RGB", image.size)
    clean.paste(image)
    clean.save(out, form, **options)
    return out.getvalue()


def dominant_color(image: Image.Image) -> str:
    """The colour of most of the picture, as in "#2f6b3a", to stand in its place."""
    small = image.resize((48, 48), Image.Resampling.BOX, reducing_gap=1.0)
    few = small.convert("RGB").quantize(6, Image.Quantize.MEDIANCUT)
    counts = few.histogram()
    at = 3 * counts.index(max(counts))
    return "#" + bytes(few.getpalette()[at : at + 3]).hex()  # type: ignore[index]
