import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey


def test_home_opens(page, shot):
    answer = page.goto("/")
    shot(page, "trang-chu")
    assert answer.status == 200
    assert page.title().startswith("Báo Biên phòng")
    assert page.context.cookies() == []
    assert page.console_errors == []


def test_home_opens_without_scripts(visit):
    page = visit(java_script_enabled=False)
    page.goto("/")
    expect(page.locator("main")).to_be_visible()
    assert page.console_errors == []
