"""make bench-writing: what the change form and an autosave cost, on a database made for it."""

import json
import os
import statistics
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biendoi.settings_test")
django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
import reversion

from tests.factories.articles import chief, make_article
from tests.factories.people import make_user
from tests.newsroom.desk import change
from tests.newsroom.writing.desk import address, splice

REVISIONS = 200
SENTENCE = (
    " Sáng 1/10, đoàn công tác lên đường từ đồn Biên phòng, mang theo quà cho bà con trong xã."
)
BODY = "".join(
    f"<p>Đoạn {n}: cán bộ, chiến sĩ bám bản, bám dân, giữ vững biên cương.</p>" for n in range(250)
)


def spent(act, runs=15):
    """Milliseconds of CPU in the middle, after two runs that warm it."""
    times = []
    for run in range(runs + 2):
        start = time.process_time()
        act(run)
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times[2:])


def tell(name, figure, bound, unit):
    print(f"{name:46} {figure:8.1f} {unit:10} (mức {bound})")


def main():
    connection.creation.create_test_db(verbosity=0)
    client = Client()
    client.force_login(make_user("Biên tập viên"))
    article = make_article(body=BODY, created_by=chief(), tags=("Quảng Ninh", "Cao Bằng"))
    for n in range(REVISIONS):
        with reversion.create_revision():
            article.kicker = f"Lần {n}"
            article.save()
    where = change(article)
    cpu = spent(lambda _run: client.get(where))
    with CaptureQueriesContext(connection) as asked:
        client.get(where)
    print(f"{connection.vendor}, thân bài {len(BODY.encode())} byte, {REVISIONS} bản lưu")
    tell("mở trang sửa bài, CPU", cpu, 60, "ms")
    tell("mở trang sửa bài", len(asked), 40, "truy vấn")
    texts = [BODY]

    def autosave(run):
        texts.append(texts[-1][:-4] + SENTENCE + "</p>")
        fields = {"body": splice(texts[-2], texts[-1])}
        said = {"sitting": "ab" * 16, "user": None, "base": 1, "number": run + 1, "fields": fields}
        del said["user"]
        autosave.sent = json.dumps(said, ensure_ascii=False).encode()
        answer = client.post(address(article), data=autosave.sent, content_type="application/json")
        assert answer.json()["again"] == [], answer.content

    cutting = spent(lambda _run: splice(BODY, BODY + SENTENCE))
    tell("giữ một câu đang gõ, CPU", spent(autosave) - cutting, 15, "ms")
    tell("một câu đang gõ trên đường truyền", len(autosave.sent), 2048, "byte")
    with CaptureQueriesContext(connection) as asked:
        autosave(99)
    tell("giữ một câu đang gõ", len(asked), "–", "truy vấn")
    connection.creation.destroy_test_db(":memory:", verbosity=0)


if __name__ == "__main__":
    main()
