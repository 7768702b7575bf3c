"""A row of progress for each piece, made by the database with the piece, however it is written.

A later migration that makes SQLite rebuild the table of pieces must run `note` again, since the
rebuild drops its triggers (tests/articles/test_progress.py notices).
"""

from django.db import migrations

INSERT = """
    INSERT INTO articles_progress (article_id, assignee_id) VALUES (NEW.id, NEW.created_by_id);
"""
POSTGRESQL = f"""
CREATE FUNCTION note_progress() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {INSERT} RETURN NULL; END $$;
CREATE TRIGGER progress_of_new_article AFTER INSERT ON articles_article
    FOR EACH ROW EXECUTE FUNCTION note_progress();
"""
POSTGRESQL_BACK = """
DROP TRIGGER progress_of_new_article ON articles_article;
DROP FUNCTION note_progress();
"""
SQLITE = f"CREATE TRIGGER progress_of_new_article AFTER INSERT ON articles_article BEGIN {INSERT} END"
SQLITE_BACK = "DROP TRIGGER progress_of_new_article"

# What readers see or are to see is released; what they only saw is withdrawn.
FILL = """
INSERT INTO articles_progress (article_id, stage, since, assignee_id)
    SELECT piece.id, piece.stage, piece.modified,
        CASE WHEN piece.stage = 'draft' THEN piece.created_by_id END
    FROM (
        SELECT a.id, a.modified, a.created_by_id, CASE
            WHEN EXISTS (
                SELECT 1 FROM articles_publishedversion v WHERE v.article_id = a.id
                AND (v.valid_until IS NULL OR v.valid_until > CURRENT_TIMESTAMP)
                AND (v.valid_until IS NULL OR v.valid_until > v.valid_from)
            ) THEN 'released'
            WHEN EXISTS (SELECT 1 FROM articles_publishedversion v WHERE v.article_id = a.id)
                THEN 'withdrawn'
            ELSE 'draft' END AS stage
        FROM articles_article a
    ) piece
"""


def note(apps, schema_editor):
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def forget(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(POSTGRESQL_BACK if postgresql else SQLITE_BACK)


class Migration(migrations.Migration):
    dependencies = [("articles", "0014_progress")]
    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunPython(note, forget),
    ]
