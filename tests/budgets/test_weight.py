"""What readers' lines have to carry, held as budgets over every kind of page. Bytes, not times."""

import gzip
import re
from urllib.request import Request, urlopen

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("paper")]

KB = 1000
HOME, ARTICLE = "frontpage/home.html", "articles/article.html"
PACKED = {HOME: 30 * KB, ARTICLE: 20 * KB}
FIRST_LOAD = {HOME: 220 * KB, ARTICLE: 150 * KB}
STYLES, SCRIPTS, FONTS, LITE = 16 * KB, 12 * KB, 90 * KB, 50 * KB
COMMENTED = re.compile(r'<article class="comment')


def packed(paper, address):
    """How many bytes of a page go over the line to a browser that unpacks them."""
    request = Request(paper.site + address, headers={"Accept-Encoding": "gzip"})
    with urlopen(request) as answer:
        content = answer.read()
        assert answer.headers["Content-Encoding"] == "gzip", address
    assert gzip.decompress(content).startswith(b"<!doctype html>"), address
    return len(content)


def over(weights, budget):
    return {name: weight for name, weight in weights.items() if weight > budget}


@pytest.mark.parametrize("template", PACKED)
def test_page_itself_is_light(paper, pages, template):
    weights = {
        page["address"]: packed(paper, page["address"])
        for page in pages
        if page["template"] == template and not COMMENTED.search(page["content"])
    }
    assert len(weights) > 0
    assert over(weights, PACKED[template]) == {}


@pytest.mark.parametrize(
    ("kind", "budget"), [("stylesheet", STYLES), ("script", SCRIPTS), ("font", FONTS)]
)
def test_styles_scripts_and_fonts_of_a_page_are_light(readings, kind, budget):
    weights = {reading.name: reading.all[kind] for reading in readings}
    assert over(weights, budget) == {}


@pytest.mark.parametrize("template", FIRST_LOAD)
def test_first_load_on_a_phone_is_light(readings, template):
    weights = {
        reading.name: reading.first.total()
        for reading in readings
        if reading.page["template"] == template
    }
    assert len(weights) > 0
    assert over(weights, FIRST_LOAD[template]) == {}


def test_lite_edition_is_light_all_in(readings):
    weights = {
        reading.name: reading.all.total()
        for reading in readings
        if reading.page["address"].startswith("/lite/")
    }
    assert over(weights, LITE) == {}


def test_nothing_comes_from_a_foreign_host(readings):
    assert [(reading.name, reading.foreign) for reading in readings if reading.foreign] == []


def test_nothing_moves_while_it_loads_and_is_scrolled(readings):
    assert [(reading.name, reading.shifts) for reading in readings if reading.shifts] == []
