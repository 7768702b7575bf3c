"""Likes of readers, and the order “Quan tâm nhất” that goes by them.

A like is one row for a comment and a voter, by the database's own constraint; the counter moves in
the database by the rows that were really made. The order is not the counter's, which moves while
somebody is paging: likes are folded into one of two columns in turn, an **edition**, so the edition
a reader began to page through stays as it was for as long as the next one holds.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from comments.models import Comment, Discussion, Like
from comments.placing import hold_threads_of
from outbox.queue import enqueue

FOLD = "comments.fold_likes"
EVERY = timedelta(minutes=5)
"""How long an edition holds: then likes that came meanwhile count for the order as well."""
_turn = threading.Lock()


def like(comment: Comment, *, voter: int) -> bool:
    """Whether the like is new. Liking twice is liking once, at whatever speed."""
    with _in_turn(), transaction.atomic():
        made = _insert(comment, voter)
        if made:
            Comment.objects.filter(pk=comment.pk).update(likes=F("likes") + 1)
            _ask_fold(comment)
    return made


def unlike(comment: Comment, *, voter: int) -> bool:
    """Whether there was a like to take back."""
    with _in_turn(), transaction.atomic():
        gone, _rows = Like.objects.filter(comment=comment, voter=voter).delete()
        if gone:
            Comment.objects.filter(pk=comment.pk, likes__gt=0).update(likes=F("likes") - 1)
            _ask_fold(comment)
    return bool(gone)


def column(edition: int) -> str:
    """The column of Comment by which an edition is ordered."""
    return "ranked_odd" if edition % 2 else "ranked_even"


def fold(article_id: int) -> int:
    """Make the next edition of a piece's order. How many comments it moved.

    Readers of the edition before go on reading the other column, untouched until the fold after.
    """
    with transaction.atomic():
        Discussion.objects.get_or_create(article_id=article_id)
        board = Discussion.objects.select_for_update().get(article=article_id)
        coming = column(board.edition + 1)
        behind = Comment.objects.filter(article=article_id).exclude(**{coming: F("likes")})
        hold_threads_of(behind)
        moved = behind.update(**{coming: F("likes")})
        board.edition += 1
        board.save(update_fields=["edition"])
    return moved


@contextmanager
def _in_turn() -> Iterator[None]:
    """SQLite lets writers wait in no order: of many at once some would wait for nothing."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with _turn:
            yield
    else:
        yield


def _ask_fold(comment: Comment) -> None:
    """At the next full five minutes: asked for again and again, it comes no later."""
    seconds = EVERY.total_seconds()
    due = datetime.fromtimestamp((timezone.now().timestamp() // seconds + 1) * seconds, tz=UTC)
    enqueue(FOLD, str(comment.article_id), due=due)


def _insert(comment: Comment, voter: int) -> bool:
    """Insert-or-ignore that tells which it was: the ORM's does not."""
    table = connection.ops.quote_name(Like._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (comment_id, voter, at) VALUES (%s, %s, %s)"  # noqa: S608 -- our own name
            " ON CONFLICT (comment_id, voter) DO NOTHING",
            [comment.pk, voter, connection.ops.adapt_datetimefield_value(timezone.now())],
        )
        return cursor.rowcount == 1
