"""Public copies: decoded and written anew, so nothing a camera wrote can ride along."""

import io

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageCms, ImageOps

from photos.models import Photo, Rendition

# Widths the page design uses, in pixels; narrower originals get their own width once.
WEBP_WIDTHS = (480, 960, 1600)
JPEG_WIDTH = 1200


def render(photo: Photo, original: Image.Image) -> list[Rendition]:
    """Every rendition of the opened original: files stored, rows unsaved.

    Sets the photo's width and height to what readers see, after the camera's rotation.
    """
    picture = _as_seen(original)
    photo.width, photo.height = picture.size
    wanted = [(Rendition.Format.WEBP, width) for width in WEBP_WIDTHS]
    wanted.append((Rendition.Format.JPEG, JPEG_WIDTH))
    sizes = dict.fromkeys((form, min(width, picture.width)) for form, width in wanted)
    return [_rendition(photo, picture, form, width) for form, width in sizes]


def _as_seen(image: Image.Image) -> Image.Image:
    """Upright, in sRGB, without transparency."""
    upright = ImageOps.exif_transpose(image)
    profile = upright.info.get("icc_profile")
    if upright.mode == "RGBA" or "transparency" in upright.info:
        layered = upright.convert("RGBA")
        upright = Image.new("RGB", layered.size, "white")
        upright.paste(layered, mask=layered.getchannel("A"))
    if profile and upright.mode in {"RGB", "CMYK"}:
        upright = _to_srgb(upright, profile)
    return upright.convert("RGB")


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
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
