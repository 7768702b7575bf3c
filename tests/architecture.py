"""What import-linter cannot see: a reader for the code's own rules, used by test_architecture."""

import ast
from collections.abc import Iterator

# The doors through which pages for readers may reach rows that are not all theirs to see.
DOORS: dict[str, set[str]] = {
    "Article": set(),
    "PublishedVersion": {"live", "shown_by"},
    "Comment": {"approved", "public", "own", "sent_by"},
}
# The same rows, reached backwards from a row at hand.
SIDE_DOORS: dict[str, set[str]] = {
    "versions": DOORS["PublishedVersion"],
    "comments": DOORS["Comment"],
    **dict.fromkeys(("articles", "leading", "tagged_articles"), DOORS["Article"]),
    # What hangs on a draft, or on a text that no moderator has read.
    **{name: set() for name in ("tagged_items", "related_rows", "revisions")},
}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
# No page needs these at all: they reach rows of a class that is not named.
BACK_DOORS = {"_default_manager", "_base_manager", "get_model"}
# Names of classes in these calls ask what a row is, not for rows.
HARMLESS_CALLS = {"isinstance", "issubclass", "cast", "get_for_model"}


def bypasses(source: str) -> list[str]:
    """The places in a module where guarded rows are reached past their door: "3: Article.objects".

    A guarded class handed on as it is (get_object_or_404(Article), model = Article) counts too:
    whoever gets it opens its default manager.
    """
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    names = _local_names(tree)
    hints = set(_annotations(tree))
    return [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if node not in hints and _passes_by(node, parents, names)
    ]


def _passes_by(node: ast.AST, parents: dict[ast.AST, ast.AST], names: dict[str, str]) -> bool:
    model = _guarded_model(node, names)
    parent = parents.get(node)
    if model and isinstance(parent, ast.Attribute):
        if parent.attr not in MANAGERS:
            return False
        return not _asks_for(parents.get(parent), DOORS[model])
    if model:
        return not _only_asks_kind(parent)
    if isinstance(node, ast.Attribute) and node.attr in SIDE_DOORS:
        return not _asks_for(parent, SIDE_DOORS[node.attr])
    return isinstance(node, ast.Attribute) and node.attr in BACK_DOORS


def _guarded_model(node: ast.AST, names: dict[str, str]) -> str | None:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        return names.get(node.id)
    if isinstance(node, ast.Attribute) and node.attr in DOORS:  # articles.models.Article
        return node.attr
    return None


def _asks_for(node: ast.AST | None, doors: set[str]) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in doors


def _only_asks_kind(parent: ast.AST | None) -> bool:
    if not isinstance(parent, ast.Call):
        return False
    return ast.unparse(parent.func).rpartition(".")[2] in HARMLESS_CALLS


def _local_names(tree: ast.AST) -> dict[str, str]:
    """What the guarded classes are called in this module."""
    return {name: name for name in DOORS} | {
        alias.asname: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname and alias.name in DOORS
    }


def _annotations(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node that only states a type, type arguments in square brackets among them."""
    for node in ast.walk(tree):
        for stated in (
            getattr(node, "annotation", None),
            getattr(node, "returns", None),
            node.slice if isinstance(node, ast.Subscript) else None,
        ):
            if stated is not None:
                yield from ast.walk(stated)
