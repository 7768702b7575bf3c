"""Lighthouse's four mobile scores of the demo newspaper through the shipped path: make lighthouse

Lighthouse and Chromium are the machine's own. Not a test: its times are those of one machine, so
run it on an idle one.
"""

import json
import os
import re
import subprocess
import tempfile
from pathlib import Path
from urllib.request import urlopen

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biendoi.settings_test")

from django.conf import settings

from tests.budgets.paper import open_paper
from tests.chromium import find_chromium

TOOLS = Path(settings.BASE_DIR) / "var" / "tools" / "measure"
LIGHTHOUSE = TOOLS / "node_modules" / ".bin" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
KINDS = {
    "home": "frontpage/home.html",
    "section": "articles/section.html",
    "article": "articles/article.html bai-phan-anh",
    "photo report": "articles/article.html phong-su-anh",
}
PHOTO = re.compile(r"/media/anh/../([0-9a-z]+)-")


def measure(address: str, folder: Path) -> dict:
    report = folder / "report.json"
    subprocess.run(
        [
            *(LIGHTHOUSE, address, "--quiet", "--output=json", f"--output-path={report}"),
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
        ],
        env={**os.environ, "CHROME_PATH": find_chromium() or ""},
        check=True,
    )
    return json.loads(report.read_text(encoding="utf-8"))


def tell(name: str, report: dict) -> None:
    """The scores, and for each that is not full what took from it."""
    scores = [round(100 * (report["categories"][each]["score"] or 0)) for each in CATEGORIES]
    print(f"{name:14}", *(f"{score:>15}" for score in scores), flush=True)
    for category in CATEGORIES:
        for part in report["categories"][category]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                print(f"    {category}: {audit['title']} {audit.get('displayValue', '')}")


def main() -> None:
    with (
        tempfile.TemporaryDirectory(prefix="bienphong-paper-") as scratch,
        open_paper(Path(scratch)) as paper,
    ):
        pages = {page["kind"]: page["address"] for page in reversed(paper.survey()["pages"])}
        addresses = {name: paper.site + pages[kind] for name, kind in KINDS.items()}
        keys = set()
        for address in addresses.values():
            with urlopen(address) as answer:
                keys |= set(PHOTO.findall(answer.read().decode()))
        paper.render(keys)
        print(f"{'':14}", *(f"{each:>15}" for each in CATEGORIES))
        for name, address in addresses.items():
            tell(name, measure(address, Path(scratch)))


if __name__ == "__main__":
    main()
