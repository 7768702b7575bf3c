"""Pictures of every kind of page: python -m tests.budgets.screens [FOLDER]

One file for each kind, width and scheme, named so that a list of them sorts like a contact sheet:
articles-article-phong-su--0390-light.jpg
"""

import os
import re
import sys
import tempfile
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from tests.budgets.reading import show, window

WIDTHS = {320: 640, 390: 844, 768: 1024, 1280: 800}
"""Of the screens, with their heights, in CSS pixels."""
SCHEMES = ("light", "dark")
# The page is wider than its window, or something in it that nobody can scroll to.
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True)
class Look:
    name: str
    width: int
    scheme: str
    too_wide: int  # CSS pixels
    complaints: tuple[str, ...]
    foreign: tuple[str, ...]


def look(browser, paper, samples, folder):
    """Every sample in every width and scheme, each kept as a picture in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    looks = []
    with window(browser, paper.site, reduced_motion="reduce") as page:
        for sample in samples:
            show(page, sample, paper.site)
            for width, scheme in product(WIDTHS, SCHEMES):
                page.set_viewport_size({"width": width, "height": WIDTHS[width]})
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                shown = (sample["kind"], width, scheme)
                looks.append(
                    Look(*shown, page.evaluate(WIDER), tuple(page.complaints), tuple(page.foreign))
                )
                path = folder / f"{file_name(*shown)}.jpg"
                page.screenshot(path=path, full_page=True, type="jpeg", quality=70)
            page.complaints.clear()
            page.foreign.clear()
    return looks


def file_name(kind, width, scheme):
    words = re.sub(r"[^\w]+", "-", kind.replace(".html", "")).strip("-")
    return f"{words}--{width:04}-{scheme}"


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biendoi.settings_test")
    from django.conf import settings  # noqa: PLC0415 -- the settings are chosen above
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    from tests.budgets.paper import open_paper  # noqa: PLC0415
    from tests.chromium import ARGUMENTS, find_chromium  # noqa: PLC0415

    folder = Path(sys.argv[1] if sys.argv[1:] else settings.BASE_DIR / "var" / "screens")
    with (
        tempfile.TemporaryDirectory(prefix="bienphong-paper-") as scratch,
        open_paper(Path(scratch)) as paper,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        first, survey = {}, paper.survey()
        for found in [*survey["pages"], *survey["own"]]:
            first.setdefault(found["kind"], found)
        looks = look(browser, paper, list(first.values()), folder)
        browser.close()
    print(f"{len(looks)} {folder}")


if __name__ == "__main__":
    main()
