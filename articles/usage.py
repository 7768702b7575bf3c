"""Where photos stand in pieces: the answer to photos.signals.uses_asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from articles.models import Article, BodyPhoto, PhotoUse, PublishedVersion
from articles.rules import visible_articles
from core.dates import short_datetime
from photos.usage import Use

HIDDEN = "Một bài của người khác"


@dataclass
class _Place:
    """One photo in one piece, over the working copy and all its versions."""

    photo: int
    article: int
    title: str = ""
    page: str = ""
    """The address readers have, while a live version shows the photo."""
    scheduled: datetime | None = None
    working: bool = False
    piece_live: bool = False
    piece_shown: bool = True


def on_uses_asked(numbers: Iterable[int], by: User | None = None, **_signal: Any) -> list[Use]:
    """One use for each photo and piece. Three queries, one more where it matters who asks.

    A version that was scheduled and taken back before its time is no use: nobody saw it.
    """
    now, wanted = timezone.now(), set(numbers)
    places: dict[tuple[int, int], _Place] = {}
    for row in _in_versions(wanted, now):
        key = row["photo"], row["article"]
        _note_version(places.setdefault(key, _Place(*key)), row, now)
    for row in (
        *_facts(Article.objects.filter(lead_photo__in=wanted), now),
        *_facts(named_in_bodies(wanted), now),
    ):
        named = {row["lead_photo"], *_numbers(row["body_photos"])}
        for photo in named & wanted:
            _note_copy(places.setdefault((photo, row["pk"]), _Place(photo, row["pk"])), row)
    hidden = _hidden_from(by, {place.article for place in places.values()})
    return [_use(place, hidden=place.article in hidden) for place in places.values()]


def _hidden_from(by: User | None, articles: set[int]) -> set[int]:
    if by is None or not articles:
        return set()
    open_to = visible_articles(by).filter(pk__in=articles).values_list("pk", flat=True)
    return articles - set(open_to)


def _in_versions(photos: set[int], now: datetime) -> Iterable[Any]:
    """Newest last, so that it has the last word on the title."""
    endless = Q(version__valid_until=None)
    never_cancelled = endless | Q(version__valid_until__gt=F("version__valid_from"))
    live = PublishedVersion.objects.live(now).filter(article=OuterRef("version__article"))
    return (
        PhotoUse.objects.filter(never_cancelled, photo__in=photos)
        .order_by("version__valid_from", "pk")
        .annotate(piece_live=Exists(live))
        .values(
            "photo",
            "piece_live",
            article=F("version__article"),
            title=F("version__title"),
            slug=F("version__slug"),
            start=F("version__valid_from"),
            end=F("version__valid_until"),
        )
    )


def named_in_bodies(photos: Iterable[int]) -> QuerySet[Article]:
    """Working copies with one of these photos in the body."""
    return Article.objects.filter(
        pk__in=BodyPhoto.objects.filter(number__in=photos).values("article")
    )


def _facts(articles: QuerySet[Article], now: datetime) -> Iterable[Any]:
    versions = PublishedVersion.objects.filter(article=OuterRef("pk"))
    return (
        articles.order_by("pk")
        .annotate(
            piece_live=Exists(versions.live(now)),
            piece_shown=Exists(versions.shown_by(now)),
        )
        .values("pk", "title", "lead_photo", "body_photos", "piece_live", "piece_shown")
    )


def _numbers(named: str) -> set[int]:
    return {int(number) for number in named.split(",") if number}


def _note_version(place: _Place, row: dict[str, Any], now: datetime) -> None:
    ended = row["end"] is not None and row["end"] <= now
    place.piece_live = row["piece_live"]
    if row["start"] > now:
        place.scheduled = place.scheduled or row["start"]
    elif not ended:
        place.page = reverse("article", args=[row["slug"], row["article"]])
    if row["start"] <= now or not place.page:
        place.title = row["title"]


def _note_copy(place: _Place, row: dict[str, Any]) -> None:
    place.working = True
    place.title = place.title if place.page else row["title"]
    place.piece_live, place.piece_shown = row["piece_live"], row["piece_shown"]


def _use(place: _Place, *, hidden: bool) -> Use:
    desk = "" if hidden else reverse("admin:articles_article_change", args=[place.article])
    return Use(
        photo=place.photo,
        title=HIDDEN if hidden and not place.page else place.title,
        url=place.page or desk,
        state=_state(place),
        live=bool(place.page),
        kept=bool(place.page or place.scheduled or place.working),
    )


def _state(place: _Place) -> str:
    if place.page:
        return "Đang đăng"
    if place.scheduled:
        return f"Hẹn giờ đăng {short_datetime(place.scheduled)}"
    if place.working and place.piece_live:
        return "Bản đang sửa, chưa đăng"
    if place.working:
        return "Không còn đăng, còn trong bản đang sửa" if place.piece_shown else "Bản nháp"
    return "Chỉ trong bản cũ" if place.piece_live else "Không còn đăng"
