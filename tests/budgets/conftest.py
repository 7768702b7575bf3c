"""One demo newspaper for all budgets, and what a phone notes while reading each kind of page."""

import os
from pathlib import Path

import pytest
from django.conf import settings

from tests.budgets.paper import open_paper
from tests.budgets.reading import pictures_named, read
from tests.deploy import nginx

# Templates whose first load has a budget, pictures included.
WEIGHED = {"frontpage/home.html", "articles/article.html"}
TOOLS = Path(settings.BASE_DIR) / "var" / "tools" / "budgets" / "node_modules"


@pytest.fixture(scope="session")
def paper(tmp_path_factory):
    if not nginx.FOUND and os.environ.get("REQUIRE_NGINX") != "1":
        pytest.skip("no nginx here")
    with open_paper(tmp_path_factory.mktemp("paper")) as paper:
        yield paper


@pytest.fixture(scope="session")
def survey(paper):
    return paper.survey()


@pytest.fixture(scope="session")
def pages(survey):
    """Every page found, as survey.py describes it."""
    return survey["pages"]


@pytest.fixture(scope="session")
def own(survey):
    """Every page of one reader."""
    return survey["own"]


@pytest.fixture(scope="session")
def samples(pages):
    """One page of each kind."""
    first = {}
    for page in pages:
        first.setdefault(page["kind"], page)
    return list(first.values())


@pytest.fixture(scope="session")
def readings(browser, paper, samples):
    """Each sample read on a phone with nothing kept, photos rendered as a worker leaves them."""
    weighed = [page for page in samples if page["template"] in WEIGHED]
    keys = set().union(*(pictures_named(read(browser, paper, page)) for page in weighed))
    paper.render(keys)
    return [read(browser, paper, page) for page in samples]


@pytest.fixture(scope="session")
def tool():
    """tool("axe-core", "axe.min.js") → the path of a file of the packages in package.json."""

    def tool(*parts):
        path = TOOLS.joinpath(*parts)
        if not path.exists():
            said = f"no {parts[0]} here (make tools)"
            pytest.fail(said) if os.environ.get("REQUIRE_TOOLS") == "1" else pytest.skip(said)
        return path

    return tool
