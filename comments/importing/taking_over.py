"""Records into rows, a batch in a transaction: all of it or nothing.

Rows are made where they stood before: approved by the named person who imports, with a decision
that says so, or as the history of our own export tells. Nobody is told of them, and no open page is
offered them; the rescan that follows shows moderators what the lists of today find in them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from comments.exporting import house
from comments.importing.records import FIRST_YEAR, MOST, SOURCE_LENGTH, Record
from comments.models import (
    NAME_LENGTH,
    Comment,
    CommentRevision,
    Decision,
    Flag,
    Like,
    Status,
    Voice,
)
from comments.policy import needing_two, read_in
from comments.screening import word_flags
from comments.words import checked
from core.vietnamese import clean_line

NAMELESS = "Bạn đọc"
REASON = "Nhập từ hệ thống cũ"
NO_PIECE = "chưa có bài"
ONE_PERSON = "nhập từ nơi khác, chuyên mục này cần hai người duyệt"
# Of another clock than ours, perhaps.
AHEAD = timedelta(days=1)
_DECIDED = {Status.APPROVED, Status.REJECTED, Status.SPAM}


@dataclass
class Taken:
    made: Counter[str] = field(default_factory=Counter)
    """By status."""
    known: int = 0
    """Taken by an earlier run."""
    waiting: list[Record] = field(default_factory=list)
    """Those that answer a comment which is not there, or not yet."""
    alone: int = 0
    """Answers whose comment is nowhere."""
    left: list[tuple[Record, str]] = field(default_factory=list)
    """With what stood against each."""


@dataclass
class _Above:
    """A comment that is answered."""

    pk: int
    root: int
    article: int
    seen: bool
    """Whether readers see its thread."""


def take_over(
    records: Iterable[Record],
    pieces: Mapping[tuple[str, ...], int],
    *,
    by: User,
    still: set[int] | None = None,
) -> Taken:
    """Write those that are whole, have a piece, and are not there yet. Some twenty queries, a few
    more for each level of answers within the batch. With `still`, hashes of the sources that wait,
    what answers none of these stands by itself; where that is empty, everything does."""
    taken = Taken()
    with transaction.atomic():
        batch = _new(records, pieces, taken)
        whole = [record for record in batch if _is_whole(record, pieces, taken)]
        above = answered(whole, pieces)
        _hold_threads(above.values())
        while whole:
            mine = {record.source for record in whole}
            ready = [r for r in whole if not r.parent or r.parent in above]
            if still is not None and not ready:
                lone = [r for r in whole if r.parent not in mine and hash(r.parent) not in still]
                ready = lone or (whole if not still else [])
                taken.alone += len(ready)
            if not ready:
                break
            above |= _make(ready, pieces, above, by=by, taken=taken)
            done = {record.source for record in ready}
            whole = [record for record in whole if record.source not in done]
        taken.waiting = whole
    return taken


def reasons_against(record: Record) -> str:
    """What makes a record no comment; cleans it on the way, so that the rest can be stored."""
    if record.fault:
        return record.fault
    if reason := _of_source(record) or _of_moment(record.created):
        return reason
    if len(record.text) > MOST:
        return "dài quá mức"
    record.name = clean_line(record.name)[:NAME_LENGTH].strip() or NAMELESS
    try:
        words = checked(record.name, record.email, record.text)
    except ValidationError as refusal:
        faults = refusal.message_dict
        if "email" in faults:
            record.email = ""
            return reasons_against(record)
        return "; ".join(sentence for told in faults.values() for sentence in told)
    record.name, record.email, record.text = words["name"], words["email"], words["text"]
    return ""


def _of_source(record: Record) -> str:
    if not record.source.partition(":")[2] or len(record.source) > SOURCE_LENGTH:
        return "không có mã, hoặc mã quá dài"
    plain = _is_plain(record.source) and _is_plain(record.parent)
    return "" if plain else "mã có ký tự hỏng"


def _of_moment(created: datetime | None) -> str:
    if created is None:
        return "không có ngày gửi đọc được"
    if created.year < FIRST_YEAR:
        return f"ngày gửi trước năm {FIRST_YEAR}"
    return "ngày gửi ở tương lai" if created > timezone.now() + AHEAD else ""


def _is_plain(source: str) -> bool:
    """Whether it can be stored, and asked for, as it is."""
    return clean_line(source) == source


def _new(
    records: Iterable[Record], pieces: Mapping[tuple[str, ...], int], taken: Taken
) -> list[Record]:
    batch = {record.source: record for record in records}
    there = existing(batch.values(), pieces)
    taken.known += len(there)
    return [record for source, record in batch.items() if source not in there]


def _is_whole(record: Record, pieces: Mapping[tuple[str, ...], int], taken: Taken) -> bool:
    reason = reasons_against(record)
    if not reason and tuple(record.piece) not in pieces:
        reason = NO_PIECE
    if reason:
        taken.left.append((record, reason))
    return not reason


def existing(records: Iterable[Record], pieces: Mapping[tuple[str, ...], int]) -> set[str]:
    """Sources of those we have. What we exported ourselves we know by our number, where piece and
    moment agree: another store, or this one before it was set up anew, has a comment of that number
    as well."""
    told = {record.source: record for record in records}
    return {
        source
        for source, row in _rows(told).items()
        if row.source or _agrees(row, told[source], pieces)
    }


def _agrees(row: Comment, record: Record, pieces: Mapping[tuple[str, ...], int]) -> bool:
    return (row.article_id, row.created) == (pieces.get(tuple(record.piece)), record.created)


def answered(records: Sequence[Record], pieces: Mapping[tuple[str, ...], int]) -> dict[str, _Above]:
    """What we have of the comments these answer, by source; by our number alone only what stands
    under the same piece, was there before, and is not among these."""
    answers = [record for record in records if record.parent]
    coming = {record.source for record in records}
    rows = _rows(record.parent for record in answers)
    found = {}
    for record in answers:
        row = rows.get(record.parent)
        if row and (row.source or (record.parent not in coming and _is_above(row, record, pieces))):
            root = row.root or row
            found[record.parent] = _Above(row.pk, root.pk, row.article_id, root.approved)
    return found


def _is_above(row: Comment, record: Record, pieces: Mapping[tuple[str, ...], int]) -> bool:
    here = row.article_id == pieces.get(tuple(record.piece))
    return here and record.created is not None and row.created <= record.created


def _rows(sources: Iterable[str]) -> dict[str, Comment]:
    """By source; by our number those that have none."""
    wanted, own = {source for source in sources if _is_plain(source)}, f"{house()}:"
    numbers = {
        int(n)
        for s in wanted
        if s.startswith(own) and (n := s[len(own) :]).isdecimal() and len(n) < 19
    }
    # The numbers first: where hardly any comment was brought, SQLite takes the sources for one and
    # the same, and would read every comment to find some.
    brought = Comment.objects.filter(source__in=wanted).order_by().values("pk")
    rows = Comment.objects.filter(Q(pk__in=brought) | Q(pk__in=numbers, source=None))
    known = [*rows.order_by().select_related("root")]
    known.sort(key=lambda row: row.source is not None)  # a source says more than a number
    return {row.source or f"{own}{row.pk}": row for row in known}


def _hold_threads(above: Iterable[_Above]) -> None:
    """Decisions on the threads that are added to wait until the batch is in."""
    roots = {row.root for row in above}
    held = Comment.objects.select_for_update(no_key=True).filter(pk__in=roots).order_by("pk")
    approved = {row.pk for row in held if row.approved}
    for row in above:
        row.seen = row.root in approved


def _make(
    ready: list[Record],
    pieces: Mapping[tuple[str, ...], int],
    above: Mapping[str, _Above],
    *,
    by: User,
    taken: Taken,
) -> dict[str, _Above]:
    """Rows of one level of answers. A root is given to what answers under another piece."""
    found = {}
    rows = []
    standing = Article.objects.filter(pk__in=pieces.values()).annotate(read_in=read_in())
    sections = dict(standing.values_list("pk", "read_in"))
    for record in ready:
        article = pieces[tuple(record.piece)]
        parent = above.get(record.parent)
        parent = parent if parent and parent.article == article else None
        rows.append(_row(record, article, parent))
        rows[-1].section_id = sections[article]
        found[record.source] = parent
    Comment.objects.bulk_create(rows)
    texts = _revisions(ready, rows)
    made = Comment.objects.filter(pk__in=[row.pk for row in rows])
    last = CommentRevision.objects.filter(comment=OuterRef("pk")).order_by("-number").values("pk")
    made.update(latest=Subquery(last[:1]))
    _show(ready, rows, texts)
    _decide(ready, rows, texts, by=by)
    _like(rows)
    _flag(rows)
    placed = {}
    seen: Counter[int] = Counter()
    for record, row in zip(ready, rows, strict=True):
        parent = found[record.source]
        stands = row.status == Status.APPROVED
        if stands and (parent is None or parent.seen):
            seen[row.article_id] += 1
        placed[record.source] = _Above(
            row.pk, row.root_id or row.pk, row.article_id, parent.seen if parent else stands
        )
        taken.made[row.status] += 1
    _count(seen)
    return placed


def _flag(rows: list[Comment]) -> None:
    """What waits, by the lists; and what one person brings before readers where two must agree,
    which a second looks at while it stands."""
    waiting = [row.pk for row in rows if row.status == Status.PENDING]
    of_waiting = CommentRevision.objects.filter(comment__in=waiting)
    flags = word_flags(of_waiting)
    delicate = needing_two(row.article_id for row in rows)
    shown = [row.pk for row in rows if row.status == Status.APPROVED and row.article_id in delicate]
    brought = Comment.objects.filter(pk__in=shown)
    facts = {"reason": Flag.Reason.UNCHECKED, "note": ONE_PERSON}
    flags += [Flag(revision_id=text, **facts) for text in brought.values_list("shown", flat=True)]
    brought.update(again=True)
    Flag.objects.bulk_create(flags, batch_size=500, ignore_conflicts=True)


def _row(record: Record, article: int, parent: _Above | None) -> Comment:
    return Comment(
        source=record.source,
        article_id=article,
        parent_id=parent.pk if parent else None,
        root_id=parent.root if parent else None,
        name=record.name,
        email=record.email,
        created=record.created or timezone.now(),
        status=record.status,
        likes=record.likes,
        ranked_even=record.likes,
        ranked_odd=record.likes,
        again=record.history.get("again", False),
        featured=record.history.get("featured", False),
        voice=record.history.get("voice", Voice.READER),
    )


def _revisions(ready: list[Record], rows: list[Comment]) -> dict[tuple[int, int], int]:
    """The texts of each; their numbers in the database by (comment, number)."""
    texts: list[CommentRevision] = []
    for record, row in zip(ready, rows, strict=True):
        one = {"number": 1, "text": record.text, "created": row.created}
        told = record.history.get("revisions", [one])
        texts += [CommentRevision(comment=row, **revision) for revision in told]
    CommentRevision.objects.bulk_create(texts)
    return {(text.comment_id, text.number): text.pk for text in texts}


def _show(ready: list[Record], rows: list[Comment], texts: Mapping[tuple[int, int], int]) -> None:
    """What readers see: the latest text of what is approved, or the one our own export names."""
    newest: list[Comment] = []
    older: list[tuple[Comment, int]] = []
    for record, row in zip(ready, rows, strict=True):
        if record.status == Status.APPROVED:
            shown = record.shown
            if shown == record.latest:
                newest.append(row)
            else:
                older.append((row, shown))
    Comment.objects.filter(pk__in=[row.pk for row in newest]).update(shown=F("latest"))
    for row, number in older:
        Comment.objects.filter(pk=row.pk).update(shown=texts[row.pk, number])


def _decide(
    ready: list[Record],
    rows: list[Comment],
    texts: Mapping[tuple[int, int], int],
    *,
    by: User,
) -> None:
    people = _people(ready)
    made: list[Decision] = []
    undone: list[tuple[int, int]] = []
    for record, row in zip(ready, rows, strict=True):
        own = [] if record.status not in _DECIDED else [_own_decision(record, by)]
        first = len(made)
        for told in record.history.get("decisions") or own:
            facts: dict[str, Any] = dict(told)
            if (undoes := facts.pop("undoes", None)) is not None:
                undone.append((len(made), first + undoes))
            facts["revision_id"] = texts[row.pk, facts.pop("revision")]
            if isinstance(facts["by"], str):
                facts["by"] = people.get(facts["by"], by)
            made.append(Decision(comment=row, **facts))
    Decision.objects.bulk_create(made)
    for later, earlier in undone:
        Decision.objects.filter(pk=made[later].pk).update(undoes=made[earlier])


def _own_decision(record: Record, by: User) -> dict[str, Any]:
    now: datetime = timezone.now()
    return {
        "revision": record.shown,
        "verdict": record.status,
        "by": by,
        "at": now,
        "reason": REASON,
    }


def _people(ready: list[Record]) -> dict[str, User]:
    """Who decided, where he is known here too."""
    told = [row for record in ready for row in record.history.get("decisions", [])]
    names = {row["by"] for row in told if isinstance(row["by"], str)}
    return {user.username: user for user in User.objects.filter(username__in=names, is_staff=True)}


def _like(rows: list[Comment]) -> None:
    """Likes of nobody we know: no voter's mark is below nought."""
    likes = (Like(comment=row, voter=-n) for row in rows for n in range(1, row.likes + 1))
    Like.objects.bulk_create(likes, batch_size=1000)


def _count(seen: Counter[int]) -> None:
    held = Article.objects.select_for_update(no_key=True).filter(pk__in=seen).order_by("pk")
    list(held.values_list("pk"))
    by_step: dict[int, list[int]] = {}
    for article, step in seen.items():
        by_step.setdefault(step, []).append(article)
    for step, articles in by_step.items():
        Article.objects.filter(pk__in=articles).update(comment_count=F("comment_count") + step)
