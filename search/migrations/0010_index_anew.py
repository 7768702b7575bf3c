from django.db import migrations
from django.utils import timezone


def ask_for_a_new_index(apps, editor):
    """Texts are found by more than before (174đatu): the worker builds the index beside the old."""
    if apps.get_model("articles", "PublishedVersion").objects.exists():
        apps.get_model("outbox", "Effect").objects.get_or_create(
            kind="search.reindex", key="", defaults={"due": timezone.now()}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0009_towns_in_short"),
        ("articles", "0001_initial"),
        ("outbox", "0001_initial"),
    ]

    operations = [migrations.RunPython(ask_for_a_new_index, migrations.RunPython.noop)]
