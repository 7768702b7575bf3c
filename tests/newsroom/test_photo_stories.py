"""A collection of the library becomes a piece of its own."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from reversion.models import Version

from articles.models import MOST_FIGURES, Article
from articles.readiness import refusals
from newsroom.photo_stories import story_from
from photos.models import Collection, CollectionItem, Photo
from tests.factories.articles import chief, make_section
from tests.factories.people import make_user
from tests.factories.photos import make_photo
from tests.newsroom.desk import change

pytestmark = pytest.mark.django_db


def collection(*captions, name="Tuần tra mùa nước nổi"):
    """A collection of as many new photos, each with its caption there."""
    made = Collection.objects.create(name=name)
    for position, caption in enumerate(captions):
        made.items.create(photo=make_photo(), position=position, caption=caption)
    return made


def page(made):
    return reverse("admin:photo-story", args=[made.pk])


def test_story_shows_the_photos_in_order_with_their_captions_there():
    made, section = collection("Xuất phát.", "", "Về đồn."), make_section()
    numbers = list(made.items.values_list("photo", flat=True))
    writer = make_user("Phóng viên")
    article = Article.objects.get(pk=story_from(made, by=writer, section=section).pk)
    assert article.body == "".join(
        f'<figure data-photo="{number}"><figcaption>{caption}</figcaption></figure>'
        for number, caption in zip(numbers, ("Xuất phát.", "", "Về đồn."), strict=True)
    )
    facts = ("genre", "title", "section", "lead_photo_id", "lead_caption", "created_by")
    assert [getattr(article, name) for name in facts] == [
        *("phong-su-anh", "Tuần tra mùa nước nổi", section, numbers[0], "Xuất phát.", writer)
    ]
    assert article.body_photos == f",{','.join(map(str, numbers))},"
    [revision] = Version.objects.get_for_object(article)
    assert revision.revision.user == writer


def test_story_follows_the_order_of_the_collection():
    made = collection("Hai.", "Một.")
    second, first = made.items.order_by("position")
    CollectionItem.objects.filter(pk=second.pk).update(position=9)
    assert story_from(made, by=chief(), section=make_section()).lead_photo == first.photo


def test_story_escapes_its_captions():
    article = story_from(collection("Ông <b>A</b> & B"), by=chief(), section=make_section())
    assert "<figcaption>Ông &lt;b&gt;A&lt;/b&gt; &amp; B</figcaption>" in article.body


def test_story_leaves_out_what_lies_in_the_trash():
    made = collection("Một.", "Hai.")
    first, second = made.items.all()
    Photo.objects.filter(pk=first.photo_id).update(trashed_at=timezone.now())
    assert story_from(made, by=chief(), section=make_section()).lead_photo == second.photo


def test_story_with_a_sapo_and_a_byline_is_ready():
    article = story_from(collection("Một.", "Hai.", "Ba."), by=chief(), section=make_section())
    assert refusals(article).keys() == {"sapo", "source"}


def test_story_of_an_empty_collection_is_refused():
    with pytest.raises(ValidationError) as refused:
        story_from(collection(), by=chief(), section=make_section())
    assert refused.value.messages == ["Bộ ảnh này chưa có ảnh nào."]


def test_story_of_more_photos_than_a_body_holds_is_refused(monkeypatch):
    monkeypatch.setattr("newsroom.photo_stories.MOST_FIGURES", 1)
    with pytest.raises(ValidationError) as refused:
        story_from(collection("Một.", "Hai."), by=chief(), section=make_section())
    assert refused.value.messages == ["Mỗi bài chèn được nhiều nhất 1 ảnh."]
    assert MOST_FIGURES == 200


def test_story_needs_the_right_to_write():
    with pytest.raises(PermissionDenied):
        story_from(collection("Một."), by=make_user(), section=make_section())


def test_collection_leads_to_the_page_of_its_story(client):
    made = collection("Một.")
    client.force_login(chief())
    shown = client.get(reverse("admin:photos_collection_change", args=[made.pk]))
    assert f'<a href="{page(made)}">Lập phóng sự ảnh</a>' in shown.content.decode()


def test_page_asks_for_the_section_with_the_title_filled_in(client):
    client.force_login(make_user("Phóng viên"))
    text = client.get(page(collection("Một."))).content.decode()
    assert 'name="title" value="Tuần tra mùa nước nổi"' in text
    assert 'name="section"' in text


def test_page_makes_the_story_and_opens_it(client):
    client.force_login(make_user("Phóng viên"))
    section = make_section()
    typed = {"title": "Mùa nước nổi", "section": section.pk}
    answer = client.post(page(collection("Một.")), typed)
    article = Article.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, change(article))
    assert (article.title, article.section) == ("Mùa nước nổi", section)
    assert client.get(change(article)).status_code == 200


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ({"title": "", "section": "0"}, {"title", "section"}),
        ({"title": "x" * 181}, {"title", "section"}),
    ],
)
def test_page_keeps_what_was_typed_when_it_refuses(client, typed, refused):
    client.force_login(chief())
    response = client.post(page(collection("Một.")), typed)
    assert response.context["form"].errors.keys() == refused
    assert Article.objects.count() == 0


def test_page_of_an_empty_collection_says_so(client):
    client.force_login(chief())
    typed = {"title": "Tít", "section": make_section().pk}
    response = client.post(page(collection()), typed)
    assert response.context["form"].non_field_errors() == ["Bộ ảnh này chưa có ảnh nào."]


def test_page_is_for_who_may_write(client):
    client.force_login(make_user(is_staff=True))
    assert client.get(page(collection("Một."))).status_code == 403
    client.force_login(chief())
    assert client.get(reverse("admin:photo-story", args=[999999])).status_code == 404


@pytest.mark.parametrize("count", [1, 3, 30])
def test_story_costs_the_same_for_any_number(django_assert_num_queries, count):
    made, section, writer = collection(*["Ảnh."] * count), make_section(), chief()
    writer.has_perm("articles.add_article")
    # The photos; the piece; its revision, which reads its rows, between two savepoints.
    with django_assert_num_queries(13):
        story_from(made, by=writer, section=section)
