"""FTS5 as a plain index of lexemes: no content, no positions, no tokenizer of its own to trust.

Its row numbers are places, so it hands out matches newest first and stops where it is told to.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from search.analysis import Sheet
from search.engines import Found, Scope, Tier
from search.engines.tables import MODELS, Tables, row


class SQLite(Tables):
    def write(self, copy: str, sheets: Sequence[Sheet]) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            known = self.holds(copy, [sheet.version for sheet in sheets])
            fresh = [sheet for sheet in sheets if sheet.version not in known]
            cursor.executemany(
                f"INSERT INTO search_document{copy}(place, version_id, title, sapo, fingerprint)"  # noqa: S608 -- a or b
                " VALUES (%s, %s, %s, %s, %s)",
                [row(sheet) for sheet in fresh],
            )
            cursor.executemany(
                f"INSERT INTO search_lexemes_{copy}(rowid, lexemes) VALUES (%s, %s)",  # noqa: S608 -- a or b
                [(sheet.place, " ".join(sheet.lexemes)) for sheet in fresh],
            )

    def clear(self, copy: str) -> None:
        MODELS[copy]._default_manager.all().delete()

    def settle(self, copy: str) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO search_lexemes_{copy}(search_lexemes_{copy}) VALUES ('optimize')"  # noqa: S608 -- a or b
            )
        return []

    def found_by_all(self, copy: str, sheets: Sequence[Sheet]) -> set[int]:
        """No content is kept to compare with, so the index is asked. Lexemes too many are told by
        the fingerprint alone."""
        found = set()
        sql = (
            f"SELECT 1 FROM search_lexemes_{copy}"  # noqa: S608 -- a or b
            f" WHERE search_lexemes_{copy} MATCH %s AND rowid = %s"
        )
        with connection.cursor() as cursor:
            for sheet in sheets:
                every = " AND ".join(map(_quoted, sheet.lexemes))
                if cursor.execute(sql, [every, sheet.place]).fetchone():
                    found.add(sheet.version)
        return found

    def find(
        self, copy: str, tiers: Mapping[str, tuple[Tier, int]], scope: Scope
    ) -> dict[str, list[Found]]:
        found: dict[str, list[Found]] = {name: [] for name in tiers}
        visible, facts = self.visible(scope)
        bounds = {">=": scope.above, "<": scope.below}
        told = {sign: bound for sign, bound in bounds.items() if bound is not None}
        within = "".join(f" AND f.rowid {sign} %s" for sign in told)
        order = "ASC" if scope.rising else "DESC"
        answers: list[str] = []
        parameters: list[Any] = []
        for name, (tier, most) in tiers.items():
            # CROSS JOIN keeps the order of the tables: matches first, each looked up by its number.
            answers.append(
                f"SELECT * FROM (SELECT '{name}', d.place, d.version_id"  # noqa: S608 -- names and numbers of ours; what was typed is a parameter
                f" FROM search_lexemes_{copy} f CROSS JOIN search_document{copy} d"
                f" ON d.place = f.rowid WHERE f.search_lexemes_{copy} MATCH %s{within}"
                f" AND {visible} ORDER BY f.rowid {order} LIMIT {int(most)})"
            )
            parameters += [_expression(scope.narrowed(tier)), *told.values(), *facts]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(answers), parameters)
            for name, place, version in cursor.fetchall():
                found[name].append(Found(place, version))
        return found


def _expression(tier: Tier) -> str:
    clauses = (
        " OR ".join(f"({' AND '.join(map(_quoted, row))})" for row in clause) for clause in tier
    )
    return " AND ".join(f"({clause})" for clause in clauses)


def _quoted(lexeme: str) -> str:
    return '"' + lexeme.replace('"', "") + '"'
