"""A body as the blocks it is made of: paragraphs, headings, lists, tables, boxes, figures."""

import re
from functools import cached_property
from html import unescape
from typing import NamedTuple

from core.html import Figure, figures
from core.vietnamese import clean_line

_TAG = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"</?([a-z0-9]+)")
_STANDING = {
    *("p", "h2", "h3", "blockquote", "ul", "ol", "aside", "table", "figure", "hr"),
}
_ENDLESS = {"br", "hr"}
_LINE_END = re.compile(r"</(?:p|h2|h3|li|blockquote|tr|td|th|figcaption)>|<br>")
_ROW = re.compile(r"<tr[ >].*?</tr>", re.DOTALL)
_CELL = re.compile(r"<(t[dh])[ >].*?</t[dh]>", re.DOTALL)
_LINK = re.compile(r'<a [^>]*?href="([^"]*)"')
_NAMES = {
    "h2": "Tít xen",
    "h3": "Tít xen nhỏ",
    "blockquote": "Lời trích",
    "ul": "Danh sách",
    "ol": "Danh sách đánh số",
    "aside": "Hộp thông tin",
    "table": "Bảng",
    "hr": "Đường kẻ",
}
_FIGURES = {"photo": "Ảnh", "recording": "Video, âm thanh", "document": "Tài liệu"}


class _Block(NamedTuple):
    kind: str
    html: str


class Block(_Block):
    """One block of a body: `kind` is its tag ("p" where text stands in none), `html` its source."""

    @cached_property
    def text(self) -> str:
        """What a reader reads in it, a line for each paragraph, list item or cell."""
        lines = unescape(_TAG.sub("", _LINE_END.sub("\n", self.html))).split("\n")
        return "\n".join(line for line in map(clean_line, lines) if line)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self.text.split())

    @cached_property
    def figure(self) -> Figure | None:
        placed = figures(self.html) if self.kind == "figure" else []
        return placed[0] if placed else None

    @property
    def rows(self) -> "list[Block]":
        """Of a table, which has none inside it."""
        return [Block("tr", found[0]) for found in _ROW.finditer(self.html)]

    @property
    def cells(self) -> "list[Block]":
        """Of a row."""
        return [Block(found[1], found[0]) for found in _CELL.finditer(self.html)]

    @property
    def links(self) -> list[str]:
        return [unescape(address) for address in _LINK.findall(self.html)]

    @property
    def name(self) -> str:
        """What the desk calls it; "" for a paragraph."""
        if self.figure:
            return f"{_FIGURES[self.figure.kind]} số {self.figure.number}"
        return _NAMES.get(self.kind, "")


def blocks(html: str) -> list[Block]:
    """Of sanitised HTML, in order; put together again they are the body, without blanks between."""
    found: list[Block] = []
    open_tags, kind, pieces = 0, "p", list[str]()

    def close() -> None:
        nonlocal kind
        if source := "".join(pieces).strip():
            found.append(Block(kind, source))
        pieces.clear()
        kind = "p"

    for piece in _TAG.split(html):
        named = _NAME.match(piece)
        tag = named[1] if named else ""
        if tag in _STANDING and not open_tags:
            close()
            kind = tag
        pieces.append(piece)
        if tag and tag not in _ENDLESS:
            open_tags = max(0, open_tags - 1) if piece.startswith("</") else open_tags + 1
        if tag in _STANDING and not open_tags:
            close()
    close()
    return found
