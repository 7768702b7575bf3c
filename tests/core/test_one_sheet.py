"""The readers' style sheet is one file where it is served, and many where it is written."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from core.storage import ManifestStorage, without_comments

STATIC = Path(settings.BASE_DIR, "static")
SHEETS = re.compile(r'@import url\("([^"]+)"\);')
# Sheets of pages that do not carry site.css (the back-office, the lite edition), or not it alone.
ELSEWHERE = ("newsroom/", "lite", "components/catalogue")


def collected(folder, **sheets):
    """The storage after collectstatic over these sheets."""
    source = FileSystemStorage(folder / "source")
    paths = {}
    for name, text in sheets.items():
        sheet = f"css/{name}.css"
        for place in ("source", "target"):
            path = folder / place / sheet
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        paths[sheet] = (source, sheet)
    storage = ManifestStorage(folder / "target")
    list(storage.post_process(paths))
    return storage


def served(storage):
    return Path(storage.path(storage.stored_name("css/site.css"))).read_text(encoding="utf-8")


def test_imported_sheets_are_laid_into_the_one(tmp_path):
    site = '/* Vì sao. */\n@layer a, b;\n@import url("a.css");\n@import url("b.css");\n'
    storage = collected(tmp_path, site=site, a="@layer a {p{color:red}}", b="/* b */@layer b {}")
    assert served(storage) == "@layer a, b;\n@layer a {p{color:red}}\n@layer b {}\n"


def test_a_sheet_that_is_missing_fails_the_start(tmp_path):
    with pytest.raises(KeyError, match=re.escape("css/b.css")):
        collected(tmp_path, site='@import url("b.css");')


def test_every_sheet_of_the_readers_site_is_in_the_list():
    listed = SHEETS.findall((STATIC / "css/site.css").read_text(encoding="utf-8"))
    there = {path.relative_to(STATIC / "css").as_posix() for path in STATIC.glob("css/**/*.css")}
    own = {name for name in there if not name.startswith(ELSEWHERE)} - {"site.css"}
    assert sorted(listed) == sorted(own)


def test_every_component_stands_in_its_layer():
    for path in STATIC.glob("css/components/*.css"):
        text = re.sub(r"/\*.*?\*/\s*", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert text.startswith("@layer components {"), path.name


def test_scripts_go_out_without_their_lines_of_comment():
    written = '// Why.\nimport { a } from "./a.js";\n  // More.\nconst u = "https://b"; // kept\n'
    assert (
        without_comments(written) == 'import { a } from "./a.js";\nconst u = "https://b"; // kept\n'
    )


def test_no_script_of_ours_has_a_comment_in_a_text_of_several_lines():
    for path in STATIC.glob("js/**/*.js"):
        for text in re.findall(r"`[^`]*`", path.read_text(encoding="utf-8")):
            assert not re.search(r"^[ \t]*//", text, re.MULTILINE), path.name


def test_collected_scripts_are_the_lighter_ones(tmp_path):
    source = FileSystemStorage(tmp_path / "source")
    for place in ("source", "target"):
        path = tmp_path / place / "js/a.js"
        path.parent.mkdir(parents=True)
        path.write_text("// Why.\nlet a = 1;\n", encoding="utf-8")
    storage = ManifestStorage(tmp_path / "target")
    list(storage.post_process({"js/a.js": (source, "js/a.js")}))
    stored = Path(storage.path(storage.stored_name("js/a.js")))
    assert stored.read_text(encoding="utf-8") == "let a = 1;\n"
