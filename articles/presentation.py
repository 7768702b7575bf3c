"""What the article page prints, the same for a published version and for a preview of one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from articles import queries
from articles.figures import NAMES, Rows, rows_of
from articles.models import Genre, PublishedVersion
from articles.related import beside
from articles.series import navigation
from articles.typesetting import (
    Chapter,
    marked_questions,
    minutes_to_read,
    scrolling_tables,
    with_chapters,
)
from authors.models import signed
from core.html import replace_figures
from core.http import absolute
from multimedia.models import Document, Recording
from photos.models import Photo

# The width that search engines and social networks ask for.
SHARED_WIDTH = 1200


@dataclass(frozen=True)
class ShownPhoto:
    """A photo in a piece with the words it has there."""

    photo: Photo | None
    caption: str
    credit: str
    alt: str
    illustration: bool
    made_by_ai: bool


@dataclass(frozen=True)
class ShownFile:
    """A recording or a document in a piece; both None where it is gone from the library."""

    recording: Recording | None
    document: Document | None
    caption: str
    credit: str
    title: str


Shown = ShownPhoto | ShownFile


def article_context(version: PublishedVersion, *, dress: str = "components") -> dict[str, Any]:
    """Three queries at most, the photos and two for the pieces beside it, one more in a series,
    one for each other kind of figure in the body and one each for the corrections and the units of
    a piece that has some; two for its replies. `dress` is the folder of the templates that draw
    the figures."""
    series = navigation(version)
    around = beside(version, without={part.article_id for part in series.parts} if series else ())
    return {
        **_piece_context(version, _rows([version]), dress=dress),
        "corrections": queries.corrections_of(version),
        "replies": queries.replies_of(version),
        "units": queries.units_of(version),
        "series": series,
        "topic_strip": around.strip,
        "related": around.related,
    }


def piece_contexts(
    versions: Sequence[PublishedVersion], *, dress: str, unseen: bool = False
) -> list[dict[str, Any]]:
    """The same of many pieces but for what stands beside them: a query for each kind of figure
    and one for their corrections."""
    rows, corrections = _rows(versions, unseen=unseen), queries.corrections_of_each(versions)
    return [
        {
            **_piece_context(version, rows, dress=dress),
            "corrections": corrections.get(version.article_id, []),
        }
        for version in versions
    ]


def _piece_context(version: PublishedVersion, rows: Rows, *, dress: str) -> dict[str, Any]:
    every = [_shown(use, rows) for use in version.photos]
    shown = list(every)
    lead = shown.pop(0) if version.lead else None
    assert lead is None or isinstance(lead, ShownPhoto)
    film = shown.pop(0) if shown and version.film else None
    above = None if film or _opens_the_story(version) else lead
    body, chapters = _body(version, shown, first_place=2 if above else 1, dress=dress)
    return {
        "version": version,
        "shown": every,
        "lead": above,
        "film": film,
        "interviewee": _interviewee(version),
        "body": body,
        "chapters": chapters,
        "minutes": minutes_to_read(version.sapo, version.body),
        "share_image": _share_image(lead),
    }


def words(html: str) -> SafeString:
    """Sanitised rich text that holds no figure, ready to print."""
    return mark_safe(html)  # noqa: S308 -- sanitised at the door


def _share_image(lead: ShownPhoto | None) -> dict[str, Any] | None:
    """What other sites show beside a link: address, width, height, alt."""
    copy = lead.photo.best("16x9", SHARED_WIDTH) if lead and lead.photo else None
    if lead is None or copy is None:
        return None
    return {
        "url": absolute(copy.url),
        "width": copy.width,
        "height": copy.height,
        "alt": lead.alt,
    }


def _place(use: dict[str, Any]) -> tuple[str, int | None]:
    """Kind and number of what a use shows; no number where the library had none such."""
    kind = next(kind for kind in NAMES if kind in use)
    return kind, use[kind]


def _rows(versions: Iterable[PublishedVersion], *, unseen: bool = False) -> Rows:
    """What the versions' uses show, without what readers may not see any more."""
    places = [_place(use) for version in versions for use in version.photos]
    rows = rows_of((kind, number) for kind, number in places if number is not None)
    return {place: row for place, row in rows.items() if unseen or row.may_be_shown()}


def _shown(use: dict[str, Any], rows: Rows) -> Shown:
    kind, number = _place(use)
    row: Any = rows.get((kind, number or 0))
    if kind != "photo":
        files: dict[str, Any] = {"recording": None, "document": None, kind: row}
        words = {name: use[name] for name in ("caption", "credit", "title")}
        return ShownFile(**files, **words)
    words = {name: use[name] for name in ("caption", "credit", "alt", "illustration")}
    # What is found out later is said from then on: the law asks for the label, not for its date.
    by_ai = use.get("made_by_ai", False) or (row is not None and row.made_by_ai)
    return ShownPhoto(photo=row, made_by_ai=by_ai, **words)


def _opens_the_story(version: PublishedVersion) -> bool:
    """Whether the lead photo of a photo story stands among its numbered ones: once is enough."""
    lead = version.lead
    if lead is None or version.genre != Genre.PHOTO_REPORT:
        return False
    return any(use.get("photo") == lead["photo"] for use in version.photos if use is not lead)


def _interviewee(version: PublishedVersion) -> str:
    """“Đại tá Trần Văn Khởi, Chính ủy BĐBP Quảng Ninh”; "" where nobody was asked."""
    facts = version.facts
    if not facts.get("interviewee"):
        return ""
    held = {name: facts.get(f"interviewee_{name}", "") for name in ("rank", "post", "unit")}
    return signed(facts["interviewee"], **held)


def _body(
    version: PublishedVersion, shown: list[Shown], *, first_place: int, dress: str
) -> tuple[SafeString, list[Chapter]]:
    """The sanitised body laid out for its genre, with its figures drawn; the photos of a photo
    story large and numbered."""
    photos = [at for at, row in enumerate(shown) if isinstance(row, ShownPhoto)]
    numbered = version.genre == Genre.PHOTO_REPORT

    def figure(position: int) -> str:
        if position >= len(shown):
            return ""
        context: dict[str, Any] = {"shown": shown[position]}
        if position not in photos:
            return render_to_string(f"{dress}/file.html", context)
        number = photos.index(position) + 1
        context["place"] = number - 1 + first_place
        if numbered:
            context |= {"number": number, "total": len(photos), "eager": number == 1}
        return render_to_string(f"{dress}/figure.html", context)

    html, chapters = _laid_out(version)
    return mark_safe(replace_figures(html, figure)), chapters  # noqa: S308 -- sanitised at the door


def _laid_out(version: PublishedVersion) -> tuple[str, list[Chapter]]:
    html = scrolling_tables(version.body)
    if version.genre == Genre.INTERVIEW:
        html = marked_questions(html)
    return with_chapters(html) if version.genre == Genre.LONGFORM else (html, [])
