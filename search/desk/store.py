"""The desk's cards in the database: FTS5 or tsvector, told apart in four places.

It is small beside the archive of versions, so it stays here where SEARCH_URL names an OpenSearch.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Value
from django.db.models.expressions import RawSQL
from psycopg2.extras import execute_values

from search.desk.cards import Card, kind_lexeme
from search.engines import Found, Held, Tier
from search.models import DeskDocument

_TABLE = "search_deskdocument"
_COLUMNS = "kind, number, place, title, sapo, lexemes"


@dataclass(frozen=True)
class Span:
    """Places that are asked for: from `above` on, and lower than `below`."""

    above: int | None = None
    below: int | None = None


ANY_TIME = Span()


def write(kind: str, numbers: Sequence[int], cards: Iterable[Card]) -> None:
    """Put these in place of what stood for the numbers; within a transaction."""
    DeskDocument.objects.filter(kind=kind, number__in=numbers).delete()
    facts = [(c.kind, c.number, c.place, c.title, c.sapo, sorted(c.lexemes)) for c in cards]
    if not facts:
        return
    with connection.cursor() as cursor:
        if _on_postgres():
            execute_values(
                cursor,
                f"INSERT INTO {_TABLE} ({_COLUMNS}) VALUES %s",  # noqa: S608 -- names of ours
                facts,
                template="(%s, %s, %s, %s, %s, array_to_tsvector(%s::text[]))",
            )
        else:
            cursor.executemany(
                f"INSERT INTO {_TABLE} ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s)",  # noqa: S608 -- names of ours
                [(*row[:-1], " ".join(row[-1])) for row in facts],
            )


def find(
    seen: Mapping[str, QuerySet[Any]],
    tiers: Mapping[str, tuple[Tier, int]],
    span: Span = ANY_TIME,
) -> dict[str, dict[str, list[Found]]]:
    """By kind and by the name of the tier, what is found among the rows a person may see: newest
    first, at most so many. One question, however many kinds."""
    found: dict[str, dict[str, list[Found]]] = {kind: {name: [] for name in tiers} for kind in seen}
    parts: list[str] = []
    parameters: list[Any] = []
    for kind, rows in seen.items():
        there, there_parameters = _is_among(rows)
        for name, (tier, most) in tiers.items():
            bounds, bound_parameters = _bounds(span)
            parts.append(
                f"SELECT * FROM (SELECT '{kind}' AS kind, '{name}' AS tier, d.place, d.number"  # noqa: S608 -- names of ours; what was typed is a parameter
                f" FROM {_source()} WHERE {_holds_all()}{bounds} AND EXISTS ({there})"
                f" ORDER BY {_place()} DESC LIMIT {int(most)}) AS t"
            )
            parameters += [_expression((*tier, ((kind_lexeme(kind),),)))]
            parameters += [*bound_parameters, *there_parameters]
    if not parts:
        return found
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        for kind, name, place, number in cursor.fetchall():
            found[kind][name].append(Found(place, number))
    return found


def numbers(kind: str, tier: Tier) -> RawSQL:
    """The numbers of all rows that hold these, as a subquery for another question."""
    return RawSQL(  # noqa: S611 -- names of ours; what was typed is a parameter
        f"SELECT d.number FROM {_source()} WHERE {_holds_all()}",  # noqa: S608 -- as above
        (_expression((*tier, ((kind_lexeme(kind),),))),),
    )


def read(places: Iterable[int]) -> dict[int, Held]:
    rows = DeskDocument.objects.filter(place__in=list(places))
    return {
        place: Held(title, sapo)
        for place, title, sapo in rows.values_list("place", "title", "sapo")
    }


def _is_among(rows: QuerySet[Any]) -> tuple[str, list[Any]]:
    this = rows.order_by().filter(pk=RawSQL("d.number", ()))
    sql, parameters = this.annotate(one=Value(1)).values("one").query.sql_with_params()
    return sql, list(parameters)


def _bounds(span: Span) -> tuple[str, list[int]]:
    signs = ((">=", span.above), ("<", span.below))
    told = [(sign, bound) for sign, bound in signs if bound is not None]
    conditions = (f" AND {_place()} {sign} %s" for sign, _ in told)
    return "".join(conditions), [bound for _, bound in told]


def _on_postgres() -> bool:
    return connection.vendor == "postgresql"


def _source() -> str:
    if _on_postgres():
        return f"{_TABLE} d"
    return f"search_lexemes_desk f CROSS JOIN {_TABLE} d ON d.place = f.rowid"


def _place() -> str:
    """FTS5 gives its rows in this order by itself, and stops where it is told to."""
    return "d.place" if _on_postgres() else "f.rowid"


def _holds_all() -> str:
    return "d.lexemes @@ %s::tsquery" if _on_postgres() else "f.search_lexemes_desk MATCH %s"


def _expression(tier: Tier) -> str:
    both, either, quote = (" & ", " | ", "'") if _on_postgres() else (" AND ", " OR ", '"')
    clauses = (
        either.join(f"({both.join(_quoted(lexeme, quote) for lexeme in row)})" for row in clause)
        for clause in tier
    )
    return both.join(f"({clause})" for clause in clauses)


def _quoted(lexeme: str, quote: str) -> str:
    """A star at the end asks for whatever begins so; nothing typed has one left."""
    begins = lexeme.endswith("*")
    plain = lexeme.replace("\\", "").replace(quote, "").rstrip("*")
    return f"{quote}{plain}{quote}{(':*' if _on_postgres() else '*') if begins else ''}"
