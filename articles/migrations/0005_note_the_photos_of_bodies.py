"""A row for each photo that a body names, kept by the database with the column that lists them.

However a piece is written, one by one, in bulk or from an old revision, a photo is found from its
own side without reading a million bodies. A later migration that makes SQLite rebuild the table of
pieces must run `note` again, since the rebuild drops its triggers (tests/articles/test_usage.py
notices).
"""

from django.db import migrations

POSTGRESQL = """
CREATE FUNCTION note_body_photos() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM articles_bodyphoto WHERE article_id = NEW.id;
    INSERT INTO articles_bodyphoto (article_id, number)
        SELECT NEW.id, named::bigint
        FROM unnest(string_to_array(trim(both ',' from NEW.body_photos), ',')) AS named;
    RETURN NULL;
END $$;
CREATE TRIGGER body_photos_of_new_article AFTER INSERT ON articles_article
    FOR EACH ROW WHEN (NEW.body_photos <> '') EXECUTE FUNCTION note_body_photos();
CREATE TRIGGER body_photos_of_changed_article AFTER UPDATE OF body_photos ON articles_article
    FOR EACH ROW WHEN (NEW.body_photos <> OLD.body_photos) EXECUTE FUNCTION note_body_photos();
"""
POSTGRESQL_BACK = """
DROP TRIGGER body_photos_of_new_article ON articles_article;
DROP TRIGGER body_photos_of_changed_article ON articles_article;
DROP FUNCTION note_body_photos();
"""

INSERT = """
    INSERT INTO articles_bodyphoto (article_id, number)
        SELECT NEW.id, value FROM json_each('[' || trim(NEW.body_photos, ',') || ']');
"""
SQLITE = [
    "CREATE TRIGGER body_photos_of_new_article AFTER INSERT ON articles_article "
    f"WHEN NEW.body_photos <> '' BEGIN {INSERT} END",
    "CREATE TRIGGER body_photos_of_changed_article AFTER UPDATE OF body_photos ON articles_article "
    "WHEN NEW.body_photos <> OLD.body_photos "
    f"BEGIN DELETE FROM articles_bodyphoto WHERE article_id = NEW.id; {INSERT} END",
]
SQLITE_BACK = [
    "DROP TRIGGER body_photos_of_new_article",
    "DROP TRIGGER body_photos_of_changed_article",
]


def note(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
    else:
        for statement in SQLITE:
            schema_editor.execute(statement)


def forget(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_BACK)
    else:
        for statement in SQLITE_BACK:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_name_the_photos_of_bodies")]
    operations = [migrations.RunPython(note, forget)]
