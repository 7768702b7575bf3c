import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.numbers import number
from search import reindexing
from search.desk import keeping
from search.engines import Unavailable
from search.indexing import state


class Command(BaseCommand):
    help = "Dựng lại chỉ mục tìm kiếm bên cạnh chỉ mục đang dùng; ngắt giữa chừng thì chạy tiếp."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anew", action="store_true", help="bỏ phần đã dựng dở, làm lại từ đầu"
        )
        parser.add_argument(
            "--verify", action="store_true", help="chỉ soát chỉ mục đang dùng, sai thì thoát với 1"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["verify"]:
                self.verify()
            else:
                with reindexing.alone():
                    self.build(anew=options["anew"])
                    self.fill_desk()
            self.verify_desk()
        except reindexing.Busy:
            raise CommandError("Một lần dựng khác đang chạy.") from None
        except Unavailable as error:
            raise CommandError(f"Máy chỉ mục không nhận: {error}") from None

    def build(self, *, anew: bool) -> None:
        first = reindexing.begin(anew=anew).done
        if first:
            self.stdout.write(f"Chạy tiếp từ bản số {first}.")
        draw = self.progress(first)
        while reindexing.go_on():
            draw(state().done)
        self.stdout.write("\nChỉ mục mới đã thay chỉ mục cũ.")

    def fill_desk(self) -> None:
        """In place: whoever looks meanwhile finds all."""
        for kind, last in keeping.fill():
            self.stdout.write(f"\rTòa soạn: {kind} đến số {last}", ending="")
            self.stdout.flush()
        self.stdout.write("")

    def verify(self) -> None:
        draw = self.progress(0)
        found = reindexing.Faults()
        for done, faults in reindexing.verify(state().live):
            found.missing += faults.missing
            found.stale += faults.stale
            found.foreign += faults.foreign
            draw(done)
        self.stdout.write("")
        for name, numbers in (
            ("thiếu", found.missing),
            ("cũ hoặc sai chữ", found.stale),
            ("lạ, không có bản nào như vậy", found.foreign),
        ):
            if numbers:
                self.stdout.write(f"{number(len(numbers))} bản {name}, từ bản số {numbers[0]}.")
        if found:
            raise CommandError("Chỉ mục không khớp. Dựng lại bằng: manage.py reindex --anew")
        self.stdout.write("Chỉ mục khớp với mọi bản đã xuất bản.")

    def verify_desk(self) -> None:
        if lacking := sum(keeping.missing().values()):
            raise CommandError(f"Chỉ mục của tòa soạn thiếu {number(lacking)} mục.")
        self.stdout.write("Chỉ mục của tòa soạn đủ bài, ảnh, tác giả, đơn vị.")

    def progress(self, first: int) -> Callable[[int], None]:
        start, total = time.monotonic(), reindexing.total()

        def draw(done: int) -> None:
            rate = max(1.0, (done - first) / (time.monotonic() - start))
            left = max(0, total - done) / rate
            self.stdout.write(
                f"\r{done}/{total}, {rate:.0f} bản/giây, còn {left:.0f} giây ", ending=""
            )
            self.stdout.flush()

        return draw
