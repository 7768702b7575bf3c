"""The rules of the house that no linter knows. Each guard is shown a planted violation too."""

import re
import shutil
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from tests.architecture import SIDE_DOORS, bypasses

ROOT = settings.BASE_DIR
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {
    contract["id"]: contract for contract in PYPROJECT["tool"]["importlinter"]["contracts"]
}
# From the top floor down; apps of one number are blind to each other.
FLOORS = [floor.split(" | ") for floor in CONTRACTS["apps"]["layers"]]
HEIGHT = {app: -depth for depth, floor in enumerate(FLOORS) for app in floor}
APPS = sorted(HEIGHT)

# The editors' face, and the loading of the demo, work on what readers do not see.
BEHIND_THE_DOOR = {"newsroom", "demo", "biendoi"}
# HTML that was made safe elsewhere: the body, sanitised when it was saved.
MAY_MARK_SAFE = {"articles/linked_data.py", "articles/presentation.py"}

INLINE = re.compile(
    # A block of data for machines runs nothing.
    r"<style|<script(?! type=\"application/ld\+json\">|[^>]*\ssrc=)"
    r"|\sstyle=|\son[a-z]+=|javascript:",
    re.IGNORECASE,
)
# Links may lead anywhere; what a page loads or sends comes from and goes to our own host.
FOREIGN_TAG = re.compile(
    r"""<(?!a[\s>])[a-z][^>]*\s(?:src|srcset|href|action|poster|data)=["']?(?:https?:)?//""",
    re.IGNORECASE,
)
FOREIGN_STYLE = re.compile(r"""(?:url\(|@import)\s*["']?(?:https?:)?//""", re.IGNORECASE)
FOREIGN_SCRIPT = re.compile(r"""["'`](?:https?:|wss?:)?//\w""", re.IGNORECASE)


def modules(*names):
    """Python files of our apps, migrations left out: all, or those called one of these."""
    found = chain.from_iterable((ROOT / app).rglob("*.py") for app in APPS)
    return [
        path
        for path in found
        if "migrations" not in path.parts and (not names or path.stem in names)
    ]


def reader_modules():
    """Where pages for readers get their rows."""
    faces = modules("views", "feeds", "sitemaps", "presentation", "queries")
    faces += modules("archive", "related", "series", "paging")
    tags = [path for path in modules() if path.parent.name == "templatetags"]
    return [
        path for path in {*faces, *tags} if path.relative_to(ROOT).parts[0] not in BEHIND_THE_DOOR
    ]


def templates(*, public_only=False):
    desk = {"admin", "newsroom", "registration", "reversion"}
    found = (ROOT / "templates").rglob("*.html")
    return [
        path
        for path in found
        if not (public_only and path.relative_to(ROOT / "templates").parts[0] in desk)
    ]


def matches(pattern, paths):
    return [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in paths
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    ]


# Borders between apps


def upward(relations):
    """(app, app it points to) pairs that do not go down or stay."""
    return [
        (own, other) for own, other in relations if own != other and HEIGHT[other] >= HEIGHT[own]
    ]


def test_foreign_keys_go_down():
    relations = {
        (model._meta.app_label, field.related_model._meta.app_label)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
    }
    ours = [pair for pair in relations if set(pair) <= HEIGHT.keys()]
    assert len(ours) > 0
    assert upward(ours) == []


def test_foreign_key_going_up_is_seen():
    planted = [("articles", "photos"), ("articles", "comments"), ("search", "frontpage")]
    assert upward(planted) == [("articles", "comments"), ("search", "frontpage")]


def test_every_app_has_its_floor():
    own = {app.label for app in apps.get_app_configs() if Path(app.path).parent == ROOT}
    assert len(own) > 0
    assert own <= HEIGHT.keys()


def test_modules_are_named_for_the_trade():
    assert modules("utils", "util", "helpers", "helper", "services", "service", "misc") == []


@pytest.fixture
def planted_tree(tmp_path):
    for app in APPS:
        shutil.copytree(
            ROOT / app, tmp_path / app, ignore=shutil.ignore_patterns("__pycache__", "content")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint_imports(tree):
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    return subprocess.run(
        [*command, "--no-cache"], cwd=tree, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("module", "line", "said"),
    [
        ("articles/rules.py", "import comments.models", "articles is not allowed to import"),
        ("search/queries.py", "import frontpage.queries", "search is not allowed to import"),
        ("readership/models.py", "import search.models", "readership is not allowed to import"),
        ("articles/models/taxonomy.py", "import articles.queries", "articles.models is not"),
    ],
)
def test_import_contract_refuses_planted_import(planted_tree, module, line, said):
    with (planted_tree / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    outcome = lint_imports(planted_tree)
    assert outcome.returncode == 1
    assert said in outcome.stdout


# The one door for readers


def test_pages_reach_pieces_through_the_door():
    found = {
        str(path.relative_to(ROOT)): bypasses(path.read_text(encoding="utf-8"))
        for path in reader_modules()
    }
    assert "articles/views.py" in found
    queries = {path for path in found if path.endswith("/queries.py")}
    apps_asking = ("articles", "comments", "frontpage", "readership", "search", "thinlines")
    assert queries == {f"{app}/queries.py" for app in apps_asking}
    assert {path: places for path, places in found.items() if places} == {}


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("Article.objects.all()", "1: Article"),
        ("PublishedVersion.objects.filter(pk=1)", "1: PublishedVersion"),
        ("PublishedVersion.objects", "1: PublishedVersion"),
        ("door = PublishedVersion.objects\ndoor.all()", "1: PublishedVersion"),
        ("get_object_or_404(Article, pk=1)", "1: Article"),
        ("class Page(ListView):\n    model = PublishedVersion", "2: PublishedVersion"),
        ("from articles.models import Article as Piece\nPiece.objects.get()", "2: Piece"),
        ("articles.models.Article.objects.get()", "1: articles.models.Article"),
        ("article.versions.first()", "1: article.versions"),
        ("version.article.comments.all()", "1: version.article.comments"),
        ("Comment.objects.pending()", "1: Comment"),
        ("get_object_or_404(Comment, pk=1)", "1: Comment"),
        *((f"row.{name}.all()", f"1: row.{name}") for name in SIDE_DOORS),
        ("owner._default_manager.all()", "1: owner._default_manager"),
        ("apps.get_model('articles', 'Article')", "1: apps.get_model"),
    ],
)
def test_way_past_the_door_is_seen(tmp_path, source, place):
    planted = tmp_path / "views.py"
    planted.write_text(source, encoding="utf-8")
    assert bypasses(planted.read_text(encoding="utf-8")) == [place]


@pytest.mark.parametrize(
    "source",
    [
        "PublishedVersion.objects.live(at).newest_first()",
        "PublishedVersion.objects.shown_by(at).exists()",
        "article.versions.live()",
        "Comment.objects.approved().roots()",
        "Comment.objects.own(pk)",
        "article.comments.public()",
        "def item_title(self, item: PublishedVersion) -> list[Article]: ...",
        "isinstance(row, PublishedVersion)",
        "try: ...\nexcept PublishedVersion.DoesNotExist: ...",
        "Section.objects.main()",
    ],
)
def test_door_itself_is_open(source):
    assert bypasses(source) == []


def test_public_templates_ask_for_no_hidden_rows():
    hidden = re.compile(rf"\.(?:{'|'.join(SIDE_DOORS)}|decisions|publishing_acts)\b")
    assert matches(hidden, templates(public_only=True)) == []


# Markup


def test_html_is_marked_safe_in_one_place():
    pattern = re.compile(r"mark_safe\(|SafeString\(|SafeText\(")
    found = {line.partition(":")[0] for line in matches(pattern, modules())}
    assert found == MAY_MARK_SAFE


def test_tables_for_spreadsheets_are_written_in_one_place():
    """So that no cell of any is computed."""
    writers = matches(re.compile(r"csv\.(?:Dict)?[wW]riter|import writer"), modules())
    assert writers == ["audit/exporting.py: csv.writer"]


def test_templates_escape_everything():
    pattern = re.compile(r"\|\s*safe(?:seq)?\b|autoescape off")
    assert matches(pattern, templates()) == []


def test_templates_extend_or_state_their_parameters():
    """A page extends its shell; a piece of a page says in its first line what it wants.

    What stands in templates/admin/ under a name of Django's takes what Django documents.
    """
    plain = [
        str(path.relative_to(ROOT / "templates"))
        for path in templates()
        if path.parent.name != "admin"
        and not path.read_text(encoding="utf-8").startswith(("{% extends ", "{# "))
    ]
    assert plain == ["base.html"]


def test_components_state_their_parameters():
    components = list((ROOT / "templates" / "components").glob("*.html"))
    assert len(components) > 0
    for path in components:
        assert path.read_text(encoding="utf-8").startswith("{# "), path.name


def test_public_templates_hold_nothing_inline():
    assert matches(INLINE, templates(public_only=True)) == []


def test_nothing_is_loaded_from_a_foreign_host():
    static = ROOT / "static"
    assert matches(FOREIGN_TAG, templates()) == []
    assert matches(FOREIGN_STYLE, [*templates(), *static.rglob("*.css")]) == []
    assert matches(FOREIGN_SCRIPT, static.rglob("*.js")) == []


@pytest.mark.parametrize(
    ("pattern", "planted"),
    [
        (INLINE, '<p style="color: red">'),
        (INLINE, "<script>go()</script>"),
        (INLINE, '<script type="text/javascript">go()</script>'),
        (INLINE, '<button onclick="go()">'),
        (INLINE, '<a href="javascript:go()">'),
        (FOREIGN_TAG, '<img alt="" src="//cdn.example/a.png">'),
        (FOREIGN_TAG, '<link rel="stylesheet" href="https://fonts.example/a.css">'),
        (FOREIGN_TAG, '<form method="post" action="https://forms.example/">'),
        (FOREIGN_STYLE, '@import "https://fonts.example/a.css";'),
        (FOREIGN_STYLE, "src: url(//fonts.example/a.woff2)"),
        (FOREIGN_SCRIPT, 'fetch("https://counter.example/")'),
    ],
)
def test_planted_markup_is_seen(pattern, planted):
    assert pattern.search(planted)


@pytest.mark.parametrize(
    ("pattern", "allowed"),
    [
        (INLINE, '<script type="module" src="{% static \'js/menu.js\' %}"></script>'),
        (INLINE, '<script type="application/ld+json">{{ linked_data }}</script>'),
        (FOREIGN_TAG, '<a href="https://zalo.me/share">'),
        (FOREIGN_TAG, "<img src=\"{% static 'img/a.svg' %}\">"),
        (FOREIGN_SCRIPT, "// a remark about https://example.org/"),
    ],
)
def test_allowed_markup_passes(pattern, allowed):
    assert not pattern.search(allowed)
