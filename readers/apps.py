from django.apps import AppConfig


class ReadersConfig(AppConfig):
    """Readers with an account: who they are, what they saved, what they are told."""

    name = "readers"
    verbose_name = "Bạn đọc"

    def ready(self) -> None:
        from comments import signals  # noqa: PLC0415 -- models must be loaded
        from readers import telling  # noqa: PLC0415 -- the same

        signals.approved.connect(telling.on_approved, dispatch_uid="readers.approved")
        signals.settled.connect(telling.on_settled, dispatch_uid="readers.settled")
        signals.withdrawn.connect(telling.on_withdrawn, dispatch_uid="readers.withdrawn")
