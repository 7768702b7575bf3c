"""What exiftool wrote, which knows the formats apart from us, is read the same."""

from unicodedata import normalize

import pytest

from photos.metadata import read
from tests.photos.exif_files import (
    BYLINE,
    CAPTION,
    KEYWORDS,
    PLACE,
    POST,
    SAID,
    TAKEN,
    TEXTS,
    base,
    exiftool_writes,
    needs_exiftool,
    without_sources,
)

WRITTEN = [
    f"-XMP-dc:Description={CAPTION}",
    f"-XMP-dc:Creator={BYLINE}",
    f"-XMP-dc:Rights={TEXTS['copyright']}",
    *(f"-XMP-dc:Subject={word}" for word in KEYWORDS),
    f"-XMP-photoshop:Credit={TEXTS['credit']}",
    f"-XMP-photoshop:Source={TEXTS['agency']}",
    f"-XMP-iptcCore:Location={PLACE[0]}",
    f"-XMP-photoshop:City={PLACE[1]}",
    f"-XMP-photoshop:State={PLACE[2]}",
    f"-XMP-photoshop:Country={PLACE[3]}",
    "-XMP-photoshop:DateCreated=2023:10:01 10:51:00+07:00",
]
AS_IPTC = [
    "-charset",
    "iptc=UTF8",
    "-IPTC:CodedCharacterSet=UTF8",
    f"-IPTC:Caption-Abstract={CAPTION}",
    f"-IPTC:By-line={BYLINE}",
    f"-IPTC:CopyrightNotice={TEXTS['copyright']}",
    *(f"-IPTC:Keywords={word}" for word in KEYWORDS),
    f"-IPTC:Credit={TEXTS['credit']}",
    f"-IPTC:Source={TEXTS['agency']}",
    f"-IPTC:Sub-location={PLACE[0]}",
    f"-IPTC:City={PLACE[1]}",
    f"-IPTC:Province-State={PLACE[2]}",
    f"-IPTC:Country-PrimaryLocationName={PLACE[3]}",
    "-IPTC:DateCreated=2023:10:01",
    "-IPTC:TimeCreated=10:51:00+07:00",
]
AS_EXIF = [
    f"-EXIF:UserComment={CAPTION}",
    f"-EXIF:Artist={BYLINE}",
    "-EXIF:DateTimeOriginal=2023:10:01 10:51:00",
    "-EXIF:SerialNumber=SERIAL-0042",
    *("-GPSLatitude=21.5347222", "-GPSLatitudeRef=N"),
    *("-GPSLongitude=107.9525", "-GPSLongitudeRef=E"),
]


def written(tmp_path, form, *arguments):
    path = tmp_path / f"anh.{form.lower()}"
    path.write_bytes(base(form))
    return exiftool_writes(path, *arguments)


@needs_exiftool
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_exiftool_s_xmp_is_read(tmp_path, form):
    assert without_sources(read(written(tmp_path, form, *WRITTEN))) == SAID


@needs_exiftool
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_exiftool_s_iptc_is_read(tmp_path, form):
    assert without_sources(read(written(tmp_path, form, *AS_IPTC))) == SAID


@needs_exiftool
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_exiftool_s_exif_is_read(tmp_path, form):
    facts = read(written(tmp_path, form, *AS_EXIF))
    assert (facts.caption, facts.byline, facts.taken_at) == (CAPTION, BYLINE, TAKEN)
    assert (facts.latitude, facts.longitude) == pytest.approx(POST)
    assert facts.camera_serial


@needs_exiftool
def test_exiftool_s_old_charsets_are_read(tmp_path):
    # Page 1258 keeps tones as marks of their own, and exiftool does not take letters apart.
    apart = "Đô\u0300n Biên pho\u0300ng Mo\u0301ng Ca\u0301i"
    for charset, text in (("Vietnam", apart), ("Latin", "Café à Nîmes")):
        content = written(tmp_path, "JPEG", "-charset", f"iptc={charset}", f"-IPTC:City={text}")
        facts = read(content)
        assert (facts.place, facts.guessed) == (normalize("NFC", text), ("place",))


@needs_exiftool
def test_exiftool_s_windows_properties_are_read(tmp_path):
    facts = read(written(tmp_path, "JPEG", f"-XPComment={CAPTION}", f"-XPAuthor={BYLINE}"))
    assert (facts.caption, facts.byline) == (CAPTION, BYLINE)
