"""The list of the library: what it shows, finds, narrows down and does with what is chosen."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from authors.models import Unit
from photos import library
from photos.admin.filters import RightsFilter
from photos.admin.looks import SHORT
from photos.models import Collection, Consent, Licence, Photo, PhotoAct
from photos.rights import blocks, warnings
from tests.factories.articles import make_published
from tests.factories.people import make_author, make_user
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db

LIST = reverse("admin:photos_photo_changelist")
COLLECTIONS = reverse("admin:photos_collection_changelist")


@pytest.fixture
def keeper(client):
    client.user = make_user("Phóng viên ảnh", username="lan")
    client.force_login(client.user)
    return client


def listed(client, query="", **params):
    response = client.get(LIST, {"q": query, **params} if query else params)
    assert response.status_code == 200
    return list(response.context["cl"].result_list)


def act(client, action, *photos, address=LIST, **typed):
    chosen = [photo.pk for photo in photos]
    sent = {"action": action, "_selected_action": chosen, **typed}
    return client.post(address, sent, follow=True)


def told(response):
    return [str(message) for message in response.context["messages"]]


def fill(count):
    """Rows without files: one picture for all."""
    photo = make_photo(photographer=make_author(), taken_on=date(2019, 7, 17))
    for n in range(count - 1):
        copy = Photo(caption=f"Ảnh {n}", credit="Viết Hà", sha256=f"{n:064}", width=640, height=400)
        copy.original, copy.made = photo.original, photo.made
        copy.unit = Unit.objects.create(name=f"Đồn số {n}")
        copy.save()
    return photo


@pytest.mark.parametrize("count", [1, 3, 30])
def test_list_costs_the_same_for_any_number(keeper, django_assert_num_queries, count):
    """Session, user, two kinds of rights; four filters; count, page, where they are used (3)."""
    make_published(lead_photo=fill(count))
    with django_assert_num_queries(14):
        assert len(listed(keeper)) == count


# --- what is found ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("don bien phong", ["Đồn Biên phòng Móng Cái."]),
        ("ĐỒN móng", ["Đồn Biên phòng Móng Cái."]),
        ("on", []),
        ("174-ĐA/TU", ["Họp về Đề án 174-ĐA/TU."]),
        ("174/đa/tu", ["Họp về Đề án 174-ĐA/TU."]),
        ("17-7-2019", ["Họp về Đề án 174-ĐA/TU."]),
        ("17/7/2019", ["Họp về Đề án 174-ĐA/TU."]),
        ("khánh vy", ["Đồn Biên phòng Móng Cái."]),
        ("99999999999999999999", []),
        ("21.525", []),
    ],
)
def test_search_finds_whole_syllables_codes_and_days(keeper, query, found):
    make_photo(
        caption="Đồn Biên phòng Móng Cái.", persons="Khánh Vy", location="21.52500, 107.97000"
    )
    make_photo(caption="Họp về Đề án 174-ĐA/TU.", taken_on=date(2019, 7, 17))
    assert [photo.caption for photo in listed(keeper, query)] == found


def test_number_finds_that_photo_first(keeper):
    photo = make_photo()
    newer = make_photo(caption=f"Quân số {photo.pk} người.")
    assert listed(keeper, str(photo.pk)) == [photo, newer]


def test_search_of_signs_only_finds_everything(keeper):
    photo = make_photo()
    assert listed(keeper, "…") == [photo]


# --- filters ------------------------------------------------------------------------------------


def test_shelves_part_the_library_from_its_trash(keeper):
    own, gone = make_photo(), make_photo(checked=False)
    Photo.objects.filter(pk=own.pk).update(uploaded_by=keeper.user)
    unchecked = make_photo(checked=False)
    library.trash(gone, by=keeper.user)
    assert listed(keeper) == [unchecked, own]
    assert listed(keeper, ngan="cua-toi") == [own]
    assert listed(keeper, ngan="chua-soat") == [unchecked]
    assert listed(keeper, ngan="thung-rac") == [gone]
    assert listed(keeper, ngan="thung-rac", _popup="1") == [unchecked, own]


def test_many_choices_narrow_the_list(keeper):
    unit, author = Unit.objects.create(name="Đồn Móng Cái"), make_author()
    photo = make_photo(unit=unit, photographer=author, taken_on=date(2019, 7, 17), made_by_ai=True)
    other = make_photo(illustration=True)
    collection = Collection.objects.create(name="Bão số 3")
    collection.items.create(photo=photo)
    for narrowed in (
        {"don-vi": unit.pk},
        {"tac-gia": author.pk},
        {"nam": "2019"},
        {"bo": collection.pk},
        {"made_by_ai__exact": "1"},
        {"bo": collection.pk, "nam": "2019"},
    ):
        assert listed(keeper, **narrowed) == [photo], narrowed
    assert listed(keeper, illustration__exact="1") == [other]


@pytest.mark.parametrize("name", ["ngan", "quyen", "bo", "tac-gia", "don-vi", "nam"])
@pytest.mark.parametrize("value", ["x", "0", "99999999999999999999", "\u0660"])
def test_mistyped_filter_narrows_nothing(keeper, name, value):
    photo = fill(1)
    Collection.objects.create(name="Bão số 3")
    assert listed(keeper, **{name: value}) == [photo]


TODAY = timezone.localdate()
RIGHTS = [
    {},
    {"for_online": False},
    {"for_print": False},
    {"usable_until": TODAY},
    {"usable_until": TODAY - timedelta(days=1)},
    {"usable_until": TODAY + timedelta(days=14)},
    {"usable_until": TODAY + timedelta(days=15)},
    {"consent": Consent.MISSING},
    {"minors": True},
    {"minors": True, "consent": Consent.GIVEN},
    {"minors": True, "consent": Consent.MISSING},
    {"licence": Licence.UNKNOWN},
    {"credit": ""},
    {"caption": ""},
]


def test_rights_filters_say_what_the_rules_say(keeper):
    """The rules judge one photo, the filters ask the database: both name the same ones."""
    photos = [make_photo(**facts) for facts in RIGHTS]

    def where(*reasons):
        return {photo.pk for photo in photos if set(reasons) & {*blocks(photo), *warnings(photo)}}

    found = {
        value: {photo.pk for photo in listed(keeper, quyen=value)}
        for value, _label in RightsFilter.lookups(None, None, None)
    }
    children = "có trẻ em mà chưa có sự đồng ý của người giám hộ"
    lapsing = {photo.pk for photo in (photos[3], photos[5])}
    assert found == {
        "duoc-dung": {photo.pk for photo in photos if not blocks(photo)},
        "sap-het-han": lapsing,
        "khong-dien-tu": where("không được đăng báo điện tử"),
        "thieu-dong-y": where("người trong ảnh chưa đồng ý", children),
        "co-tre-em": where("có trẻ em", children),
    }


# --- what a card tells --------------------------------------------------------------------------


def test_card_warns_in_short_words_the_rules_know():
    bad = [
        Photo(caption="x", credit="x", checked=False, **facts)
        for facts in (
            {"for_online": False, "for_print": False, "consent": Consent.MISSING},
            {"minors": True, "usable_until": TODAY - timedelta(days=1), "made_by_ai": True},
            {"licence": Licence.UNKNOWN},
        )
    ]
    said = {reason for photo in bad for reason in (*blocks(photo), *warnings(photo))}
    assert SHORT.keys() - said == set()


def test_card_shows_rights_state_and_use(keeper):
    used = make_photo(caption="Ảnh đang dùng.", made_by_ai=True)
    make_published(lead_photo=used)
    make_photo(for_online=False)
    page = keeper.get(LIST).content.decode()
    forbidden = (
        '<span class="mark mark--block" title="Không đăng được: không được đăng báo điện tử"'
    )
    assert (page.count(forbidden), page.count(">ảnh AI</span>")) == (1, 1)
    assert (page.count(">đang dựng</span>"), page.count("Dùng ở 1 chỗ")) == (2, 1)


def test_picker_warns_and_offers_no_act(keeper):
    photo = make_photo(for_online=False)
    page = keeper.get(LIST, {"_popup": "1", "_to_field": "id"}).content.decode()
    assert f'data-popup-opener="{photo.pk}"' in page
    assert "không đăng điện tử" in page
    assert 'name="action"' not in page
    assert "Thùng rác" not in page


# --- acts ---------------------------------------------------------------------------------------


def test_trash_takes_what_nobody_needs_and_tells_where_the_rest_stands(keeper):
    free, used = make_photo(), make_photo()
    piece = make_published(title="Cột mốc trên núi", lead_photo=used).article
    response = act(keeper, "trash", free, used)
    free.refresh_from_db()
    used.refresh_from_db()
    assert (free.trashed_by, used.trashed_at) == (keeper.user, None)
    refused, done = told(response)
    assert refused.startswith(f"Ảnh số {used.pk} đang dùng, chưa bỏ được: <a href=")
    assert f"post{piece.pk}.html" in refused
    assert done == "Đã bỏ 1 ảnh vào thùng rác."


def test_restore_works_from_the_trash_alone(keeper):
    photo = make_photo()
    library.trash(photo, by=keeper.user)
    act(keeper, "restore", photo)
    assert Photo.objects.trashed().count() == 1
    response = act(keeper, "restore", photo, address=f"{LIST}?ngan=thung-rac")
    assert (told(response), Photo.objects.trashed().count()) == (["Đã lấy lại 1 ảnh."], 0)
    kinds = PhotoAct.objects.values_list("kind", flat=True)
    assert list(kinds) == ["lay-lai", "bo", "dua-vao"]


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("Cộng tác viên", False),
        ("Phóng viên", False),
        ("Phóng viên ảnh", True),
        ("Biên tập viên", True),
        ("Tổng biên tập", True),
    ],
)
def test_acts_are_for_those_who_keep_the_library(client, role, may):
    photo = make_photo()
    client.force_login(make_user(role))
    act(client, "trash", photo)
    assert Photo.objects.trashed().count() == int(may)
    act(client, "restore", photo, address=f"{LIST}?ngan=thung-rac")
    act(client, "collect", photo, collecting="1", known="", name="Bão số 3")
    assert Collection.objects.count() == int(may)


def test_popup_takes_no_act_even_when_forged(keeper):
    act(keeper, "trash", make_photo(), address=f"{LIST}?_popup=1")
    assert Photo.objects.trashed().count() == 0


# --- collections --------------------------------------------------------------------------------


def test_photos_go_into_a_new_collection_then_to_its_end(keeper):
    first, second = make_photo(), make_photo()
    asked = act(keeper, "collect", first)
    assert asked.context["form"].errors == {}
    told_first = told(act(keeper, "collect", first, collecting="1", known="", name="  Bão  số 3 "))
    bag = Collection.objects.get()
    assert (bag.name, bag.created_by) == ("Bão số 3", keeper.user)
    page = reverse("admin:photos_collection_change", args=[bag.pk])
    assert told_first == [f'Đã thêm 1 ảnh vào bộ <a href="{page}">Bão số 3</a>.']
    act(keeper, "collect", first, second, collecting="1", known=bag.pk, name="")
    assert list(bag.items.values_list("photo", "position")) == [(first.pk, 1), (second.pk, 2)]


@pytest.mark.parametrize("both", [False, True])
def test_collection_is_one_known_or_one_new(keeper, both):
    bag = Collection.objects.create(name="Bão số 3")
    typed = {"known": bag.pk, "name": "Bão số 4"} if both else {"known": "", "name": ""}
    response = act(keeper, "collect", make_photo(), collecting="1", **typed)
    assert response.context["form"].non_field_errors() == [
        "Hãy chọn một bộ đã có, hoặc ghi tên một bộ mới."
    ]
    assert bag.items.count() == 0


def test_new_name_that_is_taken_is_that_collection(keeper):
    bag = Collection.objects.create(name="Bão số 3")
    act(keeper, "collect", make_photo(), collecting="1", known="", name="Bão số 3")
    assert bag.items.count() == 1


def rows(*photos, initial=0):
    sent = {"items-TOTAL_FORMS": len(photos), "items-INITIAL_FORMS": initial}
    for n, photo in enumerate(photos):
        sent |= {f"items-{n}-photo": photo, f"items-{n}-position": n + 1, f"items-{n}-caption": ""}
    return sent


def test_collection_is_made_by_numbers_and_knows_its_maker(keeper):
    one, two = make_photo(), make_photo()
    keeper.post(f"{COLLECTIONS}add/", {"name": "Bão số 3", "note": "", **rows(two.pk, one.pk)})
    bag = Collection.objects.get()
    assert (list(bag.photos.order_by("collection_items__position")), bag.created_by) == (
        [two, one],
        keeper.user,
    )


@pytest.mark.parametrize("number", ["x", "0", "99999999999999999999"])
def test_number_of_no_photo_is_refused(keeper, number):
    sent = {"name": "Bão số 3", "note": "", **rows(number)}
    response = keeper.post(f"{COLLECTIONS}add/", sent)
    assert response.context["inline_admin_formsets"][0].formset.errors == [
        {"photo": ["Trong kho không có ảnh số này."]}
    ]
    assert Collection.objects.count() == 0


@pytest.mark.parametrize(("query", "found"), [("bao so", 1), ("BÃO", 1), ("ba", 0), ("…", 2)])
def test_collections_are_found_without_marks(keeper, query, found):
    for name in ("Bão số 3", "Biên giới mùa xuân"):
        Collection.objects.create(name=name)
    assert len(keeper.get(COLLECTIONS, {"q": query}).context["cl"].result_list) == found


@pytest.mark.parametrize("count", [1, 3, 30])
def test_collections_cost_the_same_for_any_number(keeper, django_assert_num_queries, count):
    """Session, user, two kinds of rights, count, page, covers."""
    photo = make_photo()
    for n in range(count):
        Collection.objects.create(name=f"Bộ {n}", created_by=keeper.user).items.create(photo=photo)
    with django_assert_num_queries(7):
        page = keeper.get(COLLECTIONS)
    assert page.content.decode().count(photo.best_url("5x3", 480)) == count


@pytest.mark.parametrize("count", [1, 3, 30])
def test_collection_costs_the_same_for_any_number(keeper, django_assert_num_queries, count):
    """Session, user, two kinds of rights, the collection, its rows."""
    bag = Collection.objects.create(name="Bão số 3")
    fill(count)
    for position, photo in enumerate(Photo.objects.all()):
        bag.items.create(photo=photo, position=position)
    with django_assert_num_queries(6):
        page = keeper.get(reverse("admin:photos_collection_change", args=[bag.pk]))
    assert page.status_code == 200


@pytest.mark.parametrize("role", ["Cộng tác viên", "Phóng viên"])
def test_writers_look_at_collections_and_change_none(client, role):
    bag = Collection.objects.create(name="Bão số 3")
    bag.items.create(photo=make_photo(caption="Mái tôn bay."))
    client.force_login(make_user(role))
    address = reverse("admin:photos_collection_change", args=[bag.pk])
    page = client.get(address)
    assert (page.status_code, "Mái tôn bay." in page.content.decode()) == (200, True)
    assert client.post(address, {"name": "Khác", **rows()}).status_code == 403
    assert client.get(f"{COLLECTIONS}add/").status_code == 403
    door = reverse("admin:photos_collection_delete", args=[bag.pk])
    assert client.get(door).status_code == 403
