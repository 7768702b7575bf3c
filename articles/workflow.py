"""The way of a piece from draft to readers. Nothing else writes Progress.

Each act locks the working copy first, as publishing does, so two people take turns. What may
follow on what stands in one table, steps.TRANSITIONS; this module reads it.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from articles import signals
from articles.approval import Approval, approve, covers, refuse_own, set_approval, stands
from articles.models import OPEN, Article, Priority, Progress, PublishedVersion, Stage
from articles.readiness import refusals
from articles.steps import TRANSITIONS, Door, Need, Step, route_of
from audit.log import record
from core.vietnamese import clean

KEEP: Any = object()
"""For assign(): this stays as it is."""

_ACTS = {
    "submit": "articles.submitted",
    "approve": "articles.approved",
    "return": "articles.returned",
    "send_back": "articles.returned",
    "archive": "articles.archived",
    "void": "articles.approval_voided",
}
"""What the log calls the steps that have a name of their own there."""


def allowed(article: Article, user: User) -> list[Step]:
    """The steps this person may take with move() now, as the table orders them."""
    if article.progress.trashed_at or not user.has_perm("articles.preview", article):
        return []
    found: dict[str, Step] = {}
    for step in _open(article, article.progress, Door.MOVE):
        if step.to not in found and user.has_perm(step.right, article):
            found[step.to] = step
    if Stage.ARCHIVED in found and _is_removed(article):
        del found[Stage.ARCHIVED]
    return list(found.values())


def move(
    article: Article,
    to: str,
    *,
    by: User,
    reason: str = "",
    seen: str = "",
    assignee: User | None = None,
) -> Progress:
    """Take the piece to the stage `to` along a row of the table.

    `seen` is what the approver was shown (approval.sight_of); anything else is refused. Raises
    PermissionDenied, or ValidationError by field name.
    """
    reason = clean(reason).strip()
    with transaction.atomic():
        held, progress = hold(article)
        _refuse_trashed(progress)
        step = _chosen(held, progress, to, by=by)
        if to == Stage.ARCHIVED and _is_removed(held):
            raise ValidationError("Bài đang bị gỡ, phải giữ để khôi phục được: không đưa vào lưu.")
        if Need.REASON in step.needs and not reason:
            raise ValidationError({"reason": "Hãy ghi lý do trả lại."})
        if Need.READY in step.needs and (found := refusals(held)):
            raise ValidationError(found)
        if Need.HOLDER in step.needs and assignee:
            _refuse_stranger(held, assignee)
        if Need.APPROVAL in step.needs:
            approve(held, progress, by=by, seen=seen)
        _go(held, progress, step, by=by, reason=reason, assignee=assignee)
    return progress


def assign(
    article: Article,
    *,
    by: User,
    assignee: User | None = KEEP,
    due: datetime | None = KEEP,
    priority: int = KEEP,
) -> Progress:
    """Say who has the piece, until when, and what comes first; what is not named stays.

    Raises PermissionDenied, or ValidationError by field name.
    """
    with transaction.atomic():
        held, progress = hold(article)
        if not by.has_perm("articles.assign", held):
            raise PermissionDenied
        _refuse_trashed(progress)
        if progress.stage not in OPEN:
            raise ValidationError("Bài không ở khâu nào cần người làm.")
        if assignee is not KEEP and assignee is not None:
            _refuse_stranger(held, assignee)
        if priority is not KEEP and priority not in Priority.values:
            raise ValidationError({"priority": "Mức ưu tiên này không có."})
        given = {"assignee": assignee, "due": due, "priority": priority}
        changed = {
            name: value
            for name, value in given.items()
            if value is not KEEP and value != getattr(progress, name)
        }
        for name, value in changed.items():
            setattr(progress, name, value)
        if changed:
            progress.save(update_fields=list(changed))
            facts = {name: _said(value) for name, value in changed.items()}
            if changed.get("assignee"):
                assert isinstance(assignee, User)
                _tell_assigned(held, assignee, by=by)
            record("articles.assigned", by=by, about=held, facts=facts)
    return progress


def edited(article: Article, *, by: User) -> Progress:
    """Called by whatever has saved a working copy, when something changed, within its
    transaction. An approval of other words is void from now on."""
    with transaction.atomic():
        held, progress = hold(article)
        progress.edited_by = by
        progress.editors = sorted({*progress.editors, by.pk})
        progress.save(update_fields=["edited_by", "editors"])
        step = next(iter(_open(held, progress, Door.EDIT)), None)
        if step and not stands(held):
            _go(held, progress, step, by=by)
    return progress


def recheck(article: Article) -> Progress:
    """Called when something changed that pieces are made of beside their words: a picture, the
    name of a tag, an author. An approval of other words or pictures is void from now on."""
    with transaction.atomic():
        held, progress = hold(article)
        step = next(iter(_open(held, progress, Door.EDIT)), None)
        if progress.stage == Stage.APPROVED and step and not stands(held):
            _go(held, progress, step, by=None)
    return progress


def trash(article: Article, *, by: User) -> None:
    """Out of every list of the desk; nothing is destroyed. Only what readers never could see: the
    others are withdrawn and archived. Raises PermissionDenied, or ValidationError."""
    with transaction.atomic():
        held, progress = hold(article)
        if not by.has_perm("articles.trash", held):
            raise PermissionDenied
        _refuse_trashed(progress)
        if held.versions.exclude(valid_until=F("valid_from")).exists():
            raise ValidationError(
                "Bài đã đăng hoặc hẹn giờ: ngừng đăng và đưa vào lưu, không bỏ đi được."
            )
        progress.trashed_at, progress.trashed_by = timezone.now(), by
        progress.save(update_fields=["trashed_at", "trashed_by"])
        told = partial(signals.trashed.send_robust, sender=Progress, article=held, by=by)
        transaction.on_commit(told, robust=True)
        record("articles.trashed", by=by, about=held)


def restore(article: Article, *, by: User) -> None:
    """Back where it was. Raises PermissionDenied."""
    with transaction.atomic():
        held, progress = hold(article)
        if not by.has_perm("articles.untrash", held):
            raise PermissionDenied
        if progress.trashed_at is None:
            return
        progress.trashed_at = progress.trashed_by = None
        progress.save(update_fields=["trashed_at", "trashed_by"])
        record("articles.untrashed", by=by, about=held)


def hold(article: Article) -> tuple[Article, Progress]:
    """The piece and its progress as they are in the database now, held until the transaction
    ends. The progress is also that of the article given."""
    Article.objects.select_for_update().get(pk=article.pk)
    held = Article.objects.for_snapshot().get(pk=article.pk)
    progress = Progress.objects.select_related("approved_by").get(pk=article.pk)
    held.progress = article.progress = progress
    return held, progress


def answer_for(
    article: Article, *, by: User, shown: PublishedVersion, files: str, at: datetime
) -> Approval:
    """Whose approval a held piece goes out by as it is `shown`, with these files: the one that
    stands, or else the publisher's own act. Raises ValidationError where the section or the right
    asks for more."""
    progress: Progress = article.progress
    _refuse_trashed(progress)
    if not _open(article, progress, Door.PUBLISH):
        raise ValidationError("Bài đang ở trong lưu. Lấy khỏi lưu rồi mới xuất bản được.")
    approver = progress.approved_by
    if approver and progress.approved_revision_id and covers(progress, shown.sha256, files):
        answer = Approval(
            approver,
            progress.approved_at,  # type: ignore[arg-type]
            progress.approved_revision,
            shown.sha256,
            files,
        )
    elif route_of(article.section).full:
        raise ValidationError(
            "Chuyên mục này chỉ xuất bản bài đã duyệt đúng nội dung đang có. Hãy trình duyệt trước."
        )
    elif not by.has_perm("articles.publish", article):
        raise ValidationError("Bài đã khác bản được duyệt. Hãy trình duyệt lại.")
    else:
        answer = Approval(by, at, None, shown.sha256, files)
    refuse_own(article, answer.by)
    return answer


def released(article: Article, answer: Approval, *, by: User) -> None:
    """Called by publishing, with a held piece, when a version was made of it."""
    progress: Progress = article.progress
    set_approval(progress, answer)
    progress.editors = []
    [step] = _open(article, progress, Door.PUBLISH)
    _go(article, progress, step, by=by)


def arrived(articles: Iterable[int]) -> None:
    """Called by publishing when pieces (ids) came with an archive, released from the first."""
    Progress.objects.filter(pk__in=list(articles)).update(
        stage=Stage.RELEASED, since=timezone.now(), assignee=None
    )


def taken_down(article: Article, name: str, *, by: User, reason: str) -> None:
    """Called by publishing, with a held piece that readers no longer see. name: withdraw, pause."""
    steps = _open(article, article.progress, Door.TAKE_DOWN)
    step = next((step for step in steps if step.name in {name, "cancel"}), None)
    if step:
        _go(article, article.progress, step, by=by, reason=reason)


def _open(article: Article, progress: Progress, door: Door) -> list[Step]:
    """The rows that lead on from where the piece is, whoever asks."""
    steps = [step for step in TRANSITIONS if step.door is door and progress.stage in step.sources]
    if not steps:
        return []
    off = route_of(article.section).off
    needed = {Need.NEW, Need.SHOWN}
    if any(step.needs & needed for step in steps):
        standing = article.versions.exclude(valid_until=F("valid_from"))
        needed = {Need.NEW} if standing.exists() else {Need.SHOWN}
        steps = [step for step in steps if not step.needs & needed]
    if any(Need.OVER in step.needs for step in steps) and _is_to_be_read(article):
        steps = [step for step in steps if Need.OVER not in step.needs]
    return [step for step in steps if step.over <= off and step.to not in off]


def _is_to_be_read(article: Article) -> bool:
    """Now or later. Reads article.versions.all(): prefetched, it costs nothing."""
    now = timezone.now()
    ends = [version.valid_until for version in article.versions.all() if not version.cancelled]
    return any(end is None or end > now for end in ends)


def _chosen(article: Article, progress: Progress, to: str, *, by: User) -> Step:
    if not by.has_perm("articles.preview", article):
        raise PermissionDenied
    steps = [step for step in _open(article, progress, Door.MOVE) if step.to == to]
    if not steps:
        stage = progress.get_stage_display()
        raise ValidationError(f"Bài đang ở khâu “{stage}”, không chuyển như vậy được. Hãy xem lại.")
    step = next((step for step in steps if by.has_perm(step.right, article)), None)
    if step is None:
        raise PermissionDenied
    return step


def _go(
    article: Article,
    progress: Progress,
    step: Step,
    *,
    by: User | None,
    reason: str = "",
    assignee: User | None = None,
) -> None:
    came_from, now = progress.stage, timezone.now()
    back = Need.REASON in step.needs and step.door is Door.MOVE and step.to != Stage.ARCHIVED
    progress.stage, progress.since = step.to, now
    progress.returned_reason = reason if back else ""
    progress.voided_at = now if step.name == "void" else None
    progress.assignee = _holder(article, step, assignee or by)
    if step.to not in {Stage.APPROVED, Stage.RELEASED}:
        set_approval(progress, None)
    if step.to not in OPEN:
        progress.due, progress.priority = None, Priority.NORMAL
    progress.save()
    told = partial(
        signals.moved.send_robust,
        sender=Progress,
        article=article,
        step=step,
        came_from=Stage(came_from),
        by=by,
        reason=reason,
    )
    transaction.on_commit(told, robust=True)
    if step.door in {Door.MOVE, Door.EDIT}:  # publishing tells of its own acts
        facts = {"from": came_from, "to": step.to, "step": step.label, "reason": reason}
        approved = progress.approved_revision_id if Need.APPROVAL in step.needs else None
        act = _ACTS.get(step.name, "articles.moved")
        record(act, by=by, about=article, revision=approved, facts=facts)


def _tell_assigned(article: Article, to: User, *, by: User) -> None:
    told = partial(signals.assigned.send_robust, sender=Progress, article=article, to=to, by=by)
    transaction.on_commit(told, robust=True)


def _said(value: Any) -> Any:
    return str(value) if isinstance(value, User) else value


def _holder(article: Article, step: Step, taker: User | None) -> User | None:
    """Who has the piece after a step: its writer, whoever takes it, or nobody yet."""
    if step.to == Stage.DRAFT:
        return article.created_by
    return taker if Need.HOLDER in step.needs or step.name == "change" else None


def _refuse_stranger(article: Article, person: User) -> None:
    if not (person.is_active and person.is_staff and person.has_perm("articles.preview", article)):
        raise ValidationError({"assignee": f"{person} không mở được bài này nên không giữ bài."})


def _is_removed(article: Article) -> bool:
    """By order. What readers never saw is not asked about: it costs no query."""
    shown = article.progress.stage in {Stage.PAUSED, Stage.WITHDRAWN}
    return shown and article.removals.standing().exists()


def _refuse_trashed(progress: Progress) -> None:
    if progress.trashed_at:
        raise ValidationError("Bài đang ở trong thùng rác. Khôi phục rồi mới làm tiếp được.")
