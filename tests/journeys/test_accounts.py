"""A reader's account from the first page to the last, without script: signs up, confirms by mail,
writes, is told what became of it, saves a piece, and leaves."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from comments import moderation
from comments.models import Comment
from outbox.models import Effect
from outbox.queue import run_due
from readers.models import Profile
from tests.comments.factories import moderator
from tests.factories.articles import make_published
from tests.readers.factories import PASSWORD, link_in, make_reader

pytestmark = pytest.mark.journey


@pytest.fixture
def version(site):
    return make_published(title="Giữ bình yên vùng biên Móng Cái")


def time_passes():
    for _round in range(3):
        Effect.objects.update(due=timezone.now() - timedelta(minutes=1))
        run_due()


def sign_in(page, email):
    page.get_by_label("Thư điện tử").fill(email)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()


def sign_up(page, shot):
    page.get_by_role("link", name="Lập tài khoản").click()
    shot(page, "tai-khoan-01-dang-ky-390")
    page.get_by_label("Tên hiện cùng ý kiến").fill("Lò Thị Mến")
    page.get_by_label("Thư điện tử", exact=True).fill("men@example.vn")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_label("Tôi đồng ý").check()
    page.get_by_role("button", name="Lập tài khoản").click()
    expect(page.get_by_role("heading", name="Xin mở thư của bạn")).to_be_visible()
    run_due()
    page.goto(link_in(mail.outbox[-1]))
    page.get_by_role("button", name="Xác nhận").click()
    sign_in(page, "men@example.vn")
    expect(page.get_by_role("heading", name="Chào Lò Thị Mến")).to_be_visible()
    shot(page, "tai-khoan-02-cua-toi-390")


def write(page, shot):
    page.get_by_role("link", name="Gửi bằng tài khoản").click()
    page.get_by_label("Ý kiến", exact=True).fill("Cảm ơn các chiến sĩ.")
    shot(page, "tai-khoan-03-viet-390")
    page.get_by_role("button", name="Gửi với tên Lò Thị Mến").click()
    expect(page.get_by_role("heading", name="Ý kiến của bạn")).to_be_visible()
    comment = Comment.objects.get()
    assert (comment.name, comment.reader.email) == ("Lò Thị Mến", "men@example.vn")
    return comment


def leave(page, shot):
    page.get_by_role("link", name="Xóa tài khoản").click()
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    shot(page, "tai-khoan-05-xoa-390")
    page.get_by_role("button", name="Xóa tài khoản").click()
    expect(page.get_by_text("Tài khoản sẽ bị xóa sau bảy ngày.")).to_be_visible()
    Profile.objects.update(leaves_at=timezone.now())
    time_passes()
    assert not User.objects.filter(email="men@example.vn").exists()


def test_an_account_from_sign_up_to_its_end(visit, version, shot):
    page = visit(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page.goto(version.get_absolute_url())
    page.get_by_role("link", name="Đăng nhập").click()
    sign_up(page, shot)
    page.goto(version.get_absolute_url())
    comment = write(page, shot)
    moderation.approve(comment, by=moderator())
    time_passes()
    assert "Kết quả biên tập ý kiến bạn gửi" in mail.outbox[-1].body

    page.goto(version.get_absolute_url())
    page.get_by_role("button", name="Lưu vào tài khoản").click()
    expect(page.get_by_role("link", name=version.title)).to_be_visible()
    page.get_by_role("link", name="Thông báo 1").click()
    expect(page.get_by_role("main")).to_contain_text("Đã đăng")
    shot(page, "tai-khoan-04-thong-bao-390")
    page.get_by_role("button", name="Đánh dấu đã đọc hết").click()
    page.get_by_role("link", name="Tài khoản", exact=True).click()
    leave(page, shot)
    page.goto(version.get_absolute_url())
    expect(page.locator(".comment__name")).to_have_text("Bạn đọc")
    expect(page.locator(".comment__text")).to_have_text("Cảm ơn các chiến sĩ.")


def test_the_name_stands_on_every_page_of_the_browser(visit, version, shot):
    user = make_reader("Nguyễn Văn An")
    page = visit(viewport={"width": 1280, "height": 900})
    page.goto(version.get_absolute_url())
    who = page.locator("[data-who]")
    expect(who).to_have_text("Đăng nhập")
    page.get_by_role("button", name="Lưu bài").first.click()
    expect(page.get_by_role("button", name="Đã lưu").first).to_be_visible()
    who.click()
    shot(page, "tai-khoan-06-dang-nhap-1280")
    sign_in(page, user.email)
    expect(who).to_have_text("Nguyễn Văn An")
    shot(page, "tai-khoan-07-cua-toi-1280")
    page.goto(version.get_absolute_url())
    expect(who).to_have_text("Nguyễn Văn An")
    page.goto("/da-luu/")
    page.get_by_role("button", name="Chép danh sách vào tài khoản").click()
    expect(page.get_by_text("Đã thêm 1 bài.")).to_be_visible()
    shot(page, "tai-khoan-08-da-luu-1280")
    page.get_by_role("link", name="Tài khoản", exact=True).click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(who).to_have_text("Đăng nhập")
    page.goto("/")
    expect(who).to_have_text("Đăng nhập")
