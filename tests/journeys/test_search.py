"""A reader types into the search box as a Telex keyboard does, and is led to the piece."""

import pytest
from playwright.sync_api import expect

from search.indexing import _known, index
from tests.factories.articles import make_published
from tests.journeys.test_reads import ASKING, BY_HAND

pytestmark = pytest.mark.journey


def test_telex_composition_asks_once_it_is_done(page, site):
    _known.clear()
    version = make_published(title="Chợ phiên vùng biên")
    index([version])
    asked = []
    page.on("request", lambda sent: "/goi-y/" in sent.url and asked.append(sent.url))
    page.goto("/")
    page.locator("#tim").click()
    expect(page.locator(".suggestions")).to_be_attached()
    keyboard = page.context.new_cdp_session(page)
    for state in ("c", "ch", "cho", "chợ"):
        whole = {"text": state, "selectionStart": len(state), "selectionEnd": len(state)}
        keyboard.send("Input.imeSetComposition", whole)
        page.wait_for_timeout(250)
    assert asked == []
    keyboard.send("Input.insertText", {"text": "chợ"})
    expect(page.locator(".suggestions a")).to_contain_text(["Chợ phiên vùng biên"])
    assert len(asked) == 1
    page.keyboard.press("Enter")
    expect(page.locator(".search-results mark").first).to_have_text("Chợ")


@pytest.mark.parametrize(
    ("scripts", "told"), [((BY_HAND,), ["q=cho+phien&hang=1"]), ((BY_HAND, ASKING), []), ((), [])]
)
def test_place_of_the_opened_piece_is_told_unless_the_reader_asks_otherwise(visit, scripts, told):
    index([make_published(title="Chợ phiên vùng biên")])
    page = visit()
    for script in scripts:
        page.add_init_script(script)
    sent = []
    page.on("request", lambda asked: "/chon/" in asked.url and sent.append(asked.post_data))
    page.goto("/tim-kiem/?q=cho+phien")
    page.locator(".search-results h2 a").click()
    expect(page.locator("article h1")).to_have_text("Chợ phiên vùng biên")
    assert (sent, page.context.cookies()) == (told, [])
