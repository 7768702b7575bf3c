"""What a page tells search engines and social networks about itself, for its head. No query."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.template import Context
from django.templatetags.static import static

from articles import linked_data
from articles.linked_data import Node
from articles.models import Correction, PublishedVersion, Section
from articles.presentation import Shown
from articles.queries import ReplyLink
from core.http import absolute

register = template.Library()

COMPONENT = "components/linked_data.html"
# What social networks show of a page that has no picture of its own.
CARD = {
    "url": "img/share.png",
    "width": 1200,
    "height": 630,
    "alt": "Ngôi sao vàng trên cột mốc biên giới, nền xanh lá đậm",
}


@register.inclusion_tag(COMPONENT)
def piece_data(
    version: PublishedVersion,
    shown: Iterable[Shown],
    corrections: Iterable[Correction] = (),
    replies: Iterable[ReplyLink] = (),
) -> dict[str, Any]:
    """{% piece_data version shown corrections replies %}: the piece and the way to it."""
    return _printed(
        linked_data.news_article(version, shown, corrections or (), replies or ()),
        linked_data.breadcrumb(linked_data.way_to(version.section)),
    )


@register.inclusion_tag(COMPONENT)
def list_data(
    pieces: Iterable[PublishedVersion], name: str, section: Section | None = None
) -> dict[str, Any]:
    """{% list_data page.items tag.name %}: a page of pieces, and its way from the front page.

    `section` is the one the page belongs to, or is the page of.
    """
    way = linked_data.way_to(section)
    if not section or section.name != name:
        way.append((name, ""))
    return _printed(linked_data.item_list(name, pieces), linked_data.breadcrumb(way))


@register.inclusion_tag(COMPONENT)
def paper_data() -> dict[str, Any]:
    """{% paper_data %}: the newspaper and its site, for the front page."""
    return _printed(linked_data.paper_in_full(), linked_data.website())


@register.inclusion_tag("components/sharing.html", takes_context=True)
def sharing(
    context: Context,
    title: str,
    description: str = "",
    *,
    kind: str = "website",
    address: str = "",
    image: dict[str, Any] | None = None,
    feed: str = "",
) -> dict[str, Any]:
    """{% sharing tag.name tag.description feed=feed %}: the page's own address, what others show
    beside a link to it, its translations, and its feeds.

    `kind` is "website" or "article"; `address` a path, of this page unless told; `image` url,
    width, height, alt.
    """
    return {
        "kind": kind,
        "title": title,
        "description": description or settings.MASTHEAD["slogan"],
        "address": absolute(_own_address(context, address)),
        "image": image or {**CARD, "url": absolute(static(str(CARD["url"])))},
        "masthead": settings.MASTHEAD,
        "alternates": context.get("alternates", ()),
        "feed": feed,
        "full_feed": f"{feed.removesuffix('.rss')}.day-du.rss" if feed else "",
    }


def _own_address(context: Context, address: str) -> str:
    """Of an older page its own: it shows other pieces than the first."""
    older = getattr(context.get("page"), "previous_cursor", "")
    if address and not older:
        return address
    request = context["request"]
    if not older:
        return str(request.path)
    turn = next(name for name in ("sau", "truoc") if request.GET.get(name))
    kept = "" if address else context.get("keep", "")
    query = "&".join(filter(None, (kept, urlencode({turn: request.GET[turn]}))))
    address = address or request.path
    return f"{address}{'&' if '?' in address else '?'}{query}"


def _printed(*nodes: Node) -> dict[str, Any]:
    graph: Sequence[Node] = nodes
    return {"linked_data": linked_data.printed(graph)}
