"""The Nu HTML checker over the bytes of every page found: no error, no warning of a real fault."""

import json
import subprocess

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("paper")]

# (how what the checker says begins, what stands there): not faults, and why.
NO_FAULTS = [
    # Without it VoiceOver does not call a list drawn without its dots a list.
    ("The “list” role is unnecessary for element “ol”.", 'role="list"'),
    ("The “list” role is unnecessary for element “ul”.", 'role="list"'),
    # A reader's comment has no title.
    ("Article lacks heading.", '<article class="comment"'),
]


def complaints(jar, files):
    """[(file name, what the checker says, where)] of all that counts as a fault."""
    command = ["java", "-jar", jar, "--format", "json", "--exit-zero-always", "--stdout", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [
        (one["url"].rpartition("/")[2], one["message"], one.get("extract", ""))
        for one in json.loads(done.stdout)["messages"]
        if not any(
            one["message"].startswith(said) and mark in one.get("extract", "")
            for said, mark in NO_FAULTS
        )
    ]


@pytest.fixture(scope="module")
def jar(tool):
    return tool("vnu-jar", "build", "dist", "vnu.jar")


def test_every_page_is_what_the_standard_says(jar, paper, pages, own):
    by_file = {page["file"]: f"{page['kind']} {page['address']}" for page in [*pages, *own]}
    found = complaints(jar, [paper.folder / "pages" / name for name in by_file])
    assert [(by_file[name], *said) for name, *said in found] == []


def test_planted_fault_is_seen(jar, tmp_path):
    planted = tmp_path / "x.html"
    planted.write_text('<!doctype html><html lang="vi"><title>x</title><p><li>y</html>')
    assert len(complaints(jar, [planted])) > 0
