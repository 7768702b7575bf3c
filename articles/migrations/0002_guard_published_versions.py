"""What the application promises about published versions, held by the database as well.

At most one version of an article at any time, and no word of a version ever changes: only
`valid_until` may move. PostgreSQL: an exclusion constraint with core range operators and a
trigger. SQLite: triggers. A later migration that makes SQLite rebuild the table must run
`guard` again, since the rebuild drops them (tests/articles/test_version_guard.py notices).
"""

from django.db import migrations

FROZEN = (
    *("article_id", "number", "valid_from", "first_published_at", "approved_by_id", "approved_at"),
    *("revision_id", "sha256", "slug", "section_id", "root_section_id", "genre", "kicker", "title"),
    *("short_title", "social_title", "sapo", "body", "source", "signature", "lead_photo_id"),
    *("series_id", "part", "bylines", "tags", "topics", "photos", "codes", "related"),
)
TABLE = "articles_publishedversion"

POSTGRESQL = f"""
ALTER TABLE {TABLE} ADD CONSTRAINT one_version_at_a_time EXCLUDE USING gist (
    int8range(article_id, article_id, '[]') WITH &&,
    tstzrange(valid_from, valid_until) WITH &&
);
CREATE FUNCTION refuse_change_of_published_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published version never changes' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER published_version_is_frozen BEFORE UPDATE OF {", ".join(FROZEN)} ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_version();
"""
POSTGRESQL_BACK = f"""
DROP TRIGGER published_version_is_frozen ON {TABLE};
DROP FUNCTION refuse_change_of_published_version();
ALTER TABLE {TABLE} DROP CONSTRAINT one_version_at_a_time;
"""

# Times are stored as text of one shape in UTC, so they compare as written. Not '9999' for “never”:
# beside a column of dates SQLite reads that as a number, and every number is less than any text.
OVERLAP = f"""
    SELECT RAISE(ABORT, 'one version at a time') WHERE EXISTS (
        SELECT 1 FROM {TABLE} other
        WHERE other.article_id = NEW.article_id AND other.id <> NEW.id
        AND other.valid_from < COALESCE(NEW.valid_until, '9999-12-31')
        AND NEW.valid_from < COALESCE(other.valid_until, '9999-12-31')
        AND COALESCE(other.valid_until, '9999-12-31') > other.valid_from
        AND COALESCE(NEW.valid_until, '9999-12-31') > NEW.valid_from
    );
"""
SQLITE = [
    f"CREATE TRIGGER one_version_at_a_time_insert AFTER INSERT ON {TABLE} BEGIN {OVERLAP} END",
    f"CREATE TRIGGER one_version_at_a_time_update AFTER UPDATE OF valid_until ON {TABLE} "
    f"BEGIN {OVERLAP} END",
    f"CREATE TRIGGER published_version_is_frozen BEFORE UPDATE OF {', '.join(FROZEN)} ON {TABLE} "
    "BEGIN SELECT RAISE(ABORT, 'a published version never changes'); END",
]
SQLITE_BACK = [
    "DROP TRIGGER published_version_is_frozen",
    "DROP TRIGGER one_version_at_a_time_update",
    "DROP TRIGGER one_version_at_a_time_insert",
]


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
    else:
        for statement in SQLITE:
            schema_editor.execute(statement)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_BACK)
    else:
        for statement in SQLITE_BACK:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
