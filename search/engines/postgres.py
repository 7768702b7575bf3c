"""tsvector and GIN as a plain index of lexemes: no parser, no configuration, no extension."""

from collections.abc import Sequence

from django.db import connection
from psycopg2.extras import execute_values

from search.analysis import Sheet
from search.engines import Tier
from search.engines.tables import Tables


class Postgres(Tables):
    source = (
        "search_document{copy} d JOIN articles_publishedversion"
        " ON articles_publishedversion.id = d.version_id"
    )
    holds_all = "d.lexemes @@ %s::tsquery"

    def expression(self, tier: Tier) -> str:
        clauses = (
            " | ".join(f"({' & '.join(map(_quoted, row))})" for row in clause) for clause in tier
        )
        return " & ".join(f"({clause})" for clause in clauses)

    def write(self, copy: str, sheets: Sequence[Sheet]) -> None:
        with connection.cursor() as cursor:
            execute_values(
                cursor,
                f"INSERT INTO search_document{copy} (place, version_id, title, sapo, lexemes)"  # noqa: S608 -- a or b
                " VALUES %s ON CONFLICT DO NOTHING",
                [(s.place, s.version, s.title, s.sapo, list(s.lexemes)) for s in sheets],
                template="(%s, %s, %s, %s, array_to_tsvector(%s::text[]))",
            )


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "").replace("'", "") + "'"
