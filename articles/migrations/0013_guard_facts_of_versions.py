"""The column of 0012 is frozen like every other of a published version (see 0002)."""

from importlib import import_module

from django.db import migrations

first = import_module("articles.migrations.0002_guard_published_versions")
FROZEN = (*first.FROZEN, "facts")


def _frozen_by_postgresql(columns):
    return f"""
DROP TRIGGER published_version_is_frozen ON {first.TABLE};
CREATE TRIGGER published_version_is_frozen BEFORE UPDATE OF {", ".join(columns)} ON {first.TABLE}
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_version();
"""


def _frozen_by_sqlite(columns):
    return [
        "DROP TRIGGER published_version_is_frozen",
        f"CREATE TRIGGER published_version_is_frozen BEFORE UPDATE OF {', '.join(columns)} "
        f"ON {first.TABLE} BEGIN SELECT RAISE(ABORT, 'a published version never changes'); END",
    ]


def _freeze(schema_editor, columns):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_frozen_by_postgresql(columns))
    else:
        for statement in _frozen_by_sqlite(columns):
            schema_editor.execute(statement)


def guard(apps, schema_editor):
    _freeze(schema_editor, FROZEN)


def unguard(apps, schema_editor):
    _freeze(schema_editor, first.FROZEN)


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_facts_of_genres")]
    operations = [migrations.RunPython(guard, unguard)]
