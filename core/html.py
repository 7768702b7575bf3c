"""Rich text that came from an editor, a paste or an import: what may stay, and what it says."""

import re
from collections.abc import Callable
from html import unescape

import nh3

from core.vietnamese import clean, clean_line

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
    "figure": {"data-photo"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_FIGURE = re.compile(r'<figure data-photo="(\d+)">(.*?)</figure>', re.DOTALL)
_BARE_FIGURE = re.compile(r"<figure>(.*?)</figure>", re.DOTALL)
_CAPTION = re.compile(r"<figcaption>(.*?)</figcaption>", re.DOTALL)
_BLOCK_END = re.compile(r"</(?:p|h2|h3|li|blockquote|tr|td|th|figcaption)>|<br>|<hr>")
_EMPTY_BLOCK = re.compile(r"<(p|h2|h3|blockquote|li|aside)>(?:\s|&nbsp;|<br>)*</\1>")
_MAX_PHOTO_DIGITS = 12


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        # nh3 passes "//host" and browsers read "/\host" the same way: both leave our site unseen.
        address = re.sub(r"[\s\x00-\x1f]", "", value).replace("\\", "/")
        return None if address.startswith("//") else value
    if name == "data-photo":
        return value if re.fullmatch(rf"[0-9]{{1,{_MAX_PHOTO_DIGITS}}}", value) else None
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

    Cleaned twice, since an entity such as &#x200B; only becomes a character in the first pass.
    The sanitiser has the last word, so no repair of text can make markup out of it.
    """
    once = _cleaner.clean(clean(html)).replace("&nbsp;", "\u00a0")
    twice = _cleaner.clean(clean(once))
    twice = _BARE_FIGURE.sub("", twice)
    twice = _EMPTY_BLOCK.sub("", twice)
    return twice.strip() if "<figure" in twice or plain_text(twice) else ""


def plain_text(html: str) -> str:
    """What a reader reads in sanitised HTML, a line for each block."""
    parted = _BLOCK_END.sub("\n", html)
    lines = unescape(nh3.clean(parted, tags=set())).split("\n")
    return "\n".join(line for line in map(clean_line, lines) if line)


def photo_captions(html: str) -> list[tuple[int, str]]:
    """(photo id, caption typed for this use or "") of each figure, in order."""
    found = []
    for number, inside in _FIGURE.findall(html):
        caption = _CAPTION.search(inside)
        found.append((int(number), plain_text(caption[1]) if caption else ""))
    return found


def replace_figures(html: str, render: Callable[[int], str]) -> str:
    """The body with each figure replaced by render(position), position counting from 0."""
    positions = iter(range(len(_FIGURE.findall(html))))
    return _FIGURE.sub(lambda match: render(next(positions)), html)
