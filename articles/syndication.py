"""Pieces as RSS, for the programs and papers that read us: what a channel and its items say."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

from articles.models import PublishedVersion
from articles.presentation import SHARED_WIDTH, piece_contexts
from core.dates import in_hanoi
from core.http import absolute
from photos.models.photo import Copy

DRESS = "articles/feed"
# Links of a sanitised body without a scheme: they lead into our own pages.
_OWN_LINK = re.compile(r'(<a [^>]*?href=")(?![a-zA-Z][a-zA-Z0-9+.-]*:)([^"]*)"')


class PressFeed(Rss201rev2Feed):
    """RSS 2.0 with the picture and its credit, and with the whole text where an item has it.

    No media:description: readers such as feedparser take it for the text of the item.
    """

    def rss_attributes(self) -> dict[str, str]:
        return {
            **super().rss_attributes(),
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:media": "http://search.yahoo.com/mrss/",
        }

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["picture"]:
            picture = item["picture"]
            handler.startElement("media:content", picture["attributes"])
            if picture["credit"]:
                handler.addQuickElement("media:credit", picture["credit"])
            handler.endElement("media:content")
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])


def add(feed: PressFeed, pieces: Sequence[PublishedVersion], *, full: bool) -> None:
    """The pieces as items of the feed. Where `full`, a query a kind of figure and one more."""
    texts = _texts(pieces) if full else [""] * len(pieces)
    for version, text in zip(pieces, texts, strict=True):
        copy = _lead_copy(version)
        feed.add_item(
            title=version.title,
            link=absolute(version.get_absolute_url()),
            description=_description(version),
            # The address changes with the title, the piece does not.
            unique_id=f"{settings.MASTHEAD['domain']}:{version.article_id}",
            unique_id_is_permalink=False,
            author_name=", ".join(byline["name"] for byline in version.bylines) or None,
            pubdate=in_hanoi(version.first_published_at),
            updateddate=version.updated_at and in_hanoi(version.updated_at),
            categories=_categories(version),
            # Its length in bytes is not known without asking the storage: 0.
            enclosures=[Enclosure(absolute(copy.url), "0", _type(copy))] if copy else [],
            picture=_picture(version, copy) if copy else None,
            content=text,
        )


def _description(version: PublishedVersion) -> str:
    """Who reads sapos alone learns too that something was wrong."""
    said = settings.MASTHEAD["sapo_prefix"] + version.sapo
    corrected = getattr(version, "corrected", False)
    return f"{said} (Bài có thông tin cải chính, xin lỗi.)" if corrected else said


def _categories(version: PublishedVersion) -> list[str]:
    corrected = ["Cải chính"] if getattr(version, "corrected", False) else []
    return [version.section.name, *(tag["name"] for tag in version.tags), *corrected]


def _texts(pieces: Sequence[PublishedVersion]) -> list[str]:
    """All that a reader reads of each piece, as HTML whose addresses have our origin."""
    return [
        _with_origin(
            render_to_string(
                f"{DRESS}/piece.html", {**context, "prefix": settings.MASTHEAD["sapo_prefix"]}
            ),
            absolute(context["version"].get_absolute_url()),
        )
        for context in piece_contexts(pieces, dress=DRESS)
    ]


def _with_origin(html: str, address: str) -> str:
    return _OWN_LINK.sub(lambda link: f'{link[1]}{urljoin(address, link[2])}"', html)


def _lead_copy(version: PublishedVersion) -> Copy | None:
    photo = version.lead_photo
    return photo.best("16x9", SHARED_WIDTH) if photo and photo.may_be_shown() else None


def _type(copy: Copy) -> str:
    return "image/jpeg" if copy.name.endswith(".jpg") else "image/webp"


def _picture(version: PublishedVersion, copy: Copy) -> dict[str, Any]:
    return {
        "attributes": {
            "url": absolute(copy.url),
            "medium": "image",
            "type": _type(copy),
            "width": str(copy.width),
            "height": str(copy.height),
        },
        "credit": version.lead["credit"] if version.lead else "",
    }
