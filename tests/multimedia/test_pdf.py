"""PDF: the public copy shows the same pages and tells nothing else."""

import io

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image, ImageChops
from pypdf import PdfReader

from multimedia.previews import draw
from multimedia.stripping import Refused, pdf
from multimedia.stripping.jpeg import jpeg2000_without_metadata, without_metadata
from tests.multimedia.pdf_files import SECRET, locked, paper, written
from tests.multimedia.test_exiftool import exiftool_reads, needs_exiftool
from tests.photos.files import plain, talkative, with_segment

CUT = "Tệp bị cụt: thiếu phần cuối. Hãy chép lại từ máy quay hoặc xuất lại."
BROKEN = "Tệp bị hỏng, không mở được. Hãy xuất lại từ phần mềm dựng."
TOLD = [SECRET, b"JavaScript", b"/JS", b"EmbeddedFile", b"OpenAction", b"/AA <<", b"xmpmeta"]
TOLD += [b"PieceInfo", b"LastModified", b"GPTS", b"/XFA", b"/Info", b"/Title", b"Exif\0", b"pypdf"]


def rewritten(content):
    out = io.BytesIO()
    pdf.rewrite(io.BytesIO(content), out)
    return out.getvalue()


def refusal(content):
    with pytest.raises(Refused) as caught:
        rewritten(content)
    return str(caught.value)


def drawn(content):
    document = pypdfium2.PdfDocument(content)
    try:
        return [document[n].render(scale=0.5).to_pil().convert("RGB") for n in range(len(document))]
    finally:
        document.close()


@pytest.mark.parametrize("filters", [b"/DCTDecode", b"[/FlateDecode /DCTDecode]"])
def test_document_written_anew_tells_nothing(filters):
    clean = rewritten(paper(2, filters=filters))
    assert [word for word in TOLD if word in clean] == []
    reader = PdfReader(io.BytesIO(clean))
    assert (len(reader.pages), reader.metadata, sorted(reader.root_object)) == (
        *(2, None),
        ["/Pages", "/Type"],
    )


def test_document_written_anew_looks_the_same():
    """But for the icons of a remark and of an attached file, in the corner at the bottom."""
    [before], [after] = drawn(paper()), drawn(rewritten(paper()))
    changed = ImageChops.difference(before, after).getbbox()
    assert changed[0] == 0
    assert changed[2] < 12
    assert len(after.getcolors(1 << 20)) > 3


def test_links_to_the_web_and_stamps_stay_without_their_acts():
    page = PdfReader(io.BytesIO(rewritten(paper()))).pages[0]
    kept = [note.get_object() for note in page["/Annots"]]
    assert [note["/Subtype"] for note in kept] == ["/Stamp", "/Link"]
    assert kept[1]["/A"] == {"/S": "/URI", "/URI": "https://bienphong.example/"}
    assert {"/A", "/AA", "/T"} & set(kept[0]) == set()


@needs_exiftool
def test_exiftool_finds_nothing_told(tmp_path):
    before = exiftool_reads(tmp_path / "goc.pdf", paper())
    after = exiftool_reads(tmp_path / "sach.pdf", rewritten(paper()))
    assert {"PDF:Author", "XMP-xmp:Label"} <= before.keys()
    assert after.keys() <= {"PDF:PDFVersion", "PDF:Linearized", "PDF:PageCount"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<html>" + paper(), pdf.NO_DOCUMENT),
        (b"\n%PDF-1.7", pdf.NO_DOCUMENT),
        (b"%PDF-1.7\n", CUT),
        (paper()[:-1200], CUT),
        (b"%PDF-1.7\n%%EOF", BROKEN),
        (locked(), pdf.LOCKED),
        (paper(0), "Tài liệu không có trang nào."),
        (paper(1001), "Tài liệu có 1001 trang, quá 1000 trang."),
    ],
    ids="html-in-front late-header head-only cut nothing locked no-page many-pages".split(),
)
def test_document_that_cannot_be_shown_is_refused_with_a_sentence(content, sentence):
    assert refusal(content) == sentence


def test_pages_in_a_circle_are_refused():
    circle = written(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>",
        ]
    )
    assert refusal(circle) in {BROKEN, "Tài liệu không có trang nào."}


def test_deep_nest_within_a_page_does_no_harm():
    nest = b"[" * 50_000 + b"]" * 50_000
    content = written(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 99 99] >>",
            b"<< /Type /Page /Parent 2 0 R /Resources << /Font " + nest + b" >> >>",
        ]
    )
    assert len(rewritten(content)) < 2000


# --- page pictures ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("box", "size"),
    [
        (b"[0 0 595 842]", (800, 1133)),
        (b"[0 0 842 595]", (800, 566)),
        (b"[0 0 100 14400]", (14, 2000)),
        (b"[0 0 900000 900000]", (800, 800)),
    ],
)
def test_page_picture_stays_within_its_bound(box, size):
    [(picture, width, height)] = draw(io.BytesIO(paper(box=box)))
    opened = Image.open(io.BytesIO(picture))
    assert (opened.format, opened.size) == ("WEBP", (width, height))
    assert (abs(width - size[0]) <= 1, abs(height - size[1]) <= 1) == (True, True)


def test_first_twenty_pages_are_drawn():
    assert len(list(draw(io.BytesIO(paper(22))))) == 20


# --- pictures in documents ------------------------------------------------------------------------


def test_jpeg_loses_what_was_told_and_no_pixel():
    content = with_segment(talkative(), 0xED, b"Photoshop 3.0\0" + SECRET) + SECRET
    clean = without_metadata(content)
    assert (SECRET in clean, b"ICC_PROFILE" in clean, clean[-2:]) == (False, True, b"\xff\xd9")
    pictures = [Image.open(io.BytesIO(one)).convert("RGB") for one in (content, clean)]
    assert ImageChops.difference(*pictures).getbbox() is None


@pytest.mark.parametrize("options", [{"progressive": True}, {"restart_marker_blocks": 4}])
def test_jpeg_of_many_scans_stays_as_it_is(options):
    content = plain(size=(333, 222), **options)
    assert without_metadata(content) == content


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg>"])
def test_jpeg_that_is_none_is_refused(content):
    with pytest.raises(Refused):
        without_metadata(content)


def test_jpeg2000_loses_its_boxes_of_words():
    base = plain(form="JPEG2000")
    box = (len(SECRET) + 8).to_bytes(4, "big") + b"xml " + SECRET
    at = base.index(b"jp2c") - 4
    assert jpeg2000_without_metadata(base[:at] + box + base[at:]) == base


@hypothesis_settings(max_examples=60, deadline=None)
@given(st.data())
def test_random_damage_is_refused_or_tells_nothing(data):
    content = bytearray(paper())
    for _hit in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    try:
        clean = rewritten(bytes(content))
    except Refused:
        return
    assert b"JavaScript" not in clean
