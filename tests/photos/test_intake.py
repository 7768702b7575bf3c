"""What the library takes in, what it refuses, and that nothing is left half-done."""

import hashlib
import struct
from pathlib import Path
from random import Random

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image

from outbox.models import Effect
from photos.forms import PhotoForm
from photos.intake import HEIC, SVG, AlreadyKnown, Arrival, admit, inspect, refuse_known, replace
from photos.models import FormerOriginal, Photo, PhotoAct, RetiredFile
from photos.opening import as_seen
from photos.rendering import bring_up_to_date, files_of
from tests.factories.people import make_user
from tests.factories.photos import RIGHTS
from tests.photos.exif_files import press_photo
from tests.photos.files import (
    bomb,
    corners,
    encoded,
    exif,
    plain,
    talkative,
    upload,
    with_segment,
)

BROKEN = "Ảnh bị hỏng, không mở được. Hãy xuất lại từ máy ảnh."
NO_PICTURE = "Tệp này không phải ảnh JPEG, PNG hay WebP."


def refusal(content, name="anh.jpg"):
    with pytest.raises(ValidationError) as caught:
        inspect(upload(content, name))
    return caught.value.messages


def new_photo(**facts):
    return Photo(**{"caption": "Cột mốc.", "credit": "Viết Hà", **facts})


def admitted(content, **facts):
    return admit(new_photo(**facts), inspect(upload(content)), by=None)


# --- refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 5000,
        "Đồn Biên phòng".encode(),
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.7\n",
        plain(form="GIF"),
        plain(form="BMP"),
        plain(form="TIFF"),
        plain(form="ICO", size=(256, 256)),
    ],
    ids=["empty", "zeros", "text", "html", "pdf", "gif", "bmp", "tiff", "ico"],
)
@pytest.mark.parametrize("name", ["anh.jpg", "anh.png", "anh"])
def test_file_that_is_no_picture_of_ours_is_refused_whatever_its_name(content, name):
    assert refusal(content, name) == [NO_PICTURE]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 900, HEIC),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic" + b"\0" * 900, HEIC),
        (b"<?xml version='1.0'?><SVG xmlns='http://www.w3.org/2000/svg'></SVG>", SVG),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", SVG),
    ],
    ids=["heic", "heif", "svg", "svg script"],
)
def test_picture_of_a_kind_people_often_send_is_refused_with_a_way_out(content, sentence):
    assert refusal(content, "anh.jpg") == [sentence]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("part", [0.3, 0.9])
def test_truncated_picture_is_refused(form, part):
    noise = Image.effect_noise((400, 400), 90).convert("RGB")
    content = encoded(noise, form)
    assert refusal(content[: int(len(content) * part)]) in ([BROKEN], [NO_PICTURE])


def test_picture_with_a_broken_middle_is_refused():
    # Few enough tones to be packed: in a block that is stored as it is, no reader sees a fault.
    noise = bytes(value & 0x1F for value in Random(7).randbytes(160_000))
    content = encoded(Image.frombytes("L", (400, 400), noise), "PNG")
    middle = len(content) // 2
    assert refusal(content[:middle] + b"\0" * 40 + content[middle + 40 :]) == [BROKEN]


@pytest.mark.parametrize(("size", "told"), [((319, 400), "319×400"), ((400, 319), "400×319")])
def test_tiny_picture_is_refused_with_its_size(size, told):
    sentence = f"Ảnh {told} quá nhỏ, mỗi cạnh cần ít nhất 320 điểm."
    assert refusal(plain(size=size)) == [sentence]


def test_picture_just_large_enough_is_taken():
    assert inspect(upload(plain(size=(320, 320)))).suffix == ".jpg"


def test_bomb_is_refused_by_its_header():
    content = bomb()
    assert len(content) < 30_000
    assert refusal(content, "anh.png") == ["Ảnh 13.000×13.000 quá lớn, quá 60 triệu điểm."]


@pytest.mark.parametrize(("size", "told"), [((320, 3201), "320×3.201"), ((3201, 320), "3.201×320")])
def test_picture_too_long_for_its_copies_is_refused(size, told):
    sentence = f"Ảnh {told} quá dài: cạnh dài hơn 10 lần cạnh ngắn."
    assert refusal(plain(size=size, form="PNG")) == [sentence]


def test_file_too_heavy_is_refused_before_it_is_read(settings):
    settings.PHOTO_MAX_BYTES = 1000
    assert refusal(b"x" * 1001) == ["Ảnh nặng 1.001 B, quá mức 1.000 B."]


@pytest.mark.django_db
def test_picture_already_there_is_refused_with_its_number():
    content = plain()
    photo = admitted(content)
    with pytest.raises(ValidationError) as caught:
        refuse_known(inspect(upload(content)))
    assert caught.value.messages == [f"Ảnh này đã có trong kho: số {photo.pk}, “Cột mốc.”."]


# --- taken ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (plain(), ".jpg"),
        (plain(form="PNG"), ".png"),
        (plain(form="WEBP"), ".webp"),
        (plain("CMYK", (0, 255, 255, 0)), ".jpg"),
        (plain("L", 128), ".jpg"),
        (plain("I;16", 30_000, form="PNG"), ".png"),
        (plain("P", 0, form="PNG", transparency=0), ".png"),
        (encoded(corners(), "MPO", save_all=True, append_images=[corners()]), ".jpg"),
        (talkative(), ".jpg"),
        (talkative("PNG"), ".png"),
        (talkative("WEBP"), ".webp"),
    ],
    # Without the picture: each process makes its own, and must name the tests alike.
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_picture_of_any_kind_is_taken_as_it_came(content, suffix):
    arrival = inspect(upload(content, "tên lạ.xyz"))
    digest = hashlib.sha256(content).hexdigest()
    assert (arrival.content, arrival.sha256, arrival.suffix) == (content, digest, suffix)
    assert (arrival.picture.mode, arrival.file_name) == ("RGB", "tên lạ.xyz")


@pytest.mark.django_db
def test_original_is_kept_byte_for_byte_out_of_the_public_folder():
    content = talkative()
    photo = admitted(content)
    path = Path(photo.original.path)
    assert path.read_bytes() == content
    assert path.is_relative_to(settings.PRIVATE_ROOT)
    assert not path.is_relative_to(settings.MEDIA_ROOT)


@pytest.mark.django_db
def test_public_names_do_not_follow_from_the_picture():
    photo = admitted(plain())
    bring_up_to_date(photo)
    assert photo.sha256[:8] not in "".join(files_of(photo))
    other = new_photo()
    assert photo.key != other.key
    assert len(photo.key) == 24


@pytest.mark.django_db
def test_photo_remembers_who_brought_it_and_its_size_as_seen():
    person = make_user("Phóng viên ảnh")
    content = encoded(corners((640, 480)), exif=exif(6))
    photo = admit(new_photo(), inspect(upload(content)), by=person)
    photo.refresh_from_db()
    assert (photo.uploaded_by, photo.width, photo.height) == (person, 480, 640)


# --- nothing half-stored ----------------------------------------------------------------------


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_twin_that_slips_through_leaves_nothing_behind(stored):
    arrival = inspect(upload(plain()))
    admit(new_photo(), arrival, by=None)
    before = stored()
    with pytest.raises(AlreadyKnown):
        admit(new_photo(), arrival, by=None)
    assert stored() == before
    assert Photo.objects.count() == 1


@pytest.mark.django_db
def test_copy_that_cannot_be_made_leaves_nothing_behind(stored):
    # The original is stored before the copy, 800 across, turns out too tall for WebP.
    size = (961, 20_000)
    arrival = Arrival(b"PNG", "0" * 64, ".png", size, Image.new("RGB", size))
    before = stored()
    with pytest.raises(ValueError, match="WebP limit"):
        admit(new_photo(), arrival, by=None)
    assert stored() == before
    assert Photo.objects.count() == 0


@pytest.mark.django_db
def test_refused_picture_leaves_nothing_behind(stored):
    before = stored()
    for content in (b"", bomb(), plain(form="GIF"), plain(size=(10, 10))):
        refusal(content)
    assert stored() == before


@pytest.mark.django_db
def test_admitted_photo_is_told_who_added_it_and_waits_for_its_copies():
    person = make_user("Phóng viên ảnh")
    photo = admit(new_photo(), inspect(upload(plain(), "bờ sông.jpg")), by=person)
    act = photo.acts.get()
    assert (act.kind, act.by, act.changes) == (PhotoAct.Kind.ADDED, person, {})
    effect = Effect.objects.get()
    assert (effect.kind, effect.key) == ("photos.render", str(photo.pk))
    photo.refresh_from_db()
    assert photo.file_name == "bờ sông.jpg"
    assert f" {photo.pk} cot moc " in photo.words
    assert " bo song jpg " in photo.words


# --- replaced ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_better_file_takes_the_place_and_the_old_ones_stay(stored):
    person = make_user("Phóng viên ảnh")
    photo = admitted(plain(color="red"), focal_x=0.9, location="21.53472, 107.95250")
    bring_up_to_date(photo)
    old, shown, before = photo.sha256, set(files_of(photo)), stored()
    arrival = inspect(upload(plain(color="blue", size=(800, 500)), "to hơn.jpg"))
    replace(photo, arrival, by=person)
    photo.refresh_from_db()
    assert (photo.sha256, photo.width, photo.height) == (arrival.sha256, 800, 500)
    assert (photo.focal_x < 0.6, photo.crops, photo.file_name) == (True, {}, "to hơn.jpg")
    assert FormerOriginal.objects.get().sha256 == old
    assert photo.location == ""
    with FormerOriginal.objects.get().file.open() as file:
        assert file.read() == plain(color="red")
    assert before < stored()
    assert set(RetiredFile.objects.values_list("name", flat=True)) == shown
    assert photo.acts.first().kind == PhotoAct.Kind.REPLACED
    bring_up_to_date(photo)
    assert set(files_of(photo)) & shown == set()


@pytest.mark.django_db
def test_two_replacements_keep_both_files_before():
    """Each hand had opened the photo before the other had replaced it."""
    person = make_user("Phóng viên ảnh")
    photo = admitted(plain(color="red"))
    one, other = Photo.objects.get(), Photo.objects.get()
    replace(one, inspect(upload(plain(color="blue"))), by=person)
    between = set(files_of(one))
    replace(other, inspect(upload(plain(color="green"))), by=person)
    kept = {row.sha256 for row in FormerOriginal.objects.all()}
    assert kept == {photo.sha256, one.sha256}
    for row in FormerOriginal.objects.all():
        assert row.file.storage.exists(row.file.name)
    assert between <= set(RetiredFile.objects.values_list("name", flat=True))


@pytest.mark.django_db
def test_replacement_tells_what_it_says_of_itself():
    photo = admitted(plain(), made_by_ai=False)
    said = press_photo(corners((800, 600)), caption="Không lấy.")
    facts = replace(photo, inspect(upload(said, "mới.jpg")), by=make_user("Phóng viên ảnh"))
    photo.refresh_from_db()
    assert (facts.caption, photo.caption) == ("Không lấy.", "Cột mốc.")
    assert photo.location == "21.53472, 107.95250"
    assert list(Photo.objects.search("mới jpg")) == [photo]


@pytest.mark.django_db
def test_file_that_was_replaced_is_known_when_it_is_sent_again():
    photo = admitted(plain(color="red"))
    replace(photo, inspect(upload(plain(color="blue"))), by=make_user("Phóng viên ảnh"))
    with pytest.raises(ValidationError) as caught:
        refuse_known(inspect(upload(plain(color="red"))))
    assert caught.value.messages == [f"Ảnh này đã có trong kho: số {photo.pk}, “Cột mốc.”."]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_replacing_by_a_picture_already_there_changes_nothing(stored):
    photo, other = admitted(plain(color="red")), admitted(plain(color="blue"))
    before, shown = stored(), set(files_of(photo))
    with pytest.raises(AlreadyKnown):
        replace(photo, inspect(upload(plain(color="blue"))), by=make_user("Phóng viên ảnh"))
    photo.refresh_from_db()
    assert stored() == before
    assert (set(files_of(photo)), FormerOriginal.objects.count()) == (shown, 0)
    assert photo.sha256 != other.sha256


@pytest.mark.django_db
def test_original_of_a_photo_is_not_lost_when_its_successor_cannot_be_stored(stored):
    photo, size = admitted(plain()), (961, 20_000)
    before = stored()
    arrival = Arrival(b"PNG", "0" * 64, ".png", size, Image.new("RGB", size))
    with pytest.raises(ValueError, match="WebP limit"):
        replace(photo, arrival, by=make_user("Phóng viên ảnh"))
    assert stored() == before


# --- what cameras write -----------------------------------------------------------------------


@pytest.mark.parametrize("profile", [b"nonsense" * 20, b"\0" * 128])
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.django_db
def test_broken_colour_profile_does_no_harm(profile, form):
    photo = admitted(plain(form=form, icc_profile=profile))
    assert bring_up_to_date(photo) > 0


@pytest.mark.parametrize("notes", [b"Exif\0\0", b"Exif\0\0XX*\0", b"II\xff\xff\xff\xff\xff\xff"])
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.django_db
def test_exif_that_is_none_does_no_harm(notes, form):
    assert bring_up_to_date(admitted(plain(form=form, exif=notes))) > 0


entries = st.tuples(
    st.sampled_from([0x10E, 0x10F, 0x112, 0x131, 0x8769, 0x8825, 0x9003, 0x927C, 0x11A])
    | st.integers(0, 65_535),
    st.integers(0, 14),
    st.sampled_from([0, 1, 2, 3, 100, 70_000]),
    st.binary(min_size=4, max_size=4),
)


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow remarks on the broken parts
@hypothesis_settings(max_examples=150, deadline=None)
@given(st.lists(entries, max_size=6), st.sampled_from([1, 3, 6, 8]), st.binary(max_size=60))
def test_broken_exif_is_refused_or_does_no_harm(rows, orientation, rest):
    rows = [(0x112, 3, 1, struct.pack("<HH", orientation, 0)), *rows]
    table = b"".join(struct.pack("<HHI", *row[:3]) + row[3] for row in rows)
    header = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", len(rows))
    content = with_segment(plain(size=(320, 330)), 0xE1, header + table + b"\0" * 4 + rest)
    arrival = inspect(upload(content))
    with Image.open(upload(arrival.content)) as image:
        assert set(as_seen(image)[1]) == {320, 330}
        assert set(arrival.size) == {320, 330}


# --- the form ---------------------------------------------------------------------------------

WORDS = {"caption": "Cột mốc 1369.", "credit": "Viết Hà", **RIGHTS}


@pytest.mark.django_db
def test_form_judges_the_picture_and_keeps_the_words():
    form = PhotoForm(WORDS, {"original": upload(b"<html>", "anh.png")})
    assert form.errors == {"original": [NO_PICTURE]}
    assert form["caption"].value() == "Cột mốc 1369."


@pytest.mark.django_db
def test_form_without_credit_and_caption_is_refused_beside_each_field():
    form = PhotoForm({**RIGHTS, "caption": " ", "credit": "\u200b"}, {"original": upload(plain())})
    assert form.errors == {
        "caption": ["Hãy ghi chú thích: ai, ở đâu, khi nào."],
        "credit": ["Hãy ghi người chụp hoặc nguồn ảnh."],
    }


@pytest.mark.django_db
def test_form_without_a_picture_is_refused():
    assert PhotoForm(WORDS, {}).errors == {"original": ["Hãy chọn tệp ảnh."]}


@pytest.mark.django_db
def test_form_refuses_a_picture_already_there():
    content = plain()
    photo = admitted(content)
    form = PhotoForm(WORDS, {"original": upload(content)})
    sentence = f"Ảnh này đã có trong kho: số {photo.pk}, “Cột mốc.”."
    assert form.errors == {"original": [sentence]}


@pytest.mark.django_db
def test_form_does_not_exchange_the_picture_of_a_photo():
    form = PhotoForm(WORDS, {"original": upload(plain())}, instance=admitted(plain(color="red")))
    sentence = "Không thay ảnh gốc của ảnh đã có ở đây."
    assert form.errors == {"original": [sentence]}


@pytest.mark.django_db
def test_form_repairs_the_words():
    form = PhotoForm(
        {**RIGHTS, "caption": "Ðồn  Biên phòng", "credit": " Viết\u00a0Hà "},
        {"original": upload(plain())},
    )
    assert form.is_valid()
    assert (form.cleaned_data["caption"], form.cleaned_data["credit"]) == (
        "Đồn  Biên phòng",
        "Viết Hà",
    )
