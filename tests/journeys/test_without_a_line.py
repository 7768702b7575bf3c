"""A reader saves pieces, loses the line and reads on; what was withdrawn goes once it is back."""

import time
from datetime import timedelta

import pytest
from django.core.signals import request_started
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article
from articles.publishing import publish, withdraw
from comments.moderation import reject
from tests.comments.factories import make_approved, moderator
from tests.factories.articles import chief, make_published
from tests.factories.photos import make_photo
from tests.journeys import waiting

pytestmark = pytest.mark.journey

PHONE = {"viewport": {"width": 390, "height": 844}}
COPIES = """async () => {
  const found = {};
  for (const name of ["bbp-doc-1", "bbp-luu-1", "bbp-anh-1", "bbp-anh-luu-1"]) {
    found[name.slice(4, -2)] = (await (await caches.open(name)).keys()).length;
  }
  return found;
}"""

SAVED_TITLE = """async () => {
  const kept = await (await caches.open("bbp-luu-1")).matchAll();
  const text = (await kept[0]?.text()) ?? "";
  const page = new DOMParser().parseFromString(text, "text/html");
  return page.querySelector("h1")?.textContent.trim();
}"""
SAVED_PICTURES = "caches.open('bbp-anh-luu-1').then((kept) => kept.keys()).then((k) => k.length)"


@pytest.fixture
def pieces(site):
    times = [timezone.now() - timedelta(hours=n) for n in range(1, 4)]
    photo = make_photo()
    return [
        make_published(at=at, title=f"Mốc số {n}", lead_photo=photo) for n, at in enumerate(times)
    ]


@pytest.fixture
def reader(visit):
    """Somebody whose browser has the worker from an earlier visit."""
    page = visit(**PHONE)
    page.goto("/da-luu/")
    wait_for_worker(page)
    return page


def read(page, version):
    page.goto(version.get_absolute_url())
    expect(page.locator("h1")).to_have_text(version.title)
    page.wait_for_load_state()


def save(page, version):
    read(page, version)
    button = page.locator(".reader-tools--head [data-tool=save]")
    button.click()
    expect(button).to_have_text("Đã lưu")
    expect(button).to_have_attribute("aria-pressed", "true")


def until(page, script, wanted):
    """Asks the page until it answers so. Its policy forbids the browser to poll by itself."""
    waiting.until(page, lambda: page.evaluate(script), wanted)


def wait_for_copies(page, **numbers):
    wanted = {"doc": 0, "luu": 0, "anh": 1, **numbers}
    wanted["anh-luu"] = wanted["luu"]  # the pieces share their photo
    until(page, COPIES, wanted)


def wait_for_worker(page):
    until(page, "navigator.serviceWorker.controller !== null", wanted=True)


def test_saved_and_read_pieces_open_without_a_line(reader, pieces, shot):
    saved, seen, unseen = pieces
    save(reader, saved)
    expect(reader.get_by_text("Đã lưu, đọc được cả khi không có mạng.")).to_be_visible()
    read(reader, seen)
    wait_for_copies(reader, doc=2, luu=1)
    reader.context.set_offline(True)
    for version in (saved, seen):
        read(reader, version)
        expect(reader.get_by_text("Đồn Biên phòng phối hợp")).to_be_visible()
        loaded = "img => img.decode().then(() => img.naturalWidth > 0)"
        assert reader.locator(".figure img").first.evaluate(loaded)
        assert reader.evaluate("getComputedStyle(document.querySelector('.masthead')).color") != ""
    for address in (unseen.get_absolute_url(), "/", "/tim-kiem/?q=a"):
        reader.goto(address)
        expect(reader.locator("h1")).to_have_text("Không có mạng")
        expect(reader.locator(".saved__title")).to_have_text([saved.title, seen.title])
    shot(reader, "khong-co-mang-390")
    reader.get_by_role("link", name="Bài đã lưu").first.click()
    expect(reader.locator(".saved__title")).to_have_text([saved.title])
    shot(reader, "da-luu-390")


def test_first_visit_is_kept_too(visit, pieces):
    page = visit(**PHONE)
    read(page, pieces[0])  # no worker stood before this page
    wait_for_copies(page, doc=1)
    wait_for_worker(page)
    page.context.set_offline(True)
    read(page, pieces[0])


def test_what_others_hang_on_an_address_keeps_no_piece_from_being_kept(reader, pieces):
    piece = pieces[0].get_absolute_url()
    reader.goto(f"{piece}?fbclid=IwAR0&utm_source=zalo")
    wait_for_copies(reader, doc=1)
    reader.context.set_offline(True)
    for address in (piece, f"{piece}?fbclid=khac"):
        reader.goto(address)
        expect(reader.locator("h1")).to_have_text(pieces[0].title)


def test_picture_of_a_piece_that_is_still_saved_stays(reader, pieces):
    one, other, _third = pieces
    save(reader, one)
    save(reader, other)
    until(reader, SAVED_PICTURES, 1)
    reader.goto("/da-luu/")
    reader.get_by_role("button", name=f"Bỏ lưu: {one.title}").click()
    expect(reader.locator(".saved__title")).to_have_text([other.title])
    until(reader, SAVED_PICTURES, 1)
    reader.get_by_role("button", name=f"Bỏ lưu: {other.title}").click()
    until(reader, SAVED_PICTURES, 0)


def test_withdrawn_piece_leaves_the_device_once_the_line_is_back(reader, pieces, shot):
    saved, seen, other = pieces
    save(reader, saved)
    read(reader, seen)
    read(reader, other)
    wait_for_copies(reader, doc=3, luu=1)
    reader.context.set_offline(True)
    for version in (saved, seen):
        withdraw(version.article, by=chief(), reason="Theo yêu cầu")
        read(reader, version)  # nobody can know yet
    reader.goto("/da-luu/")
    expect(reader.locator(".saved__gone")).to_have_count(0)
    reader.context.set_offline(False)
    expect(reader.locator(".saved__gone")).to_have_text("Đã gỡ: tòa soạn không còn đăng bài này.")
    expect(reader.locator(".saved__title a")).to_have_count(0)
    wait_for_copies(reader, doc=1, luu=0, anh=1)  # the photo still stands in the third piece
    shot(reader, "da-luu-bai-da-go-390")
    reader.context.set_offline(True)
    for version in (saved, seen):
        reader.goto(version.get_absolute_url())
        expect(reader.locator("h1")).to_have_text("Không có mạng")
    read(reader, other)
    reader.context.set_offline(False)
    reader.goto("/da-luu/")
    reader.get_by_role("button", name=f"Bỏ lưu: {saved.title}").click()
    expect(reader.get_by_text("Bạn chưa lưu bài nào.")).to_be_visible()


def test_opening_a_withdrawn_piece_shows_the_notice_and_drops_the_copy(reader, pieces):
    save(reader, pieces[0])
    wait_for_copies(reader, doc=1, luu=1)
    withdraw(pieces[0].article, by=chief(), reason="Theo yêu cầu")
    assert reader.goto(pieces[0].get_absolute_url()).status == 410
    expect(reader.locator("h1")).to_have_text("Bài viết này không còn được đăng")
    wait_for_copies(reader, doc=0, luu=0, anh=0)


def test_changed_piece_is_brought_anew_once_the_line_is_back(reader, pieces):
    save(reader, pieces[0])
    reader.goto("/da-luu/")
    reader.context.set_offline(True)
    article = Article.objects.get(pk=pieces[0].article_id)
    Article.objects.filter(pk=article.pk).update(title="Tít đã sửa", slug="tit-da-sua")
    publish(Article.objects.get(pk=article.pk), by=chief())
    with reader.expect_response(lambda answer: "tit-da-sua" in answer.url):
        reader.context.set_offline(False)
    until(reader, SAVED_TITLE, "Tít đã sửa")
    reader.context.set_offline(True)
    reader.goto(pieces[0].get_absolute_url())  # under its old address
    expect(reader.locator("h1")).to_have_text("Tít đã sửa")


@pytest.fixture
def slow():
    """A line that needs six seconds for an answer, while it is set."""
    hold = {"seconds": 0}

    def wait(**_given):
        time.sleep(hold["seconds"])

    request_started.connect(wait)
    yield hold
    request_started.disconnect(wait)


def test_copy_stands_in_for_a_slow_line_until_it_says_withdrawn(reader, pieces, slow):
    read(reader, pieces[0])
    wait_for_copies(reader, doc=1)
    slow["seconds"] = 6
    started = time.monotonic()
    reader.goto(pieces[0].get_absolute_url(), wait_until="commit")
    expect(reader.locator("h1")).to_have_text(pieces[0].title)
    assert 4 <= time.monotonic() - started < 6
    withdraw(pieces[0].article, by=chief(), reason="Theo yêu cầu")
    slow["seconds"] = 0
    expect(reader.locator("h1")).to_have_text("Bài viết này không còn được đăng")


KEPT_WORDS = """async () => {
  const texts = [];
  for (const name of ["bbp-doc-1", "bbp-luu-1"]) {
    for (const copy of await (await caches.open(name)).matchAll()) texts.push(await copy.text());
  }
  return texts;
}"""


def test_comment_taken_from_readers_stays_in_no_copy(reader, pieces, shot):
    piece = pieces[0]
    comment = make_approved(piece, text="Lời này sẽ bị gỡ.")
    save(reader, piece)
    expect(reader.get_by_text("Lời này sẽ bị gỡ.")).to_be_visible()
    wait_for_copies(reader, doc=1, luu=1)
    reject(comment, by=moderator(), reason="Sai sự thật")
    reader.context.set_offline(True)
    read(reader, piece)
    away = reader.get_by_text("Bản lưu trên máy không kèm ý kiến bạn đọc.")
    expect(away).to_be_visible()
    kept = reader.evaluate(KEPT_WORDS)
    assert [text.count(piece.title) > 0 for text in kept] == [True, True]
    assert [text for text in [*kept, reader.content()] if "Lời này sẽ bị gỡ." in text] == []
    shot(reader, "ban-luu-khong-kem-y-kien-390")
    reader.context.set_offline(False)
    away.get_by_role("link").click()
    expect(reader.get_by_role("heading", name="Ý kiến bạn đọc (0)")).to_be_visible()


def test_comments_in_a_copy_of_an_older_program_are_cut_out(visit, pieces):
    """The copy is put there as it came over the line, before the worker takes over."""
    piece = pieces[0]
    make_approved(piece, text="Lời giữ từ trước.")
    page = visit(**PHONE)
    page.goto("/robots.txt")
    page.evaluate(
        """async ([path, key]) => {
          await (await caches.open("bbp-doc-1")).put(key, await fetch(path));
        }""",
        [piece.get_absolute_url(), f"/bai-post{piece.article_id}.html"],
    )
    assert "Lời giữ từ trước." in page.evaluate(KEPT_WORDS)[0]
    page.goto("/da-luu/")
    wait_for_worker(page)
    [kept] = page.evaluate(KEPT_WORDS)
    assert (piece.title in kept, "Lời giữ từ trước." in kept) == (True, False)


def test_what_is_personal_or_asked_for_is_never_kept(reader, pieces):
    read(reader, pieces[0])
    wait_for_copies(reader, doc=1)
    for address in ("/", "/tim-kiem/?q=a", f"/binh-luan/{pieces[0].article_id}/", "/admin/login/"):
        reader.goto(address)
    reader.goto(f"{pieces[1].get_absolute_url()}?anh=1")
    pages = reader.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys()) {
            for (const { url } of await (await caches.open(name)).keys()) found.push(url);
          }
          const paths = found.map((url) => new URL(url).pathname);
          return paths.filter((path) => !/\\.(?!html)/.test(path));
        }"""
    )
    kept = {f"/bai-post{pieces[0].article_id}.html", "/da-luu/", "/ngoai-tuyen/"}
    assert set(pages) == kept


def test_copies_of_an_older_program_are_cleared_away(visit, pieces):
    page = visit(**PHONE)
    page.goto("/lite/")  # no script, no worker
    page.evaluate("caches.open('bbp-khung-cu').then(() => caches.open('cua-nguoi-khac'))")
    read(page, pieces[0])
    wait_for_worker(page)
    names = "caches.keys().then((all) => all.filter((name) => /-cu$|^cua-/.test(name)))"
    until(page, names, ["cua-nguoi-khac"])
