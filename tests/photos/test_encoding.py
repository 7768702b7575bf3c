"""Public bytes: nothing but the picture in them, light enough for a phone."""

import io
from random import Random

import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from photos.crediting import with_credit
from photos.encoding import SUFFIXES, cut, dominant_color, pack
from photos.geometry import CENTER, RATIOS, crop_box, scaled
from photos.metadata import Facts, read
from tests.photos.exif_files import (
    EXIF,
    IPTC,
    XMP,
    exiftool_reads,
    jpeg,
    needs_exiftool,
    parts,
    png,
    raw_profile,
    xmp_text,
)
from tests.photos.files import SECRET, encoded, talkative

FORMS = list(SUFFIXES)
PARTS = {
    "jpeg": ["APP0 JFIF", "DQT", "SOF2", "DHT", "SOS"],
    "webp": ["VP8 "],
    "avif": [
        *("ftyp", "meta", "meta/hdlr", "meta/pitm", "meta/iloc", "meta/iinf", "item av01"),
        *("meta/iprp", "property ispe", "property pixi", "property av1C", "property colr", "mdat"),
    ],
}
"""Each once, however many tables and scans a JPEG has."""


def encode(image, form, width, ratio="free", focal=CENTER):
    """A copy as the worker makes it."""
    box = crop_box(image.size, ratio, focal)
    return pack(cut(image, box, scaled(box, ratio, width)), form)


def opened(content):
    return Image.open(io.BytesIO(content))


def photograph(size, detail, seed=1):
    """Grey clouds with as much in the small as nature has: the more detail, the more leaves."""
    dice = Random(seed)
    image = Image.new("L", size, 128)
    cell = max(size)
    while cell >= 1:
        small = max(1, size[0] // cell), max(1, size[1] // cell)
        noise = Image.frombytes("L", small, dice.randbytes(small[0] * small[1]))
        noise = noise.resize(size, Image.Resampling.BICUBIC)
        weight = 0.5 * (cell / max(size)) ** (1 - detail)
        image = Image.blend(image, noise, weight)
        cell //= 2
    return ImageOps.colorize(ImageOps.autocontrast(image), "#18240f", "#e8eef4", "#7a8a5c")


NORMAL = photograph((2400, 1600), 0.6)


# --- clean ------------------------------------------------------------------------------------

TALKATIVE = {
    "jpeg": talkative("JPEG"),
    "png": talkative("PNG"),
    "webp": talkative("WEBP"),
    "avif": talkative("AVIF"),
    "press": jpeg(exif=EXIF, iptc=IPTC, xmp=XMP, comment=SECRET),
    "press png": png(xmp_text(XMP), raw_profile("iptc", IPTC), (b"eXIf", EXIF)),
}


@pytest.mark.parametrize("original", TALKATIVE.values(), ids=TALKATIVE)
@pytest.mark.parametrize("form", FORMS)
def test_copy_has_the_parts_of_a_picture_and_no_other(form, original):
    with opened(original) as image:
        content = encode(image.convert("RGB"), form, 480)
        same_size = pack(image, form)
    for copy in (content, same_size):
        assert list(dict.fromkeys(parts(copy))) == PARTS[form]
        assert SECRET not in copy
        assert read(copy) == Facts()


def _part_alone(value):
    """Names without the picture: each process makes its own, and must name the tests alike."""
    return value if isinstance(value, str) else ""


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (talkative("JPEG"), "COM"),
        (talkative("JPEG"), "APP1 Exif"),
        (talkative("JPEG"), "APP2 ICC_PROFILE"),
        (TALKATIVE["press"], "APP13 Photoshop 3.0"),
        (talkative("PNG"), "iTXt"),
        (talkative("PNG"), "eXIf"),
        (talkative("WEBP"), "EXIF"),
        (talkative("WEBP"), "XMP "),
        (talkative("AVIF"), "item Exif"),
        (talkative("AVIF"), "item mime"),
    ],
    ids=_part_alone,
)
def test_reader_of_parts_sees_what_must_not_be_there(content, part):
    assert parts(content).count(part) == 1


@needs_exiftool
@pytest.mark.parametrize("form", FORMS)
def test_exiftool_finds_no_word_in_a_copy(tmp_path, form):
    with opened(TALKATIVE["press"]) as image:
        content = encode(image.convert("RGB"), form, 480)
    groups = {name.partition(":")[0] for name in exiftool_reads(tmp_path / "a", content)}
    assert groups <= {"JFIF", "RIFF", "QuickTime", "Meta"}


@needs_exiftool
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_exiftool_finds_words_in_the_original(tmp_path, form):
    groups = {name.partition(":")[0] for name in exiftool_reads(tmp_path / "a", talkative(form))}
    assert groups >= {"IFD0", "GPS"}


# --- what is seen -----------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("ratio", "size"),
    [("5x3", (240, 144)), ("16x9", (240, 135)), ("1x1", (240, 240)), ("4x5", (240, 300))],
)
def test_copy_has_the_format_and_size_asked(form, ratio, size):
    with opened(encode(NORMAL, form, 240, ratio)) as copy:
        assert (copy.format, copy.mode, copy.size) == (form.upper(), "RGB", size)


@pytest.mark.parametrize("form", FORMS)
def test_copy_shows_the_part_around_the_focal_point(form):
    image = Image.new("RGB", (900, 300), "teal")
    image.paste("orange", (600, 0, 900, 300))
    left = opened(encode(image, form, 120, "1x1", (0.1, 0.5)))
    right = opened(encode(image, form, 120, "1x1", (0.9, 0.5)))
    for copy, color in ((left, "teal"), (right, "orange")):
        off = ImageChops.difference(copy.convert("RGB"), Image.new("RGB", copy.size, color))
        assert max(high for _low, high in off.getextrema()) < 12


@pytest.mark.parametrize("ratio", RATIOS)
def test_copy_is_never_larger_than_the_picture(ratio):
    small = NORMAL.resize((300, 200))
    with opened(encode(small, "webp", 1600, ratio)) as copy:
        left, top, right, bottom = crop_box(small.size, ratio)
        assert copy.size == (right - left, bottom - top)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", [(1, 1), (1, 900), (900, 1), (7, 5)])
def test_copy_of_a_sliver_is_made(form, size):
    for ratio in RATIOS:
        assert encode(Image.new("RGB", size, "teal"), form, 160, ratio)


@pytest.mark.parametrize("form", FORMS)
def test_copy_is_the_same_each_time_and_leaves_the_picture_alone(form):
    image = NORMAL.resize((600, 400))
    before = image.tobytes()
    assert len({encode(image, form, 480, "5x3", (0.3, 0.3)) for _time in range(3)}) == 1
    assert image.tobytes() == before


# --- how heavy --------------------------------------------------------------------------------


def lead(image):
    return cut(image, crop_box(image.size, "5x3"), (1170, 702))


def test_lead_photo_of_a_phone_is_light_and_good():
    picture = lead(NORMAL)
    avif, webp, jpg = (pack(picture, form) for form in ("avif", "webp", "jpeg"))
    assert len(avif) <= 90_000
    assert len(avif) <= 0.6 * len(jpg)
    assert len(avif) < len(webp) < len(jpg)
    off = ImageStat.Stat(ImageChops.difference(opened(avif).convert("RGB"), picture))
    assert max(off.rms) < 8


def test_busy_photo_gives_up_quality_no_eye_finds():
    picture = lead(photograph((2400, 1600), 0.8))
    plain = len(encoded(picture, "AVIF", quality=55, speed=6))
    assert plain > 90_000
    assert len(pack(picture, "avif")) <= 90_000


# --- in its place -----------------------------------------------------------------------------


@pytest.mark.parametrize("color", ["#2f6b3a", "#000000", "#ffffff"])
def test_dominant_color_is_that_of_most_of_the_picture(color):
    image = Image.new("RGB", (600, 400), color)
    image.paste("red", (0, 0, 200, 200))
    assert dominant_color(image) == color


def test_dominant_color_of_one_pixel():
    assert dominant_color(Image.new("RGB", (1, 1), "teal")) == "#008080"


# --- credited ---------------------------------------------------------------------------------

CREDIT = "Ảnh: Nguyễn Thị Ngọc Huyền & “Ảnh <Biên phòng>”"
RIGHTS = "© 2023 Báo Biên phòng"


@pytest.mark.parametrize("form", ["jpeg", "webp"])
@pytest.mark.parametrize("rights", [RIGHTS, RIGHTS + "!"], ids=["odd", "even"])
def test_credited_copy_says_both_lines_and_shows_the_same(form, rights):
    plain = encode(NORMAL, form, 240, "5x3")
    credited = with_credit(plain, form, CREDIT, rights)
    assert read(credited) == Facts(
        credit=CREDIT, copyright=rights, sources={"credit": "XMP", "copyright": "XMP"}
    )
    assert opened(credited).convert("RGB").tobytes() == opened(plain).convert("RGB").tobytes()


def test_credited_copy_has_two_parts_more():
    plain = encode(NORMAL, "jpeg", 240, "5x3")
    added = ["APP1 http://ns.adobe.com/xap/1.0/", "APP13 Photoshop 3.0"]
    names = parts(plain)
    assert parts(with_credit(plain, "jpeg", CREDIT, RIGHTS)) == [names[0], *added, *names[1:]]
    webp = with_credit(encode(NORMAL, "webp", 240, "5x3"), "webp", CREDIT, RIGHTS)
    assert parts(webp) == ["VP8X", "VP8 ", "XMP "]


def test_credited_jpeg_says_it_in_iptc_too():
    credited = with_credit(encode(NORMAL, "jpeg", 240), "jpeg", CREDIT, RIGHTS)
    without_xmp = credited.replace(b"http://ns.adobe.com/xap", b"http://ns.adobe.com/---")
    assert read(without_xmp) == Facts(
        credit=CREDIT, copyright=RIGHTS, sources={"credit": "IPTC", "copyright": "IPTC"}
    )


@needs_exiftool
@pytest.mark.parametrize("form", ["jpeg", "webp"])
def test_exiftool_finds_credit_and_copyright_alone(tmp_path, form):
    credited = with_credit(encode(NORMAL, form, 240, "5x3"), form, CREDIT, RIGHTS)
    tags = exiftool_reads(tmp_path / "a", credited)
    words = {name: value for name, value in tags.items() if name.startswith(("XMP", "IPTC"))}
    expected = {"XMP-photoshop:Credit": CREDIT, "XMP-dc:Rights": RIGHTS}
    if form == "jpeg":
        expected |= {"IPTC:CodedCharacterSet": "UTF8", "IPTC:ApplicationRecordVersion": 4}
        expected |= {"IPTC:Credit": CREDIT, "IPTC:CopyrightNotice": RIGHTS}
    assert words == expected


def test_credit_is_cleaned_and_bounded():
    plain = encode(NORMAL, "jpeg", 240)
    facts = read(with_credit(plain, "jpeg", "Viê\u0323t\u200b\n Hà\x07", "Đ" * 70_000))
    assert (facts.credit, facts.copyright) == ("Việt Hà", "Đ" * 300)


@pytest.mark.parametrize("form", ["avif", "png"])
def test_credit_of_another_format_is_refused(form):
    with pytest.raises(ValueError, match=form):
        with_credit(b"", form, CREDIT, RIGHTS)


def test_credit_of_a_webp_from_elsewhere_is_refused():
    with pytest.raises(ValueError, match="not a WebP"):
        with_credit(talkative("WEBP"), "webp", CREDIT, RIGHTS)
