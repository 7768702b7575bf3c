"""What is new about texts that are there already: kept with them, and put before eyes where readers
see them. Nothing is taken from readers for it, unless a word is marked so."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles.models import Article, Correction, PublishingAct
from audit.log import record
from comments.models import Comment, CommentRevision, Decision, Flag, Status
from comments.placing import Place, hold, hold_threads_of, put
from comments.policy import agreed_to
from comments.screening import word_flags
from core.dates import in_hanoi

_GONE = (PublishingAct.Act.WITHDRAWN, PublishingAct.Act.PAUSED)


def unseen(texts: Iterable[CommentRevision]) -> list[Flag]:
    """Hits of the lists that nobody has seen yet, or saw before their word was changed; not stored
    yet. Two queries, one where the lists changed, and one for comments that are not loaded."""
    flags = word_flags(texts)
    there = Flag.objects.filter(revision__in={flag.revision_id for flag in flags})
    rows = there.values_list("revision", "word", "start", "at")
    seen: dict[tuple[int, int | None, int], datetime] = {row[:3]: row[3] for row in rows}
    fresh = []
    for flag in flags:
        at = seen.get((flag.revision_id, flag.word_id, flag.start))
        if at is None or (flag.word and at < flag.word.changed):
            fresh.append(flag)
    return fresh


def put_before_eyes(flags: Iterable[Flag]) -> int:
    """Keep what was noticed, with its comments as they stand now: whatever was decided while the
    texts were read. In a transaction. How many of those that readers see are to be looked at again.

    What waits stays where it is; a rule's decision on it stops who has its card open already, and
    whose agreement was given without the sign.
    """
    held = hold({flag.revision.comment for flag in flags})
    kept = {comment.pk for comment in held if not comment.withdrawn}
    fresh = [flag for flag in flags if flag.revision.comment_id in kept]
    _keep(fresh)
    noticed = {flag.revision_id for flag in fresh}
    hiding = {flag.revision_id for flag in fresh if flag.word and flag.word.hides}
    read = [one for one in held if one.approved and one.shown_id in noticed]
    aside = [one for one in read if one.shown_id in hiding]
    waiting = [one for one in held if _waits(one) and one.latest_id in noticed]
    Comment.objects.filter(pk__in=[one.pk for one in read]).update(again=True)
    Decision.objects.bulk_create(_by_rule(one, one.latest) for one in waiting)
    if aside:
        take_from_readers(aside)
        facts = {"comments": [comment.pk for comment in aside]}
        record("comments.set_aside", by=None, facts=facts)
    return len(read)


def changed_around(comments: Sequence[Comment]) -> int:
    """What stands around these changed, whatever they say: those of them that readers see are to be
    looked at again. How many there are."""
    shown = [comment.shown_id for comment in comments if comment.shown_id]
    flags = [Flag(revision_id=text, reason=Flag.Reason.ARTICLE) for text in shown]
    chosen = Comment.objects.filter(pk__in=[comment.pk for comment in comments])
    with transaction.atomic():
        hold_threads_of(chosen)
        Flag.objects.bulk_create(flags, batch_size=500, ignore_conflicts=True)
        chosen.approved().update(again=True)
    return len(comments)


def take_from_readers(held: Sequence[Comment]) -> None:
    """Held comments that readers see, until somebody decides on them anew. Told as decisions, so
    that no agreement from before holds any longer."""
    Decision.objects.bulk_create(_by_rule(comment, comment.shown) for comment in held)
    put([(one, Place(Status.PENDING, None, reports=one.reports)) for one in held])


def after_undoing(held: Iterable[Comment], since: datetime) -> None:
    """These came back as they had been before a verdict of that moment. What walked past them while
    they were refused is made up for: the lists, and what changed around them. In the transaction of
    the undoing, with every other row locked."""
    back = list(held)
    texts = {pk for one in back for pk in (one.shown_id, one.latest_id) if pk}
    read = [one for one in back if one.approved]
    changed = _changed({one.article_id for one in read}, since)
    alone = {pk for pk, people in agreed_to(read).items() if len(people) < 2}
    again = [one.pk for one in read if one.article_id in changed or one.pk in alone]
    Comment.objects.filter(pk__in=again).update(again=True)
    if flags := unseen(CommentRevision.objects.filter(pk__in=texts).select_related("comment")):
        put_before_eyes(flags)


def _waits(comment: Comment) -> bool:
    return comment.pending or comment.edited_since


def _by_rule(comment: Comment, text: CommentRevision | None) -> Decision:
    return Decision(comment=comment, revision=text, verdict=Status.PENDING, by=None)


def _keep(flags: list[Flag]) -> None:
    """Those that are there already say what their words say now."""
    if flags:
        Flag.objects.bulk_create(
            flags,
            batch_size=500,
            update_conflicts=True,
            unique_fields=["revision", "word", "start"],
            update_fields=["reason", "end", "at"],
        )


def _changed(articles: set[int], since: datetime) -> set[int]:
    """Of these pieces, by number, those corrected or taken from readers since, or whose day to be
    looked at again began since. One query."""
    corrected = Correction.objects.filter(article=OuterRef("pk"), published_at__gt=since)
    gone = PublishingAct.objects.filter(article=OuterRef("pk"), at__gt=since, act__in=_GONE)
    first, last = (in_hanoi(moment).date() for moment in (since, timezone.now()))
    day = Q(discussion__look_again_on__gt=first, discussion__look_again_on__lte=last)
    pieces = Article.objects.filter(Exists(corrected) | Exists(gone) | day, pk__in=articles)
    return set(pieces.values_list("pk", flat=True))
