"""Many press photos come in by the library's upload page, each judged on its own."""

import errno
import threading
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from outbox.models import Effect
from photos import library
from photos.models import Photo, PhotoAct
from photos.uploading import BY_AI, LOCATED, NO_CAPTION, NO_CREDIT, NUMBERED
from tests.factories.articles import make_article
from tests.factories.people import make_author, make_user
from tests.factories.photos import make_photo
from tests.newsroom.desk import fields
from tests.newsroom.test_vietnamese import foreign, read
from tests.photos.exif_files import (
    BYLINE,
    CAPTION,
    EXIF,
    IPTC,
    KEYWORDS,
    PLACE,
    XMP,
    iptc,
    jpeg,
    press_photo,
    xmp,
)
from tests.photos.files import SECRET, bomb, encoded

PAGE = "/admin/photos/photo/tai-len/"
FILE = "/admin/photos/photo/tai-len/tep/"
CHECK = "/admin/photos/photo/soat/"
WHERE = (b"21.53", b"107.95", b"21,53", b"107,95", b"32'05", b"57'09", b"SERIAL-0042", SECRET)
_turns = iter(range(1, 10_000))


def scene(size=(640, 400)):
    """Another picture each time, all of them alike to the eye."""
    image = Image.linear_gradient("L").rotate(270).resize(size).convert("RGB")
    turn = next(_turns)
    image.paste((turn * 37 % 256, turn * 91 % 256, 7), (0, 0, 8, 8))
    return image


def lonely(turn):
    """A picture like no other of another turn."""
    image = Image.new("RGB", (400, 360))
    for place in range(72):
        shade = (place * place * (2 * turn + 1) + place * turn * 7) % 251
        at = (place % 9 * 45, place // 9 * 45)
        image.paste((shade,) * 3, (*at, at[0] + 45, at[1] + 45))
    return encoded(image, "PNG")


def sent(content, name="anh.jpg"):
    return SimpleUploadedFile(name, content, "image/jpeg")


@pytest.fixture
def reporter(client, db):
    user = make_user("Phóng viên", full_name="Đặng Viết Hà")
    client.force_login(user)
    client.user = user
    return client


def post_file(client, content, name="anh.jpg"):
    return client.post(FILE, {"file": sent(content, name)}, headers={"Accept": "application/json"})


def owned(by, **facts):
    photo = make_photo(checked=False, **facts)
    Photo.objects.filter(pk=photo.pk).update(uploaded_by=by)
    return photo


def tells_no_place(*responses):
    return not any(secret in response.content for response in responses for secret in WHERE)


# --- one file ---------------------------------------------------------------------------------


def test_a_press_photo_comes_in_with_what_it_says_of_itself(reporter):
    author = make_author(BYLINE)
    answer = post_file(reporter, jpeg(iptc=IPTC, exif=EXIF, picture=encoded(scene())))
    photo = Photo.objects.get()
    assert answer.status_code == 200
    assert answer.json() == {
        "id": photo.pk,
        "thumbnail": photo.best_url(),
        "caption": CAPTION,
        "credit": "Viết Hà/TTXVN",
        "place": ", ".join(PLACE),
        "taken_on": "01/10/2023",
        "url": f"/admin/photos/photo/{photo.pk}/change/",
        "warnings": [LOCATED, NUMBERED],
        "alike": [],
        "throw_away": f"/admin/photos/photo/{photo.pk}/bo-anh-vua-tai/",
    }
    assert (photo.checked, photo.uploaded_by, photo.photographer) == (False, reporter.user, author)
    assert (photo.keywords, photo.taken_on) == (", ".join(KEYWORDS), date(2023, 10, 1))
    assert photo.location == "21.53472, 107.95250"
    assert [act.kind for act in photo.acts.all()] == [PhotoAct.Kind.ADDED]
    assert Effect.objects.count() == 1


def test_words_of_xmp_in_a_png_like_name_are_read_all_the_same(reporter):
    answer = post_file(reporter, jpeg(xmp=XMP, picture=encoded(scene())), "Ảnh số 1.PNG")
    assert (answer.json()["caption"], answer.json()["warnings"]) == (CAPTION, [])


def test_an_old_charset_is_read_and_told(reporter):
    old = iptc(
        declared=False,
        caption=b"\xd0\xf4\xcc\x6e Bi\xea\x6e ph\x6f\xcc\x6e\x67",  # as Windows 1258 wrote it
        byline=b"H\xe0 Minh \xd0\xf4\xcc\x6e",
    )
    answer = post_file(reporter, jpeg(iptc=old, picture=encoded(scene()))).json()
    assert (answer["caption"], answer["credit"]) == ("Đồn Biên phòng", "Hà Minh Đồn")
    assert answer["warnings"] == [
        "Phần chú thích, người chụp viết bằng bảng mã cũ, máy đọc phỏng đoán: hãy soát từng chữ."
    ]


def test_a_picture_made_by_ai_is_labelled_and_told(reporter):
    made = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
    content = jpeg(xmp=xmp(Iptc4xmpExt_DigitalSourceType=made), picture=encoded(scene()))
    warnings = post_file(reporter, content).json()["warnings"]
    assert (warnings, Photo.objects.get().made_by_ai) == ([BY_AI, NO_CAPTION, NO_CREDIT], True)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Không thấy tệp nào. Hãy chọn ảnh rồi gửi lại."),
        (b"<html><script>1</script>", "Tệp này không phải ảnh JPEG, PNG hay WebP."),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            "Kho ảnh không nhận SVG: tệp ấy có thể chứa mã chạy. Hãy xuất ra PNG.",
        ),
        (bomb(), "Ảnh 13.000×13.000 quá lớn, quá 60 triệu điểm."),
        (
            encoded(Image.new("RGB", (200, 200))),
            "Ảnh 200×200 quá nhỏ, mỗi cạnh cần ít nhất 320 điểm.",
        ),
        (
            encoded(Image.effect_noise((640, 400), 90))[:3000],
            "Ảnh bị hỏng, không mở được. Hãy xuất lại từ máy ảnh.",
        ),
    ],
)
def test_a_file_that_is_no_picture_is_refused_in_a_sentence(reporter, stored, content, sentence):
    before = stored()
    answer = reporter.post(FILE, {"file": sent(content)} if content else {})
    assert (answer.status_code, answer.json()) == (422, {"error": sentence, "known": None})
    assert (Photo.objects.count(), stored() - before) == (0, set())


def test_the_same_file_again_names_the_photo_that_is_there(reporter):
    content = press_photo(scene())
    first = post_file(reporter, content).json()
    again = post_file(reporter, content, "ten khac.jpg")
    short = {name: first[name] for name in ("id", "thumbnail", "caption", "url")}
    sentence = f"Ảnh này đã có trong kho: số {first['id']}, “{CAPTION}”."
    assert again.status_code == 422
    assert again.json() == {"error": sentence, "known": short}


def test_a_picture_that_looks_the_same_is_shown_beside_it(reporter):
    first = post_file(reporter, press_photo(scene())).json()
    second = post_file(reporter, press_photo(scene((900, 562)))).json()
    short = {name: first[name] for name in ("id", "thumbnail", "caption", "url")}
    assert (first["alike"], second["alike"]) == ([], [short])


@pytest.fixture
def small_limit(settings):
    settings.PHOTO_MAX_BYTES = 100_000
    return 100_000


def test_a_file_announced_too_large_is_refused_before_it_is_read(reporter, small_limit):
    class Body:
        """A connection that must not be asked for anything."""

        def read(self, *_size):
            raise AssertionError

        readline = read

    answer = reporter.generic(
        "POST",
        FILE,
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH="70000000",
        **{"wsgi.input": Body()},
    )
    assert (answer.status_code, answer.json()["error"]) == (413, "Ảnh nặng quá mức 97,7 KB.")


def test_a_file_is_dropped_once_it_has_grown_too_large(reporter, small_limit, stored):
    before = stored()
    answer = post_file(reporter, b"\xff\xd8" + b"x" * (small_limit + 10_000))
    assert (answer.status_code, answer.json()["error"]) == (413, "Ảnh nặng quá mức 97,7 KB.")
    assert stored() == before


def test_a_full_store_is_told_and_keeps_nothing(reporter, monkeypatch, stored):
    before = stored()

    def full(*_given):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Photo._meta.get_field("original").storage, "_save", full)
    answer = post_file(reporter, press_photo(scene()))
    sentence = "Máy chủ không còn chỗ để cất ảnh. Hãy báo quản trị hệ thống rồi tải lại."
    assert (answer.status_code, answer.json()) == (507, {"error": sentence, "known": None})
    assert (Photo.objects.count(), stored()) == (0, before)


def test_a_full_disk_while_the_form_is_read_is_told(reporter, disk_full_early):
    assert post_file(reporter, press_photo(scene())).status_code == 507
    answer = reporter.post(PAGE, {"files": [sent(press_photo(scene()))]}, follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    assert "Máy chủ không còn chỗ để cất ảnh." in answer.content.decode()


LONG = "ảnh" * 100 + ".jpg"
LONG_ENDING = "anh." + "ế" * 300
TURNED = "anh\u202egpj.php.jpg"
WAY_OUT = "../../../../tmp/thoat.jpg"


@pytest.mark.parametrize(
    "name", [LONG, LONG_ENDING, TURNED, WAY_OUT, "a.php.jpg", '"><script>x</script>.jpg']
)
def test_a_strange_file_name_is_shown_safely_and_never_a_path(reporter, stored, name):
    before = stored()
    answer = reporter.post(PAGE, {"files": [sent(press_photo(scene()), name)]})
    photo = Photo.objects.get()
    kept = {path.name for path in stored() - before}
    assert all(name.startswith(photo.key) for name in kept)
    assert len(kept) == 2
    assert len(photo.file_name) <= 150
    page = answer.content.decode()
    assert "<bdi data-name>" in page
    assert "<script>x" not in page
    assert "tmp" not in photo.file_name


# --- the page without JavaScript --------------------------------------------------------------


def test_many_files_in_one_form_are_each_judged_on_their_own(reporter, small_limit):
    known = press_photo(scene())
    post_file(reporter, known)
    files = [
        sent(press_photo(scene()), "một.jpg"),
        sent(b"<html>", "hai.jpg"),
        sent(b"x" * (small_limit + 1), "ba.jpg"),
        sent(known, "bốn.jpg"),
        sent(lonely(3), "năm.png"),
    ]
    answer = reporter.post(PAGE, {"files": files})
    results = answer.context["results"]
    assert [(one.name, one.status) for one in results] == [
        *(("một.jpg", 200), ("hai.jpg", 422), ("bốn.jpg", 422), ("năm.png", 200)),
        ("ba.jpg", 413),
    ]
    assert Photo.objects.count() == 3
    assert "Soát thông tin 3 ảnh" in answer.content.decode()
    assert "Có thể đã có trong kho" in answer.content.decode()
    assert tells_no_place(answer)


def test_an_empty_form_is_told(reporter):
    page = reporter.post(PAGE, {}).content.decode()
    assert "Không thấy tệp nào. Hãy chọn ảnh rồi gửi lại." in page


def test_more_files_than_the_server_reads_are_told(reporter, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    answer = reporter.post(PAGE, {"files": [sent(b"x") for _ in range(3)]}, follow=True)
    assert "Mỗi lần gửi được nhiều nhất 2 tệp. Chưa nhận gì." in answer.content.decode()


# --- rights -----------------------------------------------------------------------------------


def test_a_stranger_is_shown_the_door(client, db):
    for address in (PAGE, CHECK, "/admin/photos/photo/1/bo-anh-vua-tai/"):
        assert client.get(address)["Location"] == f"/admin/login/?next={address}"
    answer = post_file(client, press_photo(scene()))
    sentence = "Phiên làm việc đã hết. Hãy đăng nhập lại ở cửa sổ khác rồi bấm “Gửi lại”."
    assert (answer.status_code, answer.json()["error"]) == (403, sentence)
    assert Photo.objects.count() == 0


def test_who_may_not_add_photos_is_refused_everywhere(client, db):
    photo = make_photo()
    client.force_login(make_user("Kế toán"))
    throw = f"/admin/photos/photo/{photo.pk}/bo-anh-vua-tai/"
    answers = [client.get(PAGE), client.get(CHECK), client.post(throw)]
    answers += [client.post(PAGE, {"files": [sent(press_photo(scene()))]})]
    answers += [post_file(client, press_photo(scene()))]
    assert {answer.status_code for answer in answers} == {403}
    assert answers[-1].json()["error"] == "Tài khoản này không có quyền đưa ảnh vào kho."
    assert Photo.objects.count() == 1


@pytest.mark.parametrize("address", [PAGE, FILE])
def test_a_form_from_elsewhere_is_refused(db, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("Phóng viên"))
    content = press_photo(scene())
    answer = client.post(address, {"file": sent(content), "files": sent(content)})
    assert (answer.status_code, Photo.objects.count()) == (403, 0)


def test_only_posts_bring_files_or_throw_them_away(reporter):
    photo = owned(reporter.user)
    throw = f"/admin/photos/photo/{photo.pk}/bo-anh-vua-tai/"
    assert [reporter.get(address).status_code for address in (FILE, throw)] == [405, 405]


# --- throwing the new one away ----------------------------------------------------------------


def throw_away(client, photo, **headers):
    return client.post(f"/admin/photos/photo/{photo.pk}/bo-anh-vua-tai/", headers=headers)


def test_who_brought_a_photo_throws_it_away_before_it_is_checked(reporter):
    photo = owned(reporter.user)
    answer = throw_away(reporter, photo, Accept="application/json")
    photo.refresh_from_db()
    assert (answer.status_code, answer.json()) == (200, {"id": photo.pk})
    assert photo.trashed_by == reporter.user
    assert [act.kind for act in photo.acts.all()] == [PhotoAct.Kind.TRASHED, PhotoAct.Kind.ADDED]


def test_thrown_away_without_a_script_leads_on(reporter):
    first, second = owned(reporter.user), owned(reporter.user)
    assert throw_away(reporter, first)["Location"] == CHECK
    assert throw_away(reporter, second)["Location"] == PAGE


def test_nobody_throws_away_what_is_checked_or_of_others(reporter):
    checked, other = owned(reporter.user), owned(make_user("Phóng viên"))
    library.change(checked, by=reporter.user, fields=[])
    assert [throw_away(reporter, photo).status_code for photo in (checked, other)] == [404, 404]
    assert Photo.objects.in_library().count() == 2


def test_a_photo_that_stands_in_a_piece_is_not_thrown_away(reporter):
    photo = owned(reporter.user)
    make_article(lead_photo=photo)
    answer = throw_away(reporter, photo, Accept="application/json")
    sentence = f"Ảnh số {photo.pk} đã được dùng trong bài, không bỏ được."
    assert (answer.status_code, answer.json()) == (422, {"error": sentence})
    assert throw_away(reporter, photo).status_code == 302
    assert Photo.objects.in_library().count() == 1


# --- the checking page ------------------------------------------------------------------------


def rows(*photos, **typed):
    """The form as sent. Names as in caption=…, for all rows, or chung_place=… for the shared."""
    data = {"anh": [photo.pk for photo in photos]}
    for photo in photos:
        words = {name: getattr(photo, name) or "" for name in ("caption", "credit", "alt", "place")}
        if photo.taken_on:
            words["taken_on"] = f"{photo.taken_on:%d/%m/%Y}"
        data |= {f"anh-{photo.pk}-{name}": value for name, value in words.items()}
    for name, value in typed.items():
        if name.startswith("chung_"):
            data[name.replace("chung_", "chung-")] = value
        else:
            data |= {f"anh-{photo.pk}-{name}": value for photo in photos}
    return data


def test_what_the_file_said_is_marked_on_the_checking_page(reporter):
    post_file(reporter, press_photo(scene()))
    answer = reporter.get(CHECK)
    (row,) = answer.context["rows"]
    assert answer.content.decode().count("đọc từ ảnh") == 3  # caption, credit, day
    assert (row["caption"].initial, row["place"].initial) == (CAPTION, "")
    assert "ảnh gốc có tọa độ" in answer.content.decode()
    assert tells_no_place(answer)


def test_rows_confirmed_as_they_are_count_as_checked(reporter):
    photos = [owned(reporter.user) for _ in range(3)]
    answer = reporter.post(CHECK, rows(*photos), follow=True)
    assert answer.redirect_chain == [("/admin/photos/photo/", 302)]
    assert [str(message) for message in answer.context["messages"]] == ["Đã soát 3 ảnh."]
    assert Photo.objects.filter(checked=True).count() == 3
    assert PhotoAct.objects.filter(kind=PhotoAct.Kind.CHANGED).count() == 0


def test_a_corrected_row_is_stored_and_logged(reporter):
    photo = owned(reporter.user, caption="Can bo bien phong.")
    typed = rows(photo, caption="Cán bộ Biên phòng.", taken_on="1-10-2023", illustration="on")
    reporter.post(CHECK, typed)
    photo.refresh_from_db()
    assert (photo.caption, photo.taken_on) == ("Cán bộ Biên phòng.", date(2023, 10, 1))
    act = photo.acts.get(kind=PhotoAct.Kind.CHANGED)
    assert act.by == reporter.user
    assert act.changes == {
        "caption": ["Can bo bien phong.", "Cán bộ Biên phòng."],
        "illustration": ["không", "có"],
        "taken_on": ["", "01/10/2023"],
    }


def test_a_wrong_row_keeps_its_words_while_the_others_are_stored(reporter):
    good, blank = owned(reporter.user), owned(reporter.user)
    typed = {**rows(good, blank), f"anh-{blank.pk}-caption": "", f"anh-{blank.pk}-credit": " "}
    typed |= {f"anh-{blank.pk}-taken_on": "hôm qua", f"anh-{blank.pk}-place": "Mốc 1369"}
    answer = reporter.post(CHECK, typed)
    (row,) = answer.context["rows"]
    assert row.errors == {
        "caption": ["Hãy ghi chú thích: ai, ở đâu, khi nào."],
        "credit": ["Hãy ghi người chụp hoặc nguồn ảnh."],
        "taken_on": ["Không đọc được ngày này. Hãy viết như 01/10/2023 hoặc 01/10/2023 10:51."],
    }
    assert (row["place"].value(), row["taken_on"].value()) == ("Mốc 1369", "hôm qua")
    stood = Photo.objects.order_by("pk").values_list("checked", "place")
    assert list(stood) == [(True, ""), (False, "")]
    assert "Đã soát 1 ảnh." in answer.content.decode()


def test_shared_words_fill_blank_rows_only(reporter):
    named, bare = owned(reporter.user), owned(reporter.user, caption="", credit="", place="")
    shared = {"chung_caption": "Hội thao.", "chung_credit": "Ảnh: Khánh Vy"}
    shared |= {"chung_place": "Móng Cái", "chung_taken_on": "2/9/2026"}
    reporter.post(CHECK, rows(named, bare, **shared))
    named.refresh_from_db()
    bare.refresh_from_db()
    day = date(2026, 9, 2)
    assert (named.caption, named.credit) == ("Đồn Biên phòng nhìn từ xa.", "Viết Hà")
    assert (named.place, named.taken_on) == ("Móng Cái", day)
    assert (bare.caption, bare.credit) == ("Hội thao.", "Khánh Vy")
    assert (bare.place, bare.taken_on) == ("Móng Cái", day)


def test_a_wrong_shared_day_stores_nothing_and_keeps_all_words(reporter):
    photo = owned(reporter.user)
    answer = reporter.post(CHECK, rows(photo, caption="Mới.", chung_taken_on="mai"))
    assert list(answer.context["shared"].errors) == ["taken_on"]
    assert answer.context["rows"][0]["caption"].value() == "Mới."
    assert Photo.objects.filter(checked=True).count() == 0


def test_a_row_left_for_later_is_neither_judged_nor_stored(reporter):
    now, later = owned(reporter.user), owned(reporter.user)
    typed = rows(now, later) | {f"anh-{later.pk}-later": "on", f"anh-{later.pk}-caption": ""}
    answer = reporter.post(CHECK, typed)
    assert answer["Location"] == "/admin/photos/photo/"
    later.refresh_from_db()
    assert (later.checked, later.caption) == (False, "Đồn Biên phòng nhìn từ xa.")


def test_rows_of_others_are_for_those_who_may_change_photos(client, db):
    photo = owned(make_user("Phóng viên"))
    for role, shown in (("Phóng viên", 0), ("Biên tập viên", 1)):
        client.force_login(make_user(role))
        assert len(client.get(CHECK).context["rows"]) == 0
        assert len(client.get(f"{CHECK}?tat-ca=1").context["rows"]) == shown
        client.post(f"{CHECK}?tat-ca=1", rows(photo))
        photo.refresh_from_db()
        assert photo.checked == bool(shown)


def test_a_row_checked_meanwhile_is_left_alone_and_told(reporter):
    photo = owned(reporter.user)
    typed = rows(photo, caption="Chậm hơn.") | {"anh": [photo.pk, "x", "9" * 30]}
    library.change(photo, by=None, fields=[])
    answer = reporter.post(CHECK, typed, follow=True)
    photo.refresh_from_db()
    assert photo.caption == "Đồn Biên phòng nhìn từ xa."
    assert [str(message) for message in answer.context["messages"]] == [
        f"Ảnh số {photo.pk} đã được soát hoặc bỏ ở nơi khác; ở đây không lưu gì thêm."
    ]


def drawn(client, *photos):
    """The rows of an old tab, to be sent later."""
    return {**fields(client.get(CHECK)), "anh": [photo.pk for photo in photos]}


def test_an_old_row_keeps_what_another_stored_in_other_fields(reporter):
    photo = owned(reporter.user, taken_on=date(2023, 10, 1))
    tab = drawn(reporter, photo)
    theirs = {"taken_on": date(2024, 2, 3), "credit": "Khánh Vy", "illustration": True}
    Photo.objects.filter(pk=photo.pk).update(**theirs)
    reporter.post(CHECK, {**tab, f"anh-{photo.pk}-caption": "Của tôi.", "chung-place": "Bắc Luân"})
    photo.refresh_from_db()
    assert {name: getattr(photo, name) for name in theirs} == theirs
    assert (photo.caption, photo.place, photo.checked) == ("Của tôi.", "Bắc Luân", True)
    assert sorted(photo.acts.first().changes) == ["caption", "place"]


def test_a_word_of_a_row_both_changed_is_told_once(reporter):
    photo = owned(reporter.user)
    tab = drawn(reporter, photo)
    Photo.objects.filter(pk=photo.pk).update(caption="Của người khác.")
    answer = reporter.post(CHECK, {**tab, f"anh-{photo.pk}-caption": "Của tôi."})
    (row,) = answer.context["rows"]
    sentence = "Người khác đã sửa ô này sau khi bạn mở trang. Lưu lần nữa là ghi theo chữ của bạn."
    assert (row.errors, row["caption"].value()) == ({"caption": [sentence]}, "Của tôi.")
    reporter.post(CHECK, {**fields(answer), "anh": [photo.pk]})
    photo.refresh_from_db()
    assert (photo.caption, photo.checked) == ("Của tôi.", True)


def test_thirty_at_a_time_then_the_next(reporter):
    photos = [owned(reporter.user) for _ in range(31)]
    page = reporter.get(CHECK)
    assert [row.instance for row in page.context["rows"]] == photos[:30]
    assert "31 ảnh chưa soát, đây là 30 ảnh." in page.content.decode()
    assert reporter.post(CHECK, rows(*photos[:30]))["Location"] == CHECK
    assert len(reporter.get(CHECK).context["rows"]) == 1


def test_no_photo_to_check_is_said(reporter):
    assert "Không còn ảnh nào chờ soát." in reporter.get(CHECK).content.decode()


# --- where it was taken -----------------------------------------------------------------------


def test_no_answer_tells_where_a_photo_was_taken(reporter):
    content = jpeg(iptc=IPTC, exif=EXIF, comment=SECRET, picture=encoded(scene()))
    answers = [post_file(reporter, content), post_file(reporter, content)]
    answers += [reporter.get(PAGE), reporter.post(PAGE, {"files": [sent(content)]})]
    answers += [reporter.post(PAGE, {"files": [sent(press_photo(scene()))]})]
    answers += [reporter.get(CHECK), reporter.post(CHECK, rows(*Photo.objects.all(), caption=""))]
    assert [photo.location for photo in Photo.objects.all()] == ["21.53472, 107.95250"] * 2
    assert tells_no_place(*answers)


# --- words ------------------------------------------------------------------------------------


def test_both_pages_speak_vietnamese(client, db):
    user = make_user("Biên tập viên")
    client.force_login(user)
    mute = jpeg(picture=encoded(scene()))
    files = [sent(mute), sent(mute), sent(b"<svg"), sent(press_photo(scene()))]
    answers = [client.get(PAGE), client.post(PAGE, {"files": files}), client.get(CHECK)]
    typed = rows(*Photo.objects.all(), caption="", taken_on="x", chung_taken_on="y")
    answers += [client.post(CHECK, typed), client.get(f"{CHECK}?tat-ca=1")]
    library.change(Photo.objects.first(), by=user, fields=[])
    answers += [client.post(CHECK, rows(*Photo.objects.all())), client.get(CHECK)]
    Photo.objects.update(checked=True)
    answers += [client.get(CHECK)]
    assert [answer.status_code for answer in answers] == [200] * 8
    assert set().union(*(foreign(read(answer)) for answer in answers)) == set()


# --- costs ------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_pages_cost_the_same_for_any_number_of_photos(
    reporter, django_assert_num_queries, count
):
    for _ in range(count):
        owned(reporter.user)
    with django_assert_num_queries(5):
        reporter.get(PAGE)
    with django_assert_num_queries(6):
        assert len(reporter.get(CHECK).context["rows"]) == count


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_file_costs_the_same_in_a_library_of_any_size(reporter, django_assert_num_queries, count):
    for turn in range(count):
        post_file(reporter, lonely(turn))
    with django_assert_num_queries(18):
        assert post_file(reporter, lonely(200)).status_code == 200


# --- many at once -----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_forty_files_from_eight_hands_all_come_in():
    user = make_user("Phóng viên")
    before = {path for path in Path(django_settings.PRIVATE_ROOT).rglob("*") if path.is_file()}
    contents = [press_photo(scene((800, 500)), caption=f"Ảnh {turn}") for turn in range(40)]
    contents[39] = contents[0]  # twice in the heap
    statuses, lock = [], threading.Lock()

    def send(own):
        client = Client()
        client.force_login(user)
        try:
            for content in own:
                answer = post_file(client, content)
                with lock:
                    statuses.append((answer.status_code, answer.json().get("error", "")))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[contents[at::8]]) for at in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert sorted(status for status, _error in statuses) == [200] * 39 + [422]
    assert (Photo.objects.count(), Photo.objects.filter(checked=False).count()) == (39, 39)
    after = {path for path in Path(django_settings.PRIVATE_ROOT).rglob("*") if path.is_file()}
    assert len(after - before) == 39
