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
PER_SECOND = 500
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
    """[(in the database, in all)] milliseconds, after one run that warms it. SQLite finds while it
    is read, so there all counts as the database's."""
    act()
    times = []
    for _run in range(RUNS):
        with CaptureQueriesContext(connection) as asked:
            start = time.perf_counter()
            act()
            whole = time.perf_counter() - start
        told = sum(float(query["time"]) for query in asked.captured_queries)
        inside = told if connection.vendor == "postgresql" else whole
        times.append((inside * 1000, whole * 1000))
    return times


def p95(times):
    return statistics.quantiles(times, n=20)[-1]


def index():
    """Pieces a second by the clock, by one process, the making of the database's index included."""
    start = time.perf_counter()
    begin(anew=True)
    while go_on():
        pass
    return PublishedVersion.objects.count() / (time.perf_counter() - start)


def measures():
    """(name, figure, unit, bound or None); a bound in a rate is the least, else the most."""
    if os.environ.get("INDEX") != "0":
        yield "lập chỉ mục", index(), "bài/giây", PER_SECOND
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    pages = {name: [(query, {}) for query in queries] for name, queries in QUERIES.items()}
    every = [query for queries in QUERIES.values() for query in queries][::3]
    pages["bài mới trước"] = [(query, {"newest_first": True}) for query in every]
    pages["lọc có ảnh"] = [(query, {"filters": Filters(photos=True)}) for query in every]
    for name, asked in pages.items():
        times = [
            t for query, options in asked for t in spent(lambda q=query, o=options: search(q, **o))
        ]
        bound = FOUND if name in QUERIES else None
        yield name, p95([inside for inside, _whole in times]), "ms CSDL, p95", bound
        yield f"{name}, cả phần Python", p95([whole for _inside, whole in times]), "ms, p95", None
    times = [t for text in TYPED for t in spent(lambda t=text: suggestions(t))]
    yield "gợi ý", p95([inside for inside, _whole in times]), "ms CSDL, p95", SUGGESTED


def main():
    count = PublishedVersion.objects.count()
    print(f"{connection.vendor}, {type(engine()).__name__}, {count} bản, {timezone.localdate()}\n")
    print(f"| {'đo':32} | {'được':>8} | {'đơn vị':12} | {'mức':>6} | đạt |\n|---|---|---|---|---|")
    broken = False
    for name, figure, unit, bound in measures():
        held = bound is None or (figure >= bound if unit == "bài/giây" else figure <= bound)
        broken |= not held
        told = "" if bound is None else "có" if held else "KHÔNG"
        print(f"| {name:32} | {figure:8.1f} | {unit:12} | {bound or '':>6} | {told} |", flush=True)
    sys.exit(broken)


if __name__ == "__main__":
    main()
