"""The pieces of the demo newspaper as the checks get them, without photos or database."""

import tomllib
from datetime import date
from pathlib import Path

from django.conf import settings

from articles.models import Article
from core.html import plain_text
from demo.markup import to_html
from newsroom.checks.registry import CHECKS, Piece, Rename

CONTENT = Path(settings.BASE_DIR) / "demo" / "content"
LIMITS = {kind: check.limit for kind, check in CHECKS.items() if check.limit}


def pieces():
    for path in sorted(CONTENT.glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8")).get("piece", []):
            yield piece(**{name: row.get(name, "") for name in ("title", "sapo", "kicker", "body")})


class _AnyPhoto(dict):
    def __missing__(self, key):
        return 1


def piece(title="", sapo="", kicker="", body="", renames=(), **facts):
    """Texts as typed; a body in the demo's markup."""
    html = to_html(body, _AnyPhoto()) if body else ""
    texts = {"kicker": kicker, "title": title, "sapo": sapo, "body": plain_text(html)}
    facts = {"article": Article(), "day": date(2026, 11, 28), "limits": LIMITS, **facts}
    return Piece(texts=texts, raw_body=body, renames=tuple(Rename(*r) for r in renames), **facts)


def said(checked, *kinds):
    """(kind, sentence, passage) of what the checks say."""
    return [
        (kind, found.sentence, found.passage)
        for kind, check in CHECKS.items()
        if not kinds or kind in kinds
        for found in check.find(checked)
    ]
