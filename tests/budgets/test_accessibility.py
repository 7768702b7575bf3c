"""axe over every kind of page, in light and in dark, and over every page of one reader."""

import pytest

from tests.budgets.reading import PHONE, show, window
from tests.budgets.screens import WIDER, WIDTHS

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("paper")]

RUN = """async rules => {
  const {violations} = await axe.run({resultTypes: ["violations"], ...rules});
  return violations.map(v => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 200)]);
}"""


@pytest.fixture(scope="module")
def axe(tool):
    return tool("axe-core", "axe.min.js").read_text(encoding="utf-8")


def violations(page, axe):
    """[[rule, how many places, the first of them]] in both colours: {"light": …, "dark": …}."""
    page.evaluate(axe)
    found = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found[scheme] = page.evaluate(RUN, {})
    return found


def test_no_page_shuts_anybody_out(browser, paper, samples, axe):
    found = {}
    with window(browser, paper.site, **PHONE) as page:
        for sample in samples:
            show(page, sample, paper.site)
            found[f"{sample['kind']} {sample['address']}"] = violations(page, axe)
    assert {name: each for name, each in found.items() if any(each.values())} == {}


def faults(page, axe):
    """What axe says, of the dark page by colour alone; where a screen is too narrow; the rest."""
    page.evaluate(axe)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = page.evaluate(RUN, {})
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += page.evaluate(RUN, {"runOnly": ["color-contrast"]})
    for width in (*WIDTHS, PHONE["viewport"]["width"]):
        page.set_viewport_size({"width": width, "height": PHONE["viewport"]["height"]})
        found += [["too wide", width]] if page.evaluate(WIDER) else []
    found += page.complaints + page.foreign
    page.complaints.clear()
    page.foreign.clear()
    return found


def test_no_page_of_one_reader_shuts_anybody_out_or_asks_another_host(browser, paper, own, axe):
    found = {}
    with window(browser, paper.site, **PHONE) as page:
        for each in own:
            show(page, each, paper.site, until="load")
            found[f"{each['kind']} {each['address']}"] = faults(page, axe)
    assert {name: each for name, each in found.items() if each} == {}


def test_planted_barrier_is_seen(browser, paper, axe):
    with window(browser, paper.site, **PHONE) as page:
        page.set_content('<html lang="vi"><title>x</title><main><h1>x</h1><img src="x.png">')
        found = violations(page, axe)
    assert [rule for rule, *_rest in found["dark"]] == ["image-alt"]
