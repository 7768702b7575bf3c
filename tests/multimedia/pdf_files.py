"""PDFs as offices, scanners and jokers make them, object by object."""

import io
import zlib

from pypdf import PdfReader, PdfWriter

from tests.photos.files import SECRET, XMP, talkative

WHOLE = b"[0 0 595 842]"


def stream(content, *entries):
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (
        *(len(content), b" ".join(entries)),
        content,
    )


def written(objects, root=b"1 0 R", info=b""):
    """A file of these objects, numbered from 1, with a table and a trailer."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root %s %s >>\n" % (len(objects) + 1, root, info)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


def paper(pages=1, *, box=WHOLE, filters=b"/DCTDecode", mark=0):
    """Pages with one photograph, and everything a program may hide in a document.

    mark: makes it another file.
    """
    photo = talkative()
    picture = zlib.compress(photo) if filters != b"/DCTDecode" else photo
    sides = b"/Type /XObject /Subtype /Image /Width 640 /Height 480 /BitsPerComponent 8"
    objects = [
        (
            b"<< /Type /Catalog /Pages 2 0 R /Metadata 3 0 R /OpenAction 4 0 R /AA << /WC 4 0 R >>"
            b" /Names << /JavaScript << /Names [(a) 4 0 R] >>"
            b" /EmbeddedFiles << /Names [(b) 6 0 R] >> >> /Outlines << /First 4 0 R >>"
            b" /AcroForm << /XFA 5 0 R /Fields [] >> >>"
        ),
        b"<< /Type /Pages /Count %d /Kids [%s] /MediaBox %s >>"
        % (pages, b" ".join(b"%d 0 R" % (14 + page) for page in range(pages)), box),
        stream(XMP, b"/Type /Metadata /Subtype /XML"),
        b"<< /S /JavaScript /JS (app.alert\\('" + SECRET + b"'\\)) >>",
        stream(SECRET, b"/Type /EmbeddedFile /Mark %d" % mark),
        b"<< /Type /Filespec /F (" + SECRET + b".exe) /EF << /F 5 0 R >> >>",
        stream(
            picture,
            sides + b" /ColorSpace /DeviceRGB /Filter " + filters,
            b"/Metadata 3 0 R /PieceInfo << /Tool << /Private (" + SECRET + b") >> >>",
        ),
        b"<< /Title (" + SECRET + b") /Author (" + SECRET + b") /Producer (" + SECRET + b") >>",
        stream(b"q 500 0 0 400 40 300 cm /AA Do Q"),
        b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9]"
        b" /A << /S /URI /URI (https://bienphong.example/) >> /Contents (" + SECRET + b") >>",
        b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A 4 0 R >>",
        b"<< /Type /Annot /Subtype /Stamp /Rect [400 20 560 80] /T (" + SECRET + b") /AP << /N "
        b"13 0 R >> /A 4 0 R /AA << /E 4 0 R >> >>",
        stream(
            b"1 0 0 rg 0 0 160 60 re f",
            b"/Type /XObject /Subtype /Form /BBox [0 0 160 60] /Metadata 3 0 R",
        ),
    ]
    notes = b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (" + SECRET + b") >>"
    attached = b"<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS 6 0 R >>"
    page = (
        b"<< /Type /Page /Parent 2 0 R /Contents 9 0 R /Resources << /XObject << /AA 7 0 R >> >>"
        b" /AA << /O 4 0 R >> /Metadata 3 0 R /LastModified (D:20231001) /VP [<< /Measure"
        b" << /Subtype /GEO /GPTS [21.5347 107.9525] >> >>]"
        b" /Annots [10 0 R 11 0 R 12 0 R " + notes + attached + b"] >>"
    )
    return written([*objects, *[page] * pages], info=b"/Info 8 0 R")


def drawing(*contents):
    """One page for each content, which is deflated already."""
    kids = b" ".join(b"%d 0 R" % (3 + 2 * page) for page in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] /MediaBox %s >>" % (len(contents), kids, WHOLE),
    ]
    for page, content in enumerate(contents):
        objects.append(b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R >>" % (4 + 2 * page))
        objects.append(stream(content, b"/Filter /FlateDecode"))
    return written(objects)


def swollen(megabytes):
    """Deflated content, a thousandth of what it unfolds to."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    one = packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + one * megabytes + b"\x03\x00"


def tangle(paths):
    """Deflated content of shapes across the whole page; 4,000 take about a second to draw."""
    shape = b"%d 0 m %d 842 %d 842 %d 1 c h f*\n"
    shapes = (shape % (n % 595, n * 7 % 595, -n * 13 % 595, n * 3 % 595) for n in range(paths))
    return zlib.compress(b"".join(shapes), 9)


def locked():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(paper())))
    writer.encrypt("mat-khau", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
