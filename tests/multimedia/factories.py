"""Recordings and documents for tests, each with another content."""

from itertools import count

from django.core.files.base import ContentFile

from multimedia.intake import (
    admit_document,
    admit_recording,
    inspect_document,
    inspect_recording,
)
from multimedia.models import Document, Recording
from tests.factories.photos import make_photo
from tests.multimedia.mp3_files import frames, id3
from tests.multimedia.mp4_files import movie
from tests.multimedia.pdf_files import paper

_numbers = count(1)


def upload(content, name="tep.bin"):
    return ContentFile(content, name=name)


def make_video(content=None, *, by=None, **facts):
    content = content or movie(data_head=b"%08d" % next(_numbers))
    facts.setdefault("poster", None if "poster" in facts else make_photo())
    words = {"title": "Tuần tra đường biên", "caption": "Tổ tuần tra.", "credit": "Viết Hà"}
    return admit_recording(Recording(**words | facts), inspect_recording(upload(content)), by=by)


def make_audio(*, by=None, **facts):
    content = id3((b"TIT2", b"\0%d" % next(_numbers))) + frames(400)
    words = {"title": "Chuyện người lính", "credit": "Viết Hà"}
    return admit_recording(Recording(**words | facts), inspect_recording(upload(content)), by=by)


def make_document(content=None, *, by=None, pages=1, **facts):
    content = content or paper(pages, mark=next(_numbers))
    words = {"title": "Kế hoạch phối hợp", "credit": "Bộ Tư lệnh BĐBP"}
    return admit_document(Document(**words | facts), inspect_document(upload(content)), by=by)
