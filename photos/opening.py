"""A stored picture opened as readers see it: upright, in sRGB, without transparency, and no
larger in memory than asked."""

import io

from PIL import ExifTags, Image, ImageCms

# The pixel limit is ours and judged from the header; Pillow's own would raise half-way.
Image.MAX_IMAGE_PIXELS = None

# What undoes each orientation a camera notes.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ON_ITS_SIDE = {5, 6, 7, 8}
_REDUCIBLE = {"L", "RGB", "RGBA", "CMYK"}


def as_seen(image: Image.Image, part: float = 1) -> tuple[Image.Image, tuple[int, int]]:
    """The opened image decoded, upright, in RGB, at least that part of its width and height; and
    the width and height it has in full.

    A JPEG is decoded at a half, a quarter or an eighth where that is enough: a 24 MP picture at a
    half takes 18 MB and not 72. Raises what Pillow raises of broken files.
    """
    profile = image.info.get("icc_profile")
    width, height = image.size
    image.draft(None, (max(1, int(width * part)), max(1, int(height * part))))
    # Before anything is asked of a PNG's EXIF: that loads it, too, and its errors are set aside.
    image.load()
    orientation = _orientation(image)
    spare = int(image.width / max(1.0, width * part))
    # Averages of a palette's numbers are no colours.
    small = image.reduce(spare) if spare > 1 and image.mode in _REDUCIBLE else image
    if orientation in _TURNS:
        small = small.transpose(_TURNS[orientation])
    full = (height, width) if orientation in _ON_ITS_SIDE else (width, height)
    return _in_srgb(small, profile), full


def _orientation(image: Image.Image) -> int:
    # ImageOps.exif_transpose() writes the camera's whole EXIF anew and fails on many a real one.
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # noqa: BLE001 -- broken EXIF, of which Pillow raises many kinds
        return 1


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if image.mode.startswith("I"):
        # Scans in 16 bits: Pillow would cut them to white.
        image = image.point(lambda grey: grey * (1 / 256)).convert("L")
        image.info.pop("transparency", None)
    if image.has_transparency_data:
        layered = image.convert("RGBA")
        image = Image.new("RGB", layered.size, "white")
        image.paste(layered, mask=layered.getchannel("A"))
    if profile and image.mode in {"RGB", "CMYK"}:
        image = _converted(image, profile)
    return image if image.mode == "RGB" else image.convert("RGB")


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source, target = io.BytesIO(profile), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, source, target, outputMode="RGB") or image
    except ImageCms.PyCMSError:
        return image
