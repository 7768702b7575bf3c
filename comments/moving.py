"""A piece that comes to another section brings its comments along: what waits to the moderators of
that section, the rest to whom it is decided on by from then on."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from articles.models import PublishedVersion, Section
from comments import hiding, noticing, rescanning
from comments.models import Comment, SectionPolicy, Status
from comments.placing import hold_threads_of
from comments.policy import two_decide_in
from outbox.queue import enqueue

MOVE = "comments.move"
BATCH = 1000


def follow(version: PublishedVersion, at: datetime | None = None) -> None:
    """In the wake of a publishing. What waits goes at once, all else in the background, with a
    scheduled version when that comes into force. One query where the piece stays in its section."""
    earlier = PublishedVersion.objects.shown_by(version.valid_from).filter(
        article=version.article_id, number__lt=version.number
    )
    came_from = earlier.order_by("-number").values_list("section", flat=True).first()
    if came_from is None or came_from == version.section_id:
        return
    enqueue(MOVE, f"{version.article_id}:0", due=version.valid_from)
    if version.valid_from <= (at or timezone.now()):
        waiting = Comment.objects.filter(article=version.article_id, status=Status.PENDING)
        with transaction.atomic():
            hold_threads_of(waiting)
            waiting.update(section=version.section_id)


def follow_section(section: Section) -> None:
    """One that was put under another: what the one above says holds in it from now on. In the
    transaction of the change."""
    hiding.ask(section)
    delicate = SectionPolicy.objects.filter(two_pairs=True)
    above, own = delicate.filter(section=section.parent_id), delicate.filter(section=section.pk)
    if above.exists() and not own.exists():
        rescanning.ask_look_again_in(section)


def move(article_id: int, after: int) -> int | None:
    """One batch of the comments on a piece, of those numbered above `after`, to where readers have
    it. What readers see of them comes before eyes where two must agree and one was enough so far.
    The last number looked at, or None at the end."""
    live = PublishedVersion.objects.live().filter(article=article_id)
    section = live.values_list("section", flat=True).first()
    if section is None:
        return None
    if not after:
        hiding.tell([article_id])
    ahead = Comment.objects.filter(article=article_id, pk__gt=after).order_by("pk")
    batch = list(ahead.values_list("pk", flat=True)[:BATCH])
    coming = Comment.objects.filter(pk__in=batch).exclude(section=section)
    with transaction.atomic():
        hold_threads_of(coming)
        if comes_from := set(coming.order_by().values_list("section", flat=True).distinct()):
            two = two_decide_in({section, *comes_from} - {None})
            if section in two:
                noticing.changed_around(list(coming.approved().exclude(section__in=two)))
        coming.update(section=section)
    return batch[-1] if len(batch) == BATCH else None
