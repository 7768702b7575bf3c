"""The lite edition: what it shows, what it costs, and that it is the full pages' twin."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.urls import reverse

from articles.models import PublishedVersion, RelatedArticle, Series
from articles.publishing import publish, withdraw
from comments.models import Discussion, Mode
from core.dates import long_datetime
from photos.models import Photo
from tests.articles.test_figures import figure
from tests.biendoi.reader_pages import missing_duties, personal_traces
from tests.factories.articles import (
    chief,
    make_article,
    make_many_published,
    make_published,
    make_section,
)
from tests.factories.photos import make_photo
from tests.multimedia.factories import make_audio, make_document, make_video

pytestmark = pytest.mark.django_db

MOST = 50 * 1024  # bytes of a page with its sheet, before any picture is asked for
SHEET = settings.BASE_DIR / "static" / "css" / "lite.css"


def lite(version):
    return f"/lite{version.get_absolute_url()}"


def text(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def times(clock, count):
    return [clock.after(hours=-n) for n in range(1, count + 1)]


def listed(page):
    """The titles a list shows, in order."""
    return [unescape(title) for title in re.findall(r"<h[23]><a href=[^>]*>([^<]*)</a>", page)]


# --- pieces ---------------------------------------------------------------------------------------


def test_piece_has_all_its_words_and_no_picture_until_asked(client, clock):
    lead, inside = make_photo(caption="Cổng trạm.", credit="Hà Anh"), make_photo(made_by_ai=True)
    version = make_published(
        kicker="Biên giới",
        lead_photo=lead,
        body=f"<p>Chữ trong bài.</p>{figure('photo', inside, 'Đường tuần tra.')}",
        signature="Đại tá Trần Văn Bình",
        source="Theo TTXVN",
        tags=("Quảng Ninh",),
        series=Series.objects.create(name="Giữ mốc"),
        part=2,
    )
    page = text(client, lite(version))
    words = [version.title, version.sapo, "Biên giới", "Chữ trong bài.", "Đường tuần tra."]
    words += ["Cổng trạm.", "Ảnh: Hà Anh", "trí tuệ nhân tạo", "Đại tá Trần Văn Bình"]
    words += ["Theo TTXVN", "Quảng Ninh", "Giữ mốc</a>, kỳ 2", "Viết Hà"]
    assert [word for word in words if word not in page] == []
    assert [part for part in ("<img", "<picture", "<script") if part in page] == []
    assert missing_duties(page, long_datetime(clock.now)) == []
    assert f'<link rel="canonical" href="{settings.SITE_URL}{version.get_absolute_url()}">' in page
    assert f'href="/binh-luan/{version.article_id}/"' in page


def test_each_photo_is_a_link_that_tells_its_weight(client):
    photo = make_photo()
    page = text(client, lite(make_published(lead_photo=photo)))
    [(address, told)] = re.findall(r'<a href="(/media/[^"]+)">Xem ảnh \(([^)]+)\)</a>', page)
    copy = Photo.objects.get().copies("free", "webp") or [Photo.objects.get().best()]
    assert address == copy[-1].url
    size = len(b"".join(client.get(address)))
    assert told.replace(",", ".").split()[
        0
    ] == f"{size / 1024 if size >= 1024 else size:.1f}".removesuffix(".0")


def test_pictures_that_are_asked_for_stand_in_the_text(client):
    body = figure("photo", make_photo(alt="Cột mốc."))
    version = make_published(lead_photo=make_photo(), body=body)
    closed, opened = text(client, lite(version)), text(client, f"{lite(version)}?anh=1")
    assert ('href="?anh=1"' in closed, 'href="?"' in opened) == (True, True)
    assert opened.count("<img ") == opened.count('loading="lazy"') == 2
    assert 'alt="Cột mốc."' in opened


@pytest.mark.parametrize("query", ["", "?anh=1"])
def test_photo_that_may_not_be_shown_keeps_its_words_only(client, query):
    photo = make_photo(caption="Trạm gác.")
    version = make_published(body=figure("photo", photo))
    Photo.objects.update(for_online=False)
    page = text(client, lite(version) + query)
    assert ("Trạm gác." in page, photo.key in page) == (True, False)
    assert page.count("Ảnh tạm thời chưa hiển thị được.") == 1


@pytest.mark.parametrize("query", ["", "?anh=1", "?anh=x&anh=", "?%00"])
def test_recordings_and_papers_are_links(client, query):
    rows = {"recording": make_video(), "document": make_document()}
    body = "".join(figure(kind, row) for kind, row in rows.items())
    page = text(client, lite(make_published(body=body + figure("recording", make_audio()))) + query)
    for row in rows.values():
        assert f'href="{row.file.url}"' in page
    assert [part for part in ("<video", "<audio", "<img", "<script") if part in page] == []


def test_story_numbers_its_photos(client):
    body = figure("photo", make_photo()) + figure("photo", make_photo())
    page = text(client, lite(make_published(genre="phong-su-anh", body=body)))
    assert re.findall(r"Ảnh \d/\d", page) == ["Ảnh 1/2", "Ảnh 2/2"]


def test_related_pieces_stay_in_the_edition(client):
    other = make_published(title="Bài kia")
    article = make_article()
    RelatedArticle.objects.create(article=article, other=other.article)
    page = text(client, lite(publish(article, by=chief())))
    assert f'<a href="{lite(other)}">Bài kia</a>' in page


def test_parts_of_a_series_lead_on_in_the_edition(client):
    series = Series.objects.create(name="Giữ mốc")
    parts = [make_published(title=f"Phần {n}", series=series, part=n) for n in (1, 2, 3)]
    page = text(client, lite(parts[1]))
    assert f'Kỳ trước: <a rel="prev" href="{lite(parts[0])}">Phần 1</a>' in page
    assert f'Kỳ sau: <a rel="next" href="{lite(parts[2])}">Phần 3</a>' in page


def test_other_slug_leads_to_the_right_one_within_the_edition(client):
    version = make_published()
    response = client.get(f"/lite/x-post{version.article_id}.html")
    assert (response.status_code, response["Location"]) == (301, lite(version))


def test_withdrawn_piece_is_gone_in_the_dress_of_the_edition(client, clock):
    version = make_published(at=clock.after(hours=-2))
    withdraw(version.article, by=chief(), reason="Theo yêu cầu")
    page = text(client, lite(version), status=410)
    assert "<h1>Bài viết này không còn được đăng</h1>" in page
    assert ("css/lite.css" in page, version.title in page) == (True, False)
    assert missing_duties(page, long_datetime(clock.now)) == []


def test_piece_never_shown_is_not_there(client, clock):
    draft, scheduled = make_article(), make_article()
    publish(scheduled, by=chief(), at=clock.after(days=1))
    for article in (draft, scheduled):
        text(client, f"/lite/x-post{article.pk}.html", status=404)


# --- lists ----------------------------------------------------------------------------------------


def test_home_shows_what_the_full_home_shows(client, clock):
    section = make_section(name="Xã hội")
    versions = make_many_published(times(clock, 9), section=section)
    page = text(client, "/lite/")
    assert listed(page) == [version.title for version in versions]
    assert f'<a href="/lite/{section.slug}/">Xã hội</a>' in page
    assert [part for part in ("<img", "<picture", "<script") if part in page] == []


def test_home_of_an_empty_paper_says_so(client):
    assert "Tòa soạn đang chuẩn bị số báo đầu tiên." in text(client, "/lite/")


def test_section_has_no_page_beyond_its_end(client):
    make_published(section=make_section(slug="xa-hoi"))
    assert client.get("/lite/xa-hoi/?truoc=1-1").status_code == 404
    assert client.get("/lite/xa-hoi/?truoc=x").status_code == 404
    assert client.get("/lite/xa-hoi/").status_code == 200


def test_other_slug_leads_on_with_the_pictures_asked_for(client):
    version = make_published()
    moved = client.get(f"/lite/cu-post{version.article_id}.html?anh=1")
    right = reverse("lite-article", args=[version.slug, version.article_id])
    assert (moved.status_code, moved["Location"]) == (301, f"{right}?anh=1")


def test_section_is_paged_to_its_end(client, clock):
    parent = make_section(name="Xã hội", slug="xa-hoi")
    child = make_section(name="Y tế", slug="y-te", parent=parent)
    versions = make_many_published(times(clock, 41), section=child)
    read, address = [], "/lite/xa-hoi/"
    while address:
        page = text(client, address)
        read += listed(page)
        more = re.search(r'rel="next" href="([^"]+)"', page)
        address = more and f"/lite/xa-hoi/{more[1]}"
    assert read == [version.title for version in versions]
    assert '<a href="/lite/y-te/">Y tế</a>' in text(client, "/lite/xa-hoi/")
    assert '<a href="/lite/xa-hoi/">Xã hội</a>' in text(client, "/lite/y-te/")


@pytest.mark.parametrize(
    "address",
    [
        *("/lite/khong-co/", "/lite/x-post999.html", "/lite/x-post0.html", "/lite/xa-hoi"),
        *(f"/lite/x-post{'9' * 30}.html", "/lite/-post1.html", "/lite/xa-hoi/?truoc=x"),
        *("/lite/xa-hoi/?truoc=9999999999999999999-1", "/lite/xa-hoi/?truoc=%00"),
    ],
)
def test_odd_address_is_not_found(client, address):
    make_section(slug="xa-hoi")
    assert client.get(address, follow=True).status_code in {200, 404}
    assert client.get(address).status_code in {301, 404}


# --- what all of them keep ------------------------------------------------------------------------


def test_piece_leads_to_its_comments_while_readers_see_them(client, clock):
    version = make_published(section=make_section(slug="xa-hoi"))
    link = f'<a href="/binh-luan/{version.article_id}/">Ý kiến bạn đọc (0)</a>'
    assert link in text(client, lite(version))
    Discussion.objects.create(article=version.article, mode=Mode.HIDDEN)
    assert "Ý kiến bạn đọc" not in text(client, lite(version))


@pytest.mark.parametrize("count", [1, 3, 30])
def test_pages_cost_the_same_for_any_number(client, clock, count, django_assert_num_queries):
    section = make_section(slug="xa-hoi")
    body = "".join(figure("photo", make_photo()) for _n in range(3))
    versions = make_many_published(times(clock, count), section=section)
    long = make_published(section=section, body=body, lead_photo=make_photo())
    # The front, the menu; section, children, pieces, menu; version, photos, those beside it,
    # whether comments are shown, menu.
    for address, queries in (("/lite/", 5), ("/lite/xa-hoi/", 4), (lite(long), 5)):
        with django_assert_num_queries(queries):
            text(client, address)
    assert len(versions) == count


def test_pages_are_for_everybody(client, clock):
    version = make_published(section=make_section(slug="xa-hoi"))
    for address in ("/lite/", "/lite/xa-hoi/", lite(version), f"{lite(version)}?anh=1"):
        assert (address, personal_traces(client.get(address))) == (address, [])


def test_heavy_pages_stay_light(client, clock):
    """Lists of the longest titles and leads, and a piece of 4,000 words with twelve photos."""
    section = make_section(slug="xa-hoi", name="Ạ" * 80)
    words = {"title": "Ạ" * 180, "sapo": "Những cán bộ gắn bó. " * 15, "section": section}
    make_many_published(times(clock, 30), lead_photo=make_photo(), **words)
    paragraph = "<p>" + "Biên phòng " * 50 + "</p>"
    body = (paragraph * 3 + figure("photo", make_photo())) * 12 + paragraph * 4
    version = make_published(body=body, **words)
    sheet = len(SHEET.read_bytes())
    weights = {
        address: len(client.get(address).content) + sheet
        for address in ("/lite/", "/lite/xa-hoi/", lite(version))
    }
    assert {address: weight for address, weight in weights.items() if weight > MOST} == {}
    assert sheet < 4_000


def test_full_pages_name_their_twin(client, clock):
    section = make_section(slug="xa-hoi")
    version = make_published(section=section)
    twins = {"/": "/lite/", "/xa-hoi/": "/lite/xa-hoi/", version.get_absolute_url(): lite(version)}
    hint = '<link rel="alternate" media="(prefers-reduced-data: reduce)" href="'
    for address, twin in twins.items():
        page = text(client, address)
        assert f'{hint}{settings.SITE_URL}{twin}">' in page
        assert f'<a class="lite-link" href="{twin}">Bản nhẹ</a>' in page
        assert f'<a href="{address}">Bản đầy đủ</a>' in text(client, twin)
    page = text(client, "/doc-nhieu/")
    assert (hint in page, '<a class="lite-link" href="/lite/">' in page) == (False, True)


def test_expired_piece_is_on_no_lite_list(client, clock):
    section = make_section(slug="xa-hoi")
    version = make_published(section=section, at=clock.after(hours=-2))
    PublishedVersion.objects.update(valid_until=clock.now + timedelta(minutes=1))
    assert listed(text(client, "/lite/xa-hoi/")) == [version.title]
    clock.forward(minutes=1)
    assert listed(text(client, "/lite/xa-hoi/")) == listed(text(client, "/lite/")) == []
