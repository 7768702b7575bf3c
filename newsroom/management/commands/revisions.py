from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from core.numbers import number
from newsroom.revisions.thinning import spare, thin


class Command(BaseCommand):
    help = "Bản lưu của bài: thưa dần bản cũ, mỗi ngày giữ một bản"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("task", choices=["thin"], help="thin: bỏ những bản lưu thừa")
        parser.add_argument("--dry-run", action="store_true", help="chỉ đếm, không bỏ")

    def handle(self, *args: Any, **options: Any) -> None:
        look = spare if options["dry_run"] else thin
        count = pieces = 0
        last: int | None = 0
        while last is not None:
            batch = look(last)
            count += len(batch.spare)
            pieces += len({row.article for row in batch.spare})
            last = batch.last
        done = "Sẽ bỏ" if options["dry_run"] else "Đã bỏ"
        self.stdout.write(
            f"{done} {number(count)} bản lưu của {number(pieces)} bài, "
            f"cũ hơn {settings.REVISIONS_KEEP_DAYS} ngày."
        )
