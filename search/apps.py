from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Tìm kiếm"

    def ready(self) -> None:
        from articles.signals import published  # noqa: PLC0415 -- models must be loaded
        from search.indexing import on_published  # noqa: PLC0415 -- models must be loaded

        published.connect(on_published, dispatch_uid="search.index")
