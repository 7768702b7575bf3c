"""axe over every kind of page, in light and in dark."""

import pytest

from tests.budgets.reading import PHONE, show, window

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("paper")]

RUN = """async () => {
  const {violations} = await axe.run({resultTypes: ["violations"]});
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
        found[scheme] = page.evaluate(RUN)
    return found


def test_no_page_shuts_anybody_out(browser, paper, samples, axe):
    found = {}
    with window(browser, paper.site, **PHONE) as page:
        for sample in samples:
            show(page, sample, paper.site)
            found[f"{sample['kind']} {sample['address']}"] = violations(page, axe)
    assert {name: each for name, each in found.items() if any(each.values())} == {}


def test_planted_barrier_is_seen(browser, paper, axe):
    with window(browser, paper.site, **PHONE) as page:
        page.set_content('<html lang="vi"><title>x</title><main><h1>x</h1><img src="x.png">')
        found = violations(page, axe)
    assert [rule for rule, *_rest in found["dark"]] == ["image-alt"]
