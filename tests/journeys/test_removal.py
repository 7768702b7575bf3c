"""A live piece is removed by its button: within five seconds no surface a browser can reach has it,
and its files are gone; the way back brings all of it."""

import time

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import PublishedVersion, Removal
from articles.publishing import publish
from photos.models import Photo
from photos.rendering import files_of
from search.indexing import index
from tests.factories.articles import make_article, make_section
from tests.factories.people import make_user
from tests.factories.photos import make_photo
from tests.journeys.newsroom import sign_in
from tests.multimedia.factories import make_document
from tests.newsroom.desk import change

pytestmark = pytest.mark.journey

TITLE = "Bài phải gỡ theo lệnh"
SECONDS = 5


@pytest.fixture
def chief(site):
    return make_user("Tổng biên tập", full_name="Hoàng Sơn Lâm")


@pytest.fixture
def version(chief):
    section, paper = make_section(name="Xã hội", slug="xa-hoi"), make_document()
    facts = {"section": section, "tags": ("Quảng Ninh",)}
    publish(make_article(title="Bài ở lại", **facts), by=chief)
    removed = make_article(
        title=TITLE,
        body=f'<p>Chữ.</p><figure data-document="{paper.pk}"></figure>',
        lead_photo=make_photo(),
        **facts,
    )
    made = publish(removed, by=chief)
    index([made])
    return made


def surfaces(version):
    """Every kind of page that names a live piece."""
    tag = version.article.tags.get()
    return {
        "home": "/",
        "section": version.section.get_absolute_url(),
        "tag": reverse("tag", args=[tag.slug, tag.pk]),
        "search": "/tim-kiem/?q=bai+phai+go",
        "lite": "/lite/",
        "feed": "/rss/tin-moi.rss",
        "sitemap": "/news-sitemap.xml",
    }


def files(version):
    documents = [use["document"] for use in version.photos if "document" in use]
    papers = version.file_uses.filter(document__in=documents).select_related("document")
    names = {name for use in papers for name in use.document.public_files()}
    return names | set(files_of(Photo.objects.get()))


def naming(page, version):
    """The surfaces whose text names the piece, as the browser got it."""
    found = set()
    for name, address in surfaces(version).items():
        answer = page.goto(address)
        # The search marks the words that were asked for: it is read, not searched through.
        text = page.locator("main").inner_text() if name == "search" else answer.text()
        if TITLE in text:
            found.add(name)
    return found


def fetched(page, names):
    """The answers to files of ours, as a page of ours asks for them."""
    ask = "async (urls) => Promise.all(urls.map(async (url) => (await fetch(url)).status))"
    return set(page.evaluate(ask, [default_storage.url(name) for name in sorted(names)]))


def order(page, article):
    page.goto(change(article))
    page.get_by_role("link", name="Gỡ bài…").click()
    page.get_by_label("Căn cứ").select_option("order")
    page.get_by_label("Số lệnh, công văn").fill("123/CBC")
    page.get_by_label("Cơ quan ra lệnh").fill("Cục Báo chí")
    page.get_by_label("Người ra lệnh, người yêu cầu").fill("Cục trưởng")
    page.get_by_label("Lý do gỡ").fill("Thông tin chưa kiểm chứng.")


def test_removed_piece_is_gone_from_every_surface_in_five_seconds(visit, chief, version, shot):
    reader, desk = visit(), visit()
    sign_in(desk, chief)
    names = files(version)
    assert naming(reader, version) == surfaces(version).keys()
    reader.goto(version.get_absolute_url())
    expect(reader.locator("h1")).to_have_text(TITLE)
    assert fetched(reader, names) == {200}

    order(desk, version.article)
    pressed = time.monotonic()
    desk.get_by_role("button", name="Gỡ bài ngay").click()
    expect(desk.locator(".messagelist")).to_contain_text("khỏi mọi trang")
    assert naming(reader, version) == set()
    answer = reader.goto(version.get_absolute_url())
    assert answer.status == 410
    expect(reader.locator("h1")).to_be_visible()
    assert TITLE not in reader.content()
    assert fetched(reader, names) == {404}
    took = time.monotonic() - pressed
    shot(reader, "go-bai-410")
    assert took < SECONDS, f"{took:.1f} s"

    desk.goto(reverse("admin:removal-inspect", args=[Removal.objects.get().pk]))
    desk.get_by_text("Khôi phục bài…").click()
    desk.get_by_label("Lý do khôi phục").fill("Lệnh đã hủy.")
    desk.get_by_role("button", name="Khôi phục đúng như trước khi gỡ").click()
    expect(desk.locator(".messagelist")).to_contain_text("Đã khôi phục")
    index([PublishedVersion.objects.live().get(article=version.article)])
    assert naming(reader, version) == surfaces(version).keys()
    assert fetched(reader, names) == {200}
