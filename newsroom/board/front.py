"""The front page of the back-office: the desk board, for each as far as his rights go."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import AdminSite
from django.db.models import QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from articles.models import PublishingAct
from comments.models import Comment
from newsroom.board.queries import (
    MOST_COUNTED,
    coming_today,
    corrections_due,
    fill,
    lists_of,
    place_of,
)
from newsroom.board.wishes import KEPT, wishes_of
from outbox.models import Effect
from photos.models import Photo

NEWEST = 8
_QUERIES = {"photos_photo_changelist": "?ngan=chua-soat"}


@dataclass(frozen=True)
class Tile:
    """Work of another kind that waits: how much, and where."""

    title: str
    count: str
    link: str


def front(request: HttpRequest, site: AdminSite) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    now = timezone.now()
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": site.index_title,
        "subtitle": None,
        "now": now,
        "tiles": _tiles(user),
    }
    if user.has_perm("articles.change_article"):
        place, wishes = place_of(user), wishes_of(request)
        panels = lists_of(place, wishes.narrowing(user), now)
        fill(panels)
        panels.insert(0, corrections_due(place))
        context |= {
            "panels": [panel for panel in panels if panel.pks or panel.empty],
            "wishes": wishes,
            "narrowed": bool(request.session.get(KEPT)),
            "coming": coming_today(now) if place.desk else [],
            "may_correct": user.has_perm("articles.correct"),
            "may_write": user.has_perm("articles.add_article"),
            "clears": "&".join(f"{name}=" for name in wishes.fields),
        }
    elif user.has_perm("articles.view_publishingact"):
        acts = PublishingAct.objects.select_related("article", "by").defer("article__body")
        shown = (PublishingAct.Act.PUBLISHED, PublishingAct.Act.SCHEDULED)
        context["acts"] = list(acts.filter(act__in=shown).order_by("-pk")[:NEWEST])
    return render(request, "newsroom/board/front.html", context)


def _tiles(user: User) -> list[Tile]:
    """One query, however many kinds of work wait."""
    waiting: dict[str, tuple[str, QuerySet[Any]]] = {}
    if user.has_perm("comments.moderate_comment"):
        waiting["Ý kiến bạn đọc chờ duyệt"] = ("comment-queue", Comment.objects.pending())
    if user.has_perm("photos.change_photo"):
        unread = Photo.objects.in_library().filter(checked=False).order_by("-pk")
        waiting["Ảnh chưa soát"] = ("photos_photo_changelist", unread)
    if user.has_perm("outbox.view_effect"):
        waiting["Việc nền quá hạn"] = (
            "outbox_effect_changelist",
            Effect.objects.overdue().order_by(),
        )
    counts = _counts({title: rows for title, (_screen, rows) in waiting.items()})
    return [
        Tile(
            title,
            _said(counts[title]),
            reverse(f"admin:{screen}") + _QUERIES.get(screen, ""),
        )
        for title, (screen, _rows) in waiting.items()
    ]


def _counts(sets: dict[str, QuerySet[Any]]) -> Counter[str]:
    """How many rows each set has, up to one more than is counted."""
    parts = [
        rows.model._default_manager.filter(pk__in=rows.values("pk")[: MOST_COUNTED + 1])
        .annotate(of=Value(title))
        .order_by()
        .values_list("of", flat=True)
        for title, rows in sets.items()
    ]
    return Counter(parts[0].union(*parts[1:], all=True)) if parts else Counter()


def _said(count: int) -> str:
    return str(count) if count <= MOST_COUNTED else f"hơn {MOST_COUNTED}"
