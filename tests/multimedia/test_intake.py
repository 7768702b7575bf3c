"""What comes in, what is refused, and that nothing is left half-done."""

import hashlib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile

from multimedia.intake import (
    AlreadyKnown,
    admit_document,
    admit_recording,
    inspect_document,
    inspect_recording,
)
from multimedia.models import Document, Recording
from tests.factories.people import make_user
from tests.multimedia.factories import make_audio, make_document, make_video, upload
from tests.multimedia.mp3_files import SECRET, frames
from tests.multimedia.mp4_files import movie
from tests.multimedia.pdf_files import paper
from tests.multimedia.webm_files import film

NO_RECORDING = "Tệp này không phải video MP4, WebM hay âm thanh MP3, M4A."
NO_DOCUMENT = "Tệp này không phải tài liệu PDF."
SVG = (
    b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
)
SVG_REFUSED = (
    "Tệp SVG có thể mang mã lệnh chạy trên máy bạn đọc nên trang báo không nhận. "
    "Hãy xuất ra ảnh PNG hoặc JPEG."
)
pytestmark = pytest.mark.django_db


def refusal(inspect, content, name="tep.bin"):
    with pytest.raises(ValidationError) as caught:
        inspect(upload(content, name))
    return caught.value.messages


# --- refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.mp4", "a.php.mp4", "a.pdf", "a"])
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Tệp rỗng, không có gì bên trong."),
        (b"\0" * 5000, NO_RECORDING),
        (b"<!doctype html><script>alert(1)</script>" + movie(), NO_RECORDING),
        (b"<?php system('id') ?>" + film(), NO_RECORDING),
        (b"RIFF\0\0\0\0AVI LIST", NO_RECORDING),
        (b"MZ" + bytes(500), NO_RECORDING),
        (paper(), NO_RECORDING),
        (SVG, SVG_REFUSED),
    ],
    ids="empty zeros html php avi exe pdf svg".split(),
)
def test_file_that_is_no_recording_is_refused_whatever_its_name(content, sentence, name):
    assert refusal(inspect_recording, content, name) == [sentence]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", NO_DOCUMENT), (b"GIF89a" + paper(), NO_DOCUMENT), (movie(), NO_DOCUMENT),
     (SVG, SVG_REFUSED)],
    ids="empty gif mp4 svg".split(),
)  # fmt: skip
def test_file_that_is_no_document_is_refused(content, sentence):
    assert refusal(inspect_document, content, "a.pdf") == [sentence]


def test_file_too_heavy_is_refused_before_it_is_read(settings):
    settings.RECORDING_MAX_BYTES = settings.DOCUMENT_MAX_BYTES = 1000
    sentence = "Tệp nặng 1.001 B, quá mức 1.000 B."
    assert refusal(inspect_recording, b"x" * 1001) == [sentence]
    assert refusal(inspect_document, b"x" * 1001) == [sentence]


def test_file_already_there_is_refused_with_its_number():
    content = movie()
    known = make_video(content)
    sentence = f"Tệp này đã có trong kho: số {known.pk}, “Tuần tra đường biên”."
    assert refusal(inspect_recording, content) == [sentence]
    content = paper()
    document = make_document(content)
    sentence = f"Tệp này đã có trong kho: số {document.pk}, “Kế hoạch phối hợp”."
    assert refusal(inspect_document, content) == [sentence]


def test_refused_files_leave_nothing_behind(stored):
    before = stored()
    for content in (b"", SVG, movie()[:500], film()[:500], frames(2)):
        refusal(inspect_recording, content)
        refusal(inspect_document, content)
    assert stored() == before


# --- taken --------------------------------------------------------------------------------------


def test_original_is_kept_byte_for_byte_and_readers_get_a_clean_copy():
    content, person = movie(), make_user("Phóng viên ảnh")
    video = make_video(content, by=person)
    video.refresh_from_db()
    original, public = Path(video.original.path), Path(video.file.path)
    assert original.read_bytes() == content
    assert original.is_relative_to(settings.PRIVATE_ROOT)
    assert public.is_relative_to(settings.MEDIA_ROOT)
    assert SECRET not in public.read_bytes()
    assert (video.sha256, video.uploaded_by) == (hashlib.sha256(content).hexdigest(), person)
    assert (video.kind, video.form, video.size) == ("video", "mp4", public.stat().st_size)
    assert (video.duration, video.width, video.height, video.length) == (10.0, 640, 360, "0:10")
    assert video.file.name == f"video/{video.key[:2]}/{video.key}.mp4"


def test_sound_has_no_sides():
    audio = make_audio()
    assert (audio.kind, audio.form, audio.width, audio.length) == ("audio", "mp3", None, "0:10")
    assert Path(audio.file.path).read_bytes() == frames(400)


def test_document_comes_with_pictures_of_its_pages():
    document = make_document(pages=22)
    assert (document.page_count, len(document.preview_names())) == (22, 20)
    assert {default_storage.exists(name) for name in document.preview_names()} == {True}
    assert (document.preview_width, document.preview_height) == (800, 1133)
    assert SECRET not in Path(document.file.path).read_bytes()
    assert SECRET in Path(document.original.path).read_bytes()


def test_large_upload_is_taken_from_its_temporary_file():
    content = movie(data_head=bytes(3_000_000))
    with TemporaryUploadedFile("a.php.mp4", "text/html", len(content), None) as large:
        large.write(content)
        video = admit_recording(Recording(title="A", credit="B"), inspect_recording(large), by=None)
    assert Path(video.original.path).read_bytes() == content
    assert Path(video.file.path).suffix == ".mp4"


@pytest.mark.parametrize(
    ("seconds", "length"), [(0.4, "0:00"), (185.2, "3:05"), (59.6, "1:00"), (3723, "1:02:03")]
)
def test_length_is_told_as_clocks_do(seconds, length):
    assert Recording(duration=seconds).length == length


# --- nothing half-stored ------------------------------------------------------------------------


def test_twin_that_slips_through_leaves_nothing_behind(stored):
    arrival = inspect_recording(upload(movie()))
    admit_recording(Recording(title="A", credit="B"), arrival, by=None)
    paper_arrival = inspect_document(upload(paper()))
    admit_document(Document(title="A", credit="B"), paper_arrival, by=None)
    before = stored()
    words = {"title": "A", "credit": "B"}
    captions = upload(b"WEBVTT\n", "a.vtt")
    with pytest.raises(AlreadyKnown):
        admit_recording(Recording(**words, captions=captions), arrival, by=None)
    with pytest.raises(AlreadyKnown):
        admit_document(Document(**words), paper_arrival, by=None)
    assert stored() == before
    assert (Recording.objects.count(), Document.objects.count()) == (1, 1)


def test_disk_that_takes_no_more_leaves_nothing_behind(stored, settings, tmp_path):
    arrival = inspect_recording(upload(movie()))
    full = tmp_path / "no-folder"
    full.write_bytes(b"")
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": full},
        },
    }
    before = stored()
    with pytest.raises(OSError, match="no-folder"):
        admit_recording(Recording(title="A", credit="B"), arrival, by=None)
    assert stored() == before
    assert Recording.objects.count() == 0
