"""Photos of a piece under review: small, and with a mark while readers have not seen them."""

import io

from django.conf import settings
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw, ImageFont

from articles.models import PhotoUse, PublishedVersion
from newsroom.models import ReviewLink
from photos.models import Photo

WIDTH = 800
MARK = "BẢN XEM TRƯỚC"


def numbers(link: ReviewLink) -> set[int]:
    """Of the photos that the frozen words show."""
    return {use["photo"] for use in link.snapshot["photos"] if use.get("photo")}


def picture(photo: Photo) -> bytes | None:
    """A JPEG of at most WIDTH pixels across; None while no copy of the photo stands ready."""
    copy = photo.best(width=WIDTH)
    if copy is None:
        return None
    try:
        with default_storage.open(copy.name) as file, Image.open(file) as opened:
            image = opened.convert("RGB")
    except OSError:
        return None
    image.thumbnail((WIDTH, WIDTH * 2))
    if not _seen(photo):
        image = _with_mark(image)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70)
    return out.getvalue()


def _seen(photo: Photo) -> bool:
    live = PublishedVersion.objects.live()
    return photo.may_be_shown() and PhotoUse.objects.filter(photo=photo, version__in=live).exists()


def _with_mark(image: Image.Image) -> Image.Image:
    font = ImageFont.truetype(
        settings.BASE_DIR / "static" / "fonts" / "be-vietnam-pro-600.woff2",
        max(12, image.width // 16),
    )
    layer = Image.new("RGBA", image.size)
    draw = ImageDraw.Draw(layer)
    for height in (0.25, 0.5, 0.75):
        place = (image.width / 2, image.height * height)
        draw.text(
            place,
            MARK,
            font=font,
            anchor="mm",
            fill=(255, 255, 255, 150),
            stroke_width=2,
            stroke_fill=(0, 0, 0, 110),
        )
    return Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB")
