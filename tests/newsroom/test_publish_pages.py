"""Preview, publish, withdraw: the desk's own pages."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, PublishedVersion, PublishingAct
from core.dates import short_datetime
from newsroom import views
from tests.factories.articles import chief, make_article, make_published
from tests.factories.photos import make_photo
from tests.newsroom.desk import change, page_of, send

pytestmark = pytest.mark.django_db

CLOCK = re.compile(r'<time datetime="[^"]+">[^<]+</time>')


@pytest.fixture
def desk(client):
    client.force_login(chief())
    return client


def act(client, article, name="publish", **typed):
    page = client.get(page_of(article, name))
    seen = page.context["seen"] if name == "publish" else ""
    return client.post(page_of(article, name), {"at": "", "until": "", "seen": seen, **typed})


def form_errors(response):
    form = response.context["form"]
    return {name: list(found) for name, found in form.errors.items()}


def refusals(response):
    return {field: sentences for field, _label, sentences in response.context["refusals"]}


# --- publishing ---------------------------------------------------------------------------------


def test_publishing_puts_the_piece_before_readers(desk, client):
    article = make_article(title="Giữ bình yên biên cương")
    answer = desk.get(send(desk, page_of(article, "publish"))["Location"])
    assert "Đã đăng “Giữ bình yên biên cương”." in answer.content.decode()
    assert client.get(article.versions.get().get_absolute_url()).status_code == 200


def test_publishing_later_says_when(desk, client):
    article = make_article(title="Giữ bình yên biên cương")
    at = timezone.now() + timedelta(days=1)
    answer = send(desk, page_of(article, "publish"), at=short_datetime(at))
    page = desk.get(answer["Location"]).content.decode()
    assert f"vào {views.long_datetime(article.versions.get().valid_from)}." in page
    assert "Hẹn giờ đăng" in page
    assert client.get(article.versions.get().get_absolute_url()).status_code == 404


def tomorrow(days=1):
    return short_datetime(timezone.now() + timedelta(days=days))


UNREADABLE = "Không đọc được ngày này. Hãy viết như 01/10/2023 hoặc 01/10/2023 10:51."


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        (lambda: {"at": "hôm kia"}, {"at": [UNREADABLE]}),
        (lambda: {"at": "31/02/2026"}, {"at": ["Lịch không có ngày 31/2/2026."]}),
        (lambda: {"until": "99:99"}, {"until": [UNREADABLE]}),
        (
            lambda: {"at": tomorrow(2), "until": tomorrow(1)},
            {"until": ["Giờ gỡ phải sau giờ xuất bản."]},
        ),
        (lambda: {"until": "1/10/2023 10:51"}, {"until": ["Giờ gỡ phải sau giờ xuất bản."]}),
    ],
)
def test_refused_time_stands_beside_its_field_with_the_text_kept(desk, typed, refused):
    article, typed = make_article(), typed()
    response = act(desk, article, **typed)
    assert (response.status_code, form_errors(response)) == (200, refused)
    for value in typed.values():
        assert f'value="{value}"' in response.content.decode()
    assert PublishedVersion.objects.count() == 0


def test_past_time_is_refused_with_the_time_it_is(desk):
    response = act(desk, make_article(), at="1/10/2023 10:51")
    [sentence] = form_errors(response)["at"]
    assert sentence.startswith("Giờ đã qua. Bây giờ là ")
    assert sentence.endswith(" GMT+7. Để trống nếu muốn làm ngay.")
    assert 'value="1/10/2023 10:51"' in response.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_piece_that_is_not_ready_says_what_is_missing_and_where(desk, method):
    article = make_article(sapo="", body="", byline=False)
    response = act(desk, article) if method == "post" else desk.get(page_of(article, "publish"))
    assert refusals(response) == {
        "sapo": ["Bài chưa có sapo."],
        "body": ["Bài chưa có nội dung."],
        "source": ["Bài chưa có người viết: chọn tác giả, hoặc ghi nguồn hay dòng ký tên."],
    }
    page = response.content.decode()
    for field in ("sapo", "body", "source"):
        assert f'<a href="{change(article)}#id_{field}">' in page
    assert PublishedVersion.objects.count() == 0


def test_photo_without_credit_keeps_the_piece_back(desk):
    photo = make_photo()
    type(photo).objects.update(credit="")
    response = act(desk, make_article(lead_photo=photo))
    told = f"Ảnh chính (số {photo.pk}): chưa ghi người chụp. Sửa trong kho ảnh."
    assert refusals(response) == {"lead_photo": [told]}


def test_licence_that_lapses_before_the_hour_typed_is_told(desk):
    today = timezone.localdate()
    article = make_article(lead_photo=make_photo(usable_until=today))
    assert refusals(desk.get(page_of(article, "publish"))) == {}
    response = act(desk, article, at=tomorrow())
    [sentence] = refusals(response)["lead_photo"]
    assert "đã hết hạn sử dụng, tính đến ngày đăng" in sentence
    assert PublishedVersion.objects.count() == 0


def test_warnings_stand_on_the_page_and_let_the_piece_go(desk):
    article = make_article(lead_photo=make_photo(made_by_ai=True))
    page = desk.get(page_of(article, "publish")).content.decode()
    assert "<li>Do AI tạo hoặc sửa: ảnh chính.</li>" in page
    assert act(desk, article).status_code == 302
    assert PublishedVersion.objects.live().count() == 1


def test_page_without_warnings_has_no_list_of_them(desk):
    page = desk.get(page_of(make_article(lead_photo=make_photo()), "publish")).content.decode()
    assert "photo-warnings" not in page


def test_sent_twice_by_a_double_click_readers_see_one_piece(desk):
    article = make_article()
    first, second = act(desk, article), act(desk, article)
    assert (first.status_code, second.status_code) == (302, 302)
    assert PublishedVersion.objects.live().count() == 1
    numbers = list(article.versions.order_by("number").values_list("number", "first_published_at"))
    assert [number for number, _first in numbers] == [1]


# --- withdrawing --------------------------------------------------------------------------------


def test_withdrawing_tells_readers_and_the_log(desk, client):
    version = make_published()
    answer = act(desk, version.article, "withdraw", reason=" Sai số liệu. ")
    assert answer.status_code == 302
    assert client.get(version.get_absolute_url()).status_code == 410
    entry = PublishingAct.objects.get()
    assert (entry.act, entry.reason, entry.by) == ("withdrawn", "Sai số liệu.", chief())


@pytest.mark.parametrize("reason", ["", "   "])
def test_withdrawing_needs_a_reason(desk, reason):
    article = make_published().article
    response = act(desk, article, "withdraw", reason=reason, at="01/01/2030")
    assert form_errors(response) == {"reason": ["Hãy ghi lý do ngừng đăng."]}
    assert 'value="01/01/2030"' in response.content.decode()
    assert PublishedVersion.objects.live().count() == 1


def test_withdrawing_a_draft_is_refused(desk):
    response = act(desk, make_article(), "withdraw", reason="Vì sao")
    assert form_errors(response) == {"__all__": ["Bài này không đang xuất bản và không hẹn giờ."]}


# --- preview ------------------------------------------------------------------------------------


@pytest.mark.parametrize("published_before", [False, True])
def test_preview_is_the_page_readers_get(desk, client, monkeypatch, published_before):
    """Byte for byte, when the clock stands still; only the form's stamp counts the seconds."""
    lead, inside = make_photo(), make_photo()
    body = f'<p>Đồn.</p><figure data-photo="{inside.pk}"><figcaption>Chú</figcaption></figure>'
    words = {"lead_photo": lead, "body": body, "tags": ("Quảng Ninh",), "source": "Theo TTXVN"}
    article = make_published(**words).article if published_before else make_article(**words)
    Article.objects.filter(pk=article.pk).update(title="Tít mới nhất")
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    preview = desk.get(page_of(article, "preview-page"))
    act(desk, article)
    version = PublishedVersion.objects.live(now).get()
    published = client.get(version.get_absolute_url())
    assert comparable(preview) == comparable(published)
    assert "Tít mới nhất" in comparable(published)


def comparable(response):
    """Without what is for one reader at one moment: the comment form's stamp; nor is a look at
    a preview a read."""
    personal = r'name="stamp" value="[^"]+"|<script type="module" src="[^"]+/reads\.js".*</script>'
    return re.sub(personal, "", response.content.decode())


def test_preview_is_kept_by_nobody(desk):
    response = desk.get(page_of(make_article(), "preview-page"))
    assert "no-store" in response["Cache-Control"].split(", ")
    assert response["X-Robots-Tag"] == "noindex"


def test_preview_publishes_nothing(desk):
    article = make_article()
    for name in ("preview", "preview-page"):
        desk.get(page_of(article, name))
    assert (PublishedVersion.objects.count(), PublishingAct.objects.count()) == (0, 0)


def test_preview_of_a_piece_without_anything_opens(desk):
    article = make_article(sapo="", body="", byline=False)
    assert desk.get(page_of(article, "preview-page")).status_code == 200


@pytest.mark.parametrize("count", [1, 3, 30])
def test_publish_page_costs_the_same_for_any_number_of_photos(
    desk, django_assert_num_queries, count
):
    photos = [make_photo() for _n in range(min(count, 3))]
    body = "".join(
        f'<figure data-photo="{photos[n % len(photos)].pk}"></figure>' for n in range(count)
    )
    article = make_article(body=f"<p>Chữ</p>{body}", tags=tuple(f"Thẻ {n}" for n in range(count)))
    """Session, user, two kinds of rights; the piece with bylines, their postings, tags, topics,
    related and versions; the photos of the body once for the words, once for the files that were
    seen; whether it waits for the person interviewed; how strict the checks are, what was let pass,
    renamed units."""
    with django_assert_num_queries(20):
        assert desk.get(page_of(article, "publish")).status_code == 200
