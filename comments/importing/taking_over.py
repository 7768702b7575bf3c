"""Records into rows, a batch in a transaction: all of it or nothing.

Rows are made where they stood before: approved by the named person who imports, with a decision
that says so, or as the history of our own export tells. Nobody is told of them, and no open page is
offered them; the rescan that follows shows moderators what the lists of today find in them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from comments.importing.known import Above, Pieces, answered, existing, is_plain, same
from comments.importing.records import AHEAD, FIRST_YEAR, MOST, SOURCE_LENGTH, Record
from comments.models import (
    NAME_LENGTH,
    Comment,
    CommentRevision,
    Decision,
    Flag,
    Status,
    Voice,
)
from comments.policy import needing_two, read_in
from comments.screening import word_flags
from comments.words import checked, checked_text
from core.vietnamese import clean_line

NAMELESS = "Bạn đọc"
REASON = "Nhập từ hệ thống cũ"
NO_PIECE = "chưa có bài"
OTHER = "mã lặp trong tệp, hay trùng mã của ý kiến khác đã có (xem --source-prefix)"
ONE_PERSON = "nhập từ nơi khác, chuyên mục này cần hai người duyệt"
_DECIDED = {Status.APPROVED, Status.REJECTED, Status.SPAM}


@dataclass
class Taken:
    made: Counter[str] = field(default_factory=Counter)
    """By status."""
    known: list[Record] = field(default_factory=list)
    """Taken by an earlier run, or told twice."""
    waiting: list[Record] = field(default_factory=list)
    """Those that answer a comment which is not there, or not yet."""
    alone: int = 0
    """Answers whose comment is nowhere."""
    left: list[tuple[Record, str]] = field(default_factory=list)
    """With what stood against each."""
    unclear: set[str] = field(default_factory=set)
    """Sources that two comments have: what answers them stands alone."""


def take_over(
    records: Sequence[Record],
    pieces: Pieces,
    *,
    by: User,
    still: set[int] | None = None,
    unclear: set[str],
) -> Taken:
    """Write those that are whole, have a piece, and are not there yet. Some twenty queries, a few
    more for each level of answers within the batch. With `still`, hashes of the sources that wait,
    what answers none of these stands by itself; where that is empty, everything does."""
    taken = Taken(unclear=unclear)
    with transaction.atomic():
        whole = sort_out(records, pieces, taken)
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
    record.name = clean_line(record.name[:MOST])[:NAME_LENGTH].strip() or NAMELESS
    try:
        words = checked(record.name, record.email, record.text)
    except ValidationError as refusal:
        faults = refusal.message_dict
        if "email" in faults:
            record.email = ""
            return reasons_against(record)
        return "; ".join(sentence for told in faults.values() for sentence in told)
    record.name, record.email, record.text = words["name"], words["email"], words["text"]
    return _of_versions(record)


def _of_versions(record: Record) -> str:
    """Any of them may be the one readers see."""
    for told in record.history.get("revisions", []):
        try:
            told["text"] = checked_text(told["text"])
        except ValidationError as refusal:
            return f"bản {told['number']}: {' '.join(refusal.messages)}"
    return ""


def _of_source(record: Record) -> str:
    kind, _colon, number = record.source.rpartition(":")
    if not (kind and number) or len(record.source) > SOURCE_LENGTH:
        return "không có mã, hoặc mã quá dài"
    plain = is_plain(record.source) and is_plain(record.parent)
    return "" if plain else "mã có ký tự hỏng"


def _of_moment(created: datetime | None) -> str:
    if created is None:
        return "không có ngày gửi đọc được"
    if created.year < FIRST_YEAR:
        return f"ngày gửi trước năm {FIRST_YEAR}"
    return "ngày gửi ở tương lai" if created > timezone.now() + AHEAD else ""


def sort_out(records: Sequence[Record], pieces: Pieces, taken: Taken) -> list[Record]:
    """Those that are whole, have a piece, and are not there yet; the rest goes into `taken`. What
    has the number of another comment is left out, and which of the two an answer means nobody can
    tell."""
    reasons = [reasons_against(record) for record in records]
    whole: dict[str, Record] = {}
    for record, reason, here in zip(records, reasons, existing(records, pieces), strict=True):
        first = whole.get(record.source)
        if here or (first and not reason and same(first, record)):
            taken.known.append(record)
        elif reason or here is False or first:
            taken.left.append((record, reason or OTHER))
            if not reason:
                taken.unclear.add(record.source)
        elif tuple(record.piece) not in pieces:
            taken.left.append((record, NO_PIECE))
        else:
            whole[record.source] = record
    for record in whole.values():
        if record.parent in taken.unclear:
            record.parent = ""
            taken.alone += 1
    return [*whole.values()]


def _hold_threads(above: Iterable[Above]) -> None:
    """Decisions on the threads that are added to wait until the batch is in."""
    roots = {row.root for row in above}
    held = Comment.objects.select_for_update(no_key=True).filter(pk__in=roots).order_by("pk")
    approved = {row.pk for row in held if row.approved}
    for row in above:
        row.seen = row.root in approved


def _make(
    ready: list[Record],
    pieces: Pieces,
    above: Mapping[str, Above],
    *,
    by: User,
    taken: Taken,
) -> dict[str, Above]:
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
    _flag(rows)
    placed = {}
    seen: Counter[int] = Counter()
    for record, row in zip(ready, rows, strict=True):
        parent = found[record.source]
        stands = row.status == Status.APPROVED
        if stands and (parent is None or parent.seen):
            seen[row.article_id] += 1
        placed[record.source] = Above(
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


def _row(record: Record, article: int, parent: Above | None) -> Comment:
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
        likes_brought=record.likes,
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
        said = record.history.get("decisions", [])
        if not said or (record.status == Status.APPROVED and not _approves(said, record.shown)):
            said = [*said, *own]
        first = len(made)
        for told in said:
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


def _approves(said: list[dict[str, Any]], shown: int) -> bool:
    """Whether a decision that stands let through what readers see: somebody answers for it."""
    undone = {told["undoes"] for told in said}
    return any(
        (told["verdict"], told["revision"], told["undoes"]) == (Status.APPROVED, shown, None)
        for place, told in enumerate(said)
        if place not in undone
    )


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


def _count(seen: Counter[int]) -> None:
    held = Article.objects.select_for_update(no_key=True).filter(pk__in=seen).order_by("pk")
    list(held.values_list("pk"))
    by_step: dict[int, list[int]] = {}
    for article, step in seen.items():
        by_step.setdefault(step, []).append(article)
    for step, articles in by_step.items():
        Article.objects.filter(pk__in=articles).update(comment_count=F("comment_count") + step)
