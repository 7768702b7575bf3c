"""No row of the log is ever changed or taken away: held by the database, whoever asks.

A later migration that makes SQLite rebuild the table must run `guard` again, since the rebuild
drops the triggers (tests/audit/test_guard.py notices). Emptying tables between tests switches them
off for that moment (tests/conftest.py).
"""

from django.db import migrations

POSTGRESQL = """
CREATE FUNCTION refuse_change_of_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is never changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER log_is_kept BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_log();
CREATE TRIGGER log_is_not_emptied BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_log();
CREATE TRIGGER head_is_kept BEFORE DELETE ON audit_head
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_log();
"""
POSTGRESQL_BACK = """
DROP TRIGGER log_is_kept ON audit_entry;
DROP TRIGGER log_is_not_emptied ON audit_entry;
DROP TRIGGER head_is_kept ON audit_head;
DROP FUNCTION refuse_change_of_log();
"""
SQLITE = [
    "CREATE TRIGGER log_is_not_changed BEFORE UPDATE ON audit_entry "
    "BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END",
    "CREATE TRIGGER log_is_kept BEFORE DELETE ON audit_entry "
    "BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END",
    "CREATE TRIGGER head_is_kept BEFORE DELETE ON audit_head "
    "BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END",
]
SQLITE_BACK = ["DROP TRIGGER log_is_not_changed", "DROP TRIGGER log_is_kept", "DROP TRIGGER head_is_kept"]


def run(schema_editor, postgresql, sqlite):
    for statement in [postgresql] if schema_editor.connection.vendor == "postgresql" else sqlite:
        schema_editor.execute(statement)


def guard(apps, schema_editor):
    apps.get_model("audit", "Head").objects.get_or_create(pk=1)
    run(schema_editor, POSTGRESQL, SQLITE)


def unguard(apps, schema_editor):
    run(schema_editor, POSTGRESQL_BACK, SQLITE_BACK)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_the_log")]
    operations = [migrations.RunPython(guard, unguard)]
