"""docs/editors/: a page for each role; each link, picture and label in quotes is to be found."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings

from newsroom.migrations import __path__ as migrations
from tests.handbook.pictures import FOLDER, MOST_BYTES, PICTURES

EDITORS = FOLDER.parent
PAGES = sorted(EDITORS.glob("*.md"))
ALL_BYTES = 2_000_000
_LINK = re.compile(r"!?\[[^]]*\]\(([^)]+)\)")
_LABEL = re.compile(r"“([^”]+)”")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
# Where the words of a screen come from.
_SOURCES = (
    *("templates/**/*.html", "static/js/**/*.js", "locale/**/*.po"),
    *("newsroom/**/*.py", "articles/**/*.py", "photos/**/*.py", "comments/**/*.py"),
    *("accounts/**/*.py", "outbox/**/*.py", "audit/**/*.py"),
)


def roles() -> list[str]:
    source = Path(migrations[0], "0001_roles.py").read_text(encoding="utf-8")
    return re.findall(r'^    "([^"]+)": ', source, re.MULTILINE)


@cache
def said_on_screens() -> str:
    base = Path(settings.BASE_DIR)
    files = (file for pattern in _SOURCES for file in base.glob(pattern))
    return "\n".join(file.read_text(encoding="utf-8") for file in files).casefold()


def anchors(page: Path) -> set[str]:
    """Of its headings, as those who show Markdown make them."""
    headings = _HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_each_role_has_a_page():
    index = (EDITORS / "README.md").read_text(encoding="utf-8")
    led = dict(re.findall(r"^\| ([^|]+) \| \[[^]]+\]\(([\w-]+\.md)\) \|$", index, re.MULTILINE))
    assert list(led) == roles()
    titled = {role: (EDITORS / page).read_text(encoding="utf-8") for role, page in led.items()}
    assert [role for role, text in titled.items() if role not in text.partition("\n")[0]] == []


def test_each_link_leads_somewhere():
    lost = []
    for page in PAGES:
        for link in _LINK.findall(page.read_text(encoding="utf-8")):
            name, _, anchor = link.partition("#")
            target = page.parent / name
            if not target.is_file() or (anchor and anchor not in anchors(target)):
                lost.append(f"{page.name}: {link}")
    assert lost == []


def test_each_label_stands_on_some_screen():
    missing = [
        f"{page.name}: {label}"
        for page in PAGES
        for label in _LABEL.findall(page.read_text(encoding="utf-8"))
        # Templates add the dots to the names of steps.
        if " ".join(label.split()).casefold().rstrip("…") not in said_on_screens()
    ]
    assert missing == []


def test_pictures_are_those_that_are_taken_and_shown():
    shown = {
        Path(link).name
        for page in PAGES
        for link in _LINK.findall(page.read_text(encoding="utf-8"))
        if link.startswith("img/")
    }
    weights = {file.name: file.stat().st_size for file in FOLDER.iterdir()}
    assert shown == weights.keys() == {f"{picture.name}.png" for picture in PICTURES}
    assert [name for name, weight in weights.items() if weight > MOST_BYTES] == []
    assert sum(weights.values()) <= ALL_BYTES
