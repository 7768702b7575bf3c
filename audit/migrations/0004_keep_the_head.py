"""The head is not emptied either: without it a log cut short looks whole. SQLite has no TRUNCATE."""

from django.db import migrations

POSTGRESQL = """
CREATE TRIGGER head_is_not_emptied BEFORE TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_log();
"""


def run(schema_editor, statement):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(statement)


def guard(apps, schema_editor):
    run(schema_editor, POSTGRESQL)


def unguard(apps, schema_editor):
    run(schema_editor, "DROP TRIGGER head_is_not_emptied ON audit_head")


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_right_to_system_entries")]
    operations = [migrations.RunPython(guard, unguard)]
