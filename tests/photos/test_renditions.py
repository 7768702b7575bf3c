"""Public copies: upright, true in colour, and silent about where and by whom they were made."""

import io

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from photos.intake import admit, inspect
from photos.models import Photo
from tests.photos.files import SECRET, corners, encoded, exif, plain, talkative, upload

pytestmark = pytest.mark.django_db


def admitted(content):
    photo = Photo(caption="Cột mốc.", credit="Viết Hà")
    return admit(photo, inspect(upload(content)), by=None)


def copies(photo):
    """(format, opened image, bytes) of each rendition, read back from where readers get it."""
    for row in photo.renditions.all():
        with default_storage.open(row.file.name) as file:
            content = file.read()
        yield row, Image.open(io.BytesIO(content)), content


def near(color, other, by=12):
    return all(abs(one - two) <= by for one, two in zip(color, other, strict=True))


@pytest.mark.parametrize(
    ("size", "widths"),
    [
        ((2000, 1000), {("webp", 480), ("webp", 960), ("webp", 1600), ("jpeg", 1200)}),
        ((1600, 1000), {("webp", 480), ("webp", 960), ("webp", 1600), ("jpeg", 1200)}),
        ((1000, 700), {("webp", 480), ("webp", 960), ("webp", 1000), ("jpeg", 1000)}),
        ((640, 400), {("webp", 480), ("webp", 640), ("jpeg", 640)}),
        ((320, 400), {("webp", 320), ("jpeg", 320)}),
    ],
)
def test_copies_are_as_wide_as_the_page_asks_and_never_wider_than_the_picture(size, widths):
    photo = admitted(plain(size=size))
    assert {(row.format, row.width) for row in photo.renditions.all()} == widths
    for row, image, _content in copies(photo):
        assert image.format.lower() == row.format
        assert image.size == (row.width, row.height)
        assert abs(row.height - row.width * size[1] / size[0]) <= 1


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_copies_carry_nothing_a_camera_wrote(form, orientation):
    original = talkative(form, orientation)
    assert SECRET in original
    assert b"SERIAL-0042" in original
    photo = admitted(original)
    assert photo.renditions.count() == (3 if orientation == 1 else 2)
    for _row, image, content in copies(photo):
        image.load()
        assert dict(image.getexif()) == {}
        assert image.getxmp() == {}
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop"} | {
            *("background", "timestamp", "duration", "progressive", "progression")
        }
        traces = (b"Exif", b"GPS", b"http://ns.adobe.com", b"ICC_PROFILE", b"SERIAL", SECRET)
        assert [trace for trace in traces if trace in content] == []


# Where the red corner of the stored picture is seen, for each orientation a camera can note.
RED_CORNER = {
    1: ("left", "top"),
    2: ("right", "top"),
    3: ("right", "bottom"),
    4: ("left", "bottom"),
    5: ("left", "top"),
    6: ("right", "top"),
    7: ("right", "bottom"),
    8: ("left", "bottom"),
}


@pytest.mark.parametrize("orientation", RED_CORNER)
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_copies_are_upright(orientation, form):
    photo = admitted(encoded(corners((640, 480)), form, exif=exif(orientation)))
    upright = (640, 480) if orientation < 5 else (480, 640)
    assert (photo.width, photo.height) == upright
    for _row, image, _content in copies(photo):
        across, down = RED_CORNER[orientation]
        x = 5 if across == "left" else image.width - 6
        y = 5 if down == "top" else image.height - 6
        assert near(image.convert("RGB").getpixel((x, y)), (255, 0, 0), by=25)


@pytest.mark.parametrize(
    ("content", "color"),
    [
        (plain("RGBA", (255, 0, 0, 0), form="PNG"), (255, 255, 255)),
        (plain("RGBA", (0, 0, 0, 128), form="WEBP"), (127, 127, 127)),
        (plain("LA", (0, 0), form="PNG"), (255, 255, 255)),
        (plain("P", 0, form="PNG", transparency=0), (255, 255, 255)),
        (plain("L", 7, form="PNG", transparency=7), (255, 255, 255)),
        (plain("RGB", (9, 9, 9), form="PNG", transparency=(9, 9, 9)), (255, 255, 255)),
        (plain("1", 0, form="PNG"), (0, 0, 0)),
        (plain("L", 90), (90, 90, 90)),
        (plain("I;16", 25_700, form="PNG"), (100, 100, 100)),
        (plain("CMYK", (0, 255, 255, 0)), (254, 0, 0)),
    ],
    ids=["rgba", "webp-a", "la", "p", "l-key", "rgb-key", "1-bit", "grey", "16-bit", "cmyk"],
)
def test_copies_show_the_colours_of_the_picture_on_white(content, color):
    for _row, image, _content in copies(admitted(content)):
        assert image.mode == "RGB"
        assert near(image.getpixel((100, 100)), color)


def test_copy_of_a_phone_picture_with_two_frames_is_the_first():
    content = encoded(
        Image.new("RGB", (640, 480), "red"),
        "MPO",
        save_all=True,
        append_images=[Image.new("RGB", (640, 480), "blue")],
    )
    for _row, image, _content in copies(admitted(content)):
        assert near(image.getpixel((100, 100)), (254, 0, 0))


def test_copies_stand_in_the_public_folder_under_the_key():
    photo = admitted(plain())
    names = {row.file.name for row in photo.renditions.all()}
    folder = f"anh/{photo.key[:2]}/{photo.key}"
    assert names == {f"{folder}-480.webp", f"{folder}-640.webp", f"{folder}-640.jpg"}
