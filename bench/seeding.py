"""A store of comments of any size, written by the database itself: ten million in minutes.

Five comments at a time belong to one piece, three threads and two replies to the first of them, and
the pieces take turns; so those of any piece are spread over the whole store, as in life.
"""

import time
from contextlib import contextmanager

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Max

from articles.models import PublishedVersion
from comments.models import Comment, CommentRevision

GROUP = 5
CHUNK = 500_000
TABLES = (Comment._meta.db_table, CommentRevision._meta.db_table)
TEXT = "'Ý kiến số ' || n || ': bài viết rất hay, cảm ơn các chiến sĩ đã giữ bình yên vùng biên.'"
POSTGRES = connection.vendor == "postgresql"


def big_piece():
    """The piece that gets most of the comments: the oldest one readers see."""
    return pieces()[0]


def pieces():
    live = PublishedVersion.objects.live().order_by("article_id")
    return list(live.values_list("article", flat=True))


def fill(total, big):
    """Comments up to `total` in the store, `big` of them under big_piece()."""
    if PublishedVersion.objects.live().count() < 1000:
        call_command("seed", articles=1000)
    before = Comment.objects.aggregate(last=Max("pk"))["last"] or 0
    if before >= total:
        return
    before += -before % GROUP
    start = time.perf_counter()
    with without_indexes():
        for first in range(before + 1, total + 1, CHUNK):
            write(first, min(first + CHUNK - 1, total), every=total // big)
            print(f"\r{min(first + CHUNK - 1, total)}/{total}", end="", flush=True)
    settle()
    print(f"\nKho dựng xong trong {time.perf_counter() - start:.0f} giây.")


def write(first, last, *, every):
    """Rows numbered first to last; each group's piece is worked out from its number alone."""
    turns = list(enumerate(pieces()))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS turns (turn bigint, article bigint)")
        cursor.execute("DELETE FROM turns")
        cursor.executemany("INSERT INTO turns VALUES (%s, %s)", turns)
        group = f"((n - 1) / {GROUP})"
        place = f"CASE WHEN {group} % {every} = 0 THEN 0 ELSE 1 + {group} % {len(turns) - 1} END"
        root = f"CASE WHEN (n - 1) % {GROUP} > 2 THEN {group} * {GROUP} + 1 END"
        status = "CASE WHEN n % 200 = 199 THEN 'rejected' ELSE 'approved' END"
        likes = "(n * 7919) % 97"
        facts = {
            "id": "n",
            "article_id": "p.article",
            "root_id": root,
            "parent_id": root,
            "name": "'Bạn đọc ' || n % 100000",
            "email": "''",
            "status": status,
            "latest_id": "n",
            "shown_id": f"CASE WHEN {status} = 'approved' THEN n END",
            "created": sent("n"),
            "ranked_even": likes,
            "ranked_odd": likes,
            **dict.fromkeys(("likes", "reports"), "0"),
            **dict.fromkeys(("again", "featured"), "FALSE"),
        }
        rows = numbers(first, last)
        cursor.execute(
            f"INSERT INTO {TABLES[0]} ({', '.join(facts)}) {rows[0]}"
            f" SELECT {', '.join(facts.values())} FROM {rows[1]} JOIN turns p ON p.turn = {place}"
        )
        cursor.execute(
            f"INSERT INTO {TABLES[1]} (id, comment_id, number, text, created)"
            f" {rows[0]} SELECT n, n, 1, {TEXT}, {sent('n')} FROM {rows[1]}"
        )


def numbers(first, last):
    """(what comes before SELECT, the table) that count from first to last."""
    if POSTGRES:
        return "", f"generate_series({first}::bigint, {last}::bigint) AS s(n)"
    counted = f"SELECT {first} UNION ALL SELECT n + 1 FROM s WHERE n < {last}"
    return f"WITH RECURSIVE s(n) AS ({counted})", "s"


def sent(n):
    """Seven comments share each moment, two seconds apart."""
    if POSTGRES:
        return f"timestamptz '2024-01-01' + ({n} / 7) * interval '2 seconds'"
    return f"datetime('2024-01-01', '+' || ({n} / 7 * 2) || ' seconds')"


@contextmanager
def without_indexes():
    """Rows first, indexes afterwards: a fifth of the time."""
    with connection.cursor() as cursor:
        if POSTGRES:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("SET maintenance_work_mem = '1GB'")
            cursor.execute(
                "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s)"
                " AND indexname NOT IN (SELECT conname FROM pg_constraint)",
                [list(TABLES)],
            )
        else:
            for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1000000"):
                cursor.execute(f"PRAGMA {setting}")
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
                " AND tbl_name IN (%s, %s)",
                TABLES,
            )
        indexes = cursor.fetchall()
        for name, _statement in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        try:
            yield
        finally:
            for name, statement in indexes:
                print(f"\r{name:40}", end="", flush=True)
                cursor.execute(statement)


def settle():
    """Counters and statistics as a newspaper that grew so would have them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE articles_article SET comment_count = (SELECT count(*) FROM comments_comment c"
            " LEFT JOIN comments_comment r ON r.id = c.root_id"
            " WHERE c.article_id = articles_article.id AND c.status = 'approved'"
            " AND (r.id IS NULL OR r.status = 'approved'))"
        )
        for statement in connection.ops.sequence_reset_sql(no_style(), [Comment, CommentRevision]):
            cursor.execute(statement)
        cursor.execute("ANALYZE")
        if POSTGRES:
            cursor.execute("SET session_replication_role = DEFAULT")
            for table in (*TABLES, "articles_article"):
                cursor.execute(f"VACUUM (ANALYZE) {table}")
        else:
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute("PRAGMA foreign_keys = ON")
