from django.db import migrations
from django.utils import timezone


def ask(apps, schema_editor):
    """Pieces that were there before the rows: a worker lists them, batch by batch, after the
    deploy. Until the new code runs it, the effect waits like any other that failed."""
    if apps.get_model("articles", "PublishedVersion").objects.exists():
        apps.get_model("outbox", "Effect").objects.get_or_create(
            kind="articles.list_units", key="0", defaults={"due": timezone.now()}
        )


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_list_pieces_by_unit"), ("outbox", "0001_initial")]
    operations = [migrations.RunPython(ask, migrations.RunPython.noop)]
