"""Public copies: decoded and written anew, so nothing a camera wrote can ride along."""

import io
from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import ExifTags, Image, ImageCms

from photos.models import Photo, Rendition

# Widths the page design uses, in pixels; narrower originals get their own width once.
WEBP_WIDTHS = (480, 960, 1600)
JPEG_WIDTH = 1200

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


def render(photo: Photo, original: Image.Image) -> Iterator[Rendition]:
    """Every rendition of the opened original, one by one: file stored, row unsaved.

    Sets the photo's width and height to what readers see, after the camera's rotation.
    """
    picture = _as_seen(original)
    photo.width, photo.height = picture.size
    wanted = [(Rendition.Format.WEBP, width) for width in WEBP_WIDTHS]
    wanted.append((Rendition.Format.JPEG, JPEG_WIDTH))
    sizes = dict.fromkeys((form, min(width, picture.width)) for form, width in wanted)
    for form, width in sizes:
        yield _rendition(photo, picture, form, width)


def _as_seen(image: Image.Image) -> Image.Image:
    """Upright, in sRGB, without transparency."""
    upright = _turned(image)
    if upright.mode.startswith("I"):
        # Scans in 16 bits: Pillow would cut them to white.
        upright = upright.point(lambda grey: grey * (1 / 256)).convert("L")
        upright.info.pop("transparency", None)
    profile = upright.info.get("icc_profile")
    if upright.has_transparency_data:
        layered = upright.convert("RGBA")
        upright = Image.new("RGB", layered.size, "white")
        upright.paste(layered, mask=layered.getchannel("A"))
    if profile and upright.mode in {"RGB", "CMYK"}:
        upright = _to_srgb(upright, profile)
    return upright.convert("RGB")


def _turned(image: Image.Image) -> Image.Image:
    # ImageOps.exif_transpose() writes the camera's whole EXIF anew and fails on many a real one.
    try:
        turn = _TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # noqa: BLE001 -- broken EXIF, of which Pillow raises many kinds
        turn = None
    return image.transpose(turn) if turn is not None else image


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source, target = io.BytesIO(profile), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, source, target, outputMode="RGB") or image
    except ImageCms.PyCMSError:
        return image


def _rendition(photo: Photo, picture: Image.Image, form: str, width: int) -> Rendition:
    height = max(1, round(picture.height * width / picture.width))
    copy = (
        picture
        if width == picture.width
        else picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    )
    out = io.BytesIO()
    # A fresh image carries no info dictionary, and with it no EXIF, XMP, comment or profile.
    clean = Image.new("RGB", copy.size)
    clean.paste(copy)
    if form == Rendition.Format.JPEG:
        clean.save(out, "JPEG", quality=80, optimize=True, progressive=True)
        suffix = "jpg"
    else:
        clean.save(out, "WEBP", quality=74, method=3)
        suffix = "webp"
    name = default_storage.save(
        f"anh/{photo.key[:2]}/{photo.key}-{width}.{suffix}", ContentFile(out.getvalue())
    )
    return Rendition(photo=photo, format=form, width=width, height=copy.height, file=name)
