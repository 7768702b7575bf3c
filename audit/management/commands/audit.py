"""manage.py audit verify | export: is the log whole, and the log as a file."""

import re
import sys
import time
from argparse import ArgumentTypeError
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.chain import Broken, check, expect
from audit.exporting import FORMATS, lines
from audit.models import Entry
from core.dates import HANOI, parse_date
from core.numbers import number


class Command(BaseCommand):
    help = "Soát nhật ký tòa soạn (verify) hoặc xuất ra tệp (export)."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        verify = acts.add_parser("verify", help="tìm dòng bị sửa, bị mất, bị cắt đuôi")
        verify.add_argument("--from", dest="since", type=_positive, default=1, metavar="N")
        verify.add_argument(
            "--expect",
            type=_seal,
            metavar="N:DẤU",
            help="dấu cuối in ra lần trước, giữ ở nơi khác: dòng ấy phải còn nguyên",
        )
        export = acts.add_parser("export", help="in nhật ký ra đầu ra chuẩn")
        export.add_argument("--since", type=_day, help="từ ngày, ví dụ 1/10/2026")
        export.add_argument("--until", type=_day, help="đến hết ngày")
        export.add_argument("--format", choices=sorted(FORMATS), default="jsonl")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "verify":
            self._verify(options["since"], options["expect"])
        else:
            self._export(options)

    def _verify(self, since: int, expected: tuple[int, str] | None) -> None:
        begun = time.monotonic()

        def tell(last: int) -> None:
            if sys.stderr.isatty():
                self.stderr.write(f"\r{number(last)}", ending="")

        try:
            count, sealed = check(since=since, tell=tell)
            if expected:
                expect(*expected)
        except Broken as broken:
            raise CommandError(str(broken), returncode=1) from None
        rate = round(count / max(time.monotonic() - begun, 0.001))
        self.stdout.write(f"Nguyên vẹn: {number(count)} dòng, {number(rate)} dòng mỗi giây.")
        if sealed:
            self.stdout.write(f"Dấu cuối: {since - 1 + count}:{sealed}")

    def _export(self, options: dict[str, Any]) -> None:
        entries = Entry.objects.all()
        if since := options["since"]:
            entries = entries.filter(at__gte=since)
        if until := options["until"]:
            entries = entries.filter(at__lt=until + timedelta(days=1))
        for part in lines(entries, options["format"]):
            self.stdout.write(part, ending="")


def _day(text: str) -> datetime:
    try:
        day = parse_date(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None
    return datetime(day.year, day.month, day.day, tzinfo=HANOI)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError("phải là số dương")
    return int(text)


def _seal(text: str) -> tuple[int, str]:
    number, _colon, sha256 = text.partition(":")
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        raise ArgumentTypeError("phải là số dòng, dấu hai chấm, 64 chữ số của dấu")
    return _positive(number), sha256
