"""What keeps a piece from its readers, in sentences beside the fields."""

import pytest

from articles.models import Article, Byline
from articles.readiness import refusals
from photos.models import Photo
from tests.factories.articles import make_article
from tests.factories.people import make_author
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db


def uncredited():
    photo = make_photo()
    Photo.objects.filter(pk=photo.pk).update(credit="")
    return Photo.objects.get(pk=photo.pk)


def figure(number):
    return f'<figure data-photo="{number}"><figcaption>Mốc giới.</figcaption></figure>'


def test_ready_piece_has_no_refusals():
    assert refusals(make_article()) == {}


def test_piece_without_words_is_refused_field_by_field():
    assert refusals(make_article(title="", sapo="", body="", byline=False)) == {
        "title": ["Bài chưa có tít."],
        "sapo": ["Bài chưa có sapo."],
        "body": ["Bài chưa có nội dung."],
        "source": ["Bài chưa có người viết: chọn tác giả, hoặc ghi nguồn hay dòng ký tên."],
    }


@pytest.mark.parametrize("body", ["<p></p>", "<p>&nbsp;</p>", "<hr>", "<p>\u200b</p>"])
def test_body_without_a_word_is_refused(body):
    assert refusals(make_article(body=body)) == {"body": ["Bài chưa có nội dung."]}


def test_body_of_pictures_alone_is_ready():
    assert refusals(make_article(body=figure(make_photo().pk))) == {}


@pytest.mark.parametrize("facts", [{"source": "Theo TTXVN"}, {"signature": "Đại tá Trần Văn Khởi"}])
def test_source_or_signature_stands_for_a_byline(facts):
    assert refusals(make_article(byline=False, **facts)) == {}


def test_byline_of_any_role_stands_for_a_source():
    article = make_article(byline=False)
    Byline.objects.create(article=article, author=make_author(), role=Byline.Role.COMPILED)
    assert refusals(article) == {}


def test_lead_photo_without_credit_is_refused_beside_it():
    sentence = "Ảnh chính chưa ghi người chụp. Bổ sung trong kho ảnh."
    assert refusals(make_article(lead_photo=uncredited())) == {"lead_photo": [sentence]}


def test_photos_in_the_body_without_credit_are_told_by_number():
    one, two = uncredited(), uncredited()
    article = make_article(body=figure(two.pk) + figure(make_photo().pk) + figure(one.pk))
    sentence = f"Chưa ghi người chụp: ảnh số {one.pk}, {two.pk}."
    assert refusals(article) == {"body": [sentence]}


def test_photos_gone_from_the_library_are_told_by_number():
    photo = uncredited()
    article = make_article(body=figure(999999999999) + figure(photo.pk) + figure(0))
    assert refusals(article) == {
        "body": [
            "Không còn trong kho: ảnh số 0, 999999999999.",
            f"Chưa ghi người chụp: ảnh số {photo.pk}.",
        ]
    }


@pytest.mark.parametrize("count", [1, 3, 30])
def test_refusals_cost_three_queries(count, django_assert_num_queries):
    photos = [make_photo() for _n in range(min(count, 3))]
    body = "".join(figure(photos[n % len(photos)].pk) for n in range(count))
    pk = make_article(body=body, lead_photo=photos[0]).pk
    article = Article.objects.get(pk=pk)
    with django_assert_num_queries(3):
        assert refusals(article) == {}
