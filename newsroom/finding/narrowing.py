"""What the page of finds can be narrowed to. A choice mistyped in the address narrows nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from articles.models import Byline, Genre, PublishedVersion, Section
from authors.models import Posting
from core.dates import day_span, parse_date
from newsroom.states import versions_for_state
from photos.admin.filters import usable
from search.desk.cards import place_from
from search.desk.store import Span
from search.models import Kind

STATES = [
    ("nhap", "Chưa đăng"),
    ("hen-gio", "Hẹn giờ đăng"),
    ("dang", "Đang đăng"),
    ("da-go", "Không còn đăng"),
]
PHOTOS = [("duoc-dung", "Được dùng"), ("chua-soat", "Chưa soát")]
_TIMED = {Kind.ARTICLE, Kind.PHOTO}
_Dress = Callable[[QuerySet[Any], User], QuerySet[Any]]
NAMES = ("muc", "the-loai", "tinh-trang", "anh-nao", "cua-toi", "tu", "den")


@dataclass(frozen=True)
class Choice:
    section: int | None = None
    genre: str = ""
    state: str = ""
    photos: str = ""
    mine: bool = False
    since: date | None = None
    until: date | None = None
    sections: list[Section] = field(default_factory=list)
    """All, for the form of one kind."""

    @property
    def span(self) -> Span:
        return Span(
            above=place_from(day_span(self.since)[0]) if self.since else None,
            below=place_from(day_span(self.until)[1]) if self.until else None,
        )

    def narrow(self, seen: Mapping[str, QuerySet[Any]], by: User) -> dict[str, QuerySet[Any]]:
        """Kinds that know nothing of what was chosen are left out; the rest with what rows tell."""
        kept = dict(seen)
        if self.mine or self.since or self.until:
            kept = {kind: rows for kind, rows in kept.items() if kind in _TIMED}
        held = Prefetch("postings", Posting.objects.select_related("unit"))
        dress: dict[str, _Dress] = {
            Kind.ARTICLE: self._articles,
            Kind.PHOTO: self._photos,
            Kind.AUTHOR: lambda rows, _by: rows.prefetch_related(held),
            Kind.UNIT: lambda rows, _by: rows.select_related("parent").prefetch_related(
                "successors"
            ),
        }
        return {kind: dress[kind](rows, by) for kind, rows in kept.items()}

    def _articles(self, rows: QuerySet[Any], by: User) -> QuerySet[Any]:
        if self.section:
            rows = rows.filter(Q(section=self.section) | Q(section__parent=self.section))
        if self.genre:
            rows = rows.filter(genre=self.genre)
        if self.mine:
            signed = Byline.objects.filter(article=OuterRef("pk"), author__user=by)
            rows = rows.filter(Q(created_by=by) | Exists(signed))
        if self.state:
            rows = rows.filter(_in_state(self.state))
        return rows.select_related("section", "created_by").prefetch_related(versions_for_state())

    def _photos(self, rows: QuerySet[Any], by: User) -> QuerySet[Any]:
        if self.mine:
            rows = rows.filter(Q(uploaded_by=by) | Q(photographer__user=by))
        if self.photos == "duoc-dung":
            rows = rows.filter(usable(timezone.localdate()))
        elif self.photos:
            rows = rows.filter(checked=False)
        return rows.select_related("unit")


def chosen(asked: Mapping[str, str], kind: str) -> Choice:
    """What only one kind knows is asked where that kind is looked at. One query at most."""
    pieces, photos = kind == Kind.ARTICLE, kind == Kind.PHOTO
    sections = list(Section.objects.order_by("position", "pk")) if pieces else []
    section = next((row.pk for row in sections if row.slug == asked.get("muc")), None)
    return Choice(
        section=section,
        genre=_one_of(asked.get("the-loai"), Genre.choices if pieces else []),
        state=_one_of(asked.get("tinh-trang"), STATES if pieces else []),
        photos=_one_of(asked.get("anh-nao"), PHOTOS if photos else []),
        mine=asked.get("cua-toi") == "1",
        since=_day(asked.get("tu", "")),
        until=_day(asked.get("den", "")),
        sections=sections,
    )


def _one_of(value: str | None, choices: list[tuple[str, str]]) -> str:
    return value if value and value in dict(choices) else ""


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2200 else None


def _in_state(state: str) -> Q:
    """As newsroom/states.py says it of one piece."""
    now = timezone.now()
    versions = PublishedVersion.objects.filter(article=OuterRef("pk"))
    kept = Q(valid_until=None) | Q(valid_until__gt=F("valid_from"))
    live, shown = Exists(versions.live(now)), Exists(versions.shown_by(now))
    coming = Exists(versions.filter(kept, valid_from__gt=now))
    return {
        "nhap": Q(~shown, ~coming),
        "hen-gio": Q(coming),
        "dang": Q(live),
        "da-go": Q(shown, ~live, ~coming),
    }[state]
