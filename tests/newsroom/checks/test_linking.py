"""Links into our own site: each kind of address, there and not there, in one query."""

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.merging import merge
from articles.models import Byline, Series, Tag
from articles.removals import remove
from authors.models import Succession
from core.dates import in_hanoi
from newsroom.checks.linking import links
from pages.models import Page
from photos.rendering import files_of
from tests.articles.test_removals import ORDER
from tests.factories.articles import (
    chief,
    make_article,
    make_published,
    make_section,
    make_topic,
)
from tests.factories.people import make_author
from tests.factories.photos import make_photo
from tests.factories.units import make_unit
from tests.multimedia.factories import make_document

pytestmark = pytest.mark.django_db

GONE = "Bài được dẫn đã gỡ hoặc chưa đăng"
NOWHERE = "Không có trang này trên báo"
EMPTY = "Trang được dẫn chưa có bài nào"
NO_DAY = "Ngày, tháng được dẫn không có bài nào trên báo"
NO_FILE = "Không có tệp này trên báo"


def body(*hrefs):
    return "".join(f'<p><a href="{href}">Xem</a> thêm.</p>' for href in hrefs)


def wrong(*hrefs):
    return {link.href: link.wrong for link in links(body(*hrefs)) if link.wrong}


def about(name, row):
    return reverse(name, args=[row.slug, row.pk])


@pytest.fixture
def version():
    """A live piece that is in a list of each kind."""
    section = make_section(name="Xã hội", slug="xa-hoi")
    article = make_article(
        title="Bài về Đồn Biên phòng Trà Lĩnh",
        body="<p>Theo Kế hoạch 9-ĐA/TU của Đồn Biên phòng Trà Lĩnh.</p>",
        section=section,
        tags=("Quảng Ninh",),
        series=Series.objects.create(name="Loạt"),
        part=1,
        byline=False,
    )
    make_unit("Đồn Biên phòng Trà Lĩnh")
    article.topics.add(make_topic())
    Byline.objects.create(article=article, author=make_author("Viết Hà"))
    return publishing.publish(article, by=chief())


def addresses(version):
    """One of each kind of page that leads to the piece."""
    article, section = version.article, version.section
    tag, topic = article.tags.get(), article.topics.get()
    unit = version.unit_listings.get().unit
    author = article.bylines.get().author
    day = in_hanoi(version.first_published_at)
    return [
        *(version.get_absolute_url(), reverse("lite-article", args=[version.slug, article.pk])),
        *(section.get_absolute_url(), reverse("lite-section", args=[section.slug])),
        f"{section.get_absolute_url()}?ngay={day:%Y-%m-%d}",
        *(about("tag", tag), about("tag-feed", tag), about("topic", topic)),
        *(about("topic-feed-full", topic), about("author", author), about("author-feed", author)),
        *(about("series", article.series), about("unit", unit), about("section-feed", section)),
        *(reverse("code", args=["9-da-tu"]), f"/luu-tru/{day:%Y}/", f"/luu-tru/{day:%Y/%m}/"),
        *(f"/luu-tru/{day:%Y/%m/%d}/", f"/#muc-{section.pk}", f"/binh-luan/{article.pk}/"),
    ]


def test_every_kind_of_page_leads_somewhere_in_one_query(version, django_assert_num_queries):
    found = addresses(version)
    with django_assert_num_queries(1):
        assert wrong(*found) == {}
    hosts = ("http://127.0.0.1:8000", "//bienphong.com.vn", "https://www.bienphong.com.vn:443")
    with django_assert_num_queries(1):
        assert wrong(*(f"{host}{address}" for host in hosts for address in found)) == {}


def test_pages_of_a_removed_piece_lead_nowhere(version):
    found = addresses(version)
    stays = {found[2], found[3], found[13], found[18]}  # pages and feed of the section
    remove(version.article, by=chief(), **ORDER)
    told = wrong(*found)
    assert told.keys() == set(found) - stays
    assert set(told.values()) == {GONE, EMPTY, NO_DAY}


def test_addresses_that_are_always_there(version):
    always = (
        *(
            "/",
            "/#noi-dung",
            "/tin-moi/?x=1",
            "/cai-chinh/",
            "/luu-tru/",
            "/rss/",
            "/rss/tin-moi.rss",
        ),
        *("/tim-kiem/?q=x", "/doc-nhieu/", "/lite/", "/sitemap.xml", "#anh-3", "/robots.txt"),
        f"{version.get_absolute_url()}#y-kien",
        f"/slug-cu-post{version.article_id}.html",
    )
    assert wrong(*always) == {}


def test_others_addresses_are_not_ours_to_judge(django_assert_num_queries):
    foreign = (
        *("https://example.org/khong-co", "mailto:a@example.vn", "tel:0912011882"),
        *("http://bienphong.com.vn.example.org/khong-co/", "http://127.0.0.1:9/khong-co/"),
    )
    with django_assert_num_queries(0):
        assert wrong(*foreign) == {}


@pytest.mark.parametrize(
    ("href", "said"),
    [
        ("/tit-post999999.html", GONE),
        ("/khong-co/", NOWHERE),
        ("http://127.0.0.1:8000/khong-co/", NOWHERE),
        ("/tag/the-99.html", EMPTY),
        ("/tac-gia/ai-99.html", EMPTY),
        ("/don-vi/don-99.html", EMPTY),
        ("/van-ban/khong-co.html", EMPTY),
        ("/thong-tin/khong-co/", NOWHERE),
        ("/rss/khong-co-99.rss", NOWHERE),
        ("/luu-tru/1901/", NO_DAY),
        ("/luu-tru/2023/13/", NOWHERE),
        ("/luu-tru/2023/02/30/", NOWHERE),
        ("/xa-hoi/?ngay=1901-01-01", NO_DAY),
        ("/#muc-99", "Trang nhất không có chỗ này"),
        ("/#muc-" + "9" * 40, "Trang nhất không có chỗ này"),
        ("/#khong-co", "Trang nhất không có chỗ này"),
        ("/media/anh/ab/khong-co.webp", NO_FILE),
        ("/media/../manage.py", NO_FILE),
        ("/static/khong-co.css", NO_FILE),
        ("/admin/", "Đường dẫn vào trang của tòa soạn"),
        ("/xem-truoc/abc/", "Đường dẫn vào trang của tòa soạn"),
        ("/kho-rieng/abc", "Đường dẫn chỉ mở được trong vài phút"),
        ("/binh-luan/gui/7/", NOWHERE),
        ("tin-moi/", "Đường dẫn viết sai"),
        ("http://[", "Đường dẫn viết sai"),
    ],
)
def test_dead_link_is_told_with_what_is_wrong(href, said):
    assert wrong(href) == {href: said}


def test_link_longer_than_any_number_is_no_error():
    long = "9" * 40
    for href in (f"/tag/x-{long}.html", f"/x-post{long}.html", "/xa-hoi/?ngay=31-12-9999"):
        assert wrong(href) == {href: NOWHERE}


def test_merged_tag_leads_to_the_other_and_an_empty_one_nowhere(version):
    other, empty = Tag.objects.create(name="Hạ Long"), Tag.objects.create(name="Trống")
    merge(other, into=version.article.tags.get(), by=chief())
    assert wrong(about("tag", other), about("tag", empty)) == {about("tag", empty): EMPTY}


def test_heir_of_a_unit_is_there_with_its_forebear_s_pieces(version):
    old, heir = version.unit_listings.get().unit, make_unit("Đồn Biên phòng Cao Bằng")
    assert wrong(about("unit", heir)) == {about("unit", heir): EMPTY}
    Succession.objects.create(predecessor=old, successor=heir, on=timezone.localdate())
    assert wrong(about("unit", heir)) == {}


def test_page_about_the_paper_is_there_when_it_is_published():
    page = Page.objects.create(title="Trang", slug="trang-moi", body="<p>Chữ.</p>", published=True)
    assert wrong(page.get_absolute_url()) == {}
    Page.objects.update(published=False)
    assert wrong(page.get_absolute_url()) == {page.get_absolute_url(): NOWHERE}


def test_files_of_ours_are_looked_for(django_capture_on_commit_callbacks):
    photo, paper = make_photo(), make_document()
    names = [next(files_of(photo)), *paper.public_files()]
    hrefs = [default_storage.url(name) for name in names]
    assert wrong(*hrefs, "/static/css/site.css") == {}
    version = make_published(lead_photo=photo, body=f'<figure data-document="{paper.pk}"></figure>')
    with django_capture_on_commit_callbacks(execute=True):
        remove(version.article, by=chief(), **ORDER)
    assert wrong(*hrefs) == dict.fromkeys(hrefs, NO_FILE)
