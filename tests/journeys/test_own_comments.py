"""A reader and his own words: sees them waiting, changes them, takes them back; with script and
without."""

import pytest
from django.core.exceptions import ValidationError
from playwright.sync_api import expect

from comments import moderation
from comments.models import Comment
from tests.comments.factories import make_approved, make_pending, moderator, receipt_of
from tests.factories.articles import make_published

pytestmark = pytest.mark.journey

FIRST = "Bản tôi gõ vội."
NEWER = "Bản tôi đã nghĩ lại."


@pytest.fixture
def version(site):
    version = make_published(title="Giữ bình yên vùng biên Móng Cái")
    make_approved(version, name="Lò Thị Mai", text="Bài viết rất hay.")
    return version


def send(page, version):
    page.goto(version.get_absolute_url())
    page.get_by_label("Tên của bạn").fill("Nguyễn Thị Sen")
    page.get_by_label("Ý kiến", exact=True).fill(FIRST)
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.get_by_text("Đang chờ duyệt")).to_be_visible()


def edit(page):
    page.get_by_role("link", name="Sửa hoặc rút lại").click()
    page.get_by_role("link", name="Sửa", exact=True).click()
    page.get_by_label("Ý kiến", exact=True).fill(NEWER)
    page.get_by_role("button", name="Gửi bản sửa").click()
    expect(page.get_by_text(NEWER)).to_be_visible()


def decide():
    """The older text can't be let through any more; the newer one is."""
    comment = Comment.objects.get(name="Nguyễn Thị Sen")
    with pytest.raises(ValidationError):
        moderation.approve(comment, by=moderator(), revision=1)
    assert moderation.approve(comment, by=moderator(), revision=2).approved


def take_back(page):
    page.get_by_role("link", name="Sửa hoặc rút lại").click()
    page.get_by_role("link", name="Rút lại").click()
    page.get_by_role("button", name="Rút lại ý kiến").click()
    expect(page.get_by_text("Đã rút lại")).to_be_visible()


def test_own_words_stand_above_the_others_until_they_are_among_them(visit, version, shot):
    page, stranger = visit(viewport={"width": 390, "height": 844}), visit()
    send(page, version)
    shot(page, "y-kien-da-gui")
    page.goto(version.get_absolute_url())
    page.locator("#y-kien").scroll_into_view_if_needed()  # the script comes with it
    own = page.locator(".own-comments")
    expect(own.get_by_text(FIRST)).to_be_visible()
    shot(page, "y-kien-cua-toi-o-bai")
    stranger.goto(version.get_absolute_url())
    expect(stranger.locator(".comment")).to_have_count(1)
    edit(page)
    decide()
    page.goto(version.get_absolute_url())
    expect(page.locator(".comment-list").get_by_text(NEWER)).to_be_visible()
    expect(own).to_have_count(0)
    page.get_by_role("link", name="Ý kiến bạn đã gửi").click()
    take_back(page)
    stranger.reload()
    expect(stranger.locator(".comment")).to_have_count(1)
    assert page.console_errors == []


def test_own_words_without_script(visit, version, shot):
    page = visit(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    send(page, version)
    page.get_by_role("link", name="Mọi ý kiến bạn đã gửi").click()
    expect(page.get_by_text(FIRST)).to_be_visible()
    edit(page)
    decide()
    page.get_by_role("link", name="Mọi ý kiến bạn đã gửi").click()
    expect(page.get_by_text("Đã đăng", exact=True)).to_be_visible()
    shot(page, "y-kien-cua-toi")
    page.get_by_role("link", name="Xem trên trang").click()
    expect(page.get_by_text(NEWER)).to_be_visible()
    page.go_back()
    take_back(page)
    shot(page, "y-kien-da-rut")
    page.goto(version.get_absolute_url())
    expect(page.get_by_text(NEWER)).to_have_count(0)


def test_what_was_too_much_to_send_is_there_again_on_the_way_back(visit, settings):
    """On a page for everybody, and on one that no cache keeps: the page of the refusal says so."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 20_000
    version, long = make_published(), "Bài rất hay. " * 2_000
    page = visit()
    for address in (version.get_absolute_url(), f"{receipt_of(make_pending(version))}sua/"):
        page.goto(address)
        words = page.get_by_label("Ý kiến", exact=True)
        words.fill(long)
        page.locator(".comment-form [type=submit]").click()
        expect(page.locator("h1")).to_have_text("Yêu cầu không hợp lệ")
        page.go_back()
        expect(words).to_have_value(long)
