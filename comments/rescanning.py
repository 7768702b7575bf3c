"""Looking again at what readers see, because something changed since it was approved; a changed
list is held against what waits as well.

Nothing is taken down for it, unless a word is marked so: it is put before a moderator's eyes, with
what is new about it. Every walk goes in batches by number, so it may die and go on.
"""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from articles.models import Section
from comments import noticing
from comments.models import Comment, CommentRevision, Discussion, Rescan, Status
from core.dates import HANOI
from outbox.queue import enqueue

RESCAN = "comments.rescan"
LOOK_AGAIN = "comments.look_again"
BATCH = 1000
"""Comments at a time: a second or two of work, well within an effect's claim."""
SPAN = 20 * BATCH
"""Numbers at a time: where few are looked for, a batch walks no further than that."""
# Whoever mends a list adds several words at once: one walk serves them all.
PATIENCE = timedelta(minutes=1)


def ask_rescan() -> Rescan:
    """The lists have changed: look through what readers see, and what waits. In the
    transaction of the change."""
    fresh = Rescan.objects.select_for_update().filter(section=None, last=None, finished=None)
    waiting = fresh.first()
    rescan = waiting or Rescan.objects.create()
    enqueue(RESCAN, f"{rescan.pk}:0", due=timezone.now() + PATIENCE)
    return rescan


def ask_look_again_in(section: Section) -> Rescan:
    """A section was made delicate, where two must agree: what readers see in it and below it comes
    before eyes, and stays where it is. In the transaction of the change."""
    walk = Rescan.objects.create(section=section)
    enqueue(RESCAN, f"{walk.pk}:0")
    return walk


def rescan(number: int, after: int) -> int | None:
    """One batch of a walk, of the comments numbered above `after`. The last number looked at, or
    None when the walk is over. Run twice it finds nothing twice."""
    walk = Rescan.objects.filter(pk=number, finished=None).first()
    if walk is None:
        return None
    last = _begin(walk) if walk.last is None else walk.last
    end = min(last, after + SPAN)
    ahead = Comment.objects.filter(pk__gt=after, pk__lte=end).order_by("pk")
    if walk.section_id:
        within = Q(section=walk.section_id) | Q(section__parent=walk.section_id)
        batch = list(ahead.approved().filter(within)[:BATCH])
        found = noticing.changed_around(batch)
    else:
        looked_at = ahead.filter(status__in=(Status.APPROVED, Status.PENDING))
        batch = list(looked_at.select_related("shown", "latest")[:BATCH])
        found = _look_again(batch)
    reached = batch[-1].pk if len(batch) == BATCH else end
    with transaction.atomic():
        walk = Rescan.objects.select_for_update().get(pk=number)
        walk.reached = max(walk.reached, reached)
        walk.found += found
        if walk.finished is None and reached >= (walk.last or 0):
            walk.finished = timezone.now()
        walk.save(update_fields=["reached", "found", "finished"])
    return None if walk.finished else reached


def _begin(walk: Rescan) -> int:
    """Lay down its last number. Where another reads the lists already, and anew with each batch,
    that one goes on to the newest comment, and this one no further than where it stands: of words
    added every few minutes each would begin all over, and none arrive."""
    last: int = Comment.objects.aggregate(last=Max("pk"))["last"] or 0
    under_way = Rescan.objects.filter(section=None, finished=None, last__isnull=False)
    with transaction.atomic():
        held = list(under_way.select_for_update().order_by("-reached", "pk"))
        if held and walk.section_id is None:
            ahead, *behind = held
            ahead.last = last
            ahead.save(update_fields=["last"])
            under_way.filter(pk__in=[one.pk for one in behind]).update(finished=timezone.now())
            # Its batch of this moment may have read the lists of before.
            last = min(last, ahead.reached + SPAN)
        walk.last = last
        walk.save(update_fields=["last"])
    return last


def _look_again(comments: list[Comment]) -> int:
    """How many of these are put before a moderator again: those with a hit nobody has seen yet, or
    saw before its word was changed. What waits for one is flagged, and waits where it did."""
    fresh = noticing.unseen(_texts(comments))
    if not fresh:
        return 0
    with transaction.atomic():
        return noticing.put_before_eyes(fresh)


def _texts(comments: list[Comment]) -> list[CommentRevision]:
    """What readers see, and what waits to be decided on; each knows its comment."""
    texts = {text.pk: text for one in comments for text in (one.shown, one.latest) if text}
    by_number = {comment.pk: comment for comment in comments}
    for text in texts.values():
        text.comment = by_number[text.comment_id]
    return [*texts.values()]


def ask_look_again(article_id: int, *, on: date | None = None) -> None:
    """Put what readers see under a piece before a moderator again, now or when a day begins. A day
    is asked for by itself: neither another day nor a look of today takes its place."""
    if on is None:
        enqueue(LOOK_AGAIN, f"{article_id}:0")
    else:
        due = datetime.combine(on, time.min, HANOI)
        enqueue(LOOK_AGAIN, f"{article_id}:0:{on.isoformat()}", due=due)


def look_again_at(article_id: int, after: int, *, on: date | None = None) -> int | None:
    """One batch of the comments readers see under a piece that changed, or whose day came. The last
    number looked at, or None at the end, as where the day is no longer wanted."""
    if on and not Discussion.objects.filter(article=article_id, look_again_on=on).exists():
        return None
    shown = Comment.objects.approved().filter(article=article_id, pk__gt=after)
    batch = list(shown.order_by("pk")[:BATCH])
    noticing.changed_around(batch)
    return batch[-1].pk if len(batch) == BATCH else None
