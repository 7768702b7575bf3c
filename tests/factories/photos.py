from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image

from photos.intake import admit, inspect
from photos.models import Photo


def picture(color: str = "teal", size: tuple[int, int] = (640, 400), form: str = "JPEG") -> bytes:
    """A real picture file."""
    out = BytesIO()
    Image.new("RGB", size, color).save(out, form)
    return out.getvalue()


# What an untouched form sends of a photo's rights.
RIGHTS = {"licence": "cua-bao", "consent": "khong-can", "for_online": "on", "for_print": "on"}

_shade = iter(range(1, 256 * 256))


def make_photo(**facts: object) -> Photo:
    """A photo of the library with its renditions, each of another colour."""
    shade = next(_shade)
    content = picture(f"#{shade:06x}", form="PNG")  # JPEG would make neighbours alike
    words = {"caption": "Đồn Biên phòng nhìn từ xa.", "credit": "Viết Hà", "alt": "Một ngôi nhà."}
    return admit(Photo(**{**words, **facts}), inspect(ContentFile(content)), by=None)
