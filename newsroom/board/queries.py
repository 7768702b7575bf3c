"""What stands on the desk board of one person. Each list is one query, cut where counting stops."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from accounts.models import User
from articles.models import (
    OPEN,
    CorrectionRequest,
    Progress,
    PublishedVersion,
    Removal,
    SectionHead,
    Stage,
)
from core.dates import day_span

MOST_COUNTED = 200
SHOWN = 8


@dataclass
class Panel:
    """A list of the board: the first rows, how many there are, and where all of them stand."""

    name: str
    title: str
    pks: list[int]
    link: str = ""
    empty: str = ""
    row: str = "newsroom/board/row.html"
    rows: list[Any] = field(default_factory=list)

    @property
    def count(self) -> str:
        """Right up to 200, and honest above."""
        return str(len(self.pks)) if len(self.pks) <= MOST_COUNTED else f"hơn {MOST_COUNTED}"


@dataclass(frozen=True)
class Place:
    """What this person is in the newsroom, as far as the board asks."""

    user: User
    desk: bool
    approves: bool
    releases: bool
    sections: frozenset[int]
    """Headed, those below not named."""

    @property
    def waits(self) -> Q:
        """What of Progress waits for this person: of no hand yet or handed to him on purpose, and
        what only such as he can carry on, whoever has it."""
        found = Q(pk=None)
        free = Q(assignee=None) | Q(assignee=self.user)
        if self.approves:
            found |= Q(stage=Stage.AWAITING) | _awaiting_in_all_but_name()
        elif self.releases:
            found |= Q(stage=Stage.LAYOUT) & free
        elif self.desk:
            found |= Q(stage__in=[Stage.SUBMITTED, Stage.LAYOUT]) & free
            found |= Q(stage=Stage.EDITING, assignee=None)
        if self.releases:
            found |= Q(stage=Stage.APPROVED)
        if self.sections:
            own = Q(article__section__in=self.sections)
            own |= Q(article__section__parent__in=self.sections)
            come = Q(stage=Stage.SUBMITTED) & free
            found |= own & (come | Q(stage=Stage.AWAITING) | _awaiting_in_all_but_name())
        return found

    @property
    def waited_for(self) -> bool:
        return self.desk or self.releases or bool(self.sections)


def _awaiting_in_all_but_name() -> Q:
    """Where a section leaves stages out: what is at the last one before a chief's approval."""
    skipped = _left_out("skips_awaiting")
    last = Q(stage__in=[Stage.LAYOUT, Stage.UPDATING])
    before = _left_out("skips_layout") & Q(stage=Stage.EDITING)
    first = _left_out("skips_layout") & _left_out("skips_editing") & Q(stage=Stage.SUBMITTED)
    return skipped & (last | before | first)


def _left_out(name: str) -> Q:
    """The switch of a piece's section, as Section.switch() reads it."""
    at = f"article__section__{name}"
    return Q(**{at: True}) | Q(**{at: None, f"article__section__parent__{name}": True})


def place_of(user: User) -> Place:
    """One query for a trưởng ban, none for others whose rights are known."""
    heads = user.has_perm("articles.publish_headed_article")
    sections = SectionHead.objects.filter(user=user).values_list("section", flat=True)
    approves = user.has_perm("articles.publish_article")
    return Place(
        user,
        desk=user.has_perm("articles.change_any_article"),
        approves=approves,
        releases=approves or user.has_perm("articles.release_article"),
        sections=frozenset(sections if heads else ()),
    )


def lists_of(place: Place, narrowed: Q, now: datetime) -> list[Panel]:
    """The panels of pieces, in the order in which a day is worked through."""
    at_work = Progress.objects.filter(narrowed, trashed_at=None, stage__in=OPEN)
    mine = at_work.filter(assignee=place.user)
    late = at_work if place.desk else mine
    listed = {
        "waiting": ("Chờ tôi", at_work.filter(place.waits), "Không có bài nào chờ bạn."),
        "mine": (
            "Tôi đang giữ",
            mine.exclude(stage=Stage.DRAFT, returned_reason__gt=""),
            "Bạn không giữ bài nào.",
        ),
        "returned": (
            "Trả lại tôi",
            mine.filter(stage=Stage.DRAFT, returned_reason__gt=""),
            "",
        ),
        "overdue": ("Quá hạn", late.filter(due__lt=now), ""),
    }
    panels = [
        Panel(name, title, _cut(pieces, now), _LINKS.get(name, ""), empty)
        for name, (title, pieces, empty) in listed.items()
        if name != "waiting" or place.waited_for
    ]
    if place.desk:
        keys = _cut_together(
            {
                "changed": at_work.filter(stage=Stage.UPDATING),
                "voided": at_work.filter(voided_at__isnull=False),
            },
            now,
        )
        panels += [Panel(name, _TITLES[name], keys[name], _LINKS.get(name, "")) for name in keys]
    return panels


_TITLES = {"changed": "Đang đăng, có sửa chưa đăng", "voided": "Mất hiệu lực duyệt"}
_LINKS = {
    "mine": "giu=toi",
    "overdue": "han=qua",
    "changed": f"progress__stage__exact={Stage.UPDATING}",
}


def _by_urgency(now: datetime) -> tuple[Any, ...]:
    """Overdue first, then what was called urgent, then what is due."""
    late = Case(When(due__lt=now, then=Value(0)), default=Value(1), output_field=IntegerField())
    return (late, "-priority", F("due").asc(nulls_last=True), "since", "pk")


def _cut(pieces: QuerySet[Progress], now: datetime) -> list[int]:
    ordered = pieces.order_by(*_by_urgency(now))
    return list(ordered.values_list("pk", flat=True)[: MOST_COUNTED + 1])


def _cut_together(lists: dict[str, QuerySet[Progress]], now: datetime) -> dict[str, list[int]]:
    """What _cut gives for each list, all in one query."""
    parts = [
        Progress.objects.filter(
            pk__in=pieces.order_by(*_by_urgency(now)).values("pk")[: MOST_COUNTED + 1]
        )
        .annotate(of=Value(name))
        .order_by()
        .values_list("of", "pk", "priority", "due", "since")
        for name, pieces in lists.items()
    ]
    keys: dict[str, list[int]] = {name: [] for name in lists}

    def urgency(row: Any) -> tuple[Any, ...]:
        _of, pk, priority, due, since = row
        return (due is None or due >= now, -priority, due is None, due or now, since, pk)

    for of, pk, *_facts in sorted(parts[0].union(*parts[1:], all=True), key=urgency):
        keys[of].append(pk)
    return keys


def corrections_due(place: Place) -> Panel:
    """What the paper is asked to correct, soonest first: for the desk all, for others of their own
    pieces. The law sets these times, so no filter of the board hides them."""
    asked = CorrectionRequest.objects.open().soonest_first()
    if not place.desk:
        asked = asked.filter(article__created_by=place.user)
    if not place.user.has_perm("articles.view_removal"):
        removed = Removal.objects.standing().filter(article=OuterRef("article"))
        asked = asked.exclude(Exists(removed))
    rows = asked.select_related("article").defer("article__body", "article__sapo")
    found = list(rows[: MOST_COUNTED + 1])
    keys, row = [asked.pk for asked in found], "newsroom/board/correction.html"
    return Panel("corrections", "Cải chính đến hạn", keys, row=row, rows=found[:SHOWN])


def fill(panels: Iterable[Panel]) -> None:
    """The rows that are shown, of all panels in one query."""
    panels = list(panels)
    wanted = {pk for panel in panels for pk in panel.pks[:SHOWN]}
    rows = Progress.objects.select_related("article__section", "assignee").defer(
        "article__body", "article__sapo", "article__body_photos"
    )
    found = rows.in_bulk(wanted) if wanted else {}
    for panel in panels:
        panel.rows = [found[pk] for pk in panel.pks[:SHOWN] if pk in found]


def coming_today(now: datetime) -> list[PublishedVersion]:
    """What is to come out in the rest of today, by the hour."""
    _start, end = day_span(timezone.localdate(now))
    never_cancelled = Q(valid_until=None) | Q(valid_until__gt=F("valid_from"))
    coming = PublishedVersion.objects.filter(
        never_cancelled, valid_from__gt=now, valid_from__lt=end
    )
    rows = coming.select_related("section").only("title", "valid_from", "article", "section")
    return list(rows.order_by("valid_from")[: MOST_COUNTED + 1])
