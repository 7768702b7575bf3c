"""The index in two copies, each with the lexemes where the database's own engine keeps them.

On PostgreSQL a column with a GIN index; on SQLite an FTS5 table that holds lexemes and no text.
SQLite's is emptied when the last document of its copy goes: without text it can't forget one.
"""

import django.db.models.deletion
from django.db import migrations, models


POSTGRES = [
    "ALTER TABLE search_document{copy} ADD COLUMN lexemes tsvector",
    "CREATE INDEX search_lexemes_{copy} ON search_document{copy} USING gin (lexemes)",
]
SQLITE = [
    "CREATE VIRTUAL TABLE search_lexemes_{copy} USING fts5(lexemes, content='', columnsize=0, "
    "detail=none, tokenize='ascii')",
    "CREATE TRIGGER search_emptied_{copy} AFTER DELETE ON search_document{copy} "
    "WHEN NOT EXISTS (SELECT 1 FROM search_document{copy}) BEGIN "
    "INSERT INTO search_lexemes_{copy}(search_lexemes_{copy}) VALUES ('delete-all'); END",
]
SQLITE_BACK = [
    "DROP TRIGGER search_emptied_{copy}",
    "DROP TABLE search_lexemes_{copy}",
]


def lexemes(apps, editor):
    for statement in POSTGRES if editor.connection.vendor == "postgresql" else SQLITE:
        for copy in "ab":
            editor.execute(statement.format(copy=copy))


def back(apps, editor):
    if editor.connection.vendor == "sqlite":
        for statement in SQLITE_BACK:
            for copy in "ab":
                editor.execute(statement.format(copy=copy))


def document(copy):
    return migrations.CreateModel(
        name=f"Document{copy}",
        fields=[
            ("place", models.BigIntegerField(primary_key=True, serialize=False)),
            ("title", models.TextField()),
            ("sapo", models.TextField()),
            (
                "version",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="articles.publishedversion",
                ),
            ),
        ],
        options={"abstract": False, "default_permissions": ()},
    )


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial"), ("articles", "0001_initial")]

    operations = [document("A"), document("B"), migrations.RunPython(lexemes, back)]
