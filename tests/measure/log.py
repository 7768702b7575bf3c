"""How long `manage.py audit verify` needs for a log of so many rows, and how much memory.

    .venv/bin/python -m tests.measure.log 1000000

In a database of its own, which is thrown away.
"""

import os
import resource
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "biendoi.settings_test"

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from audit.models import Entry, Head

BATCH = 10_000


def fill(count: int) -> None:
    sealed, now = "", timezone.now()
    for start in range(1, count + 1, BATCH):
        rows = []
        for number in range(start, min(start + BATCH, count + 1)):
            facts = {"version": number % 9, "reason": "Sửa chú thích ảnh theo ý kiến của đồn."}
            row = Entry(
                number=number,
                previous=sealed,
                at=now,
                by_name="Hoàng Viết Hà",
                act="articles.edited",
                kind="articles.article",
                key=str(number % 5_000),
                label="Tăng cường cán bộ Biên phòng cho cơ sở",
                origin={"path": "/admin/articles/article/7/change/"},
                facts=facts,
            )
            row.sha256 = sealed = row.seal()
            rows.append(row)
        Entry.objects.bulk_create(rows)
    Head.objects.update_or_create(pk=1, defaults={"number": count, "sha256": sealed})


def main(count: int) -> None:
    connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        begun = time.monotonic()
        fill(count)
        print(f"written: {count:,} rows, {time.monotonic() - begun:.0f} s")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        wall, cpu = time.monotonic(), time.process_time()
        call_command("audit", "verify")
        wall, cpu = time.monotonic() - wall, time.process_time() - cpu
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"verified: {wall:.1f} s ({cpu:.1f} s CPU), {count / wall:,.0f} rows/s")
        print(f"memory at its most: {before // 1024} MB before, {after // 1024} MB after")
    finally:
        connection.creation.destroy_test_db("", verbosity=0)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
