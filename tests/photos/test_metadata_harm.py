"""Files that would harm whoever reads them."""

# Two seconds are what the library grants any bad file; sound ones take milliseconds.
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from photos.metadata import Facts, read
from tests.photos.exif_files import (
    EXIF,
    IPTC,
    XMP,
    digest_of,
    jpeg,
    png,
    raw_profile,
    xmp,
    xmp_text,
)
from tests.photos.files import encoded

LAUGHS = (
    "<!DOCTYPE x ["
    + "".join(
        f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' if n else '<!ENTITY l1 "ha">' for n in range(9)
    )
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>'
OVERLAID = b"II*\0\x08\0\0\0\xff\xff" + b"\x0e\x01\x02\0\xff\xff\xff\xff\0\0\0\0" * 65_535


@pytest.mark.parametrize(
    "packet",
    [
        xmp("<photoshop:City>&l9;</photoshop:City>", head=LAUGHS),
        xmp("<photoshop:City>&l9;</photoshop:City>", head=OUTSIDE),
        xmp(head='<?xml version="1.0" encoding="khong-co"?>', photoshop_City="Móng Cái"),
        xmp(head='<?xml version="1.0" encoding="utf-7"?>', photoshop_City="Móng Cái"),
        xmp(photoshop_City="Móng Cái")[:-5],
        xmp(photoshop_City="M\x01ng"),
        b"<a>" * 300_000,
        b"<a>" * 140_000 + b"</a>" * 140_000,
        b"<a " + b" ".join(b'a%d=""' % number for number in range(80_000)) + b"/>",
    ],
    ids="laughs outside charset utf-7 cut control open deep attributes".split(),
)
def test_hostile_xmp_says_nothing_and_takes_no_time(packet):
    content = png(xmp_text(packet, packed=True))
    started = time.process_time()
    assert read(content) == Facts()
    assert time.process_time() - started < 2


def test_xmp_of_fifty_megabytes_is_not_parsed():
    packet = xmp(photoshop_City="Móng Cái", photoshop_State=" " * 50_000_000)
    for content in (
        png(xmp_text(packet)),
        png(xmp_text(packet, packed=True)),
        encoded(Image.new("RGB", (9, 9)), "WEBP", xmp=packet),
        encoded(Image.new("RGB", (9, 9)), "AVIF", xmp=packet),
    ):
        started = time.process_time()
        assert read(content) == Facts()
        assert time.process_time() - started < 2


def box(kind, body):
    return (len(body) + 8).to_bytes(4) + kind + body


def heif(iinf, iloc):
    meta = box(b"iinf", iinf) + box(b"iloc", iloc)
    return box(b"ftyp", b"avif\0\0\0\0") + box(b"meta", b"\0" * 4 + meta) + b"\0" * 3_000_000


@pytest.mark.parametrize(
    "content",
    [
        png((b"eXIf", OVERLAID)),
        png(*[xmp_text(b" " * 10**7, packed=True)] * 500),
        png(*[raw_profile("exif", b"\0" * 10**6)] * 50),
        b"\xff\xd8" + b"\xff\xed\0\x20Photoshop 3.0\0" + b"\xff" * 40_000_000,
        b"\xff\xd8" + (b"\xff\xed\0\x74Photoshop 3.0\0" + b"8" * 100) * 100_000,
        b"\xff\xd8" + b"\xff\xe1\0\2" * 2_000_000,
        b"RIFF\0\0\0\0WEBP" + b"JUNK\0\0\0\0" * 2_000_000,
        b"\0\0\0\x08ftyp" + b"\0\0\0\x08free" * 2_000_000,
        jpeg(iptc=b"\x1c\x02\x19\0\1x" * 8000),
        jpeg(iptc=b"\x1c\x02\x78\x80\4\x7f\xff\xff\xff" + b"x" * 100),
        jpeg(iptc=b"\x1c\x02\x78\xff\xff" + b"\xff" * 60_000),
        heif(b"\0" * 4 + b"\xff\xff", b"\0" * 4 + b"\0\0\xff\xff" + b"\0\1\0\0\xff\xff" * 65_535),
        heif(
            b"\0" * 4 + b"\0\1" + box(b"infe", b"\2\0\0\0\0\1\0\0Exif\0"),
            b"\0" * 4 + b"\x44\0\0\1" + b"\0\1\0\0\xff\xff" + b"\0\0\0\0\0\x20\0\0" * 65_535,
        ),
    ],
    ids=[
        *("overlaid", "xmp bombs", "profile bombs", "fillers", "resources", "segments", "chunks"),
        *("boxes", "datasets", "endless dataset", "wide length", "items", "extents"),
    ],
)
def test_hostile_file_takes_no_time(content):
    started = time.process_time()
    assert isinstance(read(content), Facts)
    assert time.process_time() - started < 2


REAL = [
    jpeg(iptc=IPTC, xmp=XMP, exif=EXIF, digest=digest_of(IPTC), comment=b"COM"),
    png(xmp_text(XMP, packed=True), raw_profile("iptc", IPTC), (b"eXIf", EXIF)),
    encoded(Image.new("RGB", (48, 32)), "WEBP", xmp=XMP, exif=EXIF),
    encoded(Image.new("RGB", (48, 32)), "AVIF", xmp=XMP, exif=EXIF),
]


@settings(max_examples=600, deadline=None)
@given(st.data())
def test_no_bytes_make_it_raise(data):
    content = bytearray(data.draw(st.sampled_from(REAL)))
    places = st.integers(0, len(content))
    telling = st.sampled_from((0, 1, 2, 0x1C, 0x7F, 0x80, 0xFF)).map(lambda byte: bytes((byte,)))
    for _change in range(data.draw(st.integers(1, 12))):
        at, length = data.draw(places), data.draw(st.integers(0, 40))
        if data.draw(st.booleans()):
            content[at : at + 1] = data.draw(telling)
        else:
            content[at : at + length] = data.draw(st.binary(max_size=12))
    facts = read(bytes(content))
    assert (facts.latitude is None) == (facts.longitude is None)
    assert facts.latitude is None or abs(facts.latitude) <= 90
    assert len(facts.caption) <= 5000


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["exif", "iptc", "xmp"]), st.binary(max_size=300))
def test_no_block_makes_it_raise(name, block):
    assert isinstance(read(jpeg(**{name: block})), Facts)
    assert isinstance(read(jpeg(exif=b"II*\0" + block)), Facts)
