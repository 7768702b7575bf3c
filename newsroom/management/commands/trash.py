from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from articles.models import Series, Tag, Topic
from articles.trash import orphans_in_trash
from audit.log import record
from newsroom.models import StoryTemplate
from photos.models import Collection


class Command(BaseCommand):
    help = (
        "trash sweep: xóa hẳn thẻ, dòng sự kiện, loạt bài, mẫu bài, bộ ảnh đã nằm lâu trong thùng"
        " rác. Bài và ảnh không bao giờ bị xóa."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["sweep"])
        parser.add_argument("--days", type=int, default=90, help="đã nằm bao nhiêu ngày")
        parser.add_argument("--dry-run", action="store_true", help="chỉ kể ra, không xóa")

    def handle(self, *args: Any, days: int, dry_run: bool, **options: Any) -> None:
        """Each is deleted in a transaction of its own, with its line in the log; what something
        still points at is left."""
        until = timezone.now() - timedelta(days=max(days, 1))
        count = 0
        for model in (Tag, Topic, Series, StoryTemplate, Collection):
            for row in _lying(model).filter(trashed_at__lt=until).order_by("pk"):
                told = f"{model._meta.verbose_name} {row.pk}: {row}"
                if dry_run:
                    self.stdout.write(told)
                elif _destroy(row):
                    self.stdout.write(f"Đã xóa {told}")
                else:
                    continue
                count += 1
        self.stdout.write(f"{count} mục{' sẽ xóa' if dry_run else ' đã xóa'}.")


def _lying(model: Any) -> Any:
    if model in (Tag, Topic, Series):
        return orphans_in_trash(model)
    return model.objects.filter(trashed_at__isnull=False)


def _destroy(row: Any) -> bool:
    number = row.pk
    try:
        with transaction.atomic():
            row.delete()
            row.pk = number
            record("newsroom.trash_swept", by=None, about=row, facts={"name": str(row)})
    except ProtectedError:
        return False
    return True
