"""A reader types into the search box as a Telex keyboard does, and is led to the piece."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from search.indexing import _known, index
from tests.factories.articles import make_published

pytestmark = pytest.mark.journey

PAUSE = 200  # milliseconds without a key, after which is asked


@pytest.fixture
def asked(page, site):
    """What was asked of the suggestions while two pieces of a market wait to be found."""
    _known.clear()
    index([make_published(title="Chợ phiên vùng biên"), make_published(title="Chợ phiên Đồng Văn")])
    asked = []
    page.on("request", lambda sent: "/goi-y/" in sent.url and asked.append(sent.url))
    page.goto("/")
    page.locator("#tim").click()
    expect(page.locator(".suggestions")).to_be_attached()
    return asked


def test_telex_composition_asks_once_it_is_done(page, asked):
    keyboard = page.context.new_cdp_session(page)
    for state in ("c", "ch", "cho", "chợ"):
        whole = {"text": state, "selectionStart": len(state), "selectionEnd": len(state)}
        keyboard.send("Input.imeSetComposition", whole)
        page.wait_for_timeout(250)
    assert asked == []
    keyboard.send("Input.insertText", {"text": "chợ"})
    expect(page.locator(".suggestions a")).to_have_count(2)
    assert len(asked) == 1
    page.keyboard.press("Enter")
    expect(page.locator(".search-results mark").first).to_have_text("Chợ")


def test_arrows_choose_escape_closes_and_enter_opens(page, asked):
    box, rows = page.locator("#tim"), page.locator(".suggestions a")
    expect(box).to_have_role("combobox")
    page.clock.install()
    page.clock.pause_at(datetime.now() + timedelta(hours=1))  # no key is too late for the pause
    box.press_sequentially("cho phien")
    page.clock.run_for(PAUSE)
    expect(rows).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    for number in (0, 1):
        page.keyboard.press("ArrowDown")
        expect(box).to_have_attribute("aria-activedescendant", f"goi-y-{number}")
        expect(rows.nth(number)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(box).not_to_have_attribute("aria-activedescendant", "goi-y-1")
    page.keyboard.press("Escape")
    expect(rows).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("cho phien")
    box.press_sequentially(" ")
    page.clock.run_for(PAUSE)
    expect(rows).to_have_count(2)
    assert len(asked) == 1
    page.keyboard.press("ArrowUp")
    title = rows.nth(1).text_content().removesuffix("Bài")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(title)
