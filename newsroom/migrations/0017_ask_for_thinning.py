from django.db import migrations
from django.utils import timezone


def ask(apps, schema_editor):
    """The first round of a paper that has pieces; each asks for the next. Until the new code runs
    it, the effect waits. In a new paper the sweeping of unsaved words asks for it."""
    if apps.get_model("articles", "Article").objects.exists():
        apps.get_model("outbox", "Effect").objects.get_or_create(
            kind="newsroom.thin_revisions", key="0", defaults={"due": timezone.now()}
        )


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0016_review_rights"), ("outbox", "0001_initial"), ("articles", "0014_progress")]
    operations = [migrations.RunPython(ask, migrations.RunPython.noop)]
