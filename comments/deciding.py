"""A moderator's verdicts, on one comment or on many at once, and taking them back.

The verbs are called by way of comments/moderation.py.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from audit.log import record
from comments import noticing, trusting
from comments.claiming import of_others, release
from comments.models import REASON_LENGTH, Claim, Comment, CommentRevision, Decision, Status
from comments.placing import Place, hold, put
from comments.policy import agreed_to
from comments.rules import sections_of
from comments.words import ERASED_TEXT, too_long
from core.dates import clock
from core.vietnamese import clean_line
from outbox.queue import enqueue

UNDO_FOR = timedelta(minutes=10)
SETTLE = "comments.settle"
_ELSEWHERE = "Chuyên mục này giao cho người khác duyệt."


class Conflict(ValidationError):
    """Somebody else was there first; nothing was changed."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, code="conflict")


class Read(NamedTuple):
    """What a moderator had before his eyes; None: nobody asks."""

    revision: int | None = None
    """Number of the text."""
    seen: int | None = None
    """The newest decision on the card; 0 where there was none."""


@dataclass
class Outcome:
    comments: list[Comment]
    """As they are now, by thread."""
    decided: list[Comment] = field(default_factory=list)
    awaiting: list[Comment] = field(default_factory=list)
    """Agreed to by one of two; a second person is awaited."""
    refused: dict[int, Exception] = field(default_factory=dict)
    """By number of the comment: what stood against it."""


def approve(
    comment: Comment,
    *,
    by: User,
    reason: str = "",
    revision: int | None = None,
    seen: int | None = None,
) -> Comment:
    """Let the latest text before readers. `revision` is the number of the text that was read, and
    `seen` the newest decision that was.

    Deciding again what is decided already changes nothing. Raises PermissionDenied, Conflict where
    another moderator has the card open or decided since, or ValidationError by field: revision,
    reason. Returns the comment as it is now.
    """
    return _decide(comment, Status.APPROVED, by, reason, Read(revision, seen))


def reject(
    comment: Comment,
    *,
    by: User,
    reason: str = "",
    revision: int | None = None,
    seen: int | None = None,
) -> Comment:
    """Keep the text from readers; its author can read the reason. See approve()."""
    return _decide(comment, Status.REJECTED, by, reason, Read(revision, seen))


def mark_spam(
    comment: Comment,
    *,
    by: User,
    reason: str = "",
    revision: int | None = None,
    seen: int | None = None,
) -> Comment:
    """Keep the text from readers as rubbish. See approve()."""
    return _decide(comment, Status.SPAM, by, reason, Read(revision, seen))


def decide_all(
    comments: Iterable[Comment],
    verdict: Status,
    *,
    by: User,
    reason: str = "",
    read: Mapping[int, Read] | None = None,
) -> Outcome:
    """The same verdict on the latest texts of many. What another has open, decided since or edited
    is passed over and told; the rest is decided, or nothing at all where the database fails.

    `read` says by number what was before the moderator's eyes. Some fifteen queries for a thousand
    comments; the log holds one entry. Raises PermissionDenied, or ValidationError by field: reason.
    """
    if not by.has_perm("comments.moderate"):
        raise PermissionDenied
    reason = _checked(reason)
    with transaction.atomic():
        outcome, _facts = _act(comments, verdict, by=by, reason=reason, read=read or {})
        moved = [comment.pk for comment in (*outcome.decided, *outcome.awaiting)]
        if moved:
            _end_trust(outcome, by=by)
            record("comments.decided_many", by=by, facts={"verdict": verdict, "comments": moved})
    return outcome


def _decide(comment: Comment, verdict: Status, by: User, reason: str, read: Read) -> Comment:
    if not by.has_perm("comments.moderate"):
        raise PermissionDenied
    reason = _checked(reason)
    with transaction.atomic():
        outcome, facts = _act([comment], verdict, by=by, reason=reason, read={comment.pk: read})
        for refusal in outcome.refused.values():
            raise refusal
        [comment] = outcome.comments
        if facts:
            _end_trust(outcome, by=by)
            record("comments.decided", by=by, about=comment, facts=facts)
    return comment


def _end_trust(outcome: Outcome, *, by: User) -> None:
    refused = (comment for comment in outcome.decided if comment.status != Status.APPROVED)
    trusting.end_after_refusal(refused, by=by)


def _act(
    comments: Iterable[Comment],
    verdict: Status,
    *,
    by: User,
    reason: str,
    read: Mapping[int, Read],
) -> tuple[Outcome, dict[str, Any]]:
    """What came of it, and what the log is to tell of the last one: nothing where all stood so."""
    held = hold(comments)
    outcome = Outcome(held, refused=_refusals(held, by=by, read=read))
    free = [comment for comment in held if comment.pk not in outcome.refused]
    first_words = _first_words(free, by=by) if verdict == Status.APPROVED else {}
    act, made, facts = uuid4(), [], {}
    moves: list[tuple[Comment, Place]] = []
    for comment in free:
        place = _place_of(comment, verdict)
        told = {"text": comment.latest.number, "piece": comment.article_id}  # type: ignore[union-attr]
        if first_words.get(comment.pk) == "before":
            outcome.awaiting.append(comment)
            continue
        first = first_words.get(comment.pk) == "now"
        if not first and Place.of(comment) == place:
            continue
        before = Place.of(comment)._asdict() | ({"first": True} if first else {})
        made.append(_decision(comment, verdict, by=by, reason=reason, act=act, before=before))
        if first:
            outcome.awaiting.append(comment)
            facts = {"second_awaited": True, **told}
        else:
            outcome.decided.append(comment)
            moves.append((comment, place))
            facts = {"verdict": verdict, **told}
    put(moves)
    if made:
        Decision.objects.bulk_create(made)
        release(free, by=by)
        enqueue(SETTLE, str(act), due=timezone.now() + UNDO_FOR)
    return outcome, facts


def _place_of(comment: Comment, verdict: Status) -> Place:
    """Where a verdict puts it."""
    if verdict == Status.APPROVED:
        return Place(verdict, comment.latest_id, featured=comment.featured)
    return Place(verdict, None)


def _decision(comment: Comment, verdict: str, **facts: Any) -> Decision:
    return Decision(comment=comment, revision=comment.latest, verdict=verdict, **facts)


def _checked(reason: str) -> str:
    reason = clean_line(reason)
    if len(reason) > REASON_LENGTH:
        raise ValidationError({"reason": too_long("Lý do", reason, REASON_LENGTH)})
    return reason


def _refusals(held: list[Comment], *, by: User, read: Mapping[int, Read]) -> dict[int, Exception]:
    """What stands against deciding on each. Three queries, one more where something does."""
    sections = sections_of(by)
    claims = of_others((comment.pk for comment in held), than=by)
    newest = _newest_decisions(held) if any(one.seen is not None for one in read.values()) else {}
    found = {}
    for comment in held:
        asked = read.get(comment.pk, Read())
        refusal = _refusal(comment, asked, by=by, sections=sections, claim=claims.get(comment.pk))
        if refusal is None and asked.seen is not None and newest.get(comment.pk, 0) != asked.seen:
            refusal = _decided_since(comment)
        if refusal is not None:
            found[comment.pk] = refusal
    return found


def _refusal(
    comment: Comment, read: Read, *, by: User, sections: Any, claim: Claim | None
) -> Exception | None:
    if sections is not None and comment.section_id not in sections:
        return PermissionDenied(_ELSEWHERE)
    if comment.reader_id == by.pk:
        return PermissionDenied("Người viết không tự duyệt ý kiến của mình.")
    if comment.status == Status.WITHDRAWN:
        return Conflict("Người gửi đã rút lại ý kiến này.")
    if comment.latest is None or read.revision not in {None, comment.latest.number}:
        return ValidationError(
            {"revision": "Người gửi đã sửa ý kiến này. Xin đọc lại bản mới rồi quyết định."}
        )
    if claim is not None:
        return Conflict(
            f"{claim.by} đang xem ý kiến này, từ {clock(claim.since)}. Quyết định chưa được ghi."
        )
    return None


def _newest_decisions(held: list[Comment]) -> dict[int, int]:
    of = Decision.objects.filter(comment__in=held).order_by().values_list("comment")
    return dict(of.annotate(newest=Max("pk")))


def _decided_since(comment: Comment) -> Conflict:
    last = comment.decisions.select_related("by").order_by("-pk")[0]
    if last.by is None and last.verdict == Status.PENDING:
        return Conflict(f"Ý kiến này có dấu hiệu mới từ {clock(last.at)}. Xin xem lại.")
    what = "hoàn tác quyết định" if last.undoes_id else f"quyết định “{last.get_verdict_display()}”"
    return Conflict(f"{last.decider} đã {what} ý kiến này lúc {clock(last.at)}. Xin xem lại.")


def _first_words(held: list[Comment], *, by: User) -> dict[int, str]:
    """Where two must agree and the second has not: "now" when this is the first word, "before"
    when the same person has given it already. What readers see and is to be looked at again is no
    exception: one person may have let it through alone, or a rule. One query, two more where two
    must agree anywhere."""
    said = agreed_to(comment for comment in held if comment.unsettled)
    return {
        pk: "before" if by.pk in people else "now"
        for pk, people in said.items()
        if not people - {by.pk}
    }


# --- taking back --------------------------------------------------------------------------------


def last_act(by: User, at: datetime | None = None) -> Decision | None:
    """The newest decision that this person may still take back: what somebody decided, edited or
    withdrew since does not stand before the ones that can be. One query."""
    later = Decision.objects.filter(comment=OuterRef("comment"), pk__gt=OuterRef("pk"))
    as_left = Q(comment__status=F("verdict")) | Q(before__first=True)
    found = _lately(by, at).filter(as_left, ~Exists(later), comment__latest=F("revision"))
    return found.exclude(comment__status=Status.WITHDRAWN).first()


def _lately(by: User, at: datetime | None = None) -> QuerySet[Decision]:
    since = (at or timezone.now()) - UNDO_FOR
    return Decision.objects.standing().filter(by=by, at__gte=since, act__isnull=False)


def undo(*, by: User, act: UUID | None = None) -> Outcome:
    """Put back what stood before one's own last act, all of it, within ten minutes of it. `act`
    names the one that is meant, so that a press sent twice takes back one.

    What was decided, edited or withdrawn since stays and is told. Raises PermissionDenied, or
    Conflict where there is nothing to put back.
    """
    if not by.has_perm("comments.moderate"):
        raise PermissionDenied
    with transaction.atomic():
        last = last_act(by)
        if last is None or act not in {None, last.act}:
            last = _lately(by).first()  # to be told what stands against it
        if last is None or act not in {None, last.act}:
            raise Conflict("Không có quyết định nào của bạn trong mười phút qua để hoàn tác.")
        held = hold(Comment.objects.filter(decisions__act=last.act).distinct())
        # Asked for only now: the same press may have come twice.
        mine = Decision.objects.standing().filter(act=last.act, by=by)
        outcome = _put_back(held, {decision.comment_id: decision for decision in mine}, by=by)
        if not outcome.decided:
            raise next(iter(outcome.refused.values()), Conflict("Quyết định này đã được hoàn tác."))
        trusting.restore_after_undoing(outcome.decided)
        noticing.after_undoing(outcome.decided, last.at)
        facts = {"comments": [comment.pk for comment in outcome.decided]}
        record("comments.undone", by=by, facts=facts)
    return outcome


def _put_back(held: list[Comment], decisions: Mapping[int, Decision], *, by: User) -> Outcome:
    acted = [comment for comment in held if comment.pk in decisions]
    outcome, newest = Outcome(held), _newest_decisions(held)
    sections, erased = sections_of(by), _erased(decisions.values())
    act, made, moves = uuid4(), [], []
    for comment in acted:
        decision = decisions[comment.pk]
        refusal: Exception | None = None
        if sections is not None and comment.section_id not in sections:
            refusal = PermissionDenied(_ELSEWHERE)
        elif newest[comment.pk] != decision.pk:
            refusal = _decided_since(comment)
        elif not _stands_as_left(comment, decision):
            refusal = Conflict("Người gửi đã sửa hoặc rút ý kiến từ khi bạn quyết định.")
        elif comment.pk in erased:
            refusal = Conflict("Người gửi đã yêu cầu xóa bản được đăng trước quyết định của bạn.")
        if refusal is not None:
            outcome.refused[comment.pk] = refusal
            continue
        now = Place.of(comment)
        moves.append((comment, _before(comment, decision)))
        facts = {"by": by, "act": act, "undoes": decision, "before": now._asdict()}
        made.append(_decision(comment, str(decision.before["status"]), **facts))  # type: ignore[index]
        outcome.decided.append(comment)
    put(moves)
    Decision.objects.bulk_create(made)
    return outcome


def _erased(decisions: Iterable[Decision]) -> set[int]:
    """Of which comments the text that readers saw before these is gone for good. One query where
    there was one, none else."""
    seen = [shown for decision in decisions if (shown := (decision.before or {}).get("shown"))]
    gone = CommentRevision.objects.filter(pk__in=seen, text=ERASED_TEXT)
    return set(gone.values_list("comment", flat=True)) if seen else set()


def _stands_as_left(comment: Comment, decision: Decision) -> bool:
    before = decision.before or {}
    left = before.get("status") if before.get("first") else decision.verdict
    return bool(before) and (comment.status, comment.latest_id) == (left, decision.revision_id)


def _before(comment: Comment, decision: Decision) -> Place:
    """As it was, with what readers reported since where they see it."""
    was = {name: fact for name, fact in (decision.before or {}).items() if name != "first"}
    place = Place(**was)
    if (decision.before or {}).get("first"):
        return place._replace(again=comment.again, reports=comment.reports)
    if place.shown is None:
        return place
    return place._replace(
        again=place.again or comment.again, reports=place.reports + comment.reports
    )
