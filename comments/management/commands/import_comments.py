import json
import re
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from comments.importing import disqus, lines, pieces, table, wxr
from comments.importing.records import Record, Records, Unreadable
from comments.importing.running import Report, Run
from comments.models import Status
from core.numbers import number
from core.vietnamese import clean_line

SHOWN = 20
_SITE = re.compile(r"[a-z0-9][a-z0-9.-]{0,39}", re.ASCII)
_READERS = {"wxr": wxr.read, "disqus": disqus.read, "jsonl": lines.read}


class Command(BaseCommand):
    help = (
        "Nhập ý kiến từ tệp của WordPress (wxr), Disqus, CSV, hoặc tệp JSON dòng do export_comments"
        " viết. Mỗi ý kiến chỉ vào một lần: chạy đứt giữa chừng thì chạy lại."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", required=True, choices=[*_READERS, "csv"])
        parser.add_argument("--by", required=True, help="tên đăng nhập của người nhập")
        parser.add_argument(
            "--pieces",
            type=Path,
            help="bảng CSV hai cột: số, địa chỉ hay đường dẫn cũ của bài, và số bài ở đây",
        )
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="TÊN=CỘT",
            help=f"cột của tệp CSV ứng với {', '.join(table.NAMES)}",
        )
        parser.add_argument("--encoding", default="utf-8-sig", help="của tệp CSV, như cp1258")
        parser.add_argument(
            "--trust-numbers",
            action="store_true",
            help="địa chỉ …-post12.html là bài số 12 ở đây, dù đường dẫn khác",
        )
        parser.add_argument(
            "--trust-names",
            action="store_true",
            help="tin tệp JSON dòng về người đã duyệt và về ý kiến của tòa soạn, của tác giả;"
            " không có: người nhập đứng tên, mọi ý kiến là của bạn đọc",
        )
        parser.add_argument(
            "--source-prefix",
            default="",
            metavar="TRANG",
            help="tên trang cũ (a-z, 0-9, chấm, gạch), đứng trước mã của từng ý kiến: trang thứ hai"
            " cũng có ý kiến số 1. Nhập lại thì dùng đúng tên ấy",
        )
        parser.add_argument("--dry-run", action="store_true", help="chỉ kể ra, không ghi gì")
        parser.add_argument(
            "--left-out",
            type=Path,
            help="tệp để ghi từng ý kiến không nhập được và vì sao",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        by, dry, out = self.person(options["by"]), options["dry_run"], options["left_out"]
        columns = self.columns(options["map"])
        prefix = self.prefix(options["source_prefix"])
        try:
            with self.list_of_left(out) if out else nullcontext() as left:
                run = Run(
                    source=partial(self.records, options, columns),
                    by=by,
                    known=self.pieces(options["pieces"]),
                    trust_numbers=options["trust_numbers"],
                    trust_names=options["trust_names"],
                    prefix=prefix,
                    leave=partial(self.leave, left) if left else None,
                    progress=self.progress,
                )
                try:
                    run.rehearse() if dry else run.go()
                finally:
                    self.tell(run.report, dry=dry)
        except Unreadable as error:
            raise CommandError(f"{error} Những gì đọc được trước đó đã xong.") from None
        except OSError as error:
            raise CommandError(f"Không mở được tệp: {error.strerror}.") from None

    def list_of_left(self, path: Path) -> TextIO:
        """Also of signs that are no letters, which is why some are left out."""
        return path.open("w", encoding="utf-8", errors="backslashreplace")

    def pieces(self, path: Path | None) -> dict[str, int]:
        if path is None:
            return {}
        with path.open(encoding="utf-8-sig", newline="") as file:
            return pieces.mapping(file)

    def records(self, options: dict[str, Any], columns: dict[str, str]) -> Records:
        with options["file"].open("rb") as file:
            if options["format"] == "csv":
                yield from table.read(file, columns, options["encoding"])
            else:
                yield from _READERS[options["format"]](file)

    def columns(self, given: list[str]) -> dict[str, str]:
        named = dict(pair.split("=", 1) for pair in given if "=" in pair)
        if len(named) < len(given) or not named.keys() <= set(table.NAMES):
            raise CommandError(f"--map cần TÊN=CỘT, TÊN là một trong {', '.join(table.NAMES)}.")
        return named

    def prefix(self, given: str) -> str:
        if given and not _SITE.fullmatch(given):
            raise CommandError("--source-prefix gồm 1 đến 40 chữ a-z, chữ số, dấu chấm, dấu gạch.")
        return given

    def person(self, username: str) -> User:
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None or not user.has_perm("comments.moderate"):
            raise CommandError(f"“{username}” không phải người được duyệt ý kiến.")
        return user

    def leave(self, file: TextIO, record: Record, reason: str) -> None:
        created = record.created.isoformat(timespec="seconds") if record.created else None
        told: dict[str, Any] = {"source": record.source, "reason": reason, "piece": record.piece}
        told |= {"name": record.name, "created": created, "text": record.text}
        file.write(json.dumps(told, ensure_ascii=False) + "\n")

    def progress(self, report: Report) -> None:
        self.stdout.write(f"\rĐã đọc {number(report.read)} ý kiến ", ending="")
        self.stdout.flush()

    def tell(self, report: Report, *, dry: bool) -> None:
        self.stdout.write("")
        made = ", ".join(
            f"{number(report.made[status])} {status.label.lower()}"
            for status in Status
            if report.made[status]
        )
        self.stdout.write(f"{'Sẽ nhập' if dry else 'Đã nhập'} {made or '0'}.")
        if report.known:
            self.stdout.write(f"{number(report.known)} ý kiến đã có từ trước.")
        if report.alone:
            told = "không thấy ý kiến được trả lời nên đứng riêng"
            self.stdout.write(f"{number(report.alone)} trả lời {told}.")
        for reason, count in report.left.most_common():
            self.stdout.write(f"{number(count)} không nhập: {reason.rstrip('.')}.")
        for piece, count in report.homeless.most_common(SHOWN):
            self.stdout.write(f"  {number(count)} chờ bài {clean_line(piece) or '(không rõ)'}")
