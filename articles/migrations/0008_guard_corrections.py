"""A correction never changes once it is out: held by the database as well, as of published versions.

A later migration that makes SQLite rebuild the table must run `guard` again, since the rebuild
drops the trigger (tests/articles/test_corrections.py notices).
"""

from django.db import migrations

TABLE = "articles_correction"

POSTGRESQL = f"""
CREATE FUNCTION refuse_change_of_correction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a correction never changes' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER correction_is_frozen BEFORE UPDATE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_correction();
"""
POSTGRESQL_BACK = f"""
DROP TRIGGER correction_is_frozen ON {TABLE};
DROP FUNCTION refuse_change_of_correction();
"""
SQLITE = (
    f"CREATE TRIGGER correction_is_frozen BEFORE UPDATE ON {TABLE} "
    "BEGIN SELECT RAISE(ABORT, 'a correction never changes'); END"
)


def guard(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(POSTGRESQL if postgresql else SQLITE)


def unguard(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(POSTGRESQL_BACK if postgresql else "DROP TRIGGER correction_is_frozen")


class Migration(migrations.Migration):
    dependencies = [("articles", "0007_corrections")]
    operations = [migrations.RunPython(guard, unguard)]
