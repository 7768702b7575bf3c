from typing import Any

from django.apps import AppConfig
from django.core.signals import request_finished
from django.db import connections
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Tìm kiếm"

    def ready(self) -> None:
        # ruff: noqa: PLC0415 -- models must be loaded
        from articles.signals import published
        from authors.signals import unit_saved
        from core.searching import matches_asked
        from search.desk.listing import on_matches_asked
        from search.indexing import on_published
        from search.journal import journal
        from search.names import forget

        published.connect(on_published, dispatch_uid="search.index")
        matches_asked.connect(on_matches_asked, dispatch_uid="search.desk")
        request_finished.connect(journal.on_request_finished)
        unit_saved.connect(lambda **_facts: forget(), weak=False)
        post_migrate.connect(on_migrated, sender=self, dispatch_uid="search.noting")


def on_migrated(using: str, **_facts: Any) -> None:
    from search.desk import noting

    noting.lay(connections[using])
