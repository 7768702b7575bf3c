import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from articles.models import Section
from demo.loading import load_newspaper
from demo.multiply import multiply
from demo.scale import LAST, SPAN, seed
from outbox.queue import enqueue
from search.reindexing import REINDEX

WRITTEN = 20_000
"""Pieces that are written one by one; more are copies of these."""


class Command(BaseCommand):
    help = "Thêm N bài đã xuất bản để thử ở quy mô lớn: manage.py seed --articles 100000"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--articles", type=int, required=True, help="số bài cần thêm")

    def handle(self, *args: Any, **options: Any) -> None:
        number = options["articles"]
        if number < 1:
            raise CommandError("Số bài phải lớn hơn 0.")
        if not Section.objects.exists():
            self.stdout.write("Kho còn trống: dựng tờ báo mẫu trước …")
            load_newspaper()
        chief = User.objects.get(username="tongbientap")
        start = time.monotonic()
        written = min(number, WRITTEN)
        for done in seed(written, chief):
            self.draw(done, number, time.monotonic() - start)
        if number > written:
            for done in multiply(number - written, since=LAST - SPAN, span=SPAN):
                self.draw(written + done, number, time.monotonic() - start)
            enqueue(REINDEX, "")
        self.stdout.write("")

    def draw(self, done: int, number: int, seconds: float) -> None:
        filled = 30 * done // number
        left = seconds / done * (number - done)
        bar = "█" * filled + "·" * (30 - filled)
        self.stdout.write(
            f"\r{bar} {done}/{number} bài, {done / seconds:.0f} bài/giây, còn {left:.0f} giây ",
            ending="",
        )
        self.stdout.flush()
