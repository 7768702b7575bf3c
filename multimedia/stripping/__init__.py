"""What a media file is by its bytes, and how to copy it without what it tells of its making.

`survey` reads headers and tables only; `transcribe` then copies block by block. Pictures and
sound are never touched, nor held in memory.
"""

from typing import BinaryIO

from multimedia.stripping import mp3, mp4, webm
from multimedia.stripping.edits import Edit, Refused, Source, Survey, transcribe

__all__ = ["Edit", "Refused", "Survey", "survey", "transcribe"]

LONGEST = 24 * 3600
SVG_REFUSED = (
    "Tệp SVG có thể mang mã lệnh chạy trên máy bạn đọc nên trang báo không nhận. "
    "Hãy xuất ra ảnh PNG hoặc JPEG."
)
UNKNOWN = "Tệp này không phải video MP4, WebM hay âm thanh MP3, M4A."


def survey(file: BinaryIO) -> Survey:
    """Raises Refused with a sentence for the person who uploads."""
    source = Source(file)
    if not source.size:
        raise Refused("Tệp rỗng, không có gì bên trong.")
    head = source.at(0, min(source.size, 1024))
    if head[4:8] == b"ftyp":
        found = mp4.survey(source)
    elif head.startswith(b"\x1a\x45\xdf\xa3"):
        found = webm.survey(source)
    elif head.startswith(b"ID3") or mp3.frame(head[:4]):
        found = mp3.survey(source)
    else:
        raise Refused(SVG_REFUSED if is_svg(head) else UNKNOWN)
    if not 0 < found.duration <= LONGEST:
        raise Refused("Không đọc được độ dài của tệp. Hãy xuất lại từ phần mềm dựng.")
    return found


def is_svg(head: bytes) -> bool:
    return b"<svg" in head.lower()
