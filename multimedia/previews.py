"""Pages of a PDF as pictures."""

import io
from collections.abc import Iterator
from typing import BinaryIO

import pypdfium2

from multimedia.stripping.edits import BROKEN, Refused

WIDTH = 800
HEIGHT_AT_MOST = 2000
PREVIEWED = 20
"""Pages of a document that are drawn; the rest is in the file itself."""


def draw(file: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """(WebP, width, height) of each of the first pages, as soon as it is drawn. Raises Refused.

    A page is WIDTH pixels across, or less where it is so long that its height would pass the
    bound: whatever size a page claims, its picture stays within it.
    """
    try:
        file.seek(0)
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError:
        raise Refused(BROKEN) from None
    try:
        for number in range(min(len(document), PREVIEWED)):
            yield _drawn(document, number)
    except (pypdfium2.PdfiumError, ValueError, OverflowError):
        raise Refused(BROKEN) from None
    finally:
        document.close()


def _drawn(document: pypdfium2.PdfDocument, number: int) -> tuple[bytes, int, int]:
    page = document[number]
    width, height = page.get_size()
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise Refused(BROKEN)
    scale = min(WIDTH / width, HEIGHT_AT_MOST / height)
    # A hair less: PDFium rounds every fraction of a pixel up.
    picture = page.render(scale=scale * (1 - 1e-6)).to_pil()
    page.close()
    out = io.BytesIO()
    picture.convert("RGB").save(out, "WEBP", quality=80, method=3)
    return out.getvalue(), picture.width, picture.height
