"""What the desk finds a row by: a card for each working copy, photo, author and unit."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Model, Prefetch

from articles.models import Article, Byline, TaggedArticle
from authors.models import Author, Posting, Succession, Unit
from core.dates import find_dates, in_hanoi, short_date
from core.html import plain_text
from core.vietnamese import document_codes
from photos.models import Photo
from search.analysis import bares, day_lexeme, in_title, number_lexemes, pairs, spaced, syllables
from search.models import Kind

_PLACE_BITS = 24
_ORDER = {kind: n for n, kind in enumerate(Kind.values)}


@dataclass(frozen=True)
class Card:
    kind: str
    number: int
    """The primary key of the row."""
    place: int
    """Where it stands in time, the newest highest; no other card's."""
    title: str
    """Syllables, marks kept, a space around each, as in analysis.Sheet."""
    sapo: str
    lexemes: frozenset[str]


def cards(kind: str, numbers: Iterable[int]) -> list[Card]:
    """Of the rows that are there; at most five queries."""
    return _READ[kind](list(numbers))


MODELS: dict[str, type[Model]] = {
    Kind.ARTICLE: Article,
    Kind.PHOTO: Photo,
    Kind.AUTHOR: Author,
    Kind.UNIT: Unit,
}


def kind_lexeme(kind: str) -> str:
    return f"§la·{kind.replace('-', '·')}"


def month_lexeme(day: date) -> str:
    return f"§{day:%Y%m}"


def place_from(moment: datetime) -> int:
    """Not above the place of whatever was changed from this moment on."""
    return max(0, int(moment.timestamp())) << _PLACE_BITS


def _articles(numbers: list[int]) -> list[Card]:
    signed = Byline.objects.select_related("author", "pen_name")
    tagged = TaggedArticle.objects.select_related("tag")
    rows = Article.objects.filter(pk__in=numbers).select_related("series")
    rows = rows.prefetch_related(
        Prefetch("bylines", signed), Prefetch("tagged_items", tagged), "topics"
    )
    return [_article(row) for row in rows]


def _article(row: Article) -> Card:
    names = [name for line in row.bylines.all() for name in _names_of(line)]
    names += [item.tag.name for item in row.tagged_items.all()]
    names += [topic.name for topic in row.topics.all()]
    return _card(
        Kind.ARTICLE,
        row.pk,
        row.modified,
        heads=(row.kicker, row.title),
        lead=row.sapo,
        lines=(
            *(row.short_title, row.social_title, row.lead_caption, row.source, row.signature),
            *(row.series.name if row.series else "", str(row.pk), *names),
            *plain_text(row.body).split("\n"),
        ),
    )


def _names_of(line: Byline) -> Iterable[str]:
    return line.author.name, line.author.full_name, line.pen_name.name if line.pen_name else ""


def _photos(numbers: list[int]) -> list[Card]:
    """Where the camera stood is a right of its own: the coordinates are in no card."""
    rows = Photo.objects.filter(pk__in=numbers).select_related("unit", "photographer")
    return [_photo(row) for row in rows]


def _photo(row: Photo) -> Card:
    unit = (row.unit.name, row.unit.short_name) if row.unit else ()
    return _card(
        Kind.PHOTO,
        row.pk,
        row.created,
        heads=(row.caption, str(row.pk)),
        lead=f"{row.persons} {row.place}",
        lines=(
            *(row.credit, row.alt, row.persons, row.place, row.keywords, row.source, *unit),
            *(row.file_name, row.photographer.name if row.photographer else ""),
            short_date(row.taken_on) if row.taken_on else "",
        ),
        days=[row.taken_on] if row.taken_on else [],
    )


def _authors(numbers: list[int]) -> list[Card]:
    held = Posting.objects.select_related("unit")
    rows = Author.objects.filter(pk__in=numbers)
    rows = rows.prefetch_related("pen_names", Prefetch("postings", held))
    return [_author(row) for row in rows]


def _author(row: Author) -> Card:
    pens = [pen.name for pen in row.pen_names.all()]
    offices = [
        f"{held.rank} {held.post} {name}"
        for held in row.postings.all()
        for name in ((held.unit.name, held.unit.short_name) if held.unit else ("",))
    ]
    lines = (row.bio, *pens, *offices)
    return _card(
        Kind.AUTHOR, row.pk, None, heads=(row.name, row.full_name), lead=" ".join(pens), lines=lines
    )


def _units(numbers: list[int]) -> list[Card]:
    rows = (
        Unit.objects.filter(pk__in=numbers)
        .select_related("parent")
        .prefetch_related(
            Prefetch("succeeded_by", Succession.objects.select_related("successor")),
            Prefetch("preceded_by", Succession.objects.select_related("predecessor")),
        )
    )
    return [_unit(row) for row in rows]


def _unit(row: Unit) -> Card:
    others = [line.successor for line in row.succeeded_by.all()]
    others += [line.predecessor for line in row.preceded_by.all()]
    names = [name for unit in others for name in (unit.name, unit.short_name)]
    lines = (row.parent.name if row.parent else "", *names)
    return _card(Kind.UNIT, row.pk, None, heads=(row.name, row.short_name), lead="", lines=lines)


def _card(
    kind: str,
    number: int,
    moment: datetime | None,
    *,
    heads: Sequence[str],
    lead: str,
    lines: Sequence[str],
    days: Sequence[date] = (),
) -> Card:
    titles = [syllables(head) for head in heads]
    sapo = syllables(lead)
    found: set[str] = {kind_lexeme(kind)}
    for words in (*titles, sapo, *map(syllables, lines)):
        plain = bares(words)
        found.update(words, plain, pairs(plain))
    for words in map(bares, titles):
        found.update(in_title(lexeme) for lexeme in (*words, *pairs(words)))
    text = "\n".join((*heads, lead, *lines))
    for code in document_codes(text):
        found.update(number_lexemes(code.key))
    if moment:
        days = (*days, in_hanoi(moment).date())
    for day in (*days, *find_dates(text)):
        found.update((day_lexeme(day), month_lexeme(day)))
    flat = [word for words in titles for word in words]
    place = _place(moment, kind, number)
    return Card(kind, number, place, spaced(flat), spaced(sapo), frozenset(found))


def _place(moment: datetime | None, kind: str, number: int) -> int:
    since = place_from(moment) if moment else 0
    return since | ((number * len(_ORDER) + _ORDER[kind]) % (1 << _PLACE_BITS))


_READ: dict[str, Callable[[list[int]], list[Card]]] = {
    Kind.ARTICLE: _articles,
    Kind.PHOTO: _photos,
    Kind.AUTHOR: _authors,
    Kind.UNIT: _units,
}
