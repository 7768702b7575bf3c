"""python -m tests.measure.differences: how long two versions of 5,000 words take to compare."""

import os
import random
import statistics
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biendoi.settings_test")
django.setup()

from newsroom.revisions.differences import body_changes

SYLLABLES = (
    "đồn biên phòng cán bộ chiến sĩ nhân dân bản làng cột mốc tuần tra khu vực cửa khẩu và của"
    " các những một với trên trong cho được đã sẽ đến từ là có người năm ngày tháng"
).split()
MOST = 0.300


def body(dice, paragraphs, each):
    rare = [f"tên{n}" for n in range(400)]
    return [
        [dice.choice(rare if dice.random() < 0.15 else SYLLABLES) for _word in range(each)]
        for _paragraph in range(paragraphs)
    ]


def edited(dice, paragraphs, share):
    changed = []
    for words in paragraphs:
        changed.append([w if dice.random() > share else f"sửa{dice.randrange(99)}" for w in words])
        if dice.random() < 0.05:
            changed.append([dice.choice(SYLLABLES) for _word in range(50)])
    moved = changed[: len(changed) // 10]
    return changed[len(moved) :] + moved


def html(paragraphs):
    return "".join(f"<p>{' '.join(words)}.</p>" for words in paragraphs)


def main():
    dice = random.Random(5)
    cases = {"100 đoạn": (100, 50), "400 đoạn ngắn": (400, 13), "một đoạn": (1, 5000)}
    slowest = 0.0
    for name, (paragraphs, each) in cases.items():
        for share in (0.01, 0.1, 0.5):
            old = body(dice, paragraphs, each)
            pair = html(old), html(edited(dice, old, share))
            times = []
            for _run in range(5):
                start = time.perf_counter()
                body_changes(*pair)
                times.append(time.perf_counter() - start)
            slowest = max(slowest, statistics.median(times))
            print(f"{name:14} sửa {share:4.0%}: {statistics.median(times) * 1000:6.1f} ms")
    print(f"chậm nhất {slowest * 1000:.1f} ms, mức {MOST * 1000:.0f} ms")
    sys.exit(slowest > MOST)


if __name__ == "__main__":
    main()
