from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Bài vở"

    def ready(self) -> None:
        from articles.effects import on_recorded, on_unit_saved  # noqa: PLC0415 -- models must be loaded
        from articles.usage import on_uses_asked  # noqa: PLC0415 -- models must be loaded
        from audit.signals import recorded  # noqa: PLC0415 -- models must be loaded
        from authors.signals import unit_saved  # noqa: PLC0415 -- models must be loaded
        from photos.signals import uses_asked  # noqa: PLC0415 -- models must be loaded

        uses_asked.connect(on_uses_asked, dispatch_uid="articles.usage")
        recorded.connect(on_recorded, dispatch_uid="articles.approvals")
        unit_saved.connect(on_unit_saved, dispatch_uid="articles.units")
