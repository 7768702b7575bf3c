"""make bench-posting: the CPU time of taking in a reader's words, on a database made for it."""

import os
import statistics
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biendoi.settings_test")
django.setup()

from django.db import connection
from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode

from comments import stamp
from comments.models import TEXT_LENGTH, Bucket, Comment, Word
from tests.factories.articles import make_published

application = get_wsgi_application()
RUNS, BOUND = 60, 12
"""Milliseconds."""
WORDS = (
    "tôi thấy bài này viết về các chiến sĩ nơi biên giới rất hay mong báo viết thêm đường lên bản"
    " mùa mưa lầy lội học sinh phải nghỉ nhiều ngày đề nghị xã sớm sửa chữa"
).split()


def text(run, length):
    """Another text each time: nothing is found again, nothing is taken for the first."""
    words = [WORDS[(n * (run + 3) + n // 7) % len(WORDS)] for n in range(length // 4)]
    return f"{run} {' '.join(words)}"[:length]


def sending(version, run, length):
    """What a server hands on to the application."""
    words = {
        "name": f"Bạn đọc {run}",
        "email": f"doc{run}@example.vn",
        "text": text(run, length),
        "stamp": stamp.stamp(version.article_id),
        "parent": "",
        "trap": "",
    }
    address = reverse("comment-submit", args=[version.article_id])
    kind = "application/x-www-form-urlencoded"
    request = RequestFactory(headers={"Origin": "http://testserver"})
    return request.post(address, urlencode(words), content_type=kind).environ


def take(environ):
    told = []
    answer = application(environ, lambda status, _headers: told.append(status))
    answer.close()
    assert told == ["303 See Other"], told


def spent(version, length):
    """Milliseconds of CPU of each of many sendings, after two that warm it; sorted."""
    times = []
    for run in range(RUNS + 2):
        Bucket.objects.all().delete()
        environ = sending(version, run, length)
        start = time.process_time()
        take(environ)
        times.append((time.process_time() - start) * 1000)
    return sorted(times[2:])


def main():
    connection.creation.create_test_db(verbosity=0)
    Word.objects.bulk_create(
        Word(text=f"từ số {n}", key=f"từ số {n}", added_by=None) for n in range(300)
    )
    version = make_published()
    broken = False
    for what, length in (("ý kiến thường, 300 ký tự", 300), ("ý kiến dài nhất", TEXT_LENGTH)):
        Comment.objects.update(created="2020-01-01T00:00:00Z")
        times = spent(version, length)
        middle, high = statistics.median(times), times[int(len(times) * 0.95)]
        with CaptureQueriesContext(connection) as asked:
            take(sending(version, RUNS + 5, length))
        print(
            f"{connection.vendor}: {what}: {middle:.1f} ms CPU, từ {times[0]:.1f} đến {high:.1f}"
            f" (mức {BOUND}), {len(asked)} câu hỏi"
        )
        broken |= middle > BOUND
    sys.exit(int(broken))


if __name__ == "__main__":
    main()
