"""What keeps a piece from its readers, in sentences beside the fields."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles import readiness
from articles.models import Article, Byline, PublishedVersion
from articles.publishing import publish
from articles.readiness import refusals, warnings
from core.dates import short_date
from photos.models import Photo
from tests.factories.articles import chief, make_article
from tests.factories.people import make_author
from tests.factories.photos import make_photo
from tests.multimedia.factories import make_audio, make_document, make_video

pytestmark = pytest.mark.django_db


def uncredited():
    photo = make_photo()
    Photo.objects.filter(pk=photo.pk).update(credit="")
    return Photo.objects.get(pk=photo.pk)


def figure(number, kind="photo"):
    return f'<figure data-{kind}="{number}"><figcaption>Mốc giới.</figcaption></figure>'


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
    photo = uncredited()
    sentence = f"Ảnh chính (số {photo.pk}): chưa ghi người chụp. Sửa trong kho ảnh."
    assert refusals(make_article(lead_photo=photo)) == {"lead_photo": [sentence]}


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
def test_refusals_cost_eight_queries(count, django_assert_num_queries):
    photos = [make_photo() for _n in range(min(count, 3))]
    body = "".join(figure(photos[n % len(photos)].pk) for n in range(count))
    pk = make_article(body=body, lead_photo=photos[0]).pk
    article = Article.objects.get(pk=pk)
    with django_assert_num_queries(8):
        assert refusals(article) == {}


# --- rights ---------------------------------------------------------------------------------------

BARRED = {
    "for_online": (False, "không được đăng báo điện tử"),
    "consent": ("chua-co", "người trong ảnh chưa đồng ý"),
    "caption": ("", "chưa ghi chú thích"),
    "minors": (True, "có trẻ em mà chưa có sự đồng ý của người giám hộ"),
}


def barred(name):
    photo = make_photo()
    Photo.objects.filter(pk=photo.pk).update(**{name: BARRED[name][0]})
    return Photo.objects.get(pk=photo.pk)


@pytest.mark.parametrize("name", BARRED)
def test_photo_that_may_not_be_printed_is_refused_where_it_stands(name):
    photo, reason = barred(name), BARRED[name][1]
    article = make_article(lead_photo=photo, body=figure(photo.pk))
    assert refusals(article) == {
        "lead_photo": [f"Ảnh chính (số {photo.pk}): {reason}. Sửa trong kho ảnh."],
        "body": [f"{reason.capitalize()}: ảnh số {photo.pk}."],
    }


def test_photo_in_the_trash_is_refused():
    photo = make_photo()
    article = make_article(body=figure(photo.pk))
    Photo.objects.update(trashed_at=timezone.now())
    assert refusals(article) == {"body": [f"Đã bỏ vào thùng rác: ảnh số {photo.pk}."]}
    with pytest.raises(ValidationError):
        publish(article, by=chief())
    assert PublishedVersion.objects.count() == 0


def test_every_reason_against_a_lead_photo_is_told_at_once():
    photo = barred("for_online")
    photo.credit = ""
    photo.save()
    told = "chưa ghi người chụp; không được đăng báo điện tử"
    sentence = f"Ảnh chính (số {photo.pk}): {told}. Sửa trong kho ảnh."
    assert refusals(make_article(lead_photo=photo)) == {"lead_photo": [sentence]}


@pytest.mark.parametrize(("days", "refused"), [(-1, True), (0, False), (1, False)])
def test_lapsed_licence_is_refused(clock, days, refused):
    photo = make_photo(usable_until=timezone.localdate() + timedelta(days=days))
    sentence = f"Đã hết hạn sử dụng: ảnh số {photo.pk}."
    assert refusals(make_article(body=figure(photo.pk))) == (
        {"body": [sentence]} if refused else {}
    )


@pytest.mark.parametrize(("days", "refused"), [(1, False), (2, True)])
def test_licence_that_lapses_before_the_hour_set_is_refused(clock, days, refused):
    photo = make_photo(usable_until=timezone.localdate() + timedelta(days=1))
    article = make_article(lead_photo=photo, body=figure(photo.pk))
    at = clock.after(days=days)
    if not refused:
        assert publish(article, by=chief(), at=at).valid_from == at
        return
    with pytest.raises(ValidationError) as found:
        publish(article, by=chief(), at=at)
    day = f"tính đến ngày đăng {short_date(at)}"
    assert found.value.message_dict == {
        "lead_photo": [f"Ảnh chính (số {photo.pk}): đã hết hạn sử dụng, {day}. Sửa trong kho ảnh."],
        "body": [f"Đã hết hạn sử dụng: ảnh số {photo.pk}, {day}."],
    }


def test_day_of_publication_is_hanois(clock):
    """At 23:30 in Hanoi the day is not over, though at half past midnight it is."""
    photo = make_photo(usable_until=timezone.localdate())
    article = make_article(lead_photo=photo)
    night = clock.now.replace(hour=16, minute=30)
    with pytest.raises(ValidationError):
        publish(article, by=chief(), at=night + timedelta(hours=1))
    assert publish(article, by=chief(), at=night).valid_from == night


# --- what warns -----------------------------------------------------------------------------------


def test_piece_with_photos_in_order_has_no_warnings():
    assert warnings(make_article(lead_photo=make_photo(), body=figure(make_photo().pk))) == []


def test_warnings_name_the_photos_of_each_reason(clock):
    lead, one, two = make_photo(), make_photo(made_by_ai=True), make_photo(made_by_ai=True)
    Photo.objects.filter(pk__in=[lead.pk, two.pk]).update(licence="chua-ro")
    lead.refresh_from_db()
    body = figure(two.pk) + figure(one.pk) + figure(two.pk)
    assert warnings(make_article(lead_photo=lead, body=body)) == [
        f"Chưa rõ quyền sử dụng: ảnh chính, ảnh số {two.pk}.",
        f"Do AI tạo hoặc sửa: ảnh số {one.pk}, {two.pk}.",
    ]


def test_warnings_hold_nothing_back(clock):
    photo = make_photo(usable_until=timezone.localdate(), for_print=False)
    article = make_article(lead_photo=photo)
    until = short_date(timezone.localdate())
    assert warnings(article) == [
        f"Chỉ được dùng đến hết ngày {until}: ảnh chính.",
        "Không được đăng báo in: ảnh chính.",
    ]
    assert refusals(article) == {}


# --- recordings and documents ---------------------------------------------------------------------


def test_recordings_and_documents_are_ready():
    film, paper = make_video(), make_document()
    body = figure(film.pk, "recording") + figure(paper.pk, "document")
    assert refusals(make_article(body=body)) == {}


def test_recordings_and_documents_gone_or_unsigned_are_told_by_number():
    sound, paper = make_audio(), make_document()
    type(sound).objects.update(credit="")
    type(paper).objects.update(credit="")
    body = "".join(
        figure(number, kind)
        for number, kind in [
            *((998, "recording"), (sound.pk, "recording"), (997, "recording")),
            *((999, "document"), (paper.pk, "document"), (996, "photo")),
        ]
    )
    assert refusals(make_article(body=body)) == {
        "body": [
            "Không còn trong kho: video, âm thanh số 997, 998.",
            "Không còn trong kho: tài liệu số 999.",
            "Không còn trong kho: ảnh số 996.",
            f"Chưa ghi nguồn hoặc người thực hiện: video, âm thanh số {sound.pk}.",
            f"Chưa ghi nguồn hoặc người thực hiện: tài liệu số {paper.pk}.",
        ]
    }


def test_poster_of_a_video_has_to_be_in_order_as_well():
    film = make_video(poster=barred("for_online"))
    sentence = f"Không được đăng báo điện tử: ảnh đại diện của video số {film.pk}."
    assert refusals(make_article(body=figure(film.pk, "recording"))) == {"body": [sentence]}


def test_apps_above_object_beside_the_piece_s_own_faults(monkeypatch):
    monkeypatch.setattr(readiness, "_objectors", {})

    @readiness.objects
    def unread(article, day):
        return {"body": [f"Chưa ai đọc, {day:%d/%m}."]}

    piece, day = make_article(body=""), date(2026, 11, 28)
    assert refusals(piece, day)["body"] == ["Bài chưa có nội dung.", "Chưa ai đọc, 28/11."]
    readiness.objects(unread)
    assert len(refusals(piece, day)["body"]) == 2
