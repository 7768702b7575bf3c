"""Where the library says its photos stand: in drafts, live, scheduled and old pieces."""

import pytest
from django.utils import timezone

from articles.models import Article, BodyPhoto
from articles.publishing import publish, withdraw
from core.dates import short_datetime
from photos import library
from photos.library import InUse
from photos.models import Collection, CollectionItem, Photo
from photos.usage import Use, uses_of
from tests.factories.articles import chief, make_article, make_many_published, make_published
from tests.factories.people import make_user
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db


def figure(photo):
    return f'<figure data-photo="{photo.pk}"><figcaption></figcaption></figure>'


def desk(article):
    return f"/admin/articles/article/{article.pk}/change/"


def told(photo):
    """(state, live, kept, address) of each use."""
    return [
        (use.state, use.live, use.kept, use.url) for use in uses_of([photo.pk]).get(photo.pk, [])
    ]


def without_photos(article):
    """Its editor takes all photos out of the working copy."""
    article.refresh_from_db()
    article.body, article.lead_photo = "<p>Không còn ảnh.</p>", None
    article.save()


@pytest.fixture(params=["lead", "body"])
def placed(request):
    """Facts of a piece that shows the photo, as the lead or in the body."""
    lead = request.param == "lead"
    return lambda photo: {"lead_photo": photo} if lead else {"body": f"<p>A</p>{figure(photo)}"}


# --- states -------------------------------------------------------------------------------------


def test_photo_in_no_piece_has_no_use():
    photo, other = make_photo(), make_photo()
    make_article(lead_photo=other, body=figure(other))
    assert uses_of([photo.pk]) == {}


def test_draft_is_a_use(placed):
    photo = make_photo()
    article = make_article(title="Bài nháp", **placed(photo))
    assert uses_of([photo.pk]) == {
        photo.pk: [Use(photo=photo.pk, title="Bài nháp", url=desk(article), state="Bản nháp")]
    }


def test_live_piece_is_one_use_with_the_readers_address(placed, clock):
    photo = make_photo()
    version = publish(make_article(**placed(photo)), by=chief())
    assert told(photo) == [("Đang đăng", True, True, version.get_absolute_url())]


def test_live_version_keeps_a_photo_its_working_copy_lost(placed, clock):
    photo = make_photo()
    article = make_article(**placed(photo))
    version = publish(article, by=chief())
    without_photos(article)
    assert told(photo) == [("Đang đăng", True, True, version.get_absolute_url())]


def test_photo_put_into_a_live_piece_since_is_a_use_of_the_working_copy(placed, clock):
    photo, article = make_photo(), make_article()
    publish(article, by=chief())
    Article(pk=article.pk, **article_facts(article) | placed(photo)).save()
    assert told(photo) == [("Bản đang sửa, chưa đăng", False, True, desk(article))]


def article_facts(article):
    names = ("section", "title", "sapo", "body", "created_by")
    return {name: getattr(article, name) for name in names}


def test_scheduled_piece_tells_its_time(placed, clock):
    photo = make_photo()
    article = make_article(**placed(photo))
    at = clock.after(hours=5)
    publish(article, by=chief(), at=at)
    state = f"Hẹn giờ đăng {short_datetime(at)}"
    assert told(photo) == [(state, False, True, desk(article))]
    without_photos(article)
    assert told(photo) == [(state, False, True, desk(article))]


def test_scheduled_piece_taken_back_is_a_draft_again(placed, clock):
    photo = make_photo()
    article = make_article(**placed(photo))
    publish(article, by=chief(), at=clock.after(hours=5))
    withdraw(article, by=chief(), reason="Theo lệnh.")
    assert told(photo) == [("Bản nháp", False, True, desk(article))]
    without_photos(article)
    assert told(photo) == []


def test_withdrawn_piece_keeps_its_photo_while_the_working_copy_names_it(placed, clock):
    photo = make_photo()
    article = make_article(**placed(photo))
    publish(article, by=chief())
    clock.forward(hours=1)
    withdraw(article, by=chief(), reason="Theo lệnh.")
    assert told(photo) == [("Không còn đăng, còn trong bản đang sửa", False, True, desk(article))]
    without_photos(article)
    assert told(photo) == [("Không còn đăng", False, False, desk(article))]


def test_old_version_of_a_live_piece_does_not_keep_its_photo(placed, clock):
    photo = make_photo()
    article = make_article(**placed(photo))
    publish(article, by=chief())
    without_photos(article)
    clock.forward(hours=1)
    publish(article, by=chief())
    assert told(photo) == [("Chỉ trong bản cũ", False, False, desk(article))]


def test_live_uses_come_first_and_each_photo_has_its_own(clock):
    one, two = make_photo(), make_photo()
    draft = make_article(title="Nháp", lead_photo=one, body=figure(two))
    live = publish(make_article(title="Đăng", body=figure(one)), by=chief())
    found = uses_of([one.pk, two.pk])
    assert [use.title for use in found[one.pk]] == [live.title, draft.title]
    assert [use.title for use in found[two.pk]] == [draft.title]


def test_number_that_is_part_of_another_is_no_use():
    photo = make_photo()
    make_article(body=f'<figure data-photo="1{photo.pk}"></figure>')
    make_article(body=f'<figure data-photo="{photo.pk}1"></figure>')
    assert told(photo) == []


def test_collection_is_no_use():
    photo = make_photo()
    box = Collection.objects.create(name="Tuần tra")
    CollectionItem.objects.create(collection=box, photo=photo)
    assert told(photo) == []


@pytest.mark.parametrize("count", [1, 3, 30])
def test_uses_cost_three_queries(count, django_assert_num_queries):
    photos = [make_photo() for _n in range(count)]
    for photo in photos:
        make_article(lead_photo=photo, body=figure(photo))
        make_published(lead_photo=photo)
        make_published(body=figure(photo))
    numbers = [photo.pk for photo in photos]
    with django_assert_num_queries(4):
        found = uses_of(numbers)
    assert [len(found[number]) for number in numbers] == [3] * count


def test_photo_of_very_many_pieces_costs_no_more(django_assert_num_queries):
    photo = make_photo()
    make_many_published([timezone.now()] * 300, lead_photo=photo)
    with django_assert_num_queries(4):
        assert len(uses_of([photo.pk])[photo.pk]) == 300


# --- the column -----------------------------------------------------------------------------------


def test_body_names_its_photos_once_in_order_of_number():
    one, two = make_photo(), make_photo()
    article = make_article(body=f"{figure(two)}<p>A</p>{figure(one)}{figure(two)}")
    article.refresh_from_db()
    assert article.body_photos == f",{one.pk},{two.pk},"


def test_body_names_recordings_and_documents_of_no_photo():
    body = '<figure data-recording="5"></figure><figure data-document="6"></figure><p>A</p>'
    assert make_article(body=body).body_photos == ""


def test_body_is_cleaned_before_its_photos_are_read():
    article = make_article(body="<figure class='x' data-photo='7'><img src=x></figure>")
    assert article.body_photos == ",7,"


def test_pieces_made_in_bulk_name_their_photos():
    known = make_article()
    facts = article_facts(known) | {"body": '<figure data-photo="7"></figure>'}
    [made] = Article.objects.bulk_create([Article(**facts)])
    assert Article.objects.get(pk=made.pk).body_photos == ",7,"
    assert noted() == [(made.pk, 7)]


def noted():
    return list(BodyPhoto.objects.order_by("article", "number").values_list("article", "number"))


def test_database_notes_the_photos_of_a_body_itself():
    one, two = (make_article(body=f'<figure data-photo="{n}"></figure>') for n in (7, 7))
    assert noted() == [(one.pk, 7), (two.pk, 7)]
    Article.objects.filter(pk=one.pk).update(body_photos=",0,12,999999999999,")
    assert noted() == [(one.pk, 0), (one.pk, 12), (one.pk, 999999999999), (two.pk, 7)]
    without_photos(two)
    make_article()
    assert noted() == [(one.pk, 0), (one.pk, 12), (one.pk, 999999999999)]
    Article.objects.filter(pk=one.pk).update(title="Tít khác")
    assert noted() == [(one.pk, 0), (one.pk, 12), (one.pk, 999999999999)]


# --- the trash ------------------------------------------------------------------------------------


def trashed(photo):
    library.trash(photo, by=chief())
    return Photo.objects.trashed().filter(pk=photo.pk).exists()


def test_trash_refuses_a_photo_of_a_draft(placed):
    photo = make_photo()
    make_article(**placed(photo))
    with pytest.raises(InUse) as refused:
        trashed(photo)
    assert [use.state for use in refused.value.uses] == ["Bản nháp"]


def test_trash_refuses_a_photo_readers_see(placed, clock):
    photo = make_photo()
    article = make_article(**placed(photo))
    publish(article, by=chief())
    without_photos(article)
    with pytest.raises(InUse) as refused:
        trashed(photo)
    assert [use.state for use in refused.value.uses] == ["Đang đăng"]


def test_trash_takes_a_photo_of_withdrawn_versions_once_the_copy_lets_it_go(placed, clock):
    photo = make_photo()
    article = make_article(**placed(photo))
    publish(article, by=chief())
    clock.forward(hours=1)
    withdraw(article, by=chief(), reason="Theo lệnh.")
    with pytest.raises(InUse):
        trashed(photo)
    without_photos(article)
    assert trashed(photo)


def test_trash_takes_a_photo_of_an_expired_piece_once_the_copy_lets_it_go(clock):
    photo = make_photo()
    article = make_article(lead_photo=photo)
    publish(article, by=chief(), until=clock.after(hours=1))
    without_photos(article)
    clock.forward(hours=1)
    assert trashed(photo)


def test_draft_of_another_has_neither_title_nor_address_for_who_may_not_open_it():
    photo, writer, other = make_photo(), make_user("Cộng tác viên"), make_user("Cộng tác viên")
    article = make_article(lead_photo=photo, created_by=writer, title="Chuyên án còn kín")
    [told] = uses_of([photo.pk], by=other)[photo.pk]
    assert (told.title, told.url, told.state) == ("Một bài của người khác", "", "Bản nháp")
    address = f"/admin/articles/article/{article.pk}/change/"
    for person in (writer, make_user("Biên tập viên"), None):
        [told] = uses_of([photo.pk], by=person)[photo.pk]
        assert (told.title, told.url) == ("Chuyên án còn kín", address)


def test_live_piece_is_told_to_everybody():
    photo = make_photo()
    version = make_published(lead_photo=photo)
    [told] = uses_of([photo.pk], by=make_user("Cộng tác viên"))[photo.pk]
    assert (told.title, told.url) == (version.title, version.get_absolute_url())
