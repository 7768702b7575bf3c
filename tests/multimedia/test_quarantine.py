"""A PDF that asks for too much costs the site neither memory nor time."""

import io
import resource
import tempfile
import time
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

from multimedia.intake import Arrival, admit_document, inspect_document
from multimedia.models import Document
from multimedia.quarantine import TOO_COMPLEX, Sheets, prepare
from multimedia.stripping import Refused
from tests.multimedia.factories import make_document, upload
from tests.multimedia.pdf_files import drawing, paper, swollen, tangle


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    """Where files on the way lie; nothing of them may stay."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield tmp_path
    assert list(tmp_path.iterdir()) == []


def peak():
    """Bytes this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def refusal(content, **bounds):
    with pytest.raises(Refused) as caught:
        prepare(io.BytesIO(content), **bounds)
    return str(caught.value)


def test_document_comes_back_clean_with_its_pictures():
    sheets = prepare(io.BytesIO(paper(2)))
    assert (sheets.page_count, len(sheets.pictures), sheets.clean[:5]) == (2, 2, b"%PDF-")
    assert [(picture[8:12], *sides) for picture, *sides in sheets.pictures] == (
        [(b"WEBP", 800, 1133)] * 2
    )


@pytest.mark.django_db
def test_content_that_unfolds_to_800_mb_is_refused_and_never_held_here():
    content, before, began = drawing(swollen(800)), peak(), time.monotonic()
    assert len(content) < 850_000
    with pytest.raises(ValidationError) as caught:
        inspect_document(upload(content))
    assert caught.value.messages == [TOO_COMPLEX]
    assert peak() - before < 20_000_000
    assert time.monotonic() - began < 15


def test_first_page_that_draws_for_minutes_is_refused_in_time():
    content, began = drawing(tangle(500_000)), time.monotonic()
    assert refusal(content, seconds=2) == TOO_COMPLEX
    assert time.monotonic() - began < 5


def test_later_pages_that_draw_for_minutes_stay_undrawn():
    content = drawing(tangle(10), *[tangle(500_000)] * 2)
    began = time.monotonic()
    sheets = prepare(io.BytesIO(content), seconds=5)
    assert (sheets.page_count, len(sheets.pictures)) == (3, 1)
    assert time.monotonic() - began < 8


def test_later_page_that_asks_for_too_much_memory_stays_undrawn():
    sheets = prepare(io.BytesIO(drawing(tangle(10), swollen(800))))
    assert (sheets.page_count, len(sheets.pictures)) == (2, 1)


def test_memory_is_bounded_while_it_is_written_anew():
    assert refusal(paper(), memory=40_000_000) == TOO_COMPLEX


def test_what_is_wrong_with_it_is_told_from_there():
    assert refusal(b"%PDF-1.7\n") == (
        "Tệp bị cụt: thiếu phần cuối. Hãy chép lại từ máy quay hoặc xuất lại."
    )


@pytest.mark.django_db
def test_document_knows_how_many_of_its_pages_were_drawn():
    sheets = Sheets(20, b"%PDF-1.7", [(b"x", 800, 1133), (b"y", 800, 1133)])
    arrival = Arrival(upload(b"z"), "0" * 64, sheets)
    admit_document(Document(title="A", credit="B"), arrival, by=None)
    document = Document.objects.get()
    assert (document.page_count, document.preview_count, document.size) == (20, 2, 8)
    places = [Path(default_storage.path(name)) for name in document.preview_names()]
    assert [place.read_bytes() for place in places] == [b"x", b"y"]


@pytest.mark.django_db
@pytest.mark.parametrize(("pages", "drawn"), [(1, 1), (22, 20)])
def test_documents_from_before_keep_their_pictures(pages, drawn):
    document = make_document()
    Document.objects.update(page_count=pages, preview_count=1)
    import_module("multimedia.migrations.0002_document_previews").count_pictures(apps, None)
    document.refresh_from_db()
    assert document.preview_count == drawn
