"""Documents of what the newsroom looks for, with their lexemes beside them, and the notes of what
changed, which the database makes itself.

On PostgreSQL a column with a GIN index; on SQLite an FTS5 table over a column, kept by triggers:
these documents change, and FTS5 forgets a row by being told what stood in it.
"""

from django.db import connections, migrations, models
from django.utils import timezone

from search.desk import noting

KINDS = [("bai", "Bài"), ("anh", "Ảnh"), ("tac-gia", "Tác giả"), ("don-vi", "Đơn vị")]
POSTGRES = [
    "ALTER TABLE search_deskdocument ADD COLUMN lexemes tsvector",
    "CREATE INDEX search_lexemes_desk ON search_deskdocument USING gin (lexemes)",
]
SQLITE = [
    "ALTER TABLE search_deskdocument ADD COLUMN lexemes text",
    "CREATE VIRTUAL TABLE search_lexemes_desk USING fts5(lexemes, content='search_deskdocument', "
    "content_rowid='place', columnsize=0, detail=none, tokenize='ascii')",
    "CREATE TRIGGER search_desk_added AFTER INSERT ON search_deskdocument BEGIN "
    "INSERT INTO search_lexemes_desk(rowid, lexemes) VALUES (NEW.place, NEW.lexemes); END",
    "CREATE TRIGGER search_desk_gone AFTER DELETE ON search_deskdocument BEGIN "
    "INSERT INTO search_lexemes_desk(search_lexemes_desk, rowid, lexemes) "
    "VALUES ('delete', OLD.place, OLD.lexemes); END",
]
SQLITE_BACK = [
    "DROP TRIGGER search_desk_added",
    "DROP TRIGGER search_desk_gone",
    "DROP TABLE search_lexemes_desk",
]


def lay(apps, editor):
    for statement in POSTGRES if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)
    noting.lay(connections[editor.connection.alias])


def lift(apps, editor):
    noting.lift(connections[editor.connection.alias])
    if editor.connection.vendor == "sqlite":
        for statement in SQLITE_BACK:
            editor.execute(statement)


def fill(apps, editor):
    """What stands already is written by the worker."""
    models = [("articles", "Article"), ("photos", "Photo"), ("authors", "Author"), ("authors", "Unit")]
    if any(apps.get_model(*model).objects.exists() for model in models):
        apps.get_model("outbox", "Effect").objects.get_or_create(
            kind="search.fill_desk", key="", defaults={"due": timezone.now()}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0005_abbreviations_and_a_first_index"),
        ("articles", "0011_sitemap_months"),
        ("photos", "0005_drop_renditions"),
        ("authors", "0001_initial"),
        ("outbox", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=KINDS, max_length=8)),
                ("number", models.BigIntegerField()),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="DeskDocument",
            fields=[
                ("place", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=KINDS, max_length=8)),
                ("number", models.BigIntegerField()),
                ("title", models.TextField()),
                ("sapo", models.TextField()),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "number"), name="one_desk_document")
                ],
            },
        ),
        migrations.RunPython(lay, lift),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
