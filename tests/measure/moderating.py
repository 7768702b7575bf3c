"""make bench-moderating: the moderators' queue over 100,000 waiting comments, and a thousand
decided at once, on a database made for it."""

import os
import statistics
import sys
import time
from contextlib import nullcontext
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biendoi.settings_test")
django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from biendoi import environment
from comments import moderation
from comments.models import Assignment, Comment, CommentRevision, Decision, Flag, Status
from tests import postgres
from tests.comments.factories import moderator
from tests.factories.articles import make_published, make_section
from tests.factories.people import make_user

WAITING, BATCH, RUNS = 100_000, 5_000, 7
BOUND_QUEUE, BOUND_MANY = 15, 2_000
"""Milliseconds: of the database for a page of the queue, and of a thousand decisions."""


def fill(number):
    """So many waiting comments under pieces of twenty sections; a rare section has ten."""
    articles = [make_published(title=f"Bài {n}", section=make_section()).article for n in range(20)]
    rare = make_published(title="Bài hiếm", section=make_section()).article
    start = timezone.now() - timedelta(days=2)
    for first in range(0, number, BATCH):
        rows = []
        for n in range(first, first + BATCH):
            article = rare if n % (number // 10) == number // 20 else articles[n % 20]
            facts = {"section_id": article.section_id, "created": start + timedelta(seconds=n)}
            rows.append(Comment(article=article, name=f"Bạn {n % 500}", network=n % 1000, **facts))
        Comment.objects.bulk_create(rows)
        texts = [CommentRevision(comment=row, number=1, text=f"Ý kiến {row.pk}.") for row in rows]
        CommentRevision.objects.bulk_create(texts)
        for row, text in zip(rows, texts, strict=True):
            row.latest = text
        Comment.objects.bulk_update(rows, ["latest"], batch_size=200)
        odd = [Flag(revision=text, reason=Flag.Reason.MANY) for text in texts[::50]]
        Flag.objects.bulk_create(odd)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return rare


def of_database(client, address):
    """(milliseconds its statements take to be answered and read, their number): the middle of
    several runs."""
    sent = []

    def note(execute, sql, parameters, many, context):
        sent.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        assert client.get(address).status_code == 200
    reads = [(sql, parameters) for sql, parameters in sent if sql.startswith("SELECT")]
    spent = []
    for _run in range(RUNS):
        begun = time.perf_counter()
        for sql, parameters in reads:
            with connection.cursor() as cursor:
                cursor.execute(sql, parameters)
                cursor.fetchall()
        spent.append((time.perf_counter() - begun) * 1000)
    return statistics.median(spent), len(sent)


def main():
    started = postgres.server() if os.environ.get("TEST_DATABASE") == "postgres" else nullcontext()
    with started as address:
        if address:
            os.environ["DATABASE_URL"] = address
            settings.DATABASES["default"].update(environment.database("DATABASE_URL", ""))
            connection.settings_dict.update(settings.DATABASES["default"])
        connection.creation.create_test_db(verbosity=0)
        broken = measure()
        connection.close()
    sys.exit(int(broken))


def measure():
    rare, client, queue = fill(WAITING), Client(), reverse("admin:comment-queue")
    given = make_user("Người duyệt bình luận")
    Assignment.objects.create(user=given, section=rare.section)
    middle = Comment.objects.order_by("pk")[WAITING // 2]
    cursor = f"{int(middle.created.timestamp() * 1_000_000)}-{middle.pk}"
    broken = False
    for what, who, query in (
        ("trang đầu", moderator(), ""),
        ("trang giữa", moderator(), f"?sau={cursor}"),
        ("mục hiếm", moderator(), f"?muc={rare.section_id}"),
        ("dấu hiệu", moderator(), "?dau-hieu=qua-nhieu"),
        ("người được giao mục hiếm", given, ""),
    ):
        client.force_login(who)
        spent, number = of_database(client, queue + query)
        print(f"{connection.vendor}: {what}: {spent:.1f} ms (mức {BOUND_QUEUE}), {number} câu hỏi")
        broken |= spent > BOUND_QUEUE
    spent, number = of_database(client, reverse("admin:comment-statistics"))
    print(
        f"{connection.vendor}: số liệu, {WAITING} ý kiến hai ngày: {spent:.1f} ms, {number} câu hỏi"
    )
    waiting = list(Comment.objects.pending()[:1000])
    begun = time.perf_counter()
    moderation.decide_all(waiting, Status.APPROVED, by=moderator())
    approved = (time.perf_counter() - begun) * 1000
    begun = time.perf_counter()
    moderation.undo(by=moderator())
    undone = (time.perf_counter() - begun) * 1000
    print(
        f"{connection.vendor}: 1.000 ý kiến duyệt một lượt: {approved:.0f} ms, hoàn tác:"
        f" {undone:.0f} ms (mức {BOUND_MANY}), {Decision.objects.count()} quyết định"
    )
    return broken or max(approved, undone) > BOUND_MANY


if __name__ == "__main__":
    main()
