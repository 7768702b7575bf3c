"""make bench-comments: what comments cost at size, beside the bounds, on the store of DATABASE_URL.

STORE=10000000 and BIG=100000 fill it first: so many comments in all, and so many under one piece.
PARTS=pages,writing,… does a part of it. Exit code 1 where a bound is broken.
"""

import gzip
import itertools
import multiprocessing
import os
import random
import re
import statistics
import sys
import threading
import time
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biendoi.settings")
from django.conf import settings

settings.ALLOWED_HOSTS = ["*"]
settings.STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
settings.SECURE_SSL_REDIRECT = False
django.setup()

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from articles.models import Article, PublishedVersion
from bench import files, seeding
from bench.measuring import asked, spent
from comments import likes, moderation, queries, recounting, rescanning, stamp
from comments.admin import queue
from comments.models import Comment, Discussion, Like, Rescan, Status, Word

STORE = int(os.environ.get("STORE", "10_000_000"))
BIG = int(os.environ.get("BIG", "100_000"))
ORIGIN = {"Origin": "http://testserver"}


@cache
def piece():
    return seeding.big_piece()


def edition():
    return Discussion.objects.filter(article=piece()).values_list("edition", flat=True).first() or 0


# --- measuring ----------------------------------------------------------------------------------


@contextmanager
def likes_arriving(per_second, comments):
    """Readers in a process of their own who like what is under the big piece, all the while."""
    connection.close()
    across = multiprocessing.get_context("fork")
    stop, counted = across.Event(), across.Value("i", 0)

    def click():
        voter, start = random.getrandbits(60), time.perf_counter()
        while not stop.is_set():
            likes.like(Comment(pk=random.choice(comments), article_id=piece()), voter=voter)
            voter, counted.value = voter + 1, counted.value + 1
            time.sleep(max(0, start + counted.value / per_second - time.perf_counter()))

    clicking = across.Process(target=click)
    clicking.start()
    start = time.perf_counter()
    try:
        yield lambda: counted.value / (time.perf_counter() - start)
    finally:
        stop.set()
        clicking.join()


def cursor_of(rows, column=None):
    """That leads to the last page of a queryset: the one before its last twenty rows."""
    last = rows.reverse()[queries.PAGE_SIZE]
    if column:
        return f"{edition()}.{getattr(last, column)}.{last.pk}"
    return f"{round(last.created.timestamp() * 1_000_000)}-{last.pk}"


# --- the parts ----------------------------------------------------------------------------------


def pages():
    client = Client(headers={"user-agent": "bench"})
    roots = Comment.objects.approved().roots().filter(article=piece())
    ranked = likes.column(edition())
    newest = roots.order_by("-created", "-pk")
    address = reverse("comment-page", args=[piece()])
    deepest = f"{address}?truoc={cursor_of(newest)}"
    liked = roots.order_by(f"-{ranked}", "-pk")
    deep_liked = f"{address}?xep=quan-tam&truoc={cursor_of(liked, ranked)}"
    since = int(timezone.now().timestamp()) // 60 * 60 - 3600
    kinds = {
        "trang đầu": (address, 6),
        "trang cuối cùng": (deepest, 6),
        "trang quan tâm nhất": (f"{address}?xep=quan-tam", 6),
        "trang cuối theo quan tâm": (deep_liked, 6),
        "hỏi ý kiến mới": (f"{address}moi/?tu={since}", 3),
    }
    chosen = list(newest.values_list("pk", flat=True)[:2000])
    with likes_arriving(50, chosen) as rate:
        for name, (where, most) in kinds.items():
            client.get(where)
            sent, answer = asked(lambda where=where: client.get(where))
            assert answer.status_code in {200, 204}, (where, answer.status_code)
            yield f"{name}: câu hỏi", len(sent), "", most
            yield f"{name}: CSDL", spent(sent), "ms", 15
        yield "lượt thích đến trong lúc ấy", rate(), "/giây", None


def looking_up():
    """The back-office's list of all comments, each state of it; what it counts and prints."""
    client = Client()
    client.force_login(moderator())
    address = reverse("admin:comments_comment_changelist")
    lists = [*Status, *queue.StateFilter.LANES, queue.StateFilter.EVERYTHING, "rejected&p=20"]
    for state in lists:
        where = f"{address}?tinh-trang={state}"
        client.get(where)
        sent, answer = asked(lambda where=where: client.get(where))
        assert answer.status_code == 200, (where, answer.status_code)
        yield f"danh sách tra cứu, {state}", spent(sent), "ms", 50


def paging():
    """Every root of the big piece once, newest first and by likes, while others write."""
    roots = Comment.objects.approved().roots().filter(article=piece())
    ids = list(roots.order_by("pk").values_list("pk", flat=True))
    moved = set(random.sample(ids, 200))
    stop = threading.Event()

    def write():
        by = moderator()
        while not stop.is_set():
            comment = Comment(pk=random.choice(list(moved)), article_id=piece())
            comment.refresh_from_db()
            verdict = moderation.reject if comment.approved else moderation.approve
            verdict(comment, by=by)
            likes.like(comment, voter=random.getrandbits(60))
            time.sleep(0.01)
        connection.close()

    for order in (queries.NEWEST, queries.LIKED):
        now = edition()
        stop.clear()
        writer = threading.Thread(target=write)
        writer.start()
        met, cursor, start, count = [], "", time.perf_counter(), 0
        while True:
            page = queries.threads(piece(), cursor, order=order, edition=now)
            met += [thread.root.pk for thread in page.items]
            cursor, count = page.next_cursor, count + 1
            if not cursor:
                break
        stop.set()
        writer.join()
        still = set(ids) - moved
        yield f"{queries.ORDERS[order]}: gặp hai lần", len(met) - len(set(met)), "", 0
        yield f"{queries.ORDERS[order]}: bị sót", len(still - set(met)), "", 0
        yield (
            f"{queries.ORDERS[order]}: một trang",
            1000 * (time.perf_counter() - start) / count,
            (f"ms, {count} trang"),
            None,
        )


def writing():
    version = PublishedVersion.objects.live().get(article=piece())
    address, times = reverse("comment-submit", args=[piece()]), []
    for n in range(120):
        client = Client(REMOTE_ADDR=f"10.{n}.0.1", headers={"user-agent": f"bench {n}", **ORIGIN})
        words = {
            "name": f"Người đo {n}",
            "text": f"Ý kiến đo lần {n} lúc {time.time()}: rất mừng cho bà con {random.random()}.",
            "stamp": stamp.stamp(version.article_id),
        }
        start = time.process_time()
        answer = client.post(address, words)
        times.append(1000 * (time.process_time() - start))
        assert answer.status_code == 303, answer.content.decode()
    yield "gửi một ý kiến, CPU", statistics.median(times[20:]), "ms", 12
    yield "gửi một ý kiến, CPU, p95", statistics.quantiles(times[20:], n=20)[-1], "ms", None


def deciding():
    waiting = _pending(1000)
    start = time.perf_counter()
    sent, outcome = asked(lambda: moderation.decide_all(waiting, Status.APPROVED, by=moderator()))
    yield "duyệt 1.000 ý kiến một lượt", time.perf_counter() - start, "giây", 2
    yield "duyệt 1.000 ý kiến: câu hỏi", len(sent), "", None
    assert len(getattr(outcome, "decided", outcome)) == 1000


def _pending(number):
    """Waiting comments of a hundred pieces, under as many threads."""
    pieces = seeding.pieces()[1:101]
    rows = Comment.objects.bulk_create(
        Comment(article_id=pieces[n % 100], name=f"Người chờ {n}") for n in range(number)
    )
    revision = Comment._meta.get_field("latest").related_model
    texts = revision.objects.bulk_create(
        revision(comment=row, number=1, text=f"Chờ duyệt {row.pk}.") for row in rows
    )
    for row, text in zip(rows, texts, strict=True):
        row.latest = text
    Comment.objects.bulk_update(rows, ["latest"], batch_size=200)
    return rows


def voting():
    """800 readers, and one who presses 200 times, by the real view, forty at once."""
    comment = Comment.objects.approved().roots().filter(article=piece()).order_by("-pk")[0]
    Like.objects.filter(comment=comment).delete()
    Comment.objects.filter(pk=comment.pk).update(likes=0)
    address = reverse("comment-like", args=[comment.pk])
    voters = [f"10.9.{n // 200}.{n % 200}" for n in range(800)] + ["10.8.0.1"] * 200
    random.shuffle(voters)
    failed, barrier, start = [], threading.Barrier(40), time.perf_counter()

    def press(own):
        barrier.wait()
        for voter in own:
            answer = Client(REMOTE_ADDR=voter, headers={"user-agent": "b"}).post(address)
            if answer.status_code != 303:
                failed.append(answer.status_code)
        connection.close()

    threads = [threading.Thread(target=press, args=[voters[n::40]]) for n in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    comment.refresh_from_db()
    rows = Like.objects.filter(comment=comment).count()
    yield "1.000 lượt bấm trong", time.perf_counter() - start, "giây", None
    yield "800 người và 200 lần bấm: hàng", rows, "đúng 801", (801, 801)
    yield "800 người và 200 lần bấm: số đếm", comment.likes, "đúng 801", (801, 801)
    yield "lượt bấm không được nhận", len(failed), "", 0


def walking():
    """The walks through the whole store, a stretch of each."""
    word = Word.objects.filter(text="từ không ai viết").first()
    word = word or Word.objects.create(text="từ không ai viết", list=Word.List.BANNED)
    walk = Rescan.objects.create()
    last, count, start = 0, 0, time.perf_counter()
    while last is not None and count < 20 * rescanning.BATCH:
        last, count = rescanning.rescan(walk.pk, last), count + rescanning.BATCH
    yield "soát lại", count / (time.perf_counter() - start), "ý kiến/giây", None
    walk.delete()
    word.delete()
    start = time.perf_counter()
    batches = list(itertools.islice(recounting.comments(), 20))
    rate = len(batches) * recounting.COMMENTS / (time.perf_counter() - start)
    yield "đếm lại lượt thích, báo cáo", rate, "ý kiến/giây", None
    start = time.perf_counter()
    drifts = [drift for batch in recounting.pieces() for drift in batch.drifts]
    yield "đếm lại mọi bài", time.perf_counter() - start, f"giây, {len(drifts)} lệch", None


def scripts():
    static = Path(settings.BASE_DIR, "static/js")
    templates = Path(settings.BASE_DIR, "templates/comments").glob("*.html")
    found = {n for page in templates for n in re.findall(r"'js/(\w+)\.js'", page.read_text())}
    weight = sum(len(gzip.compress(Path(static, f"{name}.js").read_bytes())) for name in found)
    yield f"mã JS ({', '.join(sorted(found))})", weight, "byte gz", 5000


def carrying():
    yield from files.carried(piece(), moderator())


PARTS = {
    part.__name__: part
    for part in (
        pages,
        looking_up,
        paging,
        writing,
        deciding,
        voting,
        walking,
        carrying,
        scripts,
    )
}


def moderator():
    return User.objects.get(username="tongbientap")


def held(figure, bound):
    least, most = bound if isinstance(bound, tuple) else (0, bound)
    return least <= figure <= most


def main():
    seeding.fill(STORE, BIG)
    names = os.environ.get("PARTS", ",".join(PARTS)).split(",")
    under = Article.objects.get(pk=piece()).comment_count
    print(f"{connection.vendor}, kho {STORE}, {under} ý kiến dưới bài {piece()}\n")
    print("| đo | được | đơn vị | mức | đạt |\n|---|---|---|---|---|")
    broken = False
    for name in names:
        for what, figure, unit, bound in PARTS[name]():
            good = bound is None or held(figure, bound)
            broken |= not good
            told = "" if bound is None else "có" if good else "KHÔNG"
            most = bound[1] if isinstance(bound, tuple) else "" if bound is None else bound
            print(f"| {what} | {figure:.4g} | {unit} | {most} | {told} |", flush=True)
    sys.exit(broken)


if __name__ == "__main__":
    main()
