"""FTS5 as a plain index of lexemes: no content, no positions, no tokenizer of its own to trust.

Its row numbers are places, so it hands out matches newest first and stops where it is told to.
"""

from collections.abc import Sequence

from django.db import connection, transaction

from search.analysis import Sheet
from search.engines import Tier
from search.engines.tables import MODELS, Tables


class SQLite(Tables):
    # CROSS JOIN keeps the order of the tables: matches first, each looked up by its number.
    source = (
        "search_lexemes_{copy} f CROSS JOIN search_document{copy} d ON d.place = f.rowid"
        " CROSS JOIN articles_publishedversion ON articles_publishedversion.id = d.version_id"
    )
    holds_all = "f.search_lexemes_{copy} MATCH %s"

    def expression(self, tier: Tier) -> str:
        clauses = (
            " OR ".join(f"({' AND '.join(map(_quoted, row))})" for row in clause) for clause in tier
        )
        return " AND ".join(f"({clause})" for clause in clauses)

    def write(self, copy: str, sheets: Sequence[Sheet]) -> None:
        with transaction.atomic():
            known = self.holds(copy, [sheet.version for sheet in sheets])
            fresh = [sheet for sheet in sheets if sheet.version not in known]
            if not fresh:
                return
            model = MODELS[copy]
            model._default_manager.bulk_create(
                [
                    model(place=s.place, version_id=s.version, title=s.title, sapo=s.sapo)
                    for s in fresh
                ],
                batch_size=200,
            )
            with connection.cursor() as cursor:
                cursor.executemany(
                    f"INSERT INTO search_lexemes_{copy}(rowid, lexemes) VALUES (%s, %s)",  # noqa: S608 -- a or b
                    [(sheet.place, " ".join(sheet.lexemes)) for sheet in fresh],
                )


def _quoted(lexeme: str) -> str:
    return '"' + lexeme.replace('"', "") + '"'
