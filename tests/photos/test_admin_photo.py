"""The page of one photo, and the pages that lead off from it."""

import errno
import json
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from authors.models import Unit
from demo.sign_ins import PEOPLE
from outbox.models import Effect
from photos import library
from photos.forms import ANOTHER_PICTURE
from photos.intake import NO_ROOM, admit, inspect
from photos.models import Collection, FormerOriginal, Photo, PhotoAct
from photos.rendering import bring_up_to_date
from tests.factories.articles import make_published
from tests.factories.people import make_author, make_user
from tests.factories.photos import make_photo, picture
from tests.newsroom.desk import errors, fields, send
from tests.newsroom.test_vietnamese import foreign, read
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


# --- two editors --------------------------------------------------------------------------------


def opened(client, photo):
    """The page of the photo in a tab, to be sent later."""
    return fields(client.get(page_of(photo)))


def changed_by_another(photo, **facts):
    """Somebody else opens the page, and stores."""
    other = Photo.objects.get(pk=photo.pk)
    for name, value in facts.items():
        setattr(other, name, value)
    library.change(other, by=make_user("Biên tập viên", full_name="Lê Thu"), fields=facts)


def test_old_tab_keeps_what_another_stored_in_other_fields(keeper):
    unit = Unit.objects.create(name="Đồn Biên phòng Trà Cổ")
    photo = make_photo(usable_until=date(2030, 1, 1), persons="Hai chiến sĩ")
    tab = opened(keeper, photo)
    stored = {"usable_until": date(2026, 12, 31), "licence": "cho-phep", "for_print": False}
    stored |= {"minors": True, "unit": unit, "persons": "", "focal_x": 0.25}
    stored |= {"crops": {"1x1": [0.1, 0.2, 0.5, 0.8]}, "credit": "Khánh Vy"}
    changed_by_another(photo, **stored)
    assert keeper.post(page_of(photo), {**tab, "caption": "Mới.\r\nHai dòng."}).status_code == 302
    photo.refresh_from_db()
    assert {name: getattr(photo, name) for name in stored} == stored
    act = last_act(photo)
    assert (act.by, list(act.changes)) == (keeper.user, ["caption"])


def test_old_tab_saved_as_it_was_changes_nothing(keeper):
    photo = make_photo(caption="Dòng một.\n“Dòng hai” & <ba>.", alt="")
    Photo.objects.filter(pk=photo.pk).update(focal_x=1 / 3)
    tab = opened(keeper, photo)
    changed_by_another(photo, caption="Của người khác.", focal_x=0.7, for_online=False)
    keeper.post(page_of(photo), tab)
    photo.refresh_from_db()
    told = (photo.caption, photo.focal_x, photo.for_online, photo.acts.count())
    assert told == ("Của người khác.", 0.7, False, 2)


def test_words_another_filled_in_meanwhile_are_not_missed(keeper):
    photo = make_photo(caption="")
    tab = opened(keeper, photo)
    changed_by_another(photo, caption="Của người khác.")
    keeper.post(page_of(photo), {**tab, "place": "Móng Cái"})
    photo.refresh_from_db()
    assert (photo.caption, photo.place) == ("Của người khác.", "Móng Cái")


@pytest.mark.parametrize(
    ("theirs", "typed", "told"),
    [
        ({"caption": "Của Thu."}, {"caption": "Của Lan."}, "“Của Thu.”"),
        ({"usable_until": date(2026, 1, 2)}, {"usable_until": "3/4/2027"}, "“02/01/2026”"),
        ({"usable_until": None}, {"usable_until": "3/4/2027"}, "“(trống)”"),
        ({"licence": "cho-phep"}, {"licence": "ttxvn"}, "“Tác giả hoặc chủ sở hữu cho phép”"),
        ({"focal_x": 0.25}, {"focal_x": "0.75"}, "“25%”"),
        ({"crops": {"1x1": [0, 0, 0.5, 0.5]}}, {"crops": '{"5x3": [0, 0, 1, 1]}'}, "“1x1”"),
    ],
)
def test_field_both_changed_is_told_once(keeper, theirs, typed, told):
    photo = make_photo(usable_until=date(2030, 1, 1))
    tab = opened(keeper, photo)
    changed_by_another(photo, **theirs, place="Bắc Luân")
    answer = keeper.post(page_of(photo), {**tab, **typed, "alt": "Lan tả."})
    (name,) = theirs
    sentence = (
        f"Lê Thu đã sửa ô này thành {told} sau khi bạn mở trang. "
        "Lưu lần nữa là ghi theo chữ của bạn."
    )
    assert errors(answer) == {name: [sentence]}
    assert foreign(read(answer)) == set()
    photo.refresh_from_db()
    assert (getattr(photo, name), photo.alt) == (theirs[name], "Một ngôi nhà.")
    again = fields(answer)
    assert {name: again[name] for name in typed} == typed
    assert keeper.post(page_of(photo), again).status_code == 302
    photo.refresh_from_db()
    assert (getattr(photo, name) != theirs[name], photo.alt) == (True, "Lan tả.")
    assert photo.place == "Bắc Luân"


def test_field_both_changed_alike_is_no_quarrel(keeper):
    photo = make_photo()
    tab = opened(keeper, photo)
    changed_by_another(photo, caption="Cùng một chữ.")
    answer = keeper.post(page_of(photo), {**tab, "caption": "Cùng một chữ."})
    assert (answer.status_code, photo.acts.count()) == (302, 2)


def test_field_both_changed_is_told_beside_another_fault_of_it(keeper):
    photo = make_photo()
    tab = opened(keeper, photo)
    changed_by_another(photo, caption="Của Thu.")
    answer = keeper.post(page_of(photo), {**tab, "caption": "a" * 501})
    long, both = errors(answer)["caption"]
    assert (long, "“Của Thu.”" in both) == ("Dài 501 ký tự, quá mức 500 ký tự.", True)


def test_field_changed_again_after_it_was_told_is_told_again(keeper):
    photo = make_photo()
    tab = opened(keeper, photo)
    changed_by_another(photo, caption="Lần một.")
    again = fields(keeper.post(page_of(photo), {**tab, "caption": "Của Lan."}))
    changed_by_another(photo, caption="Lần hai.")
    answer = keeper.post(page_of(photo), again)
    assert ["“Lần hai.”" in told for told in errors(answer)["caption"]] == [True]


def test_old_tab_puts_no_frame_on_another_picture(keeper):
    cut = {"1x1": [0.1, 0.2, 0.5, 0.8]}
    photo = make_photo(focal_x=0.2, crops=cut)
    tab = opened(keeper, photo)
    replace(keeper, photo, picture("#336699", size=(1400, 900)))
    found = Photo.objects.get(pk=photo.pk).focal
    keeper.post(page_of(photo), {**tab, "caption": "Mới."})
    photo.refresh_from_db()
    assert (photo.focal, photo.crops, photo.caption) == (found, {}, "Mới.")


def test_focal_point_set_on_the_former_picture_is_told(keeper):
    photo = make_photo()
    tab = opened(keeper, photo)
    replace(keeper, photo, picture("#336699", size=(1400, 900)))
    found = Photo.objects.get(pk=photo.pk).focal_x
    answer = keeper.post(page_of(photo), {**tab, "focal_x": "0.2"})
    photo.refresh_from_db()
    assert (errors(answer), photo.focal_x) == ({"focal_x": [ANOTHER_PICTURE]}, found)
    keeper.post(page_of(photo), fields(answer))
    photo.refresh_from_db()
    assert photo.focal_x == 0.2


@pytest.mark.parametrize(
    "drawn", ["", "x", "[]", "[" * 50_000, '{"usable_until": "x", "unit": []}']
)
def test_page_that_does_not_say_what_stood_there_is_compared_with_the_row(keeper, drawn):
    photo = make_photo()
    answer = keeper.post(page_of(photo), {**opened(keeper, photo), "drawn": drawn, "alt": "Mới."})
    photo.refresh_from_db()
    assert (answer.status_code, photo.alt) == (302, "Mới.")


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


def test_replacement_finds_the_disk_full_before_the_form_is_read(keeper, disk_full_early):
    photo = make_photo()
    answer = replace(keeper, photo, picture("#336699"))
    assert (answer.status_code, answer.context["sentence"]) == (507, NO_ROOM)
    assert photo.acts.count() == 1


def test_replacement_too_large_is_refused_while_it_comes(keeper, settings):
    photo = make_photo()
    settings.PHOTO_MAX_BYTES = 1_000
    answer = replace(keeper, photo, b"x" * 1_001)
    assert (answer.status_code, answer.context["sentence"]) == (
        *(413, "Tệp nặng quá mức 1.000 B."),
    )
    assert foreign(read(answer)) == set()


@pytest.mark.parametrize("size", [0, 2_700_000])
@pytest.mark.parametrize("name", ["a." + "x" * 250, "ế" * 300 + ".jpg"])
def test_replacement_may_have_any_name(keeper, name, size):
    photo, content = make_photo(), picture("#336699")
    file = SimpleUploadedFile("a", content + bytes(size))
    file._name = name
    answer = keeper.post(page_of(photo, "photo-replace"), {"original": file})
    photo.refresh_from_db()
    assert (answer.status_code, photo.file_name) == (302, name[-150:])


def test_replacing_from_elsewhere_is_refused(keeper):
    photo, stranger = make_photo(), Client(enforce_csrf_checks=True)
    stranger.force_login(keeper.user)
    assert replace(stranger, photo, picture("#336699")).status_code == 403


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
