"""Makes the demo newspaper ready to be served, doing only what is not done yet."""

import hashlib
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from articles.models import Article, PublishedVersion
from demo.loading import SIGN_INS, load_newspaper
from search.engines import Unavailable
from search.indexing import index


class Command(BaseCommand):
    help = "Chuẩn bị tờ báo mẫu: cơ sở dữ liệu, bài vở, tệp tĩnh."
    requires_system_checks = ()  # "make lint" and the suite run them; a restart need not wait

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.migrate()
            self.load()
            self.collect_static()
        except (OSError, OperationalError) as error:
            # A full or read-only disk speaks through either; one line says it better.
            raise SystemExit(
                f"Không ghi được vào {settings.VAR_DIR} hoặc cơ sở dữ liệu: {error}"
            ) from error
        self.invite()

    def migrate(self) -> None:
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.say("Đang tạo cơ sở dữ liệu …")
            call_command("migrate", interactive=False, verbosity=0)

    def load(self) -> None:
        """Fills an empty store only: what people have written since stays theirs."""
        if Article.objects.exists():
            return
        self.say("Đang dựng tờ báo mẫu …")
        load_newspaper(progress=self.progress)
        # The worker comes to it after the photos, minutes later; who looks round searches first.
        with suppress(Unavailable):
            index(PublishedVersion.objects.all())

    def progress(self, done: int, total: int) -> None:
        """One line that fills up; a log gets no half lines."""
        if self.stdout.isatty():
            self.stdout.write(f"\r  {done}/{total}", ending="\n" if done == total else "")
            self.stdout.flush()

    def collect_static(self) -> None:
        stamp = settings.VAR_DIR / "static.sha256"
        tree = static_tree()
        collected = settings.STATIC_ROOT.exists() and stamp.exists()
        if collected and stamp.read_text(encoding="ascii") == tree:
            return
        self.say("Đang gom tệp tĩnh …")
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(tree, encoding="ascii")

    def invite(self) -> None:
        columns = ("Vai trò", "Tên đăng nhập", "Mật khẩu")
        self.say("")
        self.say(f"  Trang báo   {settings.SITE_URL}/")
        self.say(f"  Tòa soạn    {settings.SITE_URL}/admin/")
        self.say("")
        for line in table([columns, *SIGN_INS]):
            self.say(f"  {line}")
        self.say("")
        self.say("  Nhấn Ctrl+C để dừng.")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def static_tree() -> str:
    """Changes with every file that would be collected."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            facts = storage.get_modified_time(path).timestamp(), storage.size(path)
            digest.update(f"{path} {facts}\n".encode())
    return digest.hexdigest()


def table(rows: list[tuple[str, ...]]) -> list[str]:
    """Lines with their columns aligned."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
