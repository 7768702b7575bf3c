"""What people do to photos leaves a trace, and nothing that is needed goes away."""

from datetime import date

import pytest
from django.dispatch import receiver

from authors.models import Author, Unit
from outbox.models import Effect
from photos import library
from photos.models import Photo, PhotoAct
from photos.signals import uses_asked
from photos.usage import Use, uses_of
from tests.factories.people import make_user
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def standing():
    """Uses that an app above would tell of; the list is the test's to fill."""
    uses = []

    @receiver(uses_asked)
    def tell(numbers, **_rest):
        return [use for use in uses if use.photo in numbers]

    yield uses
    uses_asked.disconnect(tell)


# --- changed ----------------------------------------------------------------------------------


def test_change_is_written_down_with_what_stood_there_before():
    photo, person = make_photo(credit="Viết Hà"), make_user("Phóng viên ảnh")
    photo.credit, photo.minors = "Trọng Đức", True
    photo.taken_on, photo.licence = date(2023, 10, 1), "ttxvn"
    library.change(photo, by=person, fields=["credit", "minors", "taken_on", "licence", "caption"])
    act = photo.acts.first()
    assert (act.kind, act.by) == (PhotoAct.Kind.CHANGED, person)
    assert act.changes == {
        "credit": ["Viết Hà", "Trọng Đức"],
        "minors": ["không", "có"],
        "taken_on": ["", "01/10/2023"],
        "licence": ["Ảnh của báo", "Hãng thông tấn, theo hợp đồng"],
    }


def test_change_of_nothing_is_no_act():
    photo = make_photo()
    library.change(photo, by=None, fields=["caption", "credit"])
    assert [act.kind for act in photo.acts.all()] == [PhotoAct.Kind.ADDED]


def test_change_writes_only_the_fields_it_names():
    photo = make_photo(place="Hà Nội")
    mine, theirs = Photo.objects.get(), Photo.objects.get()
    theirs.place = "Móng Cái"
    library.change(theirs, by=None, fields=["place"])
    mine.credit = "Trọng Đức"
    library.change(mine, by=None, fields=["credit"])
    photo.refresh_from_db()
    assert (photo.place, photo.credit) == ("Móng Cái", "Trọng Đức")


def test_words_hold_what_two_people_changed_one_after_the_other():
    make_photo(place="Hà Nội")
    mine, theirs = Photo.objects.get(), Photo.objects.get()
    theirs.place = "Móng Cái"
    library.change(theirs, by=None, fields=["place"])
    mine.credit = "Trọng Đức"
    library.change(mine, by=None, fields=["credit"])
    assert [photo.place for photo in Photo.objects.search("móng cái trọng đức")] == ["Móng Cái"]


def test_looked_at_and_saved_a_photo_counts_as_checked():
    photo = make_photo(checked=False)
    library.change(photo, by=None, fields=[])
    assert Photo.objects.get().checked


def test_change_of_location_is_told_without_the_place():
    photo = make_photo(location="21.53472, 107.95250")
    photo.location = ""
    library.change(photo, by=None, fields=["location"])
    assert photo.acts.first().changes == {"location": ["…", "…"]}


@pytest.mark.parametrize(("field", "value"), [("focal_y", 0.2), ("crops", {"1x1": [0, 0, 1, 1]})])
def test_moved_frame_is_ordered_from_the_worker(field, value):
    photo = make_photo()
    Effect.objects.all().delete()
    setattr(photo, field, value)
    library.change(photo, by=None, fields=[field])
    assert list(Effect.objects.values_list("kind", "key")) == [("photos.render", str(photo.pk))]


# --- trash ------------------------------------------------------------------------------------


def test_trashed_photo_leaves_the_library_and_comes_back():
    photo, person = make_photo(), make_user("Phóng viên ảnh")
    library.trash(photo, by=person)
    assert list(Photo.objects.in_library()) == []
    assert [(row.trashed_by, row.pk) for row in Photo.objects.trashed()] == [(person, photo.pk)]
    library.restore(photo, by=person)
    assert list(Photo.objects.in_library()) == [photo]
    kinds = [act.kind for act in photo.acts.all()]
    assert kinds == [PhotoAct.Kind.RESTORED, PhotoAct.Kind.TRASHED, PhotoAct.Kind.ADDED]


def test_trash_and_restore_done_twice_are_done_once():
    photo, person = make_photo(), make_user("Phóng viên ảnh")
    for verb in (library.trash, library.trash, library.restore, library.restore):
        verb(photo, by=person)
    assert photo.acts.count() == 3


def test_photo_that_a_piece_stands_on_goes_to_no_trash(standing):
    photo = make_photo()
    standing.append(Use(photo.pk, "Bài", "/admin/1/", "Bản thảo"))
    with pytest.raises(library.InUse) as caught:
        library.trash(photo, by=make_user("Phóng viên ảnh"))
    assert caught.value.uses == standing
    assert Photo.objects.in_library().count() == 1


def test_photo_of_a_withdrawn_piece_may_go(standing):
    photo = make_photo()
    standing.append(Use(photo.pk, "Bài", "/admin/1/", "Đã gỡ", kept=False))
    library.trash(photo, by=make_user("Phóng viên ảnh"))
    assert Photo.objects.in_library().count() == 0


def test_uses_are_told_for_each_photo_live_ones_first(standing):
    draft = Use(1, "Nháp", "/1/", "Bản thảo")
    live = Use(1, "Bài", "/2/", "Đang đăng", live=True)
    other = Use(2, "Bài", "/2/", "Đang đăng", live=True)
    standing += [draft, live, other]
    assert uses_of([1, 2, 3]) == {1: [live, draft], 2: [other]}
    assert uses_of([]) == {}


def test_question_nobody_could_answer_keeps_the_photo(standing):
    photo = make_photo()
    standing.append(None)  # what the receiver stumbles over
    with pytest.raises(AttributeError):
        library.trash(photo, by=make_user("Phóng viên ảnh"))
    assert Photo.objects.in_library().count() == 1


# --- the original -----------------------------------------------------------------------------


def test_link_to_the_original_lapses_and_is_written_down(client):
    photo, person = make_photo(), make_user("Phóng viên ảnh")
    url = library.take_original(photo, by=person)
    response = client.get(url)
    assert response.status_code == 200
    with photo.original.open() as file:
        assert b"".join(response.streaming_content) == file.read()
    assert response["Cache-Control"] == "private, no-store"
    assert (photo.acts.first().kind, photo.acts.first().by) == (PhotoAct.Kind.TAKEN, person)


# --- found ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        *("tuần tra", "TUAN TRA", "mốc 1369", "hoà bình", "hòa bình", "174-ĐA/TU", "174/ĐA/TU"),
        *("Đồn Biên phòng Ia O", "ĐBP Ia O", "Nguyễn Văn Bé", "Viết Hà", "Móng Cái"),
        *("1-10-2023", "01/10/2023", "ngày 1 tháng 10 năm 2023", "nước lũ"),
    ],
)
def test_photo_is_found_by(query):
    unit = Unit.objects.create(name="Đồn Biên phòng Ia O", short_name="ĐBP Ia O")
    photo = make_photo(
        caption="Tuần tra ở mốc 1369 theo Đề án số 174-ĐA/TU, vì hòa bình.",
        persons="Thiếu tá Nguyễn Văn Bé",
        unit=unit,
        place="Móng Cái",
        photographer=Author.objects.create(name="Viết Hà", staff=True),
        taken_on=date(2023, 10, 1),
        keywords="nước lũ",
    )
    assert list(Photo.objects.search(query)) == [photo]


@pytest.mark.parametrize("query", ["tuần hành", "an", "2-10-2023", "175-ĐA/TU", "21.53472"])
def test_photo_is_not_found_by(query):
    make_photo(caption="Tuần tra ở mốc 1369.", location="21.53472, 107.95250")
    assert list(Photo.objects.search(query)) == []


def test_photo_is_found_by_its_number():
    photos = [make_photo() for _n in range(3)]
    assert photos[1] in Photo.objects.search(str(photos[1].pk))
