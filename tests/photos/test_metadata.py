"""What a picture file says of itself: whose word counts, in which letters, and no harm done."""

from datetime import date

import pytest
from PIL import Image

from photos.metadata import Facts, read
from photos.metadata.moments import moment
from tests.photos.exif_files import (
    BYLINE,
    CAPTION,
    EXIF,
    IPTC,
    KEYWORDS,
    POST,
    POST_GPS,
    SAID,
    TAKEN,
    XMP,
    alt,
    ascii_text,
    base,
    digest_of,
    exif,
    gps,
    iptc,
    jpeg,
    png,
    rationals,
    raw_profile,
    undefined,
    wide_text,
    without_sources,
    xmp,
    xmp_text,
)
from tests.photos.files import encoded


def caption_of(**blocks):
    return read(jpeg(**blocks)).caption


# --- each vocabulary in each file -------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        jpeg(iptc=IPTC),
        jpeg(xmp=XMP),
        jpeg(xmp=XMP, iptc=IPTC, exif=EXIF[:40]),
        png(xmp_text(XMP)),
        png(xmp_text(XMP, packed=True)),
        png(xmp_text(XMP), last=True),
        png(raw_profile("iptc", IPTC)),
        png(raw_profile("xmp", XMP)),
        encoded(Image.new("RGB", (48, 32)), "WEBP", xmp=XMP),
        encoded(Image.new("RGB", (48, 32)), "AVIF", xmp=XMP),
    ],
    ids=["iptc", "xmp", "both", "png", "packed", "late", "raw iptc", "raw xmp", "webp", "avif"],
)
def test_press_photo_says_who_where_and_whose(content):
    assert without_sources(read(content)) == SAID


@pytest.mark.parametrize(
    "content",
    [
        jpeg(exif=EXIF),
        png((b"eXIf", EXIF)),
        png(raw_profile("exif", b"Exif\0\0" + EXIF)),
        png(raw_profile("APP1", b"Exif\0\0" + EXIF)),
        encoded(Image.new("RGB", (48, 32)), "WEBP", exif=EXIF),
        encoded(Image.new("RGB", (48, 32)), "AVIF", exif=EXIF),
    ],
    ids=["jpeg", "png", "raw exif", "raw app1", "webp", "avif"],
)
def test_camera_says_when_and_where(content):
    facts = read(content)
    assert (facts.caption, facts.byline, facts.copyright) == (CAPTION, BYLINE, "© 2023")
    assert (facts.latitude, facts.longitude) == pytest.approx(POST)
    assert (facts.taken_at, facts.camera_serial) == (TAKEN, True)
    assert facts.guessed == ()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF"])
def test_silent_file_says_nothing(form):
    assert read(base(form)) == Facts()


@pytest.mark.parametrize("content", [b"", b"\xff\xd8", b"RIFF", b"<svg/>", CAPTION.encode()])
def test_no_picture_says_nothing(content):
    assert read(content) == Facts()


# --- whose word counts ------------------------------------------------------------------------


def test_each_field_comes_from_the_first_that_says_it():
    facts = read(
        jpeg(
            xmp=xmp(photoshop_Credit="Theo XMP"),
            iptc=iptc(credit="Theo IPTC", caption="Chú thích IPTC"),
            exif=exif({0x010E: ascii_text("Lời của EXIF"), 0x013B: ascii_text("Viết Hà")}),
        )
    )
    assert (facts.credit, facts.caption, facts.byline) == (
        "Theo XMP",
        "Chú thích IPTC",
        "Viết Hà",
    )
    assert facts.sources == {"credit": "XMP", "caption": "IPTC", "byline": "EXIF"}


@pytest.mark.parametrize(
    ("digest", "caption"),
    [
        (None, "Theo XMP"),
        (digest_of(iptc(caption="Theo IPTC")), "Theo XMP"),
        (digest_of(b"another"), "Theo IPTC"),
        (b"broken", "Theo XMP"),
    ],
    ids=["none", "same", "changed since", "no digest"],
)
def test_iptc_goes_first_where_it_was_written_after_xmp(digest, caption):
    packet = xmp(alt("dc:description", x_default="Theo XMP"))
    assert caption_of(xmp=packet, iptc=iptc(caption="Theo IPTC"), digest=digest) == caption


def test_caption_is_the_headline_where_there_is_no_other():
    assert caption_of(iptc=iptc(headline="Tuần tra")) == "Tuần tra"
    assert caption_of(xmp=xmp(photoshop_Headline="Tuần tra")) == "Tuần tra"


@pytest.mark.parametrize(
    ("day", "taken"),
    [("20231001", TAKEN), ("20231002", date(2023, 10, 2))],
    ids=["same day", "another day"],
)
def test_camera_adds_the_time_to_the_same_day_only(day, taken):
    content = jpeg(iptc=iptc(date=day), exif=exif({}, {0x9003: ascii_text("2023:10:01 10:51:00")}))
    assert read(content).taken_at == taken


# --- letters ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "declared", "caption", "guessed"),
    [
        (CAPTION.encode(), True, CAPTION, False),
        (CAPTION.encode(), False, CAPTION, False),
        ("Đồn Biên phòng".encode("utf-8-sig"), False, "Đồn Biên phòng", False),
        ("Ðo\u0302\u0300n Bie\u0302n pho\u0300ng".encode(), True, "Đồn Biên phòng", False),
        ("Đồn Biên phòng".encode()[:-1], False, "Đồn Biên phòn", False),
        ("Tuần tra ở Bờ".encode()[:-1], False, "Tuần tra ở B", False),
        ("Tuần tra ở Bờ".encode()[:-1], True, "Tuần tra ở B", False),
        (b"\xd0\xf4\xcc\x6e Bi\xea\x6e ph\x6f\xcc\x6e\x67", False, "Đồn Biên phòng", True),
        (b"Trung \xfd\xf5ng Qu\xe2n \xf0\xf4\xf2i", False, "Trung ương Quân đội", True),
        ("Café à Zürich – “là”".encode("cp1252"), False, "Café à Zürich – “là”", True),
        (b"C\xe9ng h\xdfa X\xb7 h\xe9i", False, "Céng hßa X· héi", True),
        (b"\xa7\xe5n Bi\xaan ph\xdfng", False, "§ån Biªn phßng", True),
        (b"\xff\xfe\x81 \x8d", False, "ÿþ\ufffd \ufffd", True),
        (b"\xff \xc3\xa1", True, "\ufffd á", False),
    ],
    ids=[
        *("declared", "undeclared", "bom", "decomposed", "cut ascii", "cut", "cut declared"),
        *("1258", "1258 too", "1252", "TCVN3", "TCVN3 too", "nonsense", "false declaration"),
    ],
)
def test_iptc_letters(stored, declared, caption, guessed):
    facts = read(jpeg(iptc=iptc(caption=stored, declared=declared)))
    assert facts.caption == caption
    assert facts.guessed == (("caption",) if guessed else ())


def test_guess_is_told_of_the_field_that_was_chosen():
    old = "Móng Cái".encode("cp1252")
    content = jpeg(
        iptc=iptc(caption=old, city=old, declared=False),
        xmp=xmp(alt("dc:description", x_default=CAPTION)),
    )
    assert read(content).guessed == ("place",)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("letters", ["utf-16-le", "utf-16-be", "utf-16"])
def test_user_comment_in_unicode_is_read_in_either_order(order, letters):
    comment = undefined(b"UNICODE\0" + CAPTION.encode(letters))
    assert caption_of(exif=exif({}, {0x9286: comment}, order=order)) == CAPTION


@pytest.mark.parametrize("prefix", [b"ASCII\0\0\0", b"\0" * 8, b"JIS\0\0\0\0\0"])
def test_user_comment_in_other_letters(prefix):
    assert caption_of(exif=exif({}, {0x9286: undefined(prefix + CAPTION.encode())})) == CAPTION


def test_windows_properties_are_read():
    facts = read(
        jpeg(
            exif=exif(
                {
                    0x010E: ascii_text("C?n b? ??n"),
                    0x9C9B: wide_text("Tuần tra"),
                    0x9C9C: wide_text(CAPTION),
                    0x9C9D: wide_text(f"{BYLINE}; Viết Hà"),
                    0x9C9E: wide_text(";".join(KEYWORDS)),
                }
            )
        )
    )
    assert (facts.caption, facts.byline) == (CAPTION, f"{BYLINE}, Viết Hà")
    assert facts.keywords == KEYWORDS


def test_windows_title_is_the_caption_where_there_is_no_comment():
    assert caption_of(exif=exif({0x9C9B: wide_text("Tuần tra")})) == "Tuần tra"


@pytest.mark.parametrize(
    "text", ["OLYMPUS DIGITAL CAMERA", "SONY DSC", "oznor", r"DCIM\100MEDIA\DJI_0042.JPG", " ", ""]
)
def test_what_cameras_write_by_themselves_is_no_caption(text):
    assert read(jpeg(exif=exif({0x010E: ascii_text(text)}))) == Facts()


def test_caption_keeps_its_lines_and_the_others_are_one_line():
    facts = read(jpeg(iptc=iptc(caption=" Dòng một\r\nDòng hai\0", credit="Viết\n  Hà ")))
    assert (facts.caption, facts.credit) == ("Dòng một\nDòng hai", "Viết Hà")


def test_texts_are_bounded():
    words = [f"từ {number}" for number in range(500)]
    facts = read(
        jpeg(iptc=iptc(caption="Đ" * 12_000, byline="H" * 5000, city="M" * 900, keywords=words))
    )
    lengths = len(facts.caption), len(facts.byline), len(facts.place), len(facts.keywords)
    assert lengths == (5000, 300, 300, 100)


# --- times and places -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-10-01T10:51:00+07:00", TAKEN),
        ("2023-10-01T03:51:00Z", TAKEN),
        ("2023-09-30T22:51:00-0500", TAKEN),
        ("2023-10-01T10:51", TAKEN),
        ("2023-10-01T10:51:00.25", TAKEN),
        ("2023:10:01 10:51:00", TAKEN),
        ("20231001105100+0700", TAKEN),
        ("20231001", date(2023, 10, 1)),
        ("2023-10-01T00:00:00", date(2023, 10, 1)),
        ("2023:10:01 25:51:00", date(2023, 10, 1)),
        ("2023:10:01 10:51:00+99:99", date(2023, 10, 1)),
        ("2023:10:01 chiều", date(2023, 10, 1)),
        ("2023-10", None),
        ("20230000", None),
        ("2023:02:30 10:51:00", None),
        ("0000:00:00 00:00:00", None),
        ("0001:01:01 00:00:01", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("    :  :     :  :  ", None),
        ("", None),
    ],
)
def test_moments(text, expected):
    found = moment(text)
    assert (found, type(found)) == (expected, type(expected))


def test_camera_s_own_zone_counts():
    camera = {0x9003: ascii_text("2023:10:01 05:51:00"), 0x9011: ascii_text("+02:00")}
    assert read(jpeg(exif=exif({}, camera))).taken_at == TAKEN


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    ("directory", "place"),
    [
        (gps(*POST_GPS), POST),
        (gps(*POST_GPS, north="S", east="W"), (-POST[0], -POST[1])),
        (gps(((215347222, 10**7),), ((1079525, 10**4),)), POST),
        (gps(((21, 1), (32083333, 10**6), (0, 0)), POST_GPS[1]), POST),
        (gps(((0, 0), (0, 0), (0, 0)), ((0, 0), (0, 0), (0, 0))), (None, None)),
        (gps(((0, 1), (0, 1), (0, 1)), ((0, 1), (0, 1), (0, 1))), (None, None)),
        (gps(((91, 1), (0, 1), (0, 1)), POST_GPS[1]), (None, None)),
        (gps(POST_GPS[0], ((181, 1),)), (None, None)),
        ({1: ascii_text("N"), 2: rationals(*POST_GPS[0])}, (None, None)),
    ],
    ids="seconds south-west degrees minutes no-fix zero too-far too-far-east half".split(),
)
def test_coordinates_of_exif(directory, place, order):
    if order == ">":
        turned = {
            tag: (kind, b"".join(value[at : at + 4][::-1] for at in range(0, len(value), 4)))
            for tag, (kind, value) in directory.items()
            if kind == 5
        }
        directory = directory | turned
    facts = read(jpeg(exif=exif({}, {}, directory, order)))
    assert (facts.latitude, facts.longitude) == pytest.approx(place)


@pytest.mark.parametrize(
    ("latitude", "longitude", "place"),
    [
        ("21,32,5N", "107,57,9E", POST),
        ("21,32.083333N", "107,57.15E", POST),
        ("21,32,5S", "107,57,9W", (-POST[0], -POST[1])),
        ("-21.5347222", "107.9525", (-POST[0], POST[1])),
        ("0,0,0N", "0,0,0E", (None, None)),
        ("91,0,0N", "107,57,9E", (None, None)),
        ("bắc", "107,57,9E", (None, None)),
        ("", "", (None, None)),
        ("9" * 5000 + "N", "107,57,9E", (None, None)),
    ],
)
def test_coordinates_of_xmp(latitude, longitude, place):
    facts = read(jpeg(xmp=xmp(exif_GPSLatitude=latitude, exif_GPSLongitude=longitude)))
    assert (facts.latitude, facts.longitude) == pytest.approx(place)


@pytest.mark.parametrize(
    "blocks",
    [
        {"exif": exif({}, {0xA431: ascii_text("SERIAL-0042")})},
        {"exif": exif({}, {0xA435: ascii_text("LENS-0042")})},
        {"exif": exif({}, {0x927C: undefined(b"Nikon\0\2\x10\0\0")})},
        {"exif": exif({0xC62F: ascii_text("SERIAL-0042")})},
        {"xmp": xmp(aux_SerialNumber="SERIAL-0042")},
    ],
    ids="body lens maker-note dng xmp".split(),
)
def test_serial_number_is_noticed(blocks):
    assert read(jpeg(**blocks)) == Facts(camera_serial=True)


def test_blank_serial_number_is_none():
    assert read(jpeg(exif=exif({}, {0xA431: ascii_text("      ")}))) == Facts()


@pytest.mark.parametrize(
    ("kind", "made"),
    [
        ("trainedAlgorithmicMedia", True),
        ("compositeWithTrainedAlgorithmicMedia", True),
        ("digitalCapture", False),
    ],
)
def test_picture_made_by_a_model_says_so(kind, made):
    address = f"http://cv.iptc.org/newscodes/digitalsourcetype/{kind}"
    as_element = f'<Iptc4xmpExt:DigitalSourceType rdf:resource="{address}"/>'
    for packet in (xmp(Iptc4xmpExt_DigitalSourceType=address), xmp(as_element)):
        assert read(jpeg(xmp=packet)) == Facts(made_by_ai=made)


# --- XMP as programs write it -----------------------------------------------------------------


def test_xmp_in_vietnamese_goes_before_the_default():
    packet = xmp(alt("dc:description", x_default="Patrol", en="Patrol", vi_VN="Tuần tra"))
    assert caption_of(xmp=packet) == "Tuần tra"


def test_xmp_without_its_wrapper_and_with_padding():
    packet = xmp(photoshop_Headline="Tuần tra")
    head, tail = packet.index(b"<rdf:RDF"), packet.index(b"</x:xmpmeta>")
    spaces = packet[packet.index(b" xmlns:dc") : head - 1]
    bare = b"<rdf:RDF" + spaces + packet[head + 8 : tail]
    wrapped = b"<?xpacket begin='\xef\xbb\xbf'?>" + bare + b" " * 2000 + b"<?xpacket end='w'?>\0\0"
    assert caption_of(xmp=wrapped) == "Tuần tra"


def test_xmp_of_several_descriptions_is_one():
    one, other = xmp(photoshop_City="Móng Cái"), xmp(photoshop_Country="Việt Nam")
    start, end = b"<rdf:Description", b"</rdf:RDF>"
    second = other[other.index(start) : other.index(end)]
    assert read(jpeg(xmp=one.replace(end, second + end))).place == "Móng Cái, Việt Nam"
