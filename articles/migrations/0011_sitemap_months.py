"""A row for each month in which pieces were published, kept by the database with the versions.

So the sitemap tells of a month with a million versions behind it what two columns say. A later
migration that makes SQLite rebuild the table of versions must run `note` again, since the rebuild
drops its triggers (tests/articles/test_sitemaps.py notices).
"""

from django.db import migrations, models

COLUMNS = "articles_sitemapmonth (start, stop, versions, changed_at)"

PG_MONTH = "date_trunc('month', {}first_published_at AT TIME ZONE INTERVAL '07:00')"
PG_START = f"{PG_MONTH} AT TIME ZONE INTERVAL '07:00'"
PG_STOP = f"({PG_MONTH} + INTERVAL '1 month') AT TIME ZONE INTERVAL '07:00'"
PG_CHANGED = "GREATEST({0}valid_from, {0}valid_until)"
POSTGRESQL = f"""
CREATE FUNCTION note_sitemap_month() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO {COLUMNS} VALUES (
        {PG_START.format("NEW.")}, {PG_STOP.format("NEW.")}, 1, {PG_CHANGED.format("NEW.")}
    )
    ON CONFLICT (start) DO UPDATE SET
        versions = articles_sitemapmonth.versions + 1,
        changed_at = GREATEST(articles_sitemapmonth.changed_at, EXCLUDED.changed_at);
    RETURN NULL;
END $$;
CREATE FUNCTION note_sitemap_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE articles_sitemapmonth SET changed_at = GREATEST(changed_at, NEW.valid_until)
        WHERE start = {PG_START.format("NEW.")};
    RETURN NULL;
END $$;
CREATE TRIGGER sitemap_month_of_new_version AFTER INSERT ON articles_publishedversion
    FOR EACH ROW EXECUTE FUNCTION note_sitemap_month();
CREATE TRIGGER sitemap_month_of_ended_version AFTER UPDATE OF valid_until
    ON articles_publishedversion FOR EACH ROW EXECUTE FUNCTION note_sitemap_change();
"""
POSTGRESQL_BACK = """
DROP TRIGGER sitemap_month_of_new_version ON articles_publishedversion;
DROP TRIGGER sitemap_month_of_ended_version ON articles_publishedversion;
DROP FUNCTION note_sitemap_month();
DROP FUNCTION note_sitemap_change();
"""
POSTGRESQL_FILL = f"""
INSERT INTO {COLUMNS}
    SELECT {PG_START.format("")}, {PG_STOP.format("")}, count(*), max({PG_CHANGED.format("")})
    FROM articles_publishedversion GROUP BY 1, 2
"""

# To the second: SQLite reckons in milliseconds, and would round the last ones into next month.
LITE_MONTH = "strftime('%Y-%m-01 00:00:00', substr({}first_published_at, 1, 19), '+7 hours')"
LITE_START = f"datetime({LITE_MONTH}, '-7 hours')"
LITE_STOP = f"datetime({LITE_MONTH}, '+1 month', '-7 hours')"
LITE_CHANGED = "max({0}valid_from, coalesce({0}valid_until, {0}valid_from))"
SQLITE = [
    f"""CREATE TRIGGER sitemap_month_of_new_version AFTER INSERT ON articles_publishedversion BEGIN
    INSERT INTO {COLUMNS} VALUES (
        {LITE_START.format("NEW.")}, {LITE_STOP.format("NEW.")}, 1, {LITE_CHANGED.format("NEW.")}
    )
    ON CONFLICT (start) DO UPDATE SET
        versions = versions + 1, changed_at = max(changed_at, excluded.changed_at);
    END""",
    f"""CREATE TRIGGER sitemap_month_of_ended_version AFTER UPDATE OF valid_until
    ON articles_publishedversion WHEN NEW.valid_until IS NOT NULL BEGIN
    UPDATE articles_sitemapmonth SET changed_at = max(changed_at, NEW.valid_until)
        WHERE start = {LITE_START.format("NEW.")};
    END""",
]
SQLITE_BACK = [
    "DROP TRIGGER sitemap_month_of_new_version",
    "DROP TRIGGER sitemap_month_of_ended_version",
]
SQLITE_FILL = f"""
INSERT INTO {COLUMNS}
    SELECT {LITE_START.format("")}, {LITE_STOP.format("")}, count(*), max({LITE_CHANGED.format("")})
    FROM articles_publishedversion GROUP BY 1, 2
"""


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


def fill(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(POSTGRESQL_FILL if postgresql else SQLITE_FILL)


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_ask_for_the_units_of_old_pieces")]
    operations = [
        migrations.CreateModel(
            name="SitemapMonth",
            fields=[
                ("start", models.DateTimeField(primary_key=True, serialize=False)),
                ("stop", models.DateTimeField()),
                ("versions", models.PositiveIntegerField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={"ordering": ["-start"]},
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(note, forget),
    ]
