"""An approval names the pictures beside the words; all who edited since the last are kept.

SQLite rebuilds the table of progress, and cannot while the trigger on new pieces writes into it.
"""

from importlib import import_module

from django.db import migrations, models

_noted = import_module("articles.migrations.0015_note_progress")


def forget(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        _noted.forget(apps, schema_editor)


def note(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        _noted.note(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("articles", "0022_names_and_ranks")]
    operations = [
        migrations.RunPython(forget, note),
        migrations.AddField(
            model_name="progress",
            name="approved_files",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.AddField(
            model_name="progress",
            name="editors",
            field=models.JSONField(
                db_default=models.Value([], models.JSONField()), default=list
            ),
        ),
        migrations.RunPython(note, forget),
    ]
