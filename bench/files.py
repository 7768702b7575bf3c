"""Comments out of the store and into it, by the file."""

import itertools
import resource
import tempfile
import time
from functools import partial
from pathlib import Path

from django.db import connection

from bench import seeding
from comments import recounting
from comments.exporting import Choice, lines
from comments.importing import wxr
from comments.importing.running import Run


def carried(piece, by):
    """Out: a stretch of the store. In: a file of 100,000 comments on one piece, gone afterwards."""
    batches, start = itertools.islice(lines(Choice(), "jsonl"), 40), time.perf_counter()
    written = sum(batch.count("\n") for batch in batches)
    yield "viết ra JSON", written / (time.perf_counter() - start), "ý kiến/giây", None
    with tempfile.NamedTemporaryFile() as file:
        for part in long_file(100_000):
            file.write(part.encode())
        file.flush()
        before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
        run = Run(partial(_read, Path(file.name)), by, {"bench": piece})
        made = run.go().made.total()
        spent = time.perf_counter() - start
        size = Path(file.name).stat().st_size / 1e6
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield "nhập WXR 100.000 ý kiến", made / spent, f"ý kiến/giây ({made}, tệp {size:.0f} MB)", None
    yield "nhập WXR 100.000 ý kiến: bộ nhớ thêm", (after - before) / 1000, "MB", 100
    forget_imported()


def _read(path):
    with path.open("rb") as file:
        yield from wxr.read(file)


def long_file(count):
    yield '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item>'
    yield "<wp:post_id>bench</wp:post_id>"
    for n in range(1, count + 1):
        parent = n - n % 5 if n % 5 > 2 and n > 5 else 0
        yield (
            f"<wp:comment><wp:comment_id>{n}</wp:comment_id><wp:comment_author>Người {n}"
            "</wp:comment_author><wp:comment_date_gmt>2019-03-01 02:03:04</wp:comment_date_gmt>"
            f"<wp:comment_content><![CDATA[<p>Ý kiến nhập {n}: {'chữ ' * 80}</p>]]>"
            "</wp:comment_content><wp:comment_approved>1</wp:comment_approved>"
            f"<wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
        )
    yield "</item></channel></rss>"


def forget_imported():
    """What no newspaper may do: the bench's own rows, by the database itself."""
    mine = "SELECT id FROM comments_comment WHERE source LIKE 'wxr:%'"
    with connection.cursor() as cursor:
        if seeding.POSTGRES:
            cursor.execute("SET session_replication_role = replica")
        else:
            cursor.execute("PRAGMA foreign_keys = OFF")
        for table in ("comments_decision", "comments_commentrevision"):
            cursor.execute(f"DELETE FROM {table} WHERE comment_id IN ({mine})")
        cursor.execute("DELETE FROM comments_comment WHERE source LIKE 'wxr:%'")
        if seeding.POSTGRES:
            cursor.execute("SET session_replication_role = DEFAULT")
        else:
            cursor.execute("PRAGMA foreign_keys = ON")
    list(recounting.pieces(repair=True))
