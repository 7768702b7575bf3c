"""What both databases share: documents in two tables, joined at query time with what is live."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection

from articles.models import PublishedVersion
from search.engines import Found, Held, Scope, Tier
from search.models import Copy, Document, DocumentA, DocumentB

MODELS: dict[str, type[Document]] = {Copy.A: DocumentA, Copy.B: DocumentB}


_NAMES_UNIT = (
    " AND EXISTS (SELECT 1 FROM articles_unitlisting u"
    " WHERE u.version_id = d.version_id AND u.unit_id IN (?))"
)


class Tables:
    """Holds what is the same for SQLite and PostgreSQL; each says how lexemes are asked for."""

    source = ""
    """FROM of a question, with {copy} for the copy; the document is `d`."""
    holds_all = ""
    """The condition that a document has the lexemes asked for, with one parameter."""

    def expression(self, tier: Tier) -> str:
        """The one parameter of `holds_all`."""
        raise NotImplementedError

    def clear(self, copy: str) -> None:
        MODELS[copy]._default_manager.all().delete()

    def holds(self, copy: str, versions: Iterable[int]) -> set[int]:
        rows = MODELS[copy]._default_manager.filter(version__in=list(versions))
        return set(rows.values_list("version_id", flat=True))

    def find(
        self, copy: str, tiers: Mapping[str, tuple[Tier, int]], scope: Scope
    ) -> dict[str, list[Found]]:
        found: dict[str, list[Found]] = {name: [] for name in tiers}
        parts = []
        parameters: list[Any] = []
        live, live_parameters = live_condition(scope.at)
        narrowed, narrowed_parameters = _narrowed(scope)
        narrowing = tuple(((lexeme,),) for lexeme in scope.lexemes)
        for name, (tier, most) in tiers.items():
            parts.append(
                f"SELECT * FROM (SELECT '{name}' AS tier, d.place, d.version_id"  # noqa: S608 -- names and clauses of ours; what was typed is a parameter
                f" FROM {self.source.format(copy=copy)}"
                f" WHERE {self.holds_all.format(copy=copy)}{narrowed} AND {live}"
                f" ORDER BY d.place DESC LIMIT {int(most)}) AS t"
            )
            parameters += [self.expression((*tier, *narrowing)), *narrowed_parameters]
            parameters += live_parameters
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), parameters)
            for name, place, version in cursor.fetchall():
                found[name].append(Found(place, version))
        return found

    def read(self, copy: str, places: Sequence[int]) -> dict[int, Held]:
        rows = MODELS[copy]._default_manager.filter(place__in=places)
        return {
            place: Held(title, sapo)
            for place, title, sapo in rows.values_list("place", "title", "sapo")
        }


def live_condition(at: datetime) -> tuple[str, list[Any]]:
    """The door's own condition, for a statement that names the table as Django does."""
    query = PublishedVersion.objects.live(at).query
    sql, parameters = query.get_compiler(DEFAULT_DB_ALIAS).compile(query.where)
    return sql, list(parameters)


def _narrowed(scope: Scope) -> tuple[str, list[Any]]:
    sql = ""
    parameters: list[Any] = []
    for sign, bound in ((">=", scope.above), ("<", scope.below)):
        if bound is not None:
            sql += f" AND d.place {sign} %s"
            parameters.append(bound)
    if scope.units:
        signs = ", ".join(["%s"] * len(scope.units))
        sql += _NAMES_UNIT.replace("?", signs)
        parameters += scope.units
    return sql, parameters
