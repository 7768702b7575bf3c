from django.db import migrations
from django.utils import timezone


def ask_for_new_indexes(apps, editor):
    """Numbers of documents are found half typed (174-Đ, A723): the worker builds the index beside
    the old, and writes the newsroom's anew in its place."""
    if apps.get_model("articles", "PublishedVersion").objects.exists():
        for kind in ("search.reindex", "search.fill_desk"):
            apps.get_model("outbox", "Effect").objects.get_or_create(
                kind=kind, key="", defaults={"due": timezone.now()}
            )


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0010_index_anew"),
        ("articles", "0001_initial"),
        ("outbox", "0001_initial"),
    ]

    operations = [migrations.RunPython(ask_for_new_indexes, migrations.RunPython.noop)]
