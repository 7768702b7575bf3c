"""Doing what a plan says, piece by piece, each in a transaction of its own.

A few pieces are done at once, many by the worker, STEP at a time: a worker that is killed leaves
each piece changed whole or not at all, and the next goes on where it stopped.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from audit.log import record
from newsroom.bulk.kinds import KINDS, Change, Kind
from newsroom.bulk.plans import Plan
from newsroom.models import BulkJob, BulkStep
from outbox.queue import enqueue

WORK = "newsroom.bulk"
STEP = 50
"""Pieces that are done before others' effects have their turn; so many are done while one waits."""

_LOGGED = {"section": "articles.section_changed", "tags": "articles.retagged"}
"""Acts that no lower verb records by itself."""

Outcome = BulkStep.Outcome


def start(plan: Plan, *, by: User) -> BulkJob:
    """The job, done already where it is small. A plan that is sent again leads to its first job."""
    with transaction.atomic():
        facts = {"kind": plan.kind, "params": plan.params, "by": by, "total": len(plan.pieces)}
        job, new = BulkJob.objects.get_or_create(plan=plan.sha256, defaults=facts)
        if not new:
            return job
        BulkStep.objects.bulk_create(
            (BulkStep(job=job, article_id=pk, stamp=stamp) for pk, stamp in plan.pieces),
            batch_size=500,
        )
        _begin(job)
    return _at_once(job)


def undo(job: BulkJob, *, by: User) -> BulkJob:
    """A job that takes back what this one did, where nobody came after. Raises ValidationError."""
    with transaction.atomic():
        job = BulkJob.objects.select_for_update().get(pk=job.pk)
        if job.finished is None:
            raise ValidationError("Việc này chưa xong.")
        if job.undoes_id or BulkJob.objects.filter(undoes=job).exists():
            raise ValidationError("Việc này đã được hoàn lại.")
        done = list(job.steps.filter(outcome=Outcome.DONE).order_by("pk"))
        if not done:
            raise ValidationError("Không có bài nào đã đổi để hoàn lại.")
        back = BulkJob.objects.create(
            kind=job.kind, params=job.params, by=by, total=len(done), undoes=job
        )
        BulkStep.objects.bulk_create(
            (
                BulkStep(
                    job=back,
                    article_id=step.article_id,
                    stamp=step.left or step.stamp,
                    before=step.before,
                    after=step.after,
                )
                for step in done
            ),
            batch_size=500,
        )
        _begin(back)
    return _at_once(back)


def may_undo(user: User, job: BulkJob) -> bool:
    """Whoever did it, and the desk; each piece asks for its own right besides."""
    return job.by_id == user.pk or user.has_perm("articles.change_any_article")


def work(number: int) -> bool:
    """Do the next STEP pieces of a job. Whether some are left."""
    job = BulkJob.objects.select_related("by", "undoes").filter(pk=number).first()
    if job is None or job.finished:
        return False
    waiting = job.steps.filter(outcome=Outcome.WAITING).order_by("pk")
    steps = list(waiting.values_list("pk", flat=True)[:STEP])
    if steps:
        kind = KINDS[job.kind](job.params, job.by)
        for pk in steps:
            _do(job, kind, pk)
    if waiting.exists():
        return True
    _finish(job)
    return False


def _begin(job: BulkJob) -> None:
    enqueue(WORK, str(job.pk))


def _at_once(job: BulkJob) -> BulkJob:
    """The effect that waits for a job done here finds nothing left to do."""
    if job.total <= STEP:
        work(job.pk)
        job.refresh_from_db()
    return job


def _do(job: BulkJob, kind: Kind, number: int) -> None:
    """One piece. What speaks against it is written on its step; whoever came first has done it."""
    try:
        with transaction.atomic():
            step = BulkStep.objects.select_for_update().filter(pk=number, outcome="").first()
            if step is not None:
                _change(job, kind, step)
    except PermissionDenied:
        _refuse(number, "Không còn quyền làm việc này với bài.")
    except ValidationError as error:
        _refuse(number, " ".join(error.messages))


def _change(job: BulkJob, kind: Kind, step: BulkStep) -> None:
    Article.objects.select_for_update().get(pk=step.article_id)
    article = Article.objects.for_snapshot().get(pk=step.article_id)
    if not job.by.is_active:
        raise PermissionDenied
    if article.modified != step.stamp:
        when = "đó" if job.undoes_id else "khi xem trước"
        raise ValidationError(f"Bài đã được sửa sau {when}.")
    back = job.undoes_id is not None
    change = kind.undo(article, step.before, step.after) if back else kind.act(article)
    step.before, step.after, step.said = change.before, change.after, change.note
    step.left = Article.objects.values_list("modified", flat=True).get(pk=article.pk)
    step.outcome = Outcome.DONE
    step.save(update_fields=["before", "after", "said", "left", "outcome"])
    _log(job, article, change)


def _log(job: BulkJob, article: Article, change: Change) -> None:
    if act := _LOGGED.get(job.kind):
        facts = {"job": job.pk, "before": change.before, "after": change.after}
        record(act, by=job.by, about=article, facts=facts)


def _refuse(number: int, why: str) -> None:
    waiting = BulkStep.objects.filter(pk=number, outcome=Outcome.WAITING)
    waiting.update(outcome=Outcome.REFUSED, said=why)


def _finish(job: BulkJob) -> None:
    with transaction.atomic():
        held = BulkJob.objects.select_for_update().get(pk=job.pk)
        if held.finished:
            return
        held.finished = timezone.now()
        held.save(update_fields=["finished"])
        done = held.steps.filter(outcome=Outcome.DONE).order_by("article")
        act = "newsroom.bulk_undone" if job.undoes_id else "newsroom.bulk_done"
        facts = {
            "job": job.pk,
            "kind": KINDS[job.kind].label,
            "params": job.params,
            "pieces": list(done.values_list("article", flat=True)),
            "total": job.total,
        }
        record(act, by=job.by, facts=facts)
