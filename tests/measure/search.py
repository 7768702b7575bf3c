"""make bench-search: how long the store takes at size, over whatever it holds. ARTICLES=n seeds it.

Run on PostgreSQL with DATABASE_URL, else on the SQLite store of VAR_DIR.
"""

import os
import statistics
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biendoi.settings_test")
django.setup()

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import PublishedVersion
from search.analysis import sheet
from search.engines import engine
from search.queries import search
from search.reindexing import begin, go_on
from search.suggestions import suggestions

QUERIES = {
    "một âm tiết": ["đồn", "mốc", "năm", "bien", "sang", "hoc", "lua", "ngua"],
    "hai âm tiết": ["biên phòng", "cột mốc", "ngu dan", "cua khau", "hoc sinh", "bao lu"],
    "cụm từ": ["“đồn Biên phòng”", "“tự quản đường biên”", "“ngoc lua”", "“cán bộ đồn”"],
    "số văn bản": ["174-ĐA/TU", "174 da tu", "đề án 174", "A723p", "11-QĐ/TU"],
}


def spent(act):
    """Milliseconds in the database, after one run that warms it."""
    act()
    times = []
    for _run in range(5):
        with CaptureQueriesContext(connection) as asked:
            start = time.perf_counter()
            act()
            whole = time.perf_counter() - start
        inside = sum(float(query["time"]) for query in asked.captured_queries)
        times.append((inside * 1000, whole * 1000))
    return times


def tell(name, times):
    inside = [t for t, _whole in times]
    p95 = statistics.quantiles(inside, n=20)[-1]
    whole = statistics.median(t for _inside, t in times)
    print(f"{name:14} p95 {p95:6.1f} ms cơ sở dữ liệu, giữa {whole:6.1f} ms cả trang tìm")


def main():
    count = PublishedVersion.objects.count()
    start = time.perf_counter()
    sheets = [sheet(v) for v in PublishedVersion.objects.all()[:2000]]
    making = len(sheets) / (time.perf_counter() - start)
    begin(anew=True)
    start = time.perf_counter()
    while go_on():
        pass
    rate = count / (time.perf_counter() - start)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{connection.vendor}, {count} bản, {timezone.localdate()}")
    print(
        f"lập chỉ mục {rate:.0f} bài/giây (riêng phân tích {making:.0f}); {type(engine()).__name__}"
    )
    for name, queries in QUERIES.items():
        tell(name, [t for query in queries for t in spent(lambda q=query: search(q))])
    typed = ["bi", "bien ph", "cot", "đồn b", "de an", "hoc s"]
    tell("gợi ý", [t for text in typed for t in spent(lambda q=text: suggestions(q))])


if __name__ == "__main__":
    main()
