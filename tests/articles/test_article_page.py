"""One piece before its reader: the right words, the right address, or the right refusal."""

import html
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, PublishedVersion, RelatedArticle
from articles.presentation import article_context
from articles.publishing import publish, withdraw
from core.dates import iso, long_datetime
from tests.biendoi.reader_pages import personal_traces, titles
from tests.comments.factories import make_approved
from tests.factories.articles import (
    chief,
    make_article,
    make_published,
    make_section,
    make_topic,
)
from tests.factories.people import make_author
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db

NASTY = """Lời "nói" & <script>alert('x')</script> của 'dân'"""


def page(client, version):
    response = client.get(version.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def figure(photo, caption=""):
    return f'<figure data-photo="{photo.pk}"><figcaption>{caption}</figcaption></figure>'


# --- what is on it ----------------------------------------------------------------------------


def test_article_prints_all_of_the_piece(client, clock):
    parent = make_section(name="Xã hội", slug="xa-hoi")
    article = make_article(
        section=make_section(name="Y tế", slug="y-te", parent=parent),
        kicker="Đề án 174",
        title="Năm cán bộ về xã",
        sapo="Góp sức cho cơ sở.",
        body="<p>Theo Đề án số 174-ĐA/TU.</p>",
        source="Theo TTXVN",
        signature="Đại tá Trần Văn Khởi",
        tags=("Quảng Ninh",),
    )
    article.topics.add(make_topic())
    version = publish(article, by=chief())
    text = page(client, version)
    [tag] = version.tags
    for part in (
        "<title>Năm cán bộ về xã - Báo Biên phòng</title>",
        '<meta name="description" content="Góp sức cho cơ sở.">',
        f'<link rel="canonical" href="http://127.0.0.1:8000/nam-can-bo-ve-xa-post{article.pk}.html">',
        '<li><a href="/xa-hoi/">Xã hội</a></li><li><a href="/y-te/">Y tế</a></li>',
        '<p class="kicker">Đề án 174</p>',
        "<h1>Năm cán bộ về xã</h1>",
        '<p class="sapo"><span class="sapo__prefix">Biên phòng - </span>Góp sức cho cơ sở.</p>',
        '<div class="article__body prose"><p>Theo Đề án số 174-ĐA/TU.</p></div>',
        '<p class="signature">Đại tá Trần Văn Khởi</p>',
        '<p class="source">Theo TTXVN</p>',
        '<a href="/van-ban/174-da-tu.html">174-ĐA/TU</a>',
        f'<a href="/tag/quang-ninh-{tag["id"]}.html">Quảng Ninh</a>',
        f'<time datetime="{iso(clock.now)}">{long_datetime(clock.now)}</time>',
    ):
        assert part in text
    assert "Cập nhật:" not in text


def test_article_updated_prints_both_times(client, clock):
    article = make_article()
    first = publish(article, by=chief()).valid_from
    updated = clock.forward(hours=3)
    Article.objects.filter(pk=article.pk).update(title="Tít đã sửa")
    text = page(client, publish(article, by=chief()))
    assert f'<time datetime="{iso(first)}">{long_datetime(first)}</time>' in text
    assert f'Cập nhật: <time datetime="{iso(updated)}">{long_datetime(updated)}</time>' in text
    assert f'"article:modified_time" content="{iso(updated)}"' in text


def test_article_page_escapes_every_word_that_is_plain_text(client):
    photo = make_photo(caption=NASTY, credit=NASTY, alt=NASTY)
    article = make_article(
        **dict.fromkeys(("kicker", "title", "sapo", "source", "signature"), NASTY),
        social_title=NASTY,
        body=figure(photo, html.escape(NASTY)),
        lead_photo=photo,
        tags=(NASTY,),
        section=make_section(name=NASTY),
    )
    article.topics.add(make_topic(NASTY))
    text = page(client, publish(article, by=chief()))
    assert "<script>" not in text
    assert f"<h1>{html.escape(NASTY)}</h1>" in text


def test_article_draws_its_photos_with_the_words_they_have_here(client):
    lead = make_photo(caption="Trong kho.", credit="Viết Hà")
    inner = make_photo(caption="Kho hai.", credit="CTV", illustration=True)
    body = f"<p>Một</p>{figure(inner, 'Riêng ở đây.')}<p>Hai</p>{figure(inner)}"
    text = page(client, make_published(lead_photo=lead, body=body))
    captions = [part.split("</figcaption>")[0] for part in text.split("<figcaption>")[1:]]
    caption = '<span class="figure__caption">{}</span> <span class="figure__credit">{}</span>'
    assert captions == [
        caption.format("Trong kho.", "Ảnh: Viết Hà"),
        caption.format("Riêng ở đây.", "Ảnh minh họa: CTV"),
        caption.format("Kho hai.", "Ảnh minh họa: CTV"),
    ]
    assert text.count("<picture>") == 3
    assert "data-photo" not in text


def test_article_keeps_captions_in_place_when_a_photo_is_gone():
    kept = make_photo(caption="Còn đây.", credit="Viết Hà")
    body = f'<figure data-photo="999999"><figcaption>Đã mất.</figcaption></figure>{figure(kept)}'
    version = make_published(body=body)
    assert version.is_intact()
    assert [use.photo_id for use in version.photo_uses.all()] == [kept.pk]
    drawn = article_context(version)["body"]
    first, second = drawn.split("</figure>")[:2]
    assert "Ảnh tạm thời chưa hiển thị được." in first
    assert "Đã mất." in first
    assert "Còn đây." in second
    assert "<picture>" in second


def test_article_shows_related_pieces_that_are_live_in_the_editors_order(client):
    live, other, gone, draft = (make_published(title=f"Bài {n}") for n in "1234")
    draft = make_article(title="Bài nháp")
    withdraw(gone.article, by=chief(), reason="Theo lệnh.")
    article = make_article()
    for position, row in enumerate((other.article, draft, gone.article, live.article)):
        RelatedArticle.objects.create(article=article, other=row, position=position)
    version = publish(article, by=chief())
    assert titles(client.get(version.get_absolute_url())) == ["Bài 2", "Bài 1"]


# --- its address ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "slug", ["x", "nam-can-bo", "Năm-cán-bộ", "nam-can-bo-ve-xa-", "a-post1", "NAM-CAN-BO-VE-XA"]
)
def test_wrong_slug_is_sent_on_for_good(client, slug):
    version = make_published(title="Năm cán bộ về xã")
    response = client.get(f"/{slug}-post{version.article_id}.html")
    assert (response.status_code, response["Location"]) == (301, version.get_absolute_url())
    assert personal_traces(response) == []


def test_old_slug_is_sent_on_when_the_title_changed(client, clock):
    article = make_article(title="Một")
    old = publish(article, by=chief()).get_absolute_url()
    article.title = "Hai"
    article.save()
    clock.forward(minutes=1)
    new = publish(article, by=chief()).get_absolute_url()
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, f"/hai-post{article.pk}.html")
    assert client.get(new).status_code == 200


@pytest.mark.parametrize(
    "number", ["0", "1", "007", "9" * 18, "9" * 19, "9" * 400, "-1", "1.0", "x"]
)
def test_unknown_number_is_not_found(client, number):
    assert client.get(f"/bai-post{number}.html").status_code == 404


def test_piece_never_shown_is_not_found(client, clock):
    draft, scheduled, cancelled = (make_article() for _n in range(3))
    publish(scheduled, by=chief(), at=clock.after(hours=1))
    publish(cancelled, by=chief(), at=clock.after(hours=1))
    withdraw(cancelled, by=chief(), reason="Theo lệnh.")
    for article in (draft, scheduled, cancelled):
        response = client.get(f"/{article.slug or 'x'}-post{article.pk}.html")
        assert response.status_code == 404
        assert personal_traces(response) == []


def test_scheduled_piece_is_found_from_its_time_on(client, clock):
    version = publish(make_article(), by=chief(), at=clock.after(hours=1))
    assert client.get(version.get_absolute_url()).status_code == 404
    clock.forward(hours=1)
    assert client.get(version.get_absolute_url()).status_code == 200


def test_withdrawn_piece_is_gone_with_a_notice_under_any_slug(client, clock):
    version = make_published(title="Chuyện cũ")
    withdraw(version.article, by=chief(), reason="Theo lệnh mật.")
    for address in (version.get_absolute_url(), f"/x-post{version.article_id}.html"):
        response = client.get(address)
        assert response.status_code == 410
        assert "Bài viết này không còn được đăng" in response.content.decode()
        assert "Chuyện cũ" not in response.content.decode()
        assert "Theo lệnh mật." not in response.content.decode()
        assert personal_traces(response) == []


def test_expired_piece_is_gone(client, clock):
    version = publish(make_article(), by=chief(), until=clock.after(hours=1))
    assert client.get(version.get_absolute_url()).status_code == 200
    clock.forward(hours=1)
    assert client.get(version.get_absolute_url()).status_code == 410


def test_piece_back_after_withdrawal_is_found_again(client, clock):
    version = publish(make_article(), by=chief())
    clock.forward(minutes=1)
    withdraw(version.article, by=chief(), reason="Theo lệnh.")
    clock.forward(minutes=1)
    publish(version.article, by=chief())
    assert client.get(version.get_absolute_url()).status_code == 200


def test_piece_titled_like_an_address_is_found(client):
    version = make_published(title="Bài post7 và post8.html")
    assert client.get(version.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("title", ["中越边境", "!!!", "Ёж"])
def test_piece_with_a_title_without_letters_of_ours_has_an_address(client, title):
    version = make_published(title=title, tags=(title.replace("!", "❤"),))
    assert version.get_absolute_url() == f"/bai-post{version.article_id}.html"
    assert client.get(version.get_absolute_url()).status_code == 200


def test_tags_authors_and_topics_of_another_script_have_their_pages(client):
    article = make_article(tags=("中越",), byline=False)
    author = make_author("作者")
    article.bylines.create(author=author)
    topic = make_topic("边境")
    article.topics.add(topic)
    publish(article, by=chief())
    tag = article.tags.get()
    for address in (
        f"/tag/the-{tag.pk}.html",
        f"/tac-gia/tac-gia-{author.pk}.html",
        f"/chu-de/dong-su-kien-{topic.pk}.html",
    ):
        assert client.get(address).status_code == 200


# --- the same for everybody -------------------------------------------------------------------


def test_article_is_for_everybody(client, clock):
    version = make_published(at=clock.after(days=-1))
    response = client.get(version.get_absolute_url())
    assert personal_traces(response) == []
    client.force_login(chief())
    again = client.get(version.get_absolute_url())
    assert again.content == response.content
    assert "cookie" not in again.headers.get("Vary", "").lower()


@pytest.mark.parametrize("count", [1, 3, 30])
def test_article_with_photos_comments_and_related_costs_nine_queries(
    client, count, django_assert_num_queries
):
    photo = make_photo()
    child = make_section(parent=make_section())
    article = make_article(
        section=child,
        lead_photo=photo,
        body=f"<p>Một</p>{figure(photo) * count}",
        tags=tuple(f"Thẻ {n}" for n in range(count)),
    )
    for _n in range(count):
        other = make_published(lead_photo=photo).article
        RelatedArticle.objects.create(article=article, other=other)
    version = publish(article, by=chief())
    for _n in range(count):
        make_approved(version, parent=make_approved(version))
    with django_assert_num_queries(9):
        response = client.get(version.get_absolute_url())
    assert len(titles(response)) == count


def test_gone_and_unknown_pieces_cost_three_queries(client, django_assert_num_queries):
    version = make_published()
    PublishedVersion.objects.update(valid_until=timezone.now() - timedelta(minutes=1))
    for address in (version.get_absolute_url(), f"/x-post{Article.objects.count() + 999}.html"):
        with django_assert_num_queries(3):
            client.get(address)
