"""The page of one photo, and the pages that lead off from it."""

import errno
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from demo.sign_ins import PEOPLE
from outbox.models import Effect
from photos import library
from photos.intake import NO_ROOM, admit, inspect
from photos.models import Collection, FormerOriginal, Photo, PhotoAct
from photos.rendering import bring_up_to_date
from tests.factories.articles import make_published
from tests.factories.people import make_author, make_user
from tests.factories.photos import make_photo, picture
from tests.newsroom.desk import errors, fields, send
from tests.photos.files import corners, encoded, talkative, upload

pytestmark = pytest.mark.django_db

LIST = reverse("admin:photos_photo_changelist")
PLACE = "21.52500, 107.97000"
ROLES = [role for role, *_rest in PEOPLE]
HEADS = {"Thư ký tòa soạn", "Phó Tổng biên tập", "Tổng biên tập"}
KEEPERS = {*HEADS, "Phóng viên ảnh", "Biên tập viên", "Trưởng ban"}
WRITERS = {*KEEPERS, "Phóng viên", "Cộng tác viên"}


@pytest.fixture
def keeper(client):
    client.user = make_user("Phóng viên ảnh", full_name="Trần Lan")
    client.force_login(client.user)
    return client


def page_of(photo, name="photos_photo_change"):
    return reverse(f"admin:{name}", args=[photo.pk])


def last_act(photo):
    return photo.acts.first()


# --- what is changed ----------------------------------------------------------------------------


def test_change_is_logged_with_what_stood_before(keeper):
    photo = make_photo(caption="Chú thích cũ.", checked=False)
    send(keeper, page_of(photo), caption="Chú thích mới.", minors="on")
    photo.refresh_from_db()
    act = last_act(photo)
    assert (photo.caption, photo.minors, photo.checked) == ("Chú thích mới.", True, True)
    assert (act.by, act.changes) == (
        keeper.user,
        {"caption": ["Chú thích cũ.", "Chú thích mới."], "minors": ["không", "có"]},
    )


def test_what_is_saved_as_it_was_leaves_no_act_and_no_work(keeper):
    photo = make_photo(crops={"5x3": [0.1, 0.1, 0.9, 0.9]})
    Photo.objects.filter(pk=photo.pk).update(focal_x=1 / 3)
    Effect.objects.all().delete()
    send(keeper, page_of(photo))
    assert (photo.acts.count(), Effect.objects.count()) == (1, 0)


def test_frames_are_stored_logged_and_ordered(keeper):
    photo = make_photo(focal_x=0.4)
    Effect.objects.all().delete()
    cut = {"1x1": [0.123456, 0.2, 0.5, 0.8]}
    send(keeper, page_of(photo), focal_x="0.25", crops=json.dumps(cut))
    photo.refresh_from_db()
    assert (photo.focal, photo.crops) == ((0.25, 0.5), {"1x1": [0.1235, 0.2, 0.5, 0.8]})
    changes = {"crops": ["", "1x1"], "focal_x": ["40%", "25%"]}
    assert (last_act(photo).changes, Effect.objects.get().key) == (changes, str(photo.pk))
    page = keeper.get(page_of(photo)).content.decode()
    assert "<dt>Điểm nhìn, từ trái</dt><dd><del>40%</del> → <ins>25%</ins></dd>" in page
    assert "<dt>Khung cắt tay</dt><dd><del>(trống)</del> → <ins>1x1</ins></dd>" in page


def test_cut_by_hand_is_taken_back(keeper):
    photo = make_photo(crops={"1x1": [0.1, 0.2, 0.5, 0.8]})
    send(keeper, page_of(photo), crops="{}")
    photo.refresh_from_db()
    assert photo.crops == {}


def test_frames_that_nobody_named_stay(keeper):
    photo = make_photo(crops={"1x1": [0.1, 0.2, 0.5, 0.8]}, focal_x=0.2)
    sent = fields(keeper.get(page_of(photo)))
    keeper.post(page_of(photo), {n: v for n, v in sent.items() if n not in {"focal_x", "crops"}})
    photo.refresh_from_db()
    assert (photo.focal_x, photo.crops) == (0.2, {"1x1": [0.1, 0.2, 0.5, 0.8]})


NO_CUT = ["Khung cắt không đúng. Hãy kéo lại khung."]


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ({"crops": "x"}, {"crops": NO_CUT}),
        ({"crops": "[]"}, {"crops": NO_CUT}),
        ({"crops": '{"free": [0, 0, 1, 1]}'}, {"crops": NO_CUT}),
        ({"crops": '{"5x3": [0, 0, 1]}'}, {"crops": NO_CUT}),
        ({"crops": '{"5x3": [0, 0, 2, 1]}'}, {"crops": NO_CUT}),
        ({"crops": '{"5x3": [0.5, 0, 0.5, 1]}'}, {"crops": NO_CUT}),
        ({"crops": '{"5x3": [0, 0, NaN, 1]}'}, {"crops": NO_CUT}),
        ({"focal_x": "1.01"}, {"focal_x": ["Hãy nhập số không lớn hơn 1."]}),
        ({"focal_y": "-1"}, {"focal_y": ["Hãy nhập số không nhỏ hơn 0."]}),
        ({"focal_y": "nan"}, {"focal_y": ["Hãy nhập một số."]}),
    ],
)
def test_frames_that_cannot_be_are_refused(keeper, typed, refused):
    photo = make_photo(focal_x=0.4)
    response = send(keeper, page_of(photo), **typed)
    found = errors(response)
    assert found.keys() == refused.keys()
    if "crops" in refused:
        assert found == refused
    photo.refresh_from_db()
    assert (photo.focal, photo.crops) == ((0.4, 0.5), {})


@pytest.mark.parametrize("role", ROLES)
def test_frames_are_for_those_who_may_change(client, role):
    photo = make_photo(focal_x=0.4)
    client.force_login(make_user(role))
    page = client.get(page_of(photo))
    assert page.status_code == (200 if role in WRITERS else 403)
    assert ('name="crops"' in page.content.decode()) == (role in KEEPERS)
    sent = {**fields(page), "focal_x": "0.1", "caption": "Sửa."}
    client.post(page_of(photo), sent)
    photo.refresh_from_db()
    assert (photo.focal_x, photo.caption == "Sửa.") == (
        (0.1, True) if role in KEEPERS else (0.4, False)
    )


# --- what stands beside the form ----------------------------------------------------------------


def test_page_tells_where_the_photo_stands(keeper):
    photo = make_photo()
    assert "Chưa dùng ở đâu." in keeper.get(page_of(photo)).content.decode()
    piece = make_published(title="Cột mốc trên núi", lead_photo=photo).article
    uses = keeper.get(page_of(photo)).context["uses"]
    assert [(use.title, use.live) for use in uses] == [("Cột mốc trên núi", True)]
    assert f"post{piece.pk}.html" in uses[0].url


def test_page_offers_the_widest_clean_copy(keeper):
    photo = make_photo()
    assert "Tải bản sạch" not in keeper.get(page_of(photo)).content.decode()
    bring_up_to_date(photo)
    page = keeper.get(page_of(photo)).content.decode()
    widest = photo.copies("free", "jpeg")[-1]
    assert f'href="{widest.url}" download>Tải bản sạch (640 × 400)' in page


def test_pictures_that_look_alike_are_shown(keeper):
    photo = arrive(corners())
    again = arrive(corners((900, 675)))
    trashed = arrive(corners((1200, 900)))
    library.trash(trashed, by=keeper.user)
    assert [other for other, _picture in keeper.get(page_of(photo)).context["alike"]] == [again]


def arrive(image):
    words = Photo(caption="Cột mốc.", credit="Viết Hà")
    return admit(words, inspect(upload(encoded(image, quality=90))), by=None)


def test_trashed_photo_is_opened_and_taken_back_from_its_page(keeper):
    photo = make_photo()
    library.trash(photo, by=keeper.user)
    page = keeper.get(page_of(photo)).content.decode()
    assert "Không đăng được: đã bỏ vào thùng rác." in page
    assert ("Lấy lại từ thùng rác" in page, "Bỏ vào thùng rác</button>" in page) == (True, False)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_page_costs_the_same_for_any_number_of_acts(keeper, django_assert_num_queries, count):
    """Session, user, two kinds of rights; the photo for the form and as it is stored; where it
    is used (3); acts."""
    photo = make_photo()
    for n in range(count):
        photo.caption = f"Chú thích {n}."
        library.change(photo, by=keeper.user, fields=["caption"])
    with django_assert_num_queries(11):
        assert keeper.get(page_of(photo)).status_code == 200


# --- the log ------------------------------------------------------------------------------------


def test_history_tells_every_act(keeper):
    photo = make_photo()
    for n in range(12):
        photo.caption = f"Chú thích {n}."
        library.change(photo, by=keeper.user, fields=["caption"])
    short, whole = (
        keeper.get(page_of(photo, name)).content.decode()
        for name in ("photos_photo_change", "photos_photo_history")
    )
    assert (short.count("<strong>Sửa</strong>"), "Xem tất cả" in short) == (10, True)
    assert whole.count("<strong>Sửa</strong>") == 12
    assert "<del>Chú thích 10.</del> → <ins>Chú thích 11.</ins>" in whole
    assert "Trần Lan" in whole


@pytest.mark.parametrize("role", ROLES)
def test_history_is_for_those_who_may_see_photos(client, role):
    address = page_of(make_photo(), "photos_photo_history")
    client.force_login(make_user(role))
    assert client.get(address).status_code == (200 if role in WRITERS else 403)


def test_history_of_no_photo_is_not_found(keeper):
    for key in ("0", "x", "99999999999999999999"):
        assert keeper.get(f"{LIST}{key}/history/").status_code == 404


# --- the original -------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_original_is_handed_to_those_who_may_have_it(client, role):
    photo = make_photo()
    client.force_login(make_user(role))
    answer = client.post(page_of(photo, "photo-original"))
    assert answer.status_code == (302 if role in KEEPERS else 403)
    assert photo.acts.filter(kind=PhotoAct.Kind.TAKEN).count() == int(role in KEEPERS)
    if role in KEEPERS:
        with photo.original.open() as file:
            assert b"".join(client.get(answer["Location"]).streaming_content) == file.read()


def test_original_is_taken_by_a_button_and_not_by_a_link(keeper):
    photo = make_photo()
    assert keeper.get(page_of(photo, "photo-original")).status_code == 405
    assert keeper.post(reverse("admin:photo-original", args=[0])).status_code == 404


def replace(client, photo, content):
    file = {"original": SimpleUploadedFile("khac.jpg", content)} if content is not None else {}
    return client.post(page_of(photo, "photo-replace"), file)


def test_better_file_takes_the_place_of_the_first(keeper):
    photo = make_photo(crops={"1x1": [0.1, 0.2, 0.5, 0.8]})
    former = photo.original.name
    answer = replace(keeper, photo, picture("#336699", size=(1400, 900)))
    photo.refresh_from_db()
    assert answer["Location"] == page_of(photo)
    assert (photo.width, photo.crops, photo.file_name) == (1400, {}, "khac.jpg")
    assert FormerOriginal.objects.get().file.name == former
    assert (last_act(photo).kind, last_act(photo).by) == (PhotoAct.Kind.REPLACED, keeper.user)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "Hãy chọn tệp ảnh."),
        (b"not a picture", "Tệp này không phải ảnh JPEG, PNG hay WebP."),
        (picture(size=(300, 300)), "Ảnh 300×300 quá nhỏ, mỗi cạnh cần ít nhất 320 điểm."),
    ],
)
def test_replacement_that_is_no_picture_is_refused(keeper, content, said):
    photo = make_photo()
    before = photo.original.name
    answer = replace(keeper, photo, content)
    photo.refresh_from_db()
    assert (answer.context["form"].errors, photo.original.name) == ({"original": [said]}, before)


def test_replacement_that_is_known_is_refused(keeper):
    photo, content = make_photo(), picture("#336699")
    replace(keeper, make_photo(), content)
    answer = replace(keeper, photo, content)
    known = Photo.objects.exclude(pk=photo.pk).get()
    sentence = f"Ảnh này đã có trong kho: số {known.pk}, “{known.caption}”."
    assert answer.context["form"].errors == {"original": [sentence]}


def test_replacement_finds_the_disk_full(keeper, monkeypatch):
    def refuse(name, content):
        raise OSError(errno.ENOSPC, "No space left on device")

    photo = make_photo()
    before = photo.original.name
    monkeypatch.setattr(Photo._meta.get_field("original").storage, "_save", refuse)
    answer = replace(keeper, photo, picture("#336699"))
    photo.refresh_from_db()
    assert answer.context["form"].errors == {"original": [NO_ROOM]}
    assert (photo.original.name, photo.best_url() in answer.content.decode()) == (before, True)


@pytest.mark.parametrize("role", ROLES)
def test_replacing_is_for_those_who_may_change(client, role):
    photo = make_photo()
    client.force_login(make_user(role))
    page = client.get(page_of(photo, "photo-replace"))
    answer = replace(client, photo, picture("#336699"))
    codes = (200, 302) if role in KEEPERS else (403, 403)
    assert (page.status_code, answer.status_code) == codes


# --- where a border post lies -------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_coordinates_are_for_the_heads_of_the_desk_alone(client, role):
    """No page, list or answer of the library tells them to anybody else."""
    photo = make_photo(location=PLACE, photographer=make_author())
    photo.location = "22.00000, 108.00000"
    library.change(photo, by=None, fields=["location"])
    bag = Collection.objects.create(name="Bão số 3")
    bag.items.create(photo=photo)
    client.force_login(make_user(role))
    hidden = re.compile(r"2[12]\.[05]|10[78]\.[09]")
    addresses = [
        *(LIST, f"{LIST}?q=ảnh", f"{LIST}?q=22", f"{LIST}?_popup=1&_to_field=id"),
        *(page_of(photo, name) for name in ("photos_photo_history", "photo-facts")),
        *(page_of(photo, "photo-replace"), f"{LIST}add/", "/admin/"),
        reverse("admin:photos_collection_change", args=[bag.pk]),
        "/admin/autocomplete/?app_label=multimedia&model_name=recording&field_name=poster&term=",
    ]
    for address in addresses:
        page = client.get(address)
        assert hidden.findall(page.content.decode()) == [], address
    page = client.get(page_of(photo)).content.decode()
    shown = ["22.0", "108.0"] if role in HEADS else []
    assert hidden.findall(page) == shown


@pytest.mark.parametrize("lookup", ["location", "location__startswith", "location__regex"])
@pytest.mark.parametrize("role", ["Phóng viên", "Tổng biên tập"])
def test_list_is_not_narrowed_by_coordinates(client, role, lookup):
    """Else anybody who sees the list guesses them, a figure at a time."""
    make_photo(location=PLACE)
    client.force_login(make_user(role))
    assert client.get(LIST, {lookup: "2"}).status_code == 400


def test_coordinates_of_an_upload_reach_no_public_byte(keeper):
    file = SimpleUploadedFile("moc.jpg", talkative())
    facts = {"caption": "Cột mốc.", "credit": "Viết Hà", "licence": "cua-bao"}
    keeper.post(f"{LIST}add/", {**facts, "consent": "khong-can", "original": file})
    photo = Photo.objects.get()
    assert photo.location == "21.53472, 107.95250"
    assert "21.53" not in keeper.get(page_of(photo)).content.decode()
