"""The plain marks of demo/content into the HTML an editor would have made.

Blocks stand apart by blank lines: “## ” sub-title, “> ” pull quote, “- ” list, “| a | b |” table,
“[ảnh: key | caption]” a photo of the library, “[hộp]” … “[/hộp]” a box; **bold** inside a line.
"""

import re
from collections.abc import Mapping
from html import escape

_PHOTO = re.compile(r"\[ảnh:\s*([a-z0-9-]+)\s*(?:\|\s*(.*?))?\]", re.DOTALL)
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def to_html(text: str, photos: Mapping[str, int]) -> str:
    """HTML of a demo body; `photos` gives the number of each key. KeyError if unknown."""
    blocks = (block.strip() for block in re.split(r"\n\s*\n", _spaced_boxes(text)))
    return "".join(_block(block, photos) for block in blocks if block)


def _spaced_boxes(text: str) -> str:
    return text.replace("[hộp]", "\n\n[hộp]\n\n").replace("[/hộp]", "\n\n[/hộp]\n\n")


def _block(block: str, photos: Mapping[str, int]) -> str:
    if block == "[hộp]":
        return "<aside>"
    if block == "[/hộp]":
        return "</aside>"
    if match := _PHOTO.fullmatch(block):
        caption = f"<figcaption>{_inline(match[2] or '')}</figcaption>"
        return f'<figure data-photo="{photos[match[1]]}">{caption}</figure>'
    if block.startswith("## "):
        head, _line, rest = block.partition("\n")
        return f"<h2>{_inline(head[3:])}</h2>" + (_block(rest.strip(), photos) if rest else "")
    lines = block.split("\n")
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li><p>{_inline(line[2:])}</p></li>" for line in lines) + "</ul>"
    if all(line.startswith("|") for line in lines):
        return _table(lines)
    if block.startswith("> "):
        quoted = " ".join(line.removeprefix(">").strip() for line in lines)
        return f"<blockquote><p>{_inline(quoted)}</p></blockquote>"
    return f"<p>{_inline(' '.join(lines))}</p>"


def _table(lines: list[str]) -> str:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    rows = [row for row in rows if not all(set(cell) <= set("-: ") for cell in row)]
    head, *rest = rows
    html = "<tr>" + "".join(f"<th>{_inline(cell)}</th>" for cell in head) + "</tr>"
    for row in rest:
        html += "<tr>" + "".join(f"<td>{_inline(cell)}</td>" for cell in row) + "</tr>"
    return f"<table><tbody>{html}</tbody></table>"


def _inline(text: str) -> str:
    return _BOLD.sub(r"<strong>\1</strong>", escape(text.strip(), quote=False))
