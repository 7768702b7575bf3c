from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from comments.forgetting import forget, forget_voters
from core.numbers import number


class Command(BaseCommand):
    help = (
        "Bỏ thư điện tử và dấu của trình duyệt, của mạng khỏi ý kiến cũ hơn COMMENT_PRIVATE_DAYS"
        " ngày. Worker tự làm việc này; dừng lúc nào cũng được, lần sau chạy tiếp."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        while batch := forget():
            done += batch
        while forget_voters():
            pass
        days = settings.COMMENT_PRIVATE_DAYS
        self.stdout.write(f"Đã bỏ dấu của người gửi ở {number(done)} ý kiến cũ hơn {days} ngày.")
