"""What speaks against publishing a working copy, in sentences for its editor."""

from collections.abc import Callable, Iterable
from datetime import date

from django.utils import timezone

from articles.figures import Rows, listed, places_of, rows_shown_by
from articles.genres import genre_refusals
from articles.models import Article, Genre
from core.dates import short_date
from core.html import figures, plain_text
from photos import rights
from photos.models import Photo

Refusals = dict[str, list[str]]
_Judge = Callable[[Photo, date], list[str]]
Objector = Callable[[Article, date], Refusals]
_objectors: dict[str, Objector] = {}


def objects(objector: Objector) -> Objector:
    """Let an app above speak against publishing as well: called with the working copy, as
    `for_snapshot` gives it, and the day. It names fields of the change form, costs a fixed number
    of queries, raises nothing, and is registered in the `ready` of its app.
    """
    _objectors[f"{objector.__module__}.{objector.__name__}"] = objector
    return objector


def refusals(article: Article, day: date | None = None) -> Refusals:
    """Field name → sentences; empty when the piece may be published on a day, today unless told.

    Three queries, one for each other kind of figure in the body, and those of who else objects.
    """
    day = day or timezone.localdate()
    found: Refusals = {}
    if not article.title:
        found["title"] = ["Bài chưa có tít."]
    if not article.sapo:
        found["sapo"] = ["Bài chưa có sapo."]
    if not (plain_text(article.body) or figures(article.body)):
        found["body"] = ["Bài chưa có nội dung."]
    if not (article.source or article.signature or article.bylines.all()):
        found["source"] = ["Bài chưa có người viết: chọn tác giả, hoặc ghi nguồn hay dòng ký tên."]
    if article.lead_photo and (reasons := rights.blocks(article.lead_photo, day)):
        told = f"Ảnh chính (số {article.lead_photo.pk}): {'; '.join(reasons)}{_on(day)}."
        found["lead_photo"] = [f"{told} Sửa trong kho ảnh."]
    if sentences := _body_refusals(article, day):
        found["body"] = sentences
    return _joined_to(found, genre_refusals(article), _objections(article, day))


def warnings(article: Article, day: date | None = None) -> list[str]:
    """What its editor should know of the photos before he publishes; nothing is held back."""
    rows = _rows_of_body(article)
    lead = [("ảnh chính", article.lead_photo)] if article.lead_photo else []
    photos = [*lead, *_poster(article), *_photos(rows)]
    return _told(photos, rights.warnings, day or timezone.localdate())


def _objections(article: Article, day: date) -> Refusals:
    return _joined_to({}, *(objector(article, day) for objector in _objectors.values()))


def _joined_to(found: Refusals, *others: Refusals) -> Refusals:
    for said in others:
        for name, sentences in said.items():
            found.setdefault(name, []).extend(sentences)
    return found


def _body_refusals(article: Article, day: date) -> list[str]:
    places, rows = places_of(figures(article.body)), _rows_of_body(article)
    missing = [place for place in places if place not in rows]
    withheld = [place for place, row in rows.items() if getattr(row, "withheld_at", None)]
    film = article.recording if article.genre == Genre.VIDEO else None
    if film and film.withheld_at:
        withheld.append(("recording", film.pk))
    uncredited = [place for place, row in rows.items() if place[0] != "photo" and not row.credit]
    return [
        *_by_kind("Không còn trong kho", missing),
        *_told([*_poster(article), *_photos(rows)], rights.blocks, day, after=_on(day)),
        *_by_kind("Đang cất giữ cùng một bài đã gỡ", [p for p in withheld if p[0] != "photo"]),
        *_by_kind("Chưa ghi nguồn hoặc người thực hiện", uncredited),
    ]


def _rows_of_body(article: Article) -> Rows:
    """In the order of the body."""
    rows = rows_shown_by(article)
    return {place: rows[place] for place in places_of(figures(article.body)) if place in rows}


def _on(day: date) -> str:
    """A day to come is named: what is refused for it might be right today."""
    return f", tính đến ngày đăng {short_date(day)}" if day > timezone.localdate() else ""


def _photos(rows: Rows) -> list[tuple[str, Photo]]:
    """The photos of a body as sentences name them, posters of its videos included."""
    shown = [(f"ảnh số {number}", row) for (kind, number), row in rows.items() if kind == "photo"]
    posters = [
        (f"ảnh đại diện của video số {number}", row.poster)
        for (kind, number), row in rows.items()
        if kind == "recording" and row.poster
    ]
    return [*sorted(shown, key=lambda pair: pair[1].pk), *posters]


def _poster(article: Article) -> list[tuple[str, Photo]]:
    """Of the film that opens the piece."""
    film = article.recording if article.genre == Genre.VIDEO else None
    return [(f"ảnh đại diện của video số {film.pk}", film.poster)] if film and film.poster else []


def _told(
    photos: Iterable[tuple[str, Photo]], judge: _Judge, day: date, after: str = ""
) -> list[str]:
    """A sentence for each reason, with the photos it is said of."""
    said: dict[str, list[str]] = {}
    for name, photo in photos:
        for reason in judge(photo, day):
            said.setdefault(reason, []).append(name)
    return [
        f"{reason[0].upper()}{reason[1:]}: {_joined(names)}{after}."
        for reason, names in said.items()
    ]


def _joined(names: list[str]) -> str:
    """“ảnh chính, ảnh số 3, 7”: the common beginning is said once."""
    again = "ảnh số "
    first = next((name for name in names if name.startswith(again)), "")
    return ", ".join(
        name.removeprefix(again) if name.startswith(again) and name != first else name
        for name in names
    )


def _by_kind(words: str, places: list[tuple[str, int]]) -> list[str]:
    kinds = dict.fromkeys(kind for kind, _number in places)
    return [f"{words}: {listed(kind, (n for k, n in places if k == kind))}." for kind in kinds]
