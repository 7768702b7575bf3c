"""The names of static/css/tokens.css, read from the file itself."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

FILE: Path = settings.BASE_DIR / "static" / "css" / "tokens.css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TOKEN = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")
# First part of the name → the property that shows it.
_SHOWN_BY = {"color": "background", "font-size": "font-size", "space": "inline-size"}


@dataclass(frozen=True)
class Token:
    name: str
    value: str
    """As it is by day; at night some have another."""


def tokens(kind: str) -> list[Token]:
    """Those of a kind (color, font-size, space …), in the order of the file."""
    sheet = _COMMENT.sub("", FILE.read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for name, value in _TOKEN.findall(sheet):
        if name.startswith(f"{kind}-"):
            found.setdefault(name, " ".join(value.split()))
    return [Token(name, value) for name, value in found.items()]


def sheet() -> str:
    """A class for each token that shows it: the content policy allows no style on the element."""
    rules = [
        f".token--{token.name} {{ {shown_by}: var(--{token.name}); }}"
        for kind, shown_by in _SHOWN_BY.items()
        for token in tokens(kind)
    ]
    return "\n".join(["@layer components {", *rules, "}\n"])
