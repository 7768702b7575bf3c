"""The sets of published versions that pages show. Every reader-facing page comes through here."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import pairwise
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.utils import timezone

from articles.models import (
    Correction,
    PublishedVersion,
    Reply,
    Section,
    Series,
    SitemapMonth,
    Tag,
    Topic,
    UnitListing,
)
from articles.models.version import PublishedVersionQuerySet
from authors.models import Author, Succession, Unit
from core.dates import day_span
from core.pagination import beyond

MOST_UNITS = 6
"""That an article page leads to."""


def for_reader(article_id: int, at: datetime | None = None) -> PublishedVersion | None:
    """What a reader who opens the piece gets, with all its page prints of it."""
    live = PublishedVersion.objects.live(at).filter(article=article_id)
    live = live.annotate(
        corrected=Exists(Correction.objects.filter(article=OuterRef("article"))),
        names_units=Exists(UnitListing.objects.filter(version=OuterRef("pk"))),
        answered=Exists(_replies_around(OuterRef("article"))),
    )
    return live.select_related("article", "section__parent", "series").first()


def with_corrected(pieces: PublishedVersionQuerySet) -> PublishedVersionQuerySet:
    """Each with `corrected`: whether something in it was wrong. No query more."""
    said = Correction.objects.filter(article=OuterRef("article"))
    return pieces.annotate(corrected=Exists(said))


def corrections_of(version: PublishedVersion) -> list[Correction]:
    """Newest first. No query where for_reader() has seen that there is none."""
    if not getattr(version, "corrected", True):
        return []
    return list(Correction.objects.filter(article=version.article_id).newest_first())


class ReplyLink(NamedTuple):
    """A piece that answers the one at hand (`answers`), or that it answers; both live."""

    answers: bool
    round: int
    replier: str
    version: PublishedVersion


def replies_of(version: PublishedVersion) -> list[ReplyLink]:
    """By round. No query where for_reader() has seen that there is none, else two."""
    if not getattr(version, "answered", True):
        return []
    rows = list(_replies_around(version.article_id).order_by("round"))
    ids = {pk for row in rows for pk in (row.article_id, row.answer_id)}
    live = PublishedVersion.objects.live().filter(article__in=ids).select_related("section")
    found = {other.article_id: other for other in live.defer("body")}
    links = []
    for row in rows:
        answers = row.article_id == version.article_id
        other = found.get((row.answer_id if answers else row.article_id) or 0)
        if other:
            links.append(ReplyLink(answers, row.round or 0, row.replier, other))
    return links


def _replies_around(article: Any) -> QuerySet[Reply]:
    printed = Reply.objects.exclude(answer=None)
    return printed.filter(Q(article=article) | Q(answer=article))


def units_of(version: PublishedVersion) -> list[Unit]:
    """Those it is listed under, the fullest name first. No query where for_reader() has seen that
    there is none, nor for a version that is not saved."""
    if not version.pk or not getattr(version, "names_units", True):
        return []
    rows = UnitListing.objects.filter(version=version.pk).select_related("unit").order_by("pk")
    return [row.unit for row in rows[:MOST_UNITS]]


def corrections_of_each(versions: Iterable[PublishedVersion]) -> dict[int, list[Correction]]:
    """Those of many pieces by article id, newest first, for the pieces that have some."""
    found: dict[int, list[Correction]] = {}
    articles = [version.article_id for version in versions]
    for correction in Correction.objects.filter(article__in=articles).newest_first():
        found.setdefault(correction.article_id, []).append(correction)
    return found


def was_shown(article_id: int, at: datetime | None = None) -> bool:
    return PublishedVersion.objects.shown_by(at).filter(article=article_id).exists()


def merged_into_now(term: Any) -> Any:
    """The tag or topic that this one has become; itself, without a query, where it was not merged,
    and an author always."""
    return getattr(term, "merged_into", None) or term


def latest(at: datetime | None = None) -> PublishedVersionQuerySet:
    return PublishedVersion.objects.live(at).newest_first().for_teaser()


def in_section(section: Section, at: datetime | None = None) -> PublishedVersionQuerySet:
    return PublishedVersion.objects.live(at).in_section(section).newest_first().for_teaser()


def tagged(tag: Tag | int, at: datetime | None = None) -> PublishedVersionQuerySet:
    return _listed("tag_listings", at, tag=tag)


def in_topic(topic: Topic | int, at: datetime | None = None) -> PublishedVersionQuerySet:
    return _listed("topic_listings", at, topic=topic)


def by_author(author: Author | int, at: datetime | None = None) -> PublishedVersionQuerySet:
    return _listed("author_listings", at, author=author)


def newest_of_postings(author: Author, starts: list[date]) -> list[PublishedVersion]:
    """The newest live piece that the author signed in each posting, by the days they began, the
    oldest first; the newest piece first. Two queries."""
    bounds = [day_span(day)[0] for day in starts]
    lists = {}
    for number, (start, end) in enumerate(pairwise([*bounds, None])):
        span = {f"{LISTED[0]}__gte": start} | ({f"{LISTED[0]}__lt": end} if end else {})
        pieces = by_author(author).filter(**span)
        lists[str(number)] = pieces[:1]
    found = [near.version for near in newest_of_each(lists)]
    return list(PublishedVersion.objects.live().filter(pk__in=found).newest_first().for_teaser())


def citing(key: str, at: datetime | None = None) -> PublishedVersionQuerySet:
    """Pieces that cite a document, by the key of its code: 174-da-tu."""
    return _listed("code_listings", at, key=key)


def in_series(series: Series | int, at: datetime | None = None) -> PublishedVersionQuerySet:
    """Live parts in their order; those without a number after the others."""
    live = PublishedVersion.objects.live(at).filter(series=series).for_teaser()
    return live.order_by(F("part").asc(nulls_last=True), "first_published_at", "article_id")


def about_unit(unit: Unit | int, at: datetime | None = None) -> PublishedVersionQuerySet:
    """Pieces that name a unit, under the name it had then; see about_units()."""
    return _listed("unit_listings", at, unit=unit)


def of_same_unit(version: int, at: datetime | None = None) -> PublishedVersionQuerySet:
    """Pieces that name the unit which this version names most fully."""
    own = UnitListing.objects.filter(version=version).order_by("pk").values("unit")[:1]
    return _listed("unit_listings", at, unit=Subquery(own))


def about_units(
    units: Iterable[int], cursor: str, size: int, *, newer: bool = False
) -> PublishedVersionQuerySet:
    """What a page of `size` pieces after the cursor needs of the pieces that name one of these
    units, each once; `newer` for the way back. One query here, whatever the units have.

    Each unit gives its own next pieces along its index: together they hold the next of all.
    Raises BadCursor.
    """
    lists: dict[str, Any] = {}
    for unit in units:
        pieces = about_unit(unit)
        further = beyond(pieces.reverse() if newer else pieces, cursor, keys=LISTED, newer=newer)
        lists[str(unit)] = further[: size + 1]
    found = {near.version for near in newest_of_each(lists)}
    return PublishedVersion.objects.live().filter(pk__in=found).newest_first().for_teaser()


def successions(units: Iterable[Unit]) -> list[Succession]:
    """How these units became each other, the first change first."""
    family = [unit.pk for unit in units]
    if len(family) < 2:
        return []
    found = Succession.objects.filter(predecessor__in=family, successor__in=family)
    return list(found.select_related("predecessor", "successor").order_by("on", "pk"))


def with_pieces(units: Iterable[int]) -> set[int]:
    """Those of the units whose pages can be opened: one query."""
    lists = {str(unit): about_unit(unit)[:1] for unit in units}
    return {int(near.via) for near in newest_of_each(lists)}


class Near(NamedTuple):
    """A live piece that one of several lists gave, and the name of that list."""

    version: int
    article: int
    title: str
    first_published_at: datetime
    via: str


def newest_of_each(
    lists: Mapping[str, PublishedVersionQuerySet], at: datetime | None = None
) -> list[Near]:
    """The pieces of several lists by name, all in one query, in no order.

    The lists come cut ([:12]): each is read along its own index before they are put together.
    """
    parts = [
        PublishedVersion.objects.live(at)
        .filter(pk__in=pieces.values("pk"))
        .annotate(via=Value(name))
        .order_by()
        .values_list("pk", "article_id", "title", "first_published_at", "via")
        for name, pieces in lists.items()
    ]
    return [Near(*row) for row in parts[0].union(*parts[1:], all=True)] if parts else []


def chosen(ids: Iterable[int], at: datetime | None = None) -> list[PublishedVersion]:
    """Live versions of these articles, in this order; the ones not live are left out."""
    wanted = list(ids)
    if not wanted:
        return []
    found = PublishedVersion.objects.live(at).filter(article__in=wanted).for_teaser()
    by_article = {version.article_id: version for version in found}
    return [by_article[pk] for pk in wanted if pk in by_article]


def published_between(start: datetime, end: datetime) -> PublishedVersionQuerySet:
    """Live pieces first published in [start, end), newest first, without their texts."""
    live = PublishedVersion.objects.live().filter(
        first_published_at__gte=start, first_published_at__lt=end
    )
    return live.newest_first().defer("body", "sapo")


def between(
    pieces: PublishedVersionQuerySet, start: datetime, end: datetime
) -> PublishedVersionQuerySet:
    """Those first published in [start, end)."""
    return pieces.filter(first_published_at__gte=start, first_published_at__lt=end)


def nearest(
    pieces: PublishedVersionQuerySet, start: datetime, end: datetime
) -> tuple[datetime | None, datetime | None]:
    """When the last of these pieces, newest first, came out before `start`, and the first of them
    from `end` on. Two queries along their index."""
    before = pieces.filter(first_published_at__lt=start)
    after = pieces.filter(first_published_at__gte=end).reverse()
    times = [rows.values_list("first_published_at", flat=True).first() for rows in (before, after)]
    return times[0], times[1]


def filled(spans: Mapping[int, tuple[datetime, datetime]]) -> set[int]:
    """By their numbers, the spans of time in which a live piece came out; one query, one place
    looked up for each span."""
    lists = {str(number): between(latest(), *span)[:1] for number, span in spans.items()}
    return {int(row.via) for row in newest_of_each(lists)}


def first_and_last_published() -> tuple[datetime, datetime] | None:
    live = PublishedVersion.objects.live()
    first = live.order_by("first_published_at").values_list("first_published_at", flat=True).first()
    last = live.newest_first().values_list("first_published_at", flat=True).first()
    return (first, last) if first and last else None


def sitemap_months(at: datetime | None = None) -> QuerySet[SitemapMonth]:
    """Months with a live piece, newest first: one look into the index for each."""
    within = PublishedVersion.objects.live(at).filter(
        first_published_at__gte=OuterRef("start"), first_published_at__lt=OuterRef("stop")
    )
    return SitemapMonth.objects.filter(Exists(within)).order_by("-start")


def sitemap_month(start: datetime) -> SitemapMonth | None:
    return SitemapMonth.objects.filter(start=start).first()


def of_sitemap(month: SitemapMonth, part: int) -> PublishedVersionQuerySet:
    """The live pieces of one file of a month, newest first, with what a sitemap tells of them.

    Their ids deal them out to the files, so no file has to count what stands before it.
    """
    live = PublishedVersion.objects.live().filter(
        first_published_at__gte=month.start, first_published_at__lt=month.stop
    )
    if len(month.parts) > 1:
        live = live.alias(dealt=F("article_id") % len(month.parts)).filter(dealt=part - 1)
    told = ("article_id", "slug", "valid_from", "first_published_at", "photos")
    return live.newest_first().only(*told)


def sections_with_pieces(at: datetime | None = None) -> QuerySet[Section]:
    """Of the menu and below it, those with a live piece of their own or of a section below."""
    live = PublishedVersion.objects.live(at)
    own, below = live.filter(section=OuterRef("pk")), live.filter(root_section=OuterRef("pk"))
    filled = Section.objects.filter(Exists(own) | Exists(below), active=True)
    return filled.order_by("position", "pk")


def topics_with_pieces(at: datetime | None = None) -> Any:
    """(slug, id) of those a reader can open."""
    return _with_pieces(Topic, "topic_listings__topic", at)


def series_with_pieces(at: datetime | None = None) -> Any:
    return _with_pieces(Series, "series", at)


def authors_with_pieces(at: datetime | None = None) -> Any:
    return _with_pieces(Author, "author_listings__author", at)


def units_with_pieces(at: datetime | None = None) -> Any:
    return _with_pieces(Unit, "unit_listings__unit", at)


def tags_with_pieces(at: datetime | None = None) -> Any:
    return _with_pieces(Tag, "tag_listings__tag", at)


def _with_pieces(model: type[Any], key: str, at: datetime | None) -> Any:
    live = PublishedVersion.objects.live(at).filter(**{key: OuterRef("pk")})
    return model.objects.filter(Exists(live)).order_by("pk").values_list("slug", "pk")


def newest_of_sections(
    sections: Iterable[Section], count: int, at: datetime | None = None
) -> dict[int, list[PublishedVersion]]:
    """The newest `count` pieces of each main section by section id, in two queries.

    The places are looked up one by one along the index of each section: a window over all
    versions would read the whole archive for the home page.
    """
    at = at or timezone.now()  # one moment for all places
    places = {f"place_{n}": Subquery(_nth_of_section(n, at)) for n in range(count)}
    ids = [section.pk for section in sections]
    rows = Section.objects.filter(pk__in=ids).annotate(**places).values_list("pk", *places)
    order = {pk: [number for number in numbers if number] for pk, *numbers in rows}
    wanted = [number for numbers in order.values() for number in numbers]
    versions = PublishedVersion.objects.live(at).for_teaser().in_bulk(wanted)
    # One taken down between the two questions is left out.
    return {pk: [versions[n] for n in numbers if n in versions] for pk, numbers in order.items()}


def _nth_of_section(n: int, at: datetime | None) -> QuerySet[PublishedVersion, Any]:
    live = PublishedVersion.objects.live(at).filter(root_section=OuterRef("pk"))
    return live.newest_first().values("pk")[n : n + 1]


# The two columns of a list's own index, by the names _listed() gives them.
LISTED = ("listed_first_published_at", "listed_article_id")


def _listed(rows: str, at: datetime | None, **key: Any) -> PublishedVersionQuerySet:
    """Pages of a list, ordered by the list's own index.

    Its two columns get names for page_after(): asked for through `rows` again, they would be
    joined a second time, without the key, and each piece be doubled by its other tags.
    """
    live = PublishedVersion.objects.live(at).filter(
        **{f"{rows}__{name}": value for name, value in key.items()}
    )
    live = live.annotate(
        listed_first_published_at=F(f"{rows}__first_published_at"),
        listed_article_id=F(f"{rows}__article_id"),
    )
    return live.order_by("-listed_first_published_at", "-listed_article_id").for_teaser()
