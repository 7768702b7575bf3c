"""Which rows changed, noted by the database with the change itself: whoever makes it, by whatever
way, and nothing is lost or waited for.

Laid by migration 0006 and again after every migrate: a migration that makes SQLite rebuild a table
drops its triggers.
"""

from typing import Any, NamedTuple

from search.models import Kind


class Note(NamedTuple):
    table: str
    kind: str
    numbers: str = "{row}.id"
    """What to note, as SELECT says it: {row} is NEW or OLD."""
    columns: tuple[str, ...] = ()
    """An update of others is no change; any is, where none is named."""
    events: str = "INSERT UPDATE DELETE"


_COPY = (
    *("modified", "kicker", "title", "short_title", "social_title", "sapo", "body"),
    *("lead_caption", "source", "signature", "series_id"),
)
_PHOTO = (
    *("caption", "credit", "alt", "persons", "place", "keywords", "source", "file_name"),
    *("unit_id", "photographer_id", "taken_on"),
)
_NAMED = ("name", "full_name")
_UNIT = ("name", "short_name", "parent_id")

NOTES = (
    Note("articles_article", Kind.ARTICLE, columns=_COPY),
    Note("articles_byline", Kind.ARTICLE, "{row}.article_id"),
    Note("articles_taggedarticle", Kind.ARTICLE, "{row}.content_object_id"),
    Note("articles_article_topics", Kind.ARTICLE, "{row}.article_id"),
    Note("photos_photo", Kind.PHOTO, columns=_PHOTO),
    Note("authors_author", Kind.AUTHOR, columns=(*_NAMED, "bio")),
    Note("authors_penname", Kind.AUTHOR, "{row}.author_id"),
    Note("authors_posting", Kind.AUTHOR, "{row}.author_id"),
    Note("authors_unit", Kind.UNIT, columns=_UNIT),
    Note("authors_succession", Kind.UNIT, "{row}.predecessor_id"),
    Note("authors_succession", Kind.UNIT, "{row}.successor_id"),
    # A name stands in the cards of others, too.
    *(
        Note(table, kind, f"other.{number} FROM {others} other WHERE other.{by} = {{row}}.id",
             columns, "UPDATE")
        for table, columns, kind, number, others, by in (
            ("authors_author", _NAMED, Kind.ARTICLE, "article_id", "articles_byline", "author_id"),
            ("authors_author", _NAMED, Kind.PHOTO, "id", "photos_photo", "photographer_id"),
            ("authors_penname", ("name",), Kind.ARTICLE, "article_id", "articles_byline",
             "pen_name_id"),
            ("authors_unit", _UNIT, Kind.PHOTO, "id", "photos_photo", "unit_id"),
            ("authors_unit", _UNIT, Kind.AUTHOR, "author_id", "authors_posting", "unit_id"),
            ("authors_unit", _UNIT, Kind.UNIT, "id", "authors_unit", "parent_id"),
            ("authors_unit", _UNIT, Kind.UNIT, "successor_id", "authors_succession",
             "predecessor_id"),
            ("authors_unit", _UNIT, Kind.UNIT, "predecessor_id", "authors_succession",
             "successor_id"),
            ("articles_tag", ("name",), Kind.ARTICLE, "content_object_id",
             "articles_taggedarticle", "tag_id"),
            ("articles_topic", ("name",), Kind.ARTICLE, "article_id", "articles_article_topics",
             "topic_id"),
            ("articles_series", ("name",), Kind.ARTICLE, "id", "articles_article", "series_id"),
        )
    ),
)  # fmt: skip


def lay(connection: Any) -> None:
    """Create the triggers that are missing."""
    statements = _postgres() if connection.vendor == "postgresql" else _sqlite()
    if "search_change" not in connection.introspection.table_names():
        return  # migrated back to before
    with connection.cursor() as cursor:
        there = _laid(connection.vendor, cursor)
        for name, statement in statements:
            if name not in there:
                cursor.execute(statement)


def lift(connection: Any) -> None:
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for n, note in enumerate(NOTES):
            for event in note.events.split():
                on = f" ON {note.table}" if postgres else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {_name(n, event)}{on}")
                if postgres:
                    cursor.execute(f"DROP FUNCTION IF EXISTS {_name(n, event)}()")


def _laid(vendor: str, cursor: Any) -> set[str]:
    names = {
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    }
    cursor.execute(names[vendor])
    return {name for (name,) in cursor.fetchall()}


def _name(number: int, event: str) -> str:
    return f"search_note_{number}_{event.lower()}"


def _changed(note: Note, differ: str, join: str) -> str:
    return join.join(f"OLD.{name} {differ} NEW.{name}" for name in note.columns)


def _insert(note: Note, row: str) -> str:
    numbers = note.numbers.format(row=row)
    return f"INSERT INTO search_change (kind, number) SELECT '{note.kind}', {numbers};"


def _sqlite() -> list[tuple[str, str]]:
    laid = []
    for n, note in enumerate(NOTES):
        for event in note.events.split():
            other = _changed(note, "IS NOT", " OR ")
            when = f" WHEN {other}" if event == "UPDATE" and other else ""
            row = "OLD" if event == "DELETE" else "NEW"
            statement = (
                f"CREATE TRIGGER {_name(n, event)} AFTER {event} ON {note.table} FOR EACH ROW{when}"
                f" BEGIN {_insert(note, row)} END"
            )
            laid.append((_name(n, event), statement))
    return laid


def _postgres() -> list[tuple[str, str]]:
    """Each trigger with its function. What changed is asked within: a column that a trigger names
    could not be widened any more."""
    laid = []
    for n, note in enumerate(NOTES):
        for event in note.events.split():
            same = _changed(note, "IS NOT DISTINCT FROM", " AND ")
            guard = f"IF {same} THEN RETURN NULL; END IF;" if event == "UPDATE" and same else ""
            row = "OLD" if event == "DELETE" else "NEW"
            statement = (
                f"CREATE OR REPLACE FUNCTION {_name(n, event)}() RETURNS trigger LANGUAGE plpgsql"
                f" AS $$ BEGIN {guard} {_insert(note, row)} RETURN NULL; END $$;"
                f" CREATE TRIGGER {_name(n, event)} AFTER {event} ON {note.table}"
                f" FOR EACH ROW EXECUTE FUNCTION {_name(n, event)}()"
            )
            laid.append((_name(n, event), statement))
    return laid
