import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.numbers import number
from search import reindexing
from search.desk import keeping
from search.indexing import state


class Command(BaseCommand):
    help = "Dựng lại chỉ mục tìm kiếm bên cạnh chỉ mục đang dùng; ngắt giữa chừng thì chạy tiếp."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anew", action="store_true", help="bỏ phần đã dựng dở, làm lại từ đầu"
        )
        parser.add_argument("--verify", action="store_true", help="chỉ soát chỉ mục đang dùng")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["verify"]:
            self.build(anew=options["anew"])
            self.fill_desk()
        lacking = reindexing.missing(state().live)
        if lacking:
            raise CommandError(f"Chỉ mục thiếu {number(len(lacking))} bản, từ bản số {lacking[0]}.")
        self.stdout.write("Chỉ mục đủ mọi bản đã xuất bản.")
        if lacking_rows := sum(keeping.missing().values()):
            raise CommandError(f"Chỉ mục của tòa soạn thiếu {number(lacking_rows)} mục.")
        self.stdout.write("Chỉ mục của tòa soạn đủ bài, ảnh, tác giả, đơn vị.")

    def build(self, *, anew: bool) -> None:
        first = reindexing.begin(anew=anew).done
        if first:
            self.stdout.write(f"Chạy tiếp từ bản số {first}.")
        start, total = time.monotonic(), reindexing.total()
        while reindexing.go_on():
            done = state().done
            rate = (done - first) / (time.monotonic() - start)
            self.stdout.write(f"\r{done}/{total}, {rate:.0f} bản/giây", ending="")
            self.stdout.flush()
        self.stdout.write("")

    def fill_desk(self) -> None:
        """In place: whoever looks meanwhile finds all."""
        for kind, last in keeping.fill():
            self.stdout.write(f"\rTòa soạn: {kind} đến số {last}", ending="")
            self.stdout.flush()
        self.stdout.write("")
