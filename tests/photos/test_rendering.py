"""Public copies: upright, true in colour, and silent about where and by whom they were made."""

import io
import json

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from outbox.models import Effect
from outbox.queue import run_due
from photos import library
from photos.geometry import RATIOS
from photos.intake import admit, inspect
from photos.models import Photo, RetiredFile
from photos.rendering import FORMS, bring_up_to_date, files_of, wanted
from tests.photos.exif_files import exiftool_reads, needs_exiftool, press_photo
from tests.photos.files import SECRET, corners, encoded, exif, plain, talkative, upload

pytestmark = pytest.mark.django_db


def admitted(content, **facts):
    photo = Photo(**{"caption": "Cột mốc.", "credit": "Viết Hà", **facts})
    return admit(photo, inspect(upload(content)), by=None)


def rendered(content, **facts):
    photo = admitted(content, **facts)
    bring_up_to_date(photo)
    return photo


def copies(photo, ratios=tuple(RATIOS)):
    """(form, copy, opened image, bytes) of each copy, read back from where readers get it."""
    for ratio in ratios:
        for form in FORMS:
            for copy in photo.copies(ratio, form):
                with default_storage.open(copy.name) as file:
                    content = file.read()
                yield form, copy, Image.open(io.BytesIO(content)), content


def near(color, other, by=12):
    return all(abs(one - two) <= by for one, two in zip(color, other, strict=True))


# --- which ------------------------------------------------------------------------------------


def test_first_copy_is_the_whole_picture_and_shown_at_once():
    photo = admitted(plain(size=(2000, 1000)))
    cut = photo.edition("free")
    assert photo.made == {"free": {"cut": cut, "webp": [800]}}
    assert [copy.height for _f, copy, _i, _c in copies(photo)] == [400]
    folder = f"anh/{photo.key[:2]}/{photo.key}"
    assert photo.best_url("5x3") == f"/media/{folder}-free-{cut}-800.webp"


def test_worker_makes_every_ratio_in_every_form():
    photo = admitted(plain(size=(2000, 1500)))
    assert run_due() == 1
    photo.refresh_from_db()
    widths = {
        "5x3": [240, 480, 800, 1170, 1600],
        "16x9": [480, 1200, 1600],
        "1x1": [160, 320, 1200],
        "4x5": [320, 640, 1170],
        "free": [480, 800, 1170, 1600],
    }
    assert photo.made == {
        ratio: {"cut": photo.edition(ratio), "avif": wide, "webp": wide, "jpeg": wide}
        for ratio, wide in widths.items()
    }
    for form, copy, image, _content in copies(photo):
        assert image.format.lower() == form
        assert image.size == (copy.width, copy.height)


@pytest.mark.parametrize("size", [(1000, 700), (640, 400), (320, 400), (320, 3200), (3200, 320)])
def test_no_copy_is_wider_than_the_picture_fills(size):
    photo = rendered(plain(size=size))
    shapes = {"5x3": 5 / 3, "16x9": 16 / 9, "1x1": 1, "4x5": 4 / 5, "free": size[0] / size[1]}
    for ratio, shape in shapes.items():
        for _form, copy, image, _content in copies(photo, [ratio]):
            assert image.size == (copy.width, copy.height)
            assert copy.width <= size[0]
            assert abs(copy.height - copy.width / shape) <= 1


def test_copies_up_to_date_are_not_made_again():
    photo = rendered(plain())
    assert bring_up_to_date(photo) == 0
    assert bring_up_to_date(Photo.objects.get()) == 0


def test_photo_that_is_gone_stops_no_worker():
    from photos.effects import render  # noqa: PLC0415 -- named as the worker finds it

    render("999999")


# --- changed ----------------------------------------------------------------------------------


def test_moved_focal_point_makes_new_files_and_keeps_the_old():
    photo = rendered(plain(size=(1600, 900)))
    before = {ratio: photo.files_of(ratio, photo.made[ratio]) for ratio in RATIOS}
    photo.focal_x = 0.1
    library.change(photo, by=None, fields=["focal_x"])
    shown = set(files_of(Photo.objects.get()))
    assert shown == set().union(*before.values())  # until the worker has been there
    run_due()
    photo.refresh_from_db()
    after = {ratio: photo.files_of(ratio, photo.made[ratio]) for ratio in RATIOS}
    assert {ratio for ratio in RATIOS if after[ratio] != before[ratio]} == {"5x3", "1x1", "4x5"}
    gone = before["5x3"] | before["1x1"] | before["4x5"]
    assert set(RetiredFile.objects.values_list("name", flat=True)) == gone
    assert [name for name in gone if not default_storage.exists(name)] == []


def test_focal_point_moved_back_shows_the_first_files_again():
    photo = rendered(plain(size=(1600, 900)), focal_x=0.4)
    first = set(files_of(photo))
    for across in (0.1, 0.4):
        photo.focal_x = across
        library.change(photo, by=None, fields=["focal_x"])
        run_due()
        photo.refresh_from_db()
    assert set(files_of(photo)) == first
    assert RetiredFile.objects.filter(name__in=first).count() == 0


def test_cut_by_hand_shows_what_is_in_its_frame():
    photo = rendered(encoded(corners((1600, 1000)), quality=95))
    photo.crops = {"1x1": [0.0, 0.0, 0.4, 0.4]}
    library.change(photo, by=None, fields=["crops"])
    run_due()
    photo.refresh_from_db()
    for _form, _copy, image, _content in copies(photo, ["1x1"]):
        assert near(
            image.convert("RGB").getpixel((image.width // 2, image.height // 2)), (254, 0, 0)
        )


def test_frame_moved_while_the_worker_is_at_it_is_not_shown_wrong():
    photo = admitted(plain(size=(1600, 900)))
    held = Photo.objects.get()
    Photo.objects.update(focal_x=0.05)
    bring_up_to_date(held)
    photo.refresh_from_db()
    assert set(photo.made) == {"16x9", "free"}  # the two whose cut the focal point does not move
    assert RetiredFile.objects.count() == 3 * (5 + 3 + 3)
    run_due()
    photo.refresh_from_db()
    assert photo.made == {ratio: wanted(photo, ratio) for ratio in RATIOS}


def test_change_of_words_makes_no_new_files():
    photo = rendered(plain())
    Effect.objects.all().delete()
    photo.caption = "Cột mốc 1369."
    library.change(photo, by=None, fields=["caption"])
    assert Effect.objects.count() == 0


# --- clean ------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_copies_carry_nothing_a_camera_wrote(form, orientation):
    original = talkative(form, orientation)
    assert SECRET in original
    assert b"SERIAL-0042" in original
    for _form, _copy, image, content in copies(rendered(original)):
        image.load()
        assert dict(image.getexif()) == {}
        assert image.getxmp() == {}
        traces = (b"GPS", b"http://ns.adobe.com", b"ICC_PROFILE", b"SERIAL", SECRET)
        assert [trace for trace in traces if trace in content] == []


ALLOWED = {"JFIF", "RIFF", "QuickTime", "Meta"}


@needs_exiftool
def test_exiftool_finds_no_word_in_any_public_file(tmp_path):
    photo = rendered(press_photo(corners((1600, 1000))))
    checked = 0
    for name in files_of(photo):
        with default_storage.open(name) as file:
            found = exiftool_reads(tmp_path / "copy", file.read())
        assert {tag.partition(":")[0] for tag in found} <= ALLOWED, name
        assert "Đồn" not in json.dumps(found, ensure_ascii=False)
        checked += 1
    assert checked == 3 * (5 + 3 + 3 + 3 + 4)


@needs_exiftool
def test_credit_is_written_into_the_files_where_that_is_switched_on(tmp_path, settings):
    settings.PHOTO_CREDIT_IN_FILES = True
    photo = rendered(press_photo(corners((640, 480))), credit="Nguyễn Thị Ngọc Huyền")
    for form, _copy, _image, content in copies(photo):
        found = exiftool_reads(tmp_path / "copy", content)
        said = {tag: value for tag, value in found.items() if tag.split(":")[0] not in ALLOWED}
        said.pop("XMP-x:XMPToolkit", None)
        credit, rights = "Ảnh: Nguyễn Thị Ngọc Huyền", "© Báo Biên phòng"
        iptc = {"IPTC:Credit": credit, "IPTC:CopyrightNotice": rights}
        xmp = {"XMP-photoshop:Credit": credit, "XMP-dc:Rights": rights}
        expected = {"avif": {}, "webp": xmp, "jpeg": iptc | xmp}[form]
        assert {tag: said[tag] for tag in expected} == expected
        assert {tag.split(":")[0] for tag in said} <= {
            "IPTC",
            "XMP-photoshop",
            "XMP-dc",
            "Photoshop",
        }


def test_other_credit_makes_other_files_where_it_is_written_into_them(settings):
    settings.PHOTO_CREDIT_IN_FILES = True
    photo = rendered(plain())
    before = set(files_of(photo))
    photo.credit = "Trọng Đức"
    library.change(photo, by=None, fields=["credit"])
    run_due()
    assert set(files_of(Photo.objects.get())) & before == set()


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
    photo = rendered(encoded(corners((640, 480)), form, exif=exif(orientation)))
    upright = (640, 480) if orientation < 5 else (480, 640)
    assert (photo.width, photo.height) == upright
    for _form, _copy, image, _content in copies(photo, ["free"]):
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
    for _form, _copy, image, _content in copies(rendered(content)):
        assert image.mode == "RGB"
        assert near(image.getpixel((100, 100)), color)


def test_copy_of_a_phone_picture_with_two_frames_is_the_first():
    content = encoded(
        Image.new("RGB", (640, 480), "red"),
        "MPO",
        save_all=True,
        append_images=[Image.new("RGB", (640, 480), "blue")],
    )
    for _form, _copy, image, _content in copies(rendered(content)):
        assert near(image.getpixel((100, 100)), (254, 0, 0))
