"""An editor finds a draft by the keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.factories.articles import make_article
from tests.factories.people import make_user
from tests.journeys.newsroom import sign_in

pytestmark = pytest.mark.journey


def test_slash_leads_to_the_box_and_stays_a_letter_where_somebody_types(page, site):
    make_article(title="Chợ phiên vùng biên", byline=False)
    sign_in(page, make_user("Biên tập viên"))
    page.keyboard.press("/")
    box = page.locator("#tim-toa-soan")
    expect(box).to_be_focused()
    page.keyboard.type("cho phien")
    page.keyboard.press("Enter")
    expect(page.locator(".finds__title mark")).to_have_text("Chợ phiên")
    page.locator(".finds__title a").click()
    title = page.locator("#id_title")
    title.focus()
    page.keyboard.press("End")
    page.keyboard.type(" 2/3")
    expect(title).to_have_value("Chợ phiên vùng biên 2/3")
