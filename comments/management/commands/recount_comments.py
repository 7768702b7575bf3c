from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comments import recounting
from comments.recounting import Batch, Drift
from core.numbers import number

SHOWN = 20
_NAMES = {
    "comment_count": "Bài {row}: ghi {told} ý kiến, đếm được {counted}.",
    "likes": "Ý kiến {row}: ghi {told} lượt thích, đếm được {counted}.",
    "reports": "Ý kiến {row}: ghi {told} báo cáo chưa xem, đếm được {counted}.",
}


class Command(BaseCommand):
    help = (
        "Đếm lại số ý kiến của bài, lượt thích và báo cáo của ý kiến, kể ra chỗ lệch (thoát với 1);"
        " --repair thì sửa luôn. Chạy được khi tờ báo đang mở."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="sửa chỗ lệch")
        parser.add_argument("--all", action="store_true", help="kể hết mọi chỗ lệch")
        parser.add_argument("--article", type=int, default=0, help="chạy tiếp từ sau bài số này")
        parser.add_argument(
            "--comment", type=int, help="bỏ phần bài, chạy tiếp từ sau ý kiến số này"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.shown = None if options["all"] else SHOWN
        found, repair = 0, options["repair"]
        if options["comment"] is None:
            walk = recounting.pieces(options["article"], repair=repair)
            found += self.walk("bài", "--article", walk)
        walk = recounting.comments(options["comment"] or 0, repair=repair)
        found += self.walk("ý kiến", "--comment", walk)
        if not found:
            self.stdout.write("Mọi con số đều khớp.")
        elif repair:
            self.stdout.write(f"Đã sửa {number(found)} chỗ lệch.")
        else:
            raise CommandError(f"{number(found)} chỗ lệch. Sửa bằng: recount_comments --repair")

    def walk(self, what: str, flag: str, batches: Iterator[Batch]) -> int:
        """How many drifts; interrupted, it says how to go on."""
        found = reached = 0
        try:
            for batch in batches:
                reached = batch.reached
                for drift in batch.drifts:
                    found += 1
                    if self.shown is None or found <= self.shown:
                        self.stdout.write(_told(drift))
        except KeyboardInterrupt:
            raise CommandError(f"Dừng giữa chừng. Chạy tiếp bằng: {flag} {reached}") from None
        self.stdout.write(f"Đã đếm {what} đến số {reached}: {number(found)} chỗ lệch.")
        return found


def _told(drift: Drift) -> str:
    return _NAMES[drift.counter].format(
        row=drift.row, told=number(drift.told), counted=number(drift.counted)
    )
