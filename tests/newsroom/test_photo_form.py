"""The library's form: refusals beside the file, with the words around it kept."""

import errno
from datetime import date
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from photos.intake import NO_ROOM
from photos.models import Photo
from photos.rendering import files_of
from tests.factories.people import make_user
from tests.factories.photos import make_photo, picture
from tests.newsroom.desk import errors, fields
from tests.newsroom.test_vietnamese import foreign, read

pytestmark = pytest.mark.django_db

ADD = "/admin/photos/photo/add/"
WORDS = {
    "caption": "Đường lên bản sau mưa.",
    "credit": "Viết Hà",
    "alt": "Sườn núi xanh.",
    "place": "Quảng Ninh",
    "taken_on": "17/07/2019",
    "illustration": "on",
    "licence": "ttxvn",
    "for_online": "on",
    "consent": "da-co",
}


@pytest.fixture
def desk(client):
    client.force_login(make_user("Phóng viên"))
    return client


def upload(client, content=None, name="Biên giới (1).JPG", **typed):
    file = {"original": SimpleUploadedFile(name, content)} if content is not None else {}
    return client.post(ADD, {**WORDS, **typed, **file})


def test_photo_comes_into_the_library(desk):
    assert upload(desk, picture()).status_code == 302
    photo = Photo.objects.get()
    assert (photo.caption, photo.credit, photo.width) == (WORDS["caption"], "Viết Hà", 640)
    assert (photo.licence, photo.for_online, photo.for_print) == ("ttxvn", True, False)
    assert photo.best_url() != ""


@pytest.mark.parametrize(
    ("content", "typed", "refused"),
    [
        (None, {}, {"original": ["Hãy chọn tệp ảnh."]}),
        (b"", {}, {"original": ["Tệp này rỗng."]}),
        (b"not a picture", {}, {"original": ["Tệp này không phải ảnh JPEG, PNG hay WebP."]}),
        (
            picture()[:900],
            {},
            {"original": ["Ảnh bị hỏng, không mở được. Hãy xuất lại từ máy ảnh."]},
        ),
        (
            picture(size=(300, 400)),
            {},
            {"original": ["Ảnh 300×400 quá nhỏ, mỗi cạnh cần ít nhất 320 điểm."]},
        ),
        (picture("#123456"), {"credit": ""}, {"credit": ["Hãy ghi người chụp hoặc nguồn ảnh."]}),
        (
            picture("#123456"),
            {"caption": " \u200b"},
            {"caption": ["Hãy ghi chú thích: ai, ở đâu, khi nào."]},
        ),
        (
            picture("#123456"),
            {"taken_on": "31/02/2019"},
            {"taken_on": ["Lịch không có ngày 31/2/2019."]},
        ),
    ],
)
def test_refusal_keeps_the_words(desk, content, typed, refused):
    response = upload(desk, content, **typed)
    assert (response.status_code, errors(response)) == (200, refused)
    kept = fields(response)
    assert {name: kept[name] for name in WORDS} == {**WORDS, **typed}
    assert Photo.objects.count() == 0


@pytest.mark.parametrize(
    "typed",
    [
        *("Viết Hà", "Ảnh: Viết Hà", "ẢNH: Viết Hà", "ảnh : Viết Hà", "Ảnh minh họa: Viết Hà"),
        *("Ảnh minh hoạ:Viết Hà", "(Nguồn: Viết Hà)", "( Ảnh: Viết Hà )", "Ảnh: (Nguồn: Viết Hà)"),
        *("A\u0309nh: Viết Hà", "Nguồn ảnh: Viết Hà"),
    ],
)
def test_credit_is_the_name_alone(desk, typed):
    upload(desk, picture(), credit=typed)
    assert Photo.objects.get().credit == "Viết Hà"


@pytest.mark.parametrize(
    "typed", ["Ánh Nguyệt", "Ảnh viện: Hoa", "Viết Hà (CTV)", "Tư liệu (nguồn: TTXVN)"]
)
def test_credit_of_another_kind_is_kept(desk, typed):
    upload(desk, picture(), credit=typed)
    assert Photo.objects.get().credit == typed


@pytest.mark.parametrize("typed", ["Ảnh:", "(Nguồn: )", "Ảnh: Ảnh minh họa:"])
def test_label_without_a_name_is_no_credit(desk, typed):
    response = upload(desk, picture(), credit=typed)
    assert errors(response) == {"credit": ["Hãy ghi người chụp hoặc nguồn ảnh."]}


@pytest.mark.parametrize("typed", ["17-7-2019", "17.7.2019", "ngày 17 tháng 7 năm 2019"])
def test_day_is_read_as_vietnamese_write_it(desk, typed):
    upload(desk, picture(), taken_on=typed)
    assert Photo.objects.get().taken_on == date(2019, 7, 17)


def test_same_picture_twice_is_refused_by_its_number(desk):
    upload(desk, picture("#654321"))
    known = Photo.objects.get()
    response = upload(desk, picture("#654321"), caption="Chú thích khác.")
    sentence = f"Ảnh này đã có trong kho: số {known.pk}, “{known.caption}”."
    assert errors(response) == {"original": [sentence]}
    assert fields(response)["caption"] == "Chú thích khác."


def test_words_change_and_the_picture_stays(client):
    client.force_login(make_user("Biên tập viên"))
    photo = make_photo()
    address = f"/admin/photos/photo/{photo.pk}/change/"
    before = Photo.objects.values("original", "sha256", "width", "key").get()
    new = SimpleUploadedFile("khac.jpg", picture("#777777"))
    client.post(address, {**WORDS, "caption": "Chú thích mới.", "original": new})
    photo.refresh_from_db()
    assert photo.caption == "Chú thích mới."
    assert Photo.objects.values("original", "sha256", "width", "key").get() == before


def test_facts_are_what_the_desk_shows(desk):
    photo = make_photo(caption="Chú thích.", credit="Khánh Vy", alt="")
    facts = desk.get(f"/admin/photos/photo/{photo.pk}/facts/").json()
    assert facts == {
        "id": photo.pk,
        "thumbnail": photo.best_url("5x3", 480),
        "caption": "Chú thích.",
        "credit": "Khánh Vy",
        "alt": "Chú thích.",
    }


def test_facts_are_for_those_who_may_see_photos(client):
    address = f"/admin/photos/photo/{make_photo().pk}/facts/"
    assert client.get(address).status_code == 302
    client.force_login(make_user("Người duyệt bình luận"))
    assert client.get(address).status_code == 403


@pytest.fixture
def full_disk():
    """A folder of originals that takes nothing more."""
    folder = Photo._meta.get_field("original").storage
    folder._save = refuse
    yield
    del folder._save


def refuse(name, content):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_full_disk_is_told_and_keeps_the_words(desk, full_disk):
    response = upload(desk, picture())
    assert (response.status_code, errors(response)) == (507, {"original": [NO_ROOM]})
    assert fields(response)["caption"] == WORDS["caption"]
    assert Photo.objects.count() == 0


def test_disk_full_while_the_form_is_read_is_told(desk, disk_full_early):
    response = upload(desk, picture())
    assert (response.status_code, response.context["sentence"]) == (507, NO_ROOM)
    assert foreign(read(response)) == set()


def test_file_too_large_is_dropped_as_it_comes_and_keeps_the_words(desk, settings):
    settings.PHOTO_MAX_BYTES = 1_000
    response = upload(desk, b"x" * 1_001)
    told = {"original": ["Tệp nặng quá mức 1.000 B."]}
    assert (response.status_code, errors(response)) == (413, told)
    assert fields(response)["caption"] == WORDS["caption"]


@pytest.mark.parametrize("size", [0, 2_700_000])
@pytest.mark.parametrize("name", ["a." + "x" * 250, "n" * 236 + ".jpg", "ế" * 300 + ".jpg"])
def test_file_may_have_any_name(desk, name, size):
    file = SimpleUploadedFile("a", picture() + bytes(size))
    file._name = name
    assert desk.post(ADD, {**WORDS, "original": file}).status_code == 302
    photo = Photo.objects.get()
    assert (photo.file_name, len(photo.original.name) < 60) == (name[-150:], True)


def test_form_from_elsewhere_is_refused(desk):
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(make_user("Phóng viên"))
    assert upload(stranger, picture()).status_code == 403
    assert Photo.objects.count() == 0


# --- what the file says of itself ---------------------------------------------------------------

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:exif="http://ns.adobe.com/exif/1.0/" photoshop:Credit="Khánh Vy" photoshop:City="Móng Cái"
 photoshop:DateCreated="2026-03-03"{more}><dc:description><rdf:Alt><rdf:li xml:lang="x-default"
 >Lễ chào cờ đầu tuần.</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF>
</x:xmpmeta>"""
PLACED = ' exif:GPSLatitude="21,31.5N" exif:GPSLongitude="107,58.2E"'


def described(more=""):
    out = BytesIO()
    Image.new("RGB", (800, 500), "teal").save(out, "JPEG", xmp=XMP.format(more=more).encode())
    return out.getvalue()


def test_words_left_blank_come_from_the_file(desk):
    upload(desk, described(), caption="", credit="", place="", taken_on="")
    photo = Photo.objects.get()
    assert (photo.caption, photo.credit) == ("Lễ chào cờ đầu tuần.", "Khánh Vy")
    assert (photo.place, photo.taken_on) == ("Móng Cái", date(2026, 3, 3))


def test_typed_words_go_before_those_of_the_file(desk):
    upload(desk, described())
    photo = Photo.objects.get()
    assert (photo.caption, photo.credit) == (WORDS["caption"], WORDS["credit"])
    assert (photo.place, photo.taken_on) == ("Quảng Ninh", date(2019, 7, 17))


@pytest.mark.parametrize(("more", "warned"), [("", False), (PLACED, True)])
def test_photo_with_coordinates_warns_and_carries_none_out(desk, more, warned):
    page = desk.post(
        ADD,
        {**WORDS, "original": SimpleUploadedFile("moc.jpg", described(more))},
        follow=True,
    ).content.decode()
    assert ("Ảnh có ghi tọa độ" in page) == warned
    photo = Photo.objects.get()
    assert photo.location == ("21.52500, 107.97000" if warned else "")
    for name in files_of(photo):
        with default_storage.open(name) as file:
            assert b"GPS" not in file.read()
