from django.apps import AppConfig
from django.core.signals import request_finished


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Tìm kiếm"

    def ready(self) -> None:
        # ruff: noqa: PLC0415 -- models must be loaded
        from articles.signals import published
        from authors.signals import unit_saved
        from search.indexing import on_published
        from search.journal import journal
        from search.names import forget

        published.connect(on_published, dispatch_uid="search.index")
        request_finished.connect(journal.on_request_finished)
        unit_saved.connect(lambda **_facts: forget(), weak=False)
