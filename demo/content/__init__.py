"""The words of the demo newspaper, one TOML file a section, read as plain dictionaries."""

import tomllib
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def pieces() -> list[dict[str, Any]]:
    """All pieces of all sections; each knows its section's slug."""
    found = []
    for section in read("sections")["section"]:
        path = _FOLDER / f"{section['slug']}.toml"
        if path.exists():
            rows = read(section["slug"])["piece"]
            found += [{"section": section["slug"], **piece} for piece in rows]
    return found + read("working-copies")["piece"]
