"""Rich text that came from an editor, a paste or an import: what may stay, and what it says."""

import re
from collections.abc import Callable
from functools import lru_cache
from html import unescape
from typing import NamedTuple

import nh3

from core.vietnamese import NBSP, clean

_TAGS = {
    *("p", "h2", "h3", "blockquote", "ul", "ol", "li", "hr", "br", "aside"),
    *("strong", "em", "u", "s", "sub", "sup", "a"),
    *("table", "thead", "tbody", "tr", "th", "td"),
    *("figure", "figcaption"),
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "figure": {"data-photo", "data-recording", "data-document"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_FIGURE_START = r'<figure data-(photo|recording|document)="(\d+)">'
_FIGURE_OPENER = re.compile(_FIGURE_START)
_FIGURE = re.compile(rf"{_FIGURE_START}(.*?)</figure>", re.DOTALL)
_CAPTION = re.compile(r"<figcaption>(.*?)</figcaption>", re.DOTALL)
_BLOCK_END = re.compile(r"</(?:p|h2|h3|li|blockquote|tr|td|th|figcaption)>|<br>|<hr>")
# In sanitised HTML the signs < and > stand in tags only.
_PIECES = re.compile(r"(<[^>]*>)")
_BLANK = re.compile(r"\s*|<br>")
_OPENERS = {f"</{tag}>": f"<{tag}>" for tag in ("p", "h2", "h3", "blockquote", "li", "aside")}
_RAW_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^>]*(?:>|\Z)")
# Tags that end by themselves; the others stand inside one another until they are closed.
_NEVER_NESTED = {
    *("br", "hr", "img", "input", "link", "meta", "col", "wbr"),
    *("p", "li", "dt", "dd", "tr", "td", "th"),
}
_MAX_DEPTH = 400
_MAX_PASSES = 6
_MAX_DIGITS = 12


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        # nh3 passes "//host" and browsers read "/\host" the same way: both leave our site unseen.
        address = re.sub(r"[\s\x00-\x1f]", "", value).replace("\\", "/")
        return None if address.startswith("//") else value
    if name in _ATTRIBUTES["figure"]:
        return value if re.fullmatch(rf"[0-9]{{1,{_MAX_DIGITS}}}", value) else None
    if name in {"colspan", "rowspan", "start"}:
        return value if re.fullmatch(r"[0-9]{1,3}", value) else None
    return value


_cleaner = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    url_schemes=_SCHEMES,
    attribute_filter=_attribute,
    link_rel=None,
)


def sanitise(html: str) -> str:
    """Body HTML with the tags above and nothing else; "" where no text or picture is left.

    Cleaned until nothing changes, since an entity such as &#x200B; only becomes a character in
    the first pass. No repair of text can make markup: the sanitiser comes after it each time.
    """
    html = _shallow(html)
    for _pass in range(_MAX_PASSES):
        before = html
        html = _pruned(_cleaner.clean(clean(html.replace("&nbsp;", NBSP)))).strip()
        if html == before:
            break
    return html if "<figure" in html or plain_text(html) else ""


def _shallow(html: str) -> str:
    """Without tags nested deeper than any editor nests: a parser's time is the depth squared."""
    depth = 0

    def keep(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[2].lower() in _NEVER_NESTED:
            return tag[0]
        level = depth if tag[1] else depth + 1
        depth = max(0, level - 1) if tag[1] else level
        return tag[0] if level <= _MAX_DEPTH else ""

    return _RAW_TAG.sub(keep, html)


def _pruned(html: str) -> str:
    """Without figures that show nothing of ours, and without empty blocks."""
    kept: list[str] = []
    bare = 0
    for piece in _PIECES.split(html):
        if piece.startswith("<figure") and (bare or not _FIGURE_OPENER.fullmatch(piece)):
            bare += 1
        elif bare:
            bare -= 1 if piece == "</figure>" else 0
        elif not (piece in _OPENERS and _drop_empty(kept, _OPENERS[piece])):
            kept.append(piece)
    return "".join(kept)


def _drop_empty(kept: list[str], opener: str) -> bool:
    """Take back an opened block with nothing in it but blanks, if that is what stands last."""
    start = len(kept)
    while start and _BLANK.fullmatch(kept[start - 1]):
        start -= 1
    if not start or kept[start - 1] != opener:
        return False
    del kept[start - 1 :]
    return True


@lru_cache(maxsize=16)
def plain_text(html: str) -> str:
    """What a reader reads in sanitised HTML, a line for each block. The form of a piece asks for
    its body several times."""
    parted = _BLOCK_END.sub("\n", html)
    # Cleaned as a whole: a long body has hundreds of lines.
    lines = clean(unescape(nh3.clean(parted, tags=set()))).split("\n")
    return "\n".join(words for words in (" ".join(line.split()) for line in lines) if words)


class Figure(NamedTuple):
    """A place in a body that shows a row of the library, with the caption typed there or ""."""

    kind: str
    """photo, recording or document"""
    number: int
    caption: str


def figures(html: str) -> list[Figure]:
    """The figures of sanitised HTML, in order."""
    found = []
    for kind, number, inside in _FIGURE.findall(html):
        caption = _CAPTION.search(inside)
        found.append(Figure(kind, int(number), plain_text(caption[1]) if caption else ""))
    return found


def photo_captions(html: str) -> list[tuple[int, str]]:
    """(photo id, caption typed for this use or "") of each figure that shows a photo, in order."""
    return [(number, caption) for kind, number, caption in figures(html) if kind == "photo"]


def replace_figures(html: str, render: Callable[[int], str]) -> str:
    """The body with each figure replaced by render(position), position counting from 0."""
    positions = iter(range(len(_FIGURE.findall(html))))
    return _FIGURE.sub(lambda match: render(next(positions)), html)
