"""make bench-search: how long the store takes at size, over whatever it holds, beside the bounds.

ARTICLES=n seeds it first, INDEX=0 takes the index as it stands. Run on PostgreSQL with
DATABASE_URL, else on the SQLite store of VAR_DIR. Exit code 1 where a bound is broken.
"""

import os
import statistics
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biendoi.settings_test")
django.setup()

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import PublishedVersion
from search.engines import engine
from search.queries import Filters, search
from search.reindexing import begin, go_on
from search.suggestions import suggestions

RUNS = 5
PER_SECOND, PER_CORE = 500, "bài/giây của một lõi"
SUGGESTED = 20
FOUND = {"postgresql": 60, "sqlite": 80}[connection.vendor]
"""Milliseconds."""

# From what every second piece says to what none does.
QUERIES = {
    "một âm tiết": (
        "đồn mốc năm bien sang hoc lua ngua nguoi và của phong dan mot khong gạo chó bão"
        " tuần đảo rừng thuyền xuồng Lào chợ then quế muối A723p zzz"
    ).split(),
    "hai âm tiết": [
        *("biên phòng", "cột mốc", "ngu dan", "cua khau", "hoc sinh", "bao lu", "dan quan"),
        *("bo doi", "đồn trưởng", "can bo", "một người", "nguoi dan", "Quảng Ninh", "tuan tra"),
        *("lúa năm", "bão học", "mốc xuồng", "quế đảo", "chợ phiên", "hat then", "đồn zzz"),
    ],
    "cụm từ": [
        *("“đồn Biên phòng”", "“tự quản đường biên”", "“ngoc lua”", "“cán bộ đồn”"),
        *("“bộ đội Biên phòng”", "“người dân”", "“một năm”", "“chiến sĩ trẻ”", "“hàng cây”"),
        *("“biên giới”", "“cột mốc số”", "“nhà văn hóa”", "“không có chữ này”"),
    ],
    "số văn bản": [
        *("174-ĐA/TU", "174 da tu", "đề án 174", "A723p", "11-QĐ/TU", "chuyên án A723p"),
        *("nghị quyết 33", "21/3/2016", "ngày 2 tháng 9 năm 2020", "999-ZZ/ZZ"),
    ],
}
TYPED = (
    *("bi", "bien", "bien ph", "cot", "đồn b", "de an", "hoc s", "th", "ng", "nguoi d", "qu"),
    *("quang n", "thieu ta", "ca", "cua khau h", "zz", "174", "bo doi bien p", "x", "mot"),
)


def spent(act):
    """([in the database], [in all], by its own clock) milliseconds, after one run that warms it."""
    act()
    inside, whole = [], []
    for _run in range(RUNS):
        with CaptureQueriesContext(connection) as asked:
            start = time.perf_counter()
            act()
            whole.append(1000 * (time.perf_counter() - start))
        inside.append(1000 * sum(float(query["time"]) for query in asked.captured_queries))
    statements = [query["sql"] for query in asked.captured_queries]
    if connection.vendor == "postgresql":
        return inside, whole, sum(map(own_time, statements))
    # SQLite finds while it is read, which no clock of Django's sees: asked again and read.
    inside = [sum(map(reading_time, statements)) for _run in range(RUNS)]
    return inside, whole, min(inside)


def own_time(sql):
    """What PostgreSQL says it takes to plan and to answer, the quickest of a few times: the way
    there and other people's work on the machine left out."""
    told = []
    with connection.cursor() as cursor:
        for _run in range(RUNS):
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF) {sql.replace('%', '%%')}")
            lines = [line for (line,) in cursor.fetchall() if " Time: " in line]
            told.append(sum(float(line.split()[-2]) for line in lines))
    return min(told)


def reading_time(sql):
    with connection.cursor() as cursor:
        start = time.perf_counter()
        cursor.execute(sql.replace("%", "%%"))
        cursor.fetchall()
        return 1000 * (time.perf_counter() - start)


def p95(times):
    return statistics.quantiles(times, n=20)[-1]


def index():
    """Pieces a second by the clock and by the processor, by one process; the making of the
    database's index included."""
    clock, processor = time.perf_counter(), time.process_time()
    begin(anew=True)
    while go_on():
        pass
    count = PublishedVersion.objects.count()
    return count / (time.perf_counter() - clock), count / (time.process_time() - processor)


def measures():
    """(name, figure, unit, bound or None); a bound in a rate is the least, else the most."""
    if os.environ.get("INDEX") != "0":
        by_clock, by_processor = index()
        yield "lập chỉ mục", by_processor, PER_CORE, PER_SECOND
        yield "lập chỉ mục theo đồng hồ", by_clock, "bài/giây", None
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    pages = {name: [(query, {}) for query in queries] for name, queries in QUERIES.items()}
    every = [query for queries in QUERIES.values() for query in queries][::3]
    pages["bài mới trước"] = [(query, {"newest_first": True}) for query in every]
    pages["lọc có ảnh"] = [(query, {"filters": Filters(photos=True)}) for query in every]
    for name, asked in pages.items():
        runs = [spent(lambda q=query, o=options: search(q, **o)) for query, options in asked]
        yield name, *told(runs, FOUND if name in QUERIES else None)
    yield "gợi ý", *told([spent(lambda t=text: suggestions(t)) for text in TYPED], SUGGESTED)


def told(runs, bound):
    inside = p95([time for run in runs for time in run[0]])
    whole = p95([time for run in runs for time in run[1]])
    own = p95([run[2] for run in runs])
    return inside, f"ms CSDL, p95 (đồng hồ của nó {own:.1f}; cả Python {whole:.1f})", bound


def main():
    count = PublishedVersion.objects.count()
    print(f"{connection.vendor}, {type(engine()).__name__}, {count} bản, {timezone.localdate()}\n")
    print("| đo | được | đơn vị | mức | đạt |\n|---|---|---|---|---|")
    broken = False
    for name, figure, unit, bound in measures():
        held = bound is None or (figure >= bound if unit == PER_CORE else figure <= bound)
        broken |= not held
        told = "" if bound is None else "có" if held else "KHÔNG"
        print(f"| {name} | {figure:.1f} | {unit} | {bound or ''} | {told} |", flush=True)
    sys.exit(broken)


if __name__ == "__main__":
    main()
