"""What readers see where a piece names photos, recordings and documents."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from articles.models import Article, PublishedVersion
from articles.presentation import article_context
from articles.publishing import publish
from articles.snapshots import snapshot
from photos.models import Photo
from tests.biendoi.reader_pages import xml
from tests.factories.articles import chief, make_article, make_published
from tests.factories.photos import make_photo
from tests.multimedia.factories import make_audio, make_document, make_video

pytestmark = pytest.mark.django_db

AI = '<span class="figure__ai">Hình ảnh do trí tuệ nhân tạo (AI) tạo hoặc chỉnh sửa</span>'
PAPERS_OWN = "http://127.0.0.1:8000/static/img/share.png"
MISSING = "Ảnh tạm thời chưa hiển thị được."


def figure(kind, row, caption=""):
    number = getattr(row, "pk", row)
    return f'<figure data-{kind}="{number}"><figcaption>{caption}</figcaption></figure>'


def page(client, version):
    response = client.get(version.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def shared(photo):
    """The address of the copy that other sites show."""
    return f"http://127.0.0.1:8000{photo.best_url('16x9', 1200)}"


def rewritten(version, **facts):
    """The version as an older program wrote it, past the guard that keeps it from changing."""
    for name, value in facts.items():
        setattr(version, name, value)
    version.number += 1
    version.pk, version.valid_from = None, version.valid_from + timedelta(minutes=1)
    PublishedVersion.objects.filter(article=version.article).update(valid_until=version.valid_from)
    version.save(force_insert=True)
    return version


# --- the label of pictures made by AI -------------------------------------------------------------


@pytest.mark.parametrize(("lead", "body", "labels"), [(1, 0, 1), (0, 1, 1), (1, 1, 2), (0, 0, 0)])
def test_ai_label_stands_under_each_picture_made_by_ai(client, lead, body, labels):
    leading, inside = make_photo(made_by_ai=bool(lead)), make_photo(made_by_ai=bool(body))
    version = make_published(lead_photo=leading, body=figure("photo", inside))
    assert page(client, version).count(AI) == labels


def test_ai_label_stays_as_published_until_the_piece_is_published_again(client, clock):
    photo = make_photo(made_by_ai=True)
    version = publish(make_article(lead_photo=photo), by=chief())
    Photo.objects.update(made_by_ai=False)
    assert AI in page(client, version)
    clock.forward(minutes=1)
    assert AI not in page(client, publish(version.article, by=chief()))


def test_version_older_than_the_label_has_none(client):
    version = make_published(lead_photo=make_photo(), body=figure("photo", make_photo()))
    for use in version.photos:
        del use["made_by_ai"]
    text = page(client, rewritten(version, photos=version.photos))
    assert (text.count("<picture>"), AI in text) == (2, False)


# --- photos that lapse while the piece is live ----------------------------------------------------


@pytest.fixture
def lapsing(clock):
    """A live piece whose photos may be used to the end of its day."""
    today = timezone.localdate()
    lead, inside = make_photo(usable_until=today), make_photo(usable_until=today)
    body = f"<p>Chữ.</p>{figure('photo', inside, 'Còn chú thích.')}"
    return publish(make_article(lead_photo=lead, body=body, tags=("Mốc",)), by=chief())


def addresses(version):
    [tag] = version.tags
    section = version.section.get_absolute_url()
    return ["/", section, f"/tag/{tag['slug']}-{tag['id']}.html"]


def test_photo_is_shown_until_its_last_day(client, lapsing):
    text = page(client, lapsing)
    assert (text.count("<picture>"), MISSING in text) == (2, False)
    assert re.findall('"og:image" content="(.*?)"', text) == [shared(lapsing.lead_photo)]
    assert [client.get(a).content.decode().count("<picture>") for a in addresses(lapsing)] == [
        1
    ] * 3
    assert len(xml(client.get("/rss/tin-moi.rss")).findall("channel/item/enclosure")) == 1


def test_lapsed_photo_is_left_out_everywhere_and_its_words_stay(client, lapsing, clock):
    clock.forward(days=1)
    text = page(client, lapsing)
    assert (text.count("<picture>"), text.count(MISSING)) == (0, 2)
    assert "Còn chú thích." in text
    assert re.findall('"og:image" content="(.*?)"', text) == [PAPERS_OWN]
    for address in addresses(lapsing):
        shown = client.get(address).content.decode()
        assert (lapsing.title in unescape(shown), "<picture>" in shown) == (True, False)
    assert xml(client.get("/rss/tin-moi.rss")).findall("channel/item/enclosure") == []
    for photo in Photo.objects.all():
        assert photo.key not in text


@pytest.mark.parametrize("barred", [{"for_online": False}])
def test_photo_barred_from_the_web_goes_from_live_pages(client, lapsing, barred):
    Photo.objects.update(**barred)
    assert "<picture>" not in page(client, lapsing)


# --- photo stories --------------------------------------------------------------------------------


def numbers(text):
    return re.findall(r'<span class="figure__number">([^<]+)</span>', text)


def test_photo_story_numbers_its_pictures_and_shows_the_first_once(client):
    one, two, three = make_photo(), make_photo(), make_photo()
    body = "".join(figure("photo", photo) for photo in (one, two, three))
    version = make_published(genre="phong-su-anh", lead_photo=one, body=body)
    text = page(client, version)
    assert numbers(text) == ["Ảnh 1/3", "Ảnh 2/3", "Ảnh 3/3"]
    assert (text.count("<picture>"), text.count('class="figure figure--large"')) == (3, 3)
    assert text.count('fetchpriority="high"') == 1
    assert re.findall('"og:image" content="(.*?)"', text) == [shared(one)]


def test_photo_story_under_another_lead_shows_both(client):
    lead, one = make_photo(), make_photo()
    version = make_published(genre="phong-su-anh", lead_photo=lead, body=figure("photo", one))
    text = page(client, version)
    assert (numbers(text), text.count("<picture>")) == (["Ảnh 1/1"], 2)


def test_photo_story_counts_photos_only(client):
    one, two, film = make_photo(), make_photo(), make_video()
    body = figure("photo", one) + figure("recording", film) + figure("photo", two)
    text = page(client, make_published(genre="phong-su-anh", body=body))
    assert numbers(text) == ["Ảnh 1/2", "Ảnh 2/2"]


def test_pieces_of_other_genres_are_not_numbered(client):
    one = make_photo()
    text = page(client, make_published(lead_photo=one, body=figure("photo", one)))
    assert (numbers(text), text.count("<picture>")) == ([], 2)


# --- recordings and documents ---------------------------------------------------------------------


def taken(**facts):
    copy = Article.objects.for_snapshot().get(pk=make_article(**facts).pk)
    now = timezone.now()
    return snapshot(copy, first_published_at=now, valid_from=now)


def test_snapshot_has_one_use_for_each_figure_in_order():
    photo, film = make_photo(), make_video(made_by_ai=True)
    paper = make_document(title="Quyết định", credit="Bộ Tư lệnh")
    body = (
        figure("recording", film, "Riêng ở đây.")
        + figure("photo", photo)
        + figure("document", paper)
        + figure("recording", film)
        + figure("document", 999999)
    )
    recording = {"recording": film.pk, "lead": False, "credit": film.credit, "title": film.title}
    recording["made_by_ai"] = True
    document = {"lead": False, "caption": "", "made_by_ai": False}
    uses = taken(lead_photo=photo, body=body).photos
    assert [next(iter(use)) for use in uses] == [
        *("photo", "recording", "photo", "document", "recording", "document")
    ]
    assert uses[1] == {**recording, "caption": "Riêng ở đây."}
    assert uses[3] == {
        **document,
        "document": paper.pk,
        "credit": "Bộ Tư lệnh",
        "title": "Quyết định",
    }
    assert uses[4] == {**recording, "caption": film.caption}
    assert uses[5] == {**document, "document": None, "credit": "", "title": ""}


def test_page_draws_recordings_and_documents_in_the_order_of_the_body(client):
    film, sound, paper, photo = make_video(), make_audio(), make_document(), make_photo()
    body = (
        f"<p>Một</p>{figure('recording', film, 'Tổ tuần tra lên đường.')}<p>Hai</p>"
        f"{figure('photo', photo)}{figure('document', paper)}{figure('recording', sound)}"
    )
    version = publish(make_article(genre="video", body=body), by=chief())
    text = page(client, version).partition("</head>")[2]
    places = [film.file.url, "<picture>", paper.file.url, sound.file.url]
    assert [text.count(place) for place in places] == [1, 1, 1, 1]
    assert [text.index(place) for place in places] == sorted(text.index(p) for p in places)
    assert "Tổ tuần tra lên đường." in text
    assert "data-recording" not in text
    assert version.photo_uses.get().photo == photo
    assert version.is_intact()


def test_place_of_a_file_that_is_gone_keeps_its_words(client):
    film = make_video()
    version = make_published(body=figure("recording", film, "Lên đường.") + figure("document", 99))
    type(film).objects.all().delete()
    text = page(client, version)
    assert text.count("Tệp này tạm thời chưa mở được.") == 2
    assert "Lên đường." in text


@pytest.mark.parametrize("count", [1, 3, 30])
def test_page_part_costs_a_query_for_each_kind_and_four_for_what_stands_by(
    count, django_assert_num_queries
):
    photo, film, paper = make_photo(), make_video(), make_document()
    body = figure("photo", photo) + figure("recording", film) + figure("document", paper)
    version = make_published(lead_photo=photo, body=body * count)
    version = PublishedVersion.objects.get(pk=version.pk)
    with django_assert_num_queries(7):  # corrections, replies, units, pieces beside it
        article_context(version)


# --- addresses of photos --------------------------------------------------------------------------


def opened(text):
    """(id of the figure, where its picture leads) of each photo that can be opened."""
    return re.findall(r'<figure class="figure[^"]*" id="([^"]+)"><a [^>]*href="([^"]+)"', text)


@pytest.mark.parametrize("genre", ["tin", "phong-su-anh"])
def test_each_photo_has_an_address_and_leads_to_its_largest_copy(client, genre):
    lead, one, two = make_photo(), make_photo(), make_photo()
    body = figure("photo", one) + figure("recording", make_audio()) + figure("photo", two)
    text = page(client, make_published(genre=genre, lead_photo=lead, body=body))
    copies = [Photo.objects.get(pk=photo.pk).best_url() for photo in (lead, one, two)]
    assert opened(text) == [(f"anh-{n}", copy) for n, copy in enumerate(copies, 1)]


def test_story_that_its_first_photo_opens_counts_from_there(client):
    one, two = make_photo(), make_photo()
    body = figure("photo", one) + figure("photo", two)
    text = page(client, make_published(genre="phong-su-anh", lead_photo=one, body=body))
    assert [place for place, _copy in opened(text)] == ["anh-1", "anh-2"]


def test_photo_without_any_copy_keeps_its_place_and_its_words(client):
    photo = make_photo(caption="Trạm gác.")
    Photo.objects.update(made={})
    text = page(client, make_published(body=f"<p>Chữ.</p>{figure('photo', photo)}"))
    assert (text.count(MISSING), opened(text), "Trạm gác." in text) == (1, [], True)
