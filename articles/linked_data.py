"""What pages tell machines about themselves, in the words of schema.org. No query; times as in
pages, addresses with our origin. What a reader does not see on the page is not said here either."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from articles.models import Byline, Correction, Genre, PublishedVersion, Section
from articles.presentation import SHARED_WIDTH, Shown, ShownFile, ShownPhoto
from articles.queries import ReplyLink
from core.dates import iso
from core.http import absolute
from multimedia.models import Recording

Node = dict[str, Any]

LOGO = ("img/icon-512.png", 512)
_KINDS = {
    **dict.fromkeys((Genre.REPORT, Genre.FEATURE, Genre.NOTES, Genre.LONGFORM), "Reportage"),
    Genre.PHOTO_REPORT: "Reportage",
    Genre.COMMENTARY: "Opinion",
}
_ROLES = {Byline.Role.TRANSLATION: "translator", Byline.Role.PHOTOS: "contributor"}
# What would end a <script> or begin a comment in it, and what old scripts took for a line's end.
_UNSAFE = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def printed(nodes: Sequence[Node]) -> SafeString:
    """The nodes as JSON that is inert inside <script type="application/ld+json">."""
    graph = {"@context": "https://schema.org", "@graph": list(nodes)}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_UNSAFE))  # noqa: S308 -- nothing is left that ends the script


# --- the paper --------------------------------------------------------------------------------


def paper() -> Node:
    """The newspaper as a publisher."""
    masthead = settings.MASTHEAD
    return {
        "@type": "NewsMediaOrganization",
        "@id": f"{settings.SITE_URL}/#toa-soan",
        "name": masthead["name"],
        "url": f"{settings.SITE_URL}/",
        "logo": _logo(),
    }


def paper_in_full() -> Node:
    """With what the foot of every page says of it."""
    masthead = settings.MASTHEAD
    return {
        **paper(),
        "slogan": masthead["slogan"],
        "address": {
            "@type": "PostalAddress",
            "streetAddress": masthead["address"],
            "addressCountry": "VN",
        },
        "telephone": masthead["phone"],
        "email": masthead["email"],
        "parentOrganization": {"@type": "Organization", "name": masthead["governing_body"]},
    }


def website() -> Node:
    """The site with the way to search it."""
    target = f"{settings.SITE_URL}{reverse('search')}?q={{search_term_string}}"
    return {
        "@type": "WebSite",
        "@id": f"{settings.SITE_URL}/#trang-bao",
        "name": settings.MASTHEAD["name"],
        "url": f"{settings.SITE_URL}/",
        "inLanguage": "vi",
        "publisher": {"@id": f"{settings.SITE_URL}/#toa-soan"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": target},
            "query-input": "required name=search_term_string",
        },
    }


def _logo() -> Node:
    name, side = LOGO
    return {"@type": "ImageObject", "url": absolute(static(name)), "width": side, "height": side}


# --- lists ------------------------------------------------------------------------------------


def breadcrumb(steps: Iterable[tuple[str, str]]) -> Node:
    """The way from the front page down, as (name, path); a last step may have no path."""
    way = [("Trang chủ", "/"), *steps]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            _step(position, name, path) for position, (name, path) in enumerate(way, start=1)
        ],
    }


def _step(position: int, name: str, path: str) -> Node:
    step: Node = {"@type": "ListItem", "position": position, "name": name}
    return {**step, "item": absolute(path)} if path else step


def way_to(section: Section | None) -> list[tuple[str, str]]:
    """The steps to a section, its parent first."""
    if section is None:
        return []
    way = [section.parent, section] if section.parent else [section]
    return [(step.name, step.get_absolute_url()) for step in way]


def item_list(name: str, pieces: Iterable[PublishedVersion]) -> Node:
    """The pieces of a page in its order."""
    return {
        "@type": "ItemList",
        "name": name,
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": version.title,
                "url": absolute(version.get_absolute_url()),
            }
            for position, version in enumerate(pieces, start=1)
        ],
    }


# --- a piece ----------------------------------------------------------------------------------


def news_article(
    version: PublishedVersion,
    shown: Iterable[Shown],
    corrections: Iterable[Correction] = (),
    replies: Iterable[ReplyLink] = (),
) -> Node:
    """A piece with everything it shows; its section and series should be loaded."""
    rows = list(shown)
    address = absolute(version.get_absolute_url())
    facts: Node = {
        "@type": f"{_KINDS.get(Genre(version.genre), '')}NewsArticle",
        "@id": f"{address}#bai",
        "mainEntityOfPage": address,
        "url": address,
        "headline": version.title,
        "description": version.sapo,
        "datePublished": iso(version.first_published_at),
        "dateModified": iso(version.updated_at or version.first_published_at),
        **_people(version),
        "publisher": paper(),
        "articleSection": version.section.name,
        "keywords": [tag["name"] for tag in version.tags],
        "image": _images(rows),
        "video": _recordings(version, rows, Recording.Kind.VIDEO),
        "audio": _recordings(version, rows, Recording.Kind.AUDIO),
        **_series(version),
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": correction.statement,
                "datePublished": iso(correction.published_at),
            }
            for correction in corrections
        ],
        "subjectOf": [_piece(link.version) for link in replies if link.answers],
        "isBasedOn": [_piece(link.version) for link in replies if not link.answers],
        "inLanguage": "vi",
        "isAccessibleForFree": True,
    }
    return {name: value for name, value in facts.items() if value not in ("", [])}


def _piece(version: PublishedVersion) -> Node:
    address = absolute(version.get_absolute_url())
    return {"@type": "NewsArticle", "@id": f"{address}#bai", "headline": version.title}


def _people(version: PublishedVersion) -> dict[str, list[Node]]:
    """Who signs, by what they did; where nobody wrote, whoever signs first of the others."""
    people: dict[str, list[Node]] = {}
    for byline in version.bylines:
        people.setdefault(_ROLES.get(byline["role"], "author"), []).append(_person(byline))
    if "author" not in people:
        signed = people.pop("contributor", None) or people.pop("translator", None)
        people["author"] = signed or [paper()]
    return people


def _person(byline: dict[str, Any]) -> Node:
    """Rank, post and unit as they were on the day."""
    facts = {
        "@type": "Person",
        "name": byline["name"],
        "url": absolute(reverse("author", args=[byline["slug"], byline["author"]])),
        "honorificPrefix": byline["rank"],
        "jobTitle": byline["post"],
        "affiliation": {"@type": "Organization", "name": byline["unit"]} if byline["unit"] else "",
    }
    return {name: value for name, value in facts.items() if value}


def _series(version: PublishedVersion) -> Node:
    if version.series is None:
        return {}
    series = version.series
    whole = {
        "@type": "CreativeWorkSeries",
        "name": series.name,
        "url": absolute(reverse("series", args=[series.slug, series.pk])),
    }
    return {"isPartOf": whole} | ({"position": version.part} if version.part else {})


def _images(shown: Iterable[Shown]) -> list[Node]:
    """Each photo once, the lead cut as search engines ask for it."""
    images: dict[int, Node] = {}
    for row in shown:
        if isinstance(row, ShownPhoto) and row.photo and row.photo.pk not in images:
            ratio = "free" if images else "16x9"
            copy = row.photo.best(ratio, SHARED_WIDTH)
            if copy:
                images[row.photo.pk] = {
                    "@type": "ImageObject",
                    "url": absolute(copy.url),
                    "width": copy.width,
                    "height": copy.height,
                    "caption": row.caption,
                    "creditText": row.credit,
                }
    return list(images.values())


def _recordings(version: PublishedVersion, shown: Iterable[Shown], kind: str) -> list[Node]:
    return [
        _recording(version, row, row.recording)
        for row in shown
        if isinstance(row, ShownFile) and row.recording and row.recording.kind == kind
    ]


def _recording(version: PublishedVersion, row: ShownFile, recording: Recording) -> Node:
    """A file of ours with its length; it came before readers with the piece."""
    facts: Node = {
        "@type": f"{recording.kind.capitalize()}Object",
        "name": recording.title,
        "description": row.caption or recording.title,
        "contentUrl": absolute(recording.file.url),
        "encodingFormat": f"{recording.kind}/{recording.form}",
        "duration": f"PT{round(recording.duration)}S",
        "uploadDate": iso(version.first_published_at),
        "creditText": row.credit,
    }
    poster = recording.poster
    if poster and poster.may_be_shown() and poster.best():
        facts["thumbnailUrl"] = absolute(poster.best_url("16x9", SHARED_WIDTH))
    if recording.width and recording.height:
        facts |= {"width": recording.width, "height": recording.height}
    return facts
