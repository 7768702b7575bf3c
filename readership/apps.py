import atexit

from django.apps import AppConfig
from django.core.signals import request_finished


class ReadershipConfig(AppConfig):
    name = "readership"
    verbose_name = "Lượt đọc"

    def ready(self) -> None:
        from readership import buffering  # noqa: PLC0415 -- models are there only from here on

        request_finished.connect(buffering.on_request_finished)
        atexit.register(buffering.buffer.flush)
