from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comments.exporting import FORMATS, Choice, lines
from core.dates import parse_datetime


class Command(BaseCommand):
    help = (
        "Viết ý kiến bạn đọc ra tệp: jsonl có đủ các bản và quyết định, csv để mở bằng bảng tính."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=FORMATS, default="jsonl")
        parser.add_argument("--article", type=int, help="của một bài")
        parser.add_argument("--since", help="gửi từ ngày này, như 1/10/2023")
        parser.add_argument("--emails", action="store_true", help="cùng thư điện tử của người gửi")
        parser.add_argument("--output", type=Path, help="tệp mới; không có thì viết ra màn hình")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            since = parse_datetime(options["since"]) if options["since"] else None
        except ValueError as error:
            raise CommandError(str(error)) from None
        choice = Choice(options["article"], since, emails=options["emails"])
        found = lines(choice, options["format"])
        if options["output"] is None:
            for batch in found:
                self.stdout.write(batch, ending="")
            return
        try:
            with options["output"].open("x", encoding="utf-8", newline="") as file:
                file.writelines(found)
        except OSError as error:
            raise CommandError(f"Không viết được tệp: {error.strerror}.") from None
