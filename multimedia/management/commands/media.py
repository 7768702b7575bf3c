import argparse
from datetime import timedelta
from time import monotonic
from typing import Any

from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.numbers import number
from multimedia import filing
from photos.models import Photo, RetiredFile
from photos.rendering import bring_up_to_date, forget, order

_SHOWN = 20


class Command(BaseCommand):
    help = "Ảnh, phim, tài liệu trên đĩa: soát, dựng lại, dọn."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        check = acts.add_parser("check", help="tìm tệp thiếu và tệp thừa")
        check.add_argument("--repair", action="store_true", help="xếp việc dựng lại ảnh bị thiếu")
        render = acts.add_parser("render", help="dựng các cỡ ảnh còn thiếu hay đã cũ")
        render.add_argument("--again", action="store_true", help="dựng lại cả những ảnh đã đủ")
        render.add_argument("--from", dest="start", type=int, default=0, help="từ ảnh số này")
        sweep = acts.add_parser("sweep", help="xóa tệp thừa và tệp đã thay từ lâu")
        sweep.add_argument("--days", type=_days, default=30, help="tệp đã thay giữ bao nhiêu ngày")
        sweep.add_argument("--dry-run", action="store_true", help="chỉ kể ra, không xóa")

    # Not check() and so on: the stock command has a check() of its own.
    def handle(self, *args: Any, act: str, **options: Any) -> None:
        getattr(self, f"_{act}")(**options)

    def _check(self, *, repair: bool, **_options: Any) -> None:
        lost = list(filing.missing())
        self._tell("thiếu", [f"{filing.ALIASES[kept.alias]}: {kept.name}" for kept in lost])
        stray = [f"{filing.ALIASES[alias]}: {name}" for alias, name in filing.orphans()]
        self._tell("thừa", stray)
        if repair:
            lost = self._repair(lost)
        wrong = ["Có tệp thiếu không dựng lại được." if repair else "Có tệp thiếu."] if lost else []
        if name := filing.unguarded():
            wrong.append(f"Kho riêng đang mở cho mọi người: ai cũng tải được tệp gốc {name}.")
        if wrong:
            raise CommandError(" ".join(wrong), returncode=1)

    def _repair(self, lost: list[filing.Kept]) -> list[filing.Kept]:
        """What no worker can make again."""
        RetiredFile.objects.filter(name__in=[kept.name for kept in lost]).delete()
        broken = {
            kept.owner.pk: kept.owner
            for kept in lost
            if isinstance(kept.owner, Photo) and kept.alias == "default"
        }
        for photo in broken.values():
            forget(photo, {kept.name for kept in lost})
            order(photo)
        self.stdout.write(f"Đã xếp việc dựng lại {number(len(broken))} ảnh.")
        return [
            kept
            for kept in lost
            if kept.owner and not (isinstance(kept.owner, Photo) and kept.alias == "default")
        ]

    def _render(self, *, again: bool, start: int, **_options: Any) -> None:
        photos = Photo.objects.filter(pk__gte=start).order_by("pk")
        numbers = list(photos.values_list("pk", flat=True))
        began, files, failed, pk = monotonic(), 0, 0, start
        try:
            for done, pk in enumerate(numbers, start=1):
                made = self._made(pk, again=again)
                files, failed = files + (made or 0), failed + (made is None)
                left = (monotonic() - began) / done * (len(numbers) - done)
                self._progress(
                    f"{number(done)}/{number(len(numbers))} ảnh, vừa qua ảnh số {pk}, "
                    f"{number(files)} tệp, còn {left:.0f} giây",
                    worth_a_line=bool(made) or done % 100 == 0,
                )
        except KeyboardInterrupt:
            command = f"media render{' --again' if again else ''} --from {pk}"
            self.stdout.write(f"\nDừng ở ảnh số {pk}. Chạy tiếp: {command}")
            raise SystemExit(130) from None
        told = f"{number(len(numbers))} ảnh, {number(files)} tệp mới."
        if failed:
            raise CommandError(f"{number(failed)} ảnh không dựng được. Đã qua {told}", returncode=1)
        self.stdout.write(f"Xong: {told}")

    def _made(self, pk: int, *, again: bool) -> int | None:
        """How many files of a photo; None if it cannot be done."""
        try:
            return bring_up_to_date(Photo.objects.get(pk=pk), again=again)
        except Exception as error:  # noqa: BLE001 -- one broken original stops no other
            self.stderr.write(f"Ảnh số {pk}: {error}")
            return None

    def _progress(self, line: str, *, worth_a_line: bool) -> None:
        """Written out at once: whoever kills the command reads here where to go on."""
        if self.stdout.isatty():
            self.stdout.write(f"\r{line}  ", ending="")
        elif worth_a_line:
            self.stdout.write(line)
        self.stdout.flush()

    def _sweep(self, *, days: int, dry_run: bool, **_options: Any) -> None:
        old = RetiredFile.objects.filter(since__lt=timezone.now() - timedelta(days=days))
        names = [("default", name) for name in old.values_list("name", flat=True)]
        names += filing.orphans()
        self._tell("sẽ xóa" if dry_run else "xóa", [name for _alias, name in names])
        if dry_run:
            return
        for alias, name in names:
            storages[alias].delete(name)
        RetiredFile.objects.filter(name__in=[name for _alias, name in names]).delete()

    def _tell(self, what: str, names: list[str]) -> None:
        self.stdout.write(f"Tệp {what}: {number(len(names))}")
        for name in names[:_SHOWN]:
            self.stdout.write(f"  {name}")
        if len(names) > _SHOWN:
            self.stdout.write(f"  … và {number(len(names) - _SHOWN)} tệp nữa")


def _days(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError("phải là một số ngày, từ 0 trở lên")
    return int(text)
