"""What waits for a moderator, oldest first, a page at a time: whatever lies there, a page reads a
thousand narrow rows along an index at most, and nothing is counted beyond a set number."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Value

from accounts.models import User
from articles.models import Article, Section
from comments.claiming import of_others
from comments.desk.marking import noticed
from comments.models import Claim, Comment, Decision, Flag, Status
from comments.moderation import Read
from core.pagination import Keys, Page, beyond, write_cursor

SIZE = 30
WINDOW = 1000
"""Rows looked through for one page where an index alone does not find them."""
MOST_COUNTED = 200
_KEYS: Keys = ("created", "pk")

# A row shows of a piece its title alone.
_UNREAD = [
    f"article__{column.name}"
    for column in Article._meta.concrete_fields
    if column.name not in {"id", "title"}
]

PENDING, FLOOD, AGAIN, REPORTED = "cho", "don-dap", "xem-lai", "bao-cao"
# Compared with a value, since SQLite finds no "NOT behind" along an index.
LANES = {
    PENDING: ("Chờ duyệt", Q(status=Status.PENDING, behind=Value(False))),
    FLOOD: ("Gửi dồn dập", Q(status=Status.PENDING, behind=Value(True))),
    AGAIN: ("Cần xem lại", Q(again=True)),
    REPORTED: ("Bị báo cáo", Q(reports__gt=0)),
}
_PENDING = {PENDING, FLOOD}
# Ordered as their indexes are, without which SQLite reads the whole table to find few or none.
_LANE_SQL = {
    PENDING: "status = 'pending' AND behind = false ORDER BY created, id",
    FLOOD: "status = 'pending' AND behind = true ORDER BY created, id",
    AGAIN: "again ORDER BY created, id",
    REPORTED: "reports > 0 ORDER BY created, id",
}
_SECTION_SQL = "status = 'pending' AND section_id = %s ORDER BY behind, created, id"
_SECTION_LANE_SQL = {
    PENDING: f"behind = false AND {_SECTION_SQL}",
    FLOOD: f"behind = true AND {_SECTION_SQL}",
}


@dataclass(frozen=True)
class Wishes:
    """What of the queue somebody wants to see, as the address of the page says it."""

    lane: str = PENDING
    section: Section | None = None
    """With those below it."""
    flag: str = ""
    cursor: str = ""

    def query(self, **other: str) -> str:
        facts = {
            "loai": self.lane if self.lane != PENDING else "",
            "muc": str(self.section.pk) if self.section else "",
            "dau-hieu": self.flag,
            "sau": self.cursor,
        }
        return urlencode({name: fact for name, fact in (facts | other).items() if fact})


@dataclass
class Row:
    comment: Comment
    read: Read
    claim: Claim | None
    """Of somebody else."""
    flags: list[Flag] = field(default_factory=list)

    @property
    def token(self) -> str:
        return token(self.comment.pk, self.read)

    @property
    def noticed(self) -> list[str]:
        return noticed(self.flags)


def page(wishes: Wishes, sections: Collection[int] | None) -> Page:
    """A page of comments that may be decided on within these sections (None: everywhere). Two
    queries, three where rows are looked through. Raises BadCursor."""
    within = wanted(wishes, sections)
    sifted = bool(wishes.flag) or (within is not None and wishes.lane not in _PENDING)
    most = WINDOW if sifted else SIZE + 1
    keys = _first_keys(wishes, within, most)
    numbers = [pk for _created, pk in keys]
    if sifted:
        numbers = _sifted(numbers, wishes, within)
    found = list(_loaded(Comment.objects.filter(pk__in=numbers)).order_by(*_KEYS))
    items = found[:SIZE]
    if len(found) > SIZE:
        return Page(items, write_cursor(items[-1].created, items[-1].pk))
    return Page(items, write_cursor(*keys[-1]) if sifted and len(keys) == WINDOW else "")


def _sifted(numbers: Collection[int], wishes: Wishes, within: Collection[int] | None) -> list[int]:
    """The first of these that are wanted. Found before they are joined with anything: a statement
    of six tables and a thousand numbers takes longer to plan than to run."""
    rows = Comment.objects.filter(pk__in=numbers)
    if within is not None:
        rows = rows.filter(section__in=within)
    if wishes.flag:
        noticed = Flag.objects.filter(revision=OuterRef("latest"), reason=wishes.flag)
        rows = rows.filter(Exists(noticed))
    return list(rows.order_by(*_KEYS).values_list("pk", flat=True)[: SIZE + 1])


def _first_keys(
    wishes: Wishes, within: Collection[int] | None, most: int
) -> list[tuple[datetime, int]]:
    """(created, number) of the first in the lane after the cursor; of pending ones each section is
    cut along its own index."""
    lane = Comment.objects.filter(LANES[wishes.lane][1])
    further = beyond(lane, wishes.cursor, keys=_KEYS, newer=True).order_by(*_KEYS)
    if within is None or wishes.lane not in _PENDING:
        return list(further.values_list(*_KEYS)[:most])
    return first_of_sections(further, within, _KEYS, most)


def first_of_sections(
    waiting: QuerySet[Comment], sections: Collection[int], keys: tuple[str, ...], most: int
) -> list[tuple[Any, ...]]:
    """The keys of the first pending comments, ordered by them: each section is cut along its own
    index. One query."""
    cuts = [
        Comment.objects.filter(pk__in=waiting.filter(section=section).values("pk")[:most])
        .order_by()
        .values_list(*keys)
        for section in sorted(sections)
    ]
    return sorted(cuts[0].union(*cuts[1:], all=True))[:most] if cuts else []


def wanted(wishes: Wishes, sections: Collection[int] | None) -> Collection[int] | None:
    """Where somebody who decides in these sections looks; one query where a section is named."""
    if wishes.section is None:
        return sections
    near = {wishes.section.pk, *wishes.section.children.values_list("pk", flat=True)}
    return near if sections is None else near & set(sections)


def _loaded(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    return comments.select_related("article", "latest", "section", "parent").defer(*_UNREAD)


def rows(comments: Iterable[Comment], *, user: User) -> list[Row]:
    """With what was noticed, what was decided last, and who else has one open. Three queries."""
    shown = list(comments)
    numbers = [comment.pk for comment in shown]
    newest = Decision.objects.filter(comment__in=numbers).order_by().values_list("comment")
    seen = dict(newest.annotate(newest=Max("pk")))
    flags: dict[int | None, list[Flag]] = {comment.latest_id: [] for comment in shown}
    for flag in Flag.objects.filter(revision__in=flags).select_related("word"):
        flags[flag.revision_id].append(flag)
    claims = of_others(numbers, than=user)
    return [
        Row(
            comment,
            Read(comment.latest.number if comment.latest else 0, seen.get(comment.pk, 0)),
            claims.get(comment.pk),
            flags[comment.latest_id],
        )
        for comment in shown
    ]


def following(comment: Comment, wishes: Wishes, *, user: User, sections: Any) -> Comment | None:
    """The next in this lane that nobody else has open; None at its end. Three queries."""
    here = write_cursor(comment.created, comment.pk)
    lane = Wishes(wishes.lane, wishes.section, wishes.flag, here)
    found = page(lane, sections).items
    taken = of_others((one.pk for one in found), than=user)
    return next((one for one in found if one.pk not in taken), None)


@dataclass(frozen=True)
class Counts:
    """How much waits, each up to MOST_COUNTED and one more."""

    lanes: dict[str, int]
    sections: dict[int, int]


def counts(sections: Iterable[Section], within: Collection[int] | None = None) -> Counts:
    """The lanes `within` these sections (None: everywhere), where those that are not along an index
    by section are looked through as far as WINDOW. One query, written out: the ORM would take
    longer to word it than the database to answer."""
    parts: list[tuple[str, str, list[Any]]] = []
    for lane, condition in _LANE_SQL.items():
        if within is None:
            parts.append((lane, _count_of(condition), [MOST_COUNTED + 1]))
        elif lane in _PENDING:
            cut = _count_of(_SECTION_LANE_SQL[lane])
            parts += [(lane, cut, [section, MOST_COUNTED + 1]) for section in sorted(within)]
        else:
            parts.append((lane, _count_within(condition, len(within)), [WINDOW, *sorted(within)]))
    for section in sections:
        parts.append((str(section.pk), _count_of(_SECTION_SQL), [section.pk, MOST_COUNTED + 1]))
    found: Counter[str] = Counter()
    with connection.cursor() as cursor:
        statement = " UNION ALL ".join(part for _name, part, _facts in parts)
        cursor.execute(statement, [one for name, _part, facts in parts for one in (name, *facts)])
        for name, number in cursor.fetchall():
            found[name] = min(found[name] + number, MOST_COUNTED + 1)
    lanes = {lane: found.pop(lane, 0) for lane in LANES}
    return Counts(lanes, {int(pk): number for pk, number in found.items() if number})


def _count_of(condition: str) -> str:
    cut = f"SELECT 1 FROM comments_comment WHERE {condition} LIMIT %s"  # noqa: S608 -- our own words
    return f"SELECT CAST(%s AS text), (SELECT count(*) FROM ({cut}) AS cut)"  # noqa: S608 -- the same


def _count_within(condition: str, sections: int) -> str:
    cut = f"SELECT section_id FROM comments_comment WHERE {condition} LIMIT %s"  # noqa: S608 -- our own words
    which = ", ".join(["%s"] * sections) or "NULL"
    counted = f"SELECT count(*) FROM ({cut}) AS cut WHERE section_id IN ({which})"  # noqa: S608 -- the same
    return f"SELECT CAST(%s AS text), ({counted})"


def oldest() -> datetime | None:
    """Since when what waits longest has waited, in time or in a flood. One query."""
    in_time, in_a_flood = (
        Comment.objects.filter(
            pk__in=Comment.objects.filter(LANES[lane][1]).order_by(*_KEYS).values("pk")[:1]
        )
        .order_by()
        .values_list("created", flat=True)
        for lane in (PENDING, FLOOD)
    )
    return min(in_time.union(in_a_flood, all=True), default=None)


def token(pk: int, read: Read) -> str:
    """What stood before somebody's eyes, as a form carries it: "comment.revision.decision"."""
    return f"{pk}.{read.revision}.{read.seen}"


def read_tokens(given: Iterable[str], most: int) -> dict[int, Read]:
    """By number of the comment; what is no token is left out."""
    found: dict[int, Read] = {}
    for one in given:
        parts = one.split(".")
        if len(parts) == 3 and all(p.isascii() and p.isdecimal() and len(p) < 19 for p in parts):
            pk, revision, seen = map(int, parts)
            found[pk] = Read(revision, seen)
    return dict(list(found.items())[:most])
