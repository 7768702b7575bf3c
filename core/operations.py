"""Steps of migrations for tables that are in use."""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db.migrations import AddField, AddIndex, AlterField
from django.db.models import Index


class AddIndexWhileOpen(AddIndexConcurrently):
    """Builds an index while others write. On PostgreSQL without locking the table, in a migration
    that says `atomic = False`; on SQLite as AddIndex."""

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, *states)
        else:
            AddIndex.database_forwards(self, app_label, schema_editor, *states)

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, *states)
        else:
            AddIndex.database_backwards(self, app_label, schema_editor, *states)


class AddColumnInPlace(AddField):
    """Adds a column that is never null and has a db_default, as PostgreSQL does it: on SQLite
    Django would build the table anew, and triggers of the table go when it does."""

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        if schema_editor.connection.vendor != "sqlite":
            super().database_forwards(app_label, schema_editor, *states)
            return
        model = states[-1].apps.get_model(app_label, self.model_name)
        field = model._meta.get_field(self.name)
        definition, params = schema_editor.column_sql(model, field)
        for value in params:
            definition = definition.replace("%s", schema_editor.quote_value(value), 1)
        table, column = (schema_editor.quote_name(n) for n in (model._meta.db_table, field.column))
        schema_editor.execute(f"ALTER TABLE {table} ADD COLUMN {column} {definition}", params=None)


class DropColumnIndex(AlterField):
    """Gives a field db_index=False and drops that index, on PostgreSQL without locking the table,
    in a migration that says `atomic = False`. Django's own way checks every row of a foreign key
    again on PostgreSQL, and builds the table anew on SQLite."""

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        connection = schema_editor.connection
        model = states[0].apps.get_model(app_label, self.model_name)
        column = model._meta.get_field(self.name).column
        declared = {index.name for index in model._meta.indexes}
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, model._meta.db_table)
        drop = "DROP INDEX CONCURRENTLY" if connection.vendor == "postgresql" else "DROP INDEX"
        for name, facts in found.items():
            plain = facts["index"] and not facts["unique"] and facts["columns"] == [column]
            if plain and name not in declared:
                schema_editor.execute(f"{drop} {schema_editor.quote_name(name)}")

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        model = states[-1].apps.get_model(app_label, self.model_name)
        index = Index(fields=[self.name])
        index.set_name_with_model(model)
        schema_editor.add_index(model, index)
